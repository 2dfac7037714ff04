"""The package as a caller meets it: names, docstrings, imports."""

from __future__ import annotations

import ast
import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from cypt_analysis import statistics

FOLDER = Path(statistics.__file__).parent
FUNCTIONS = [name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))]
CONTRACT = {
    "wilson_interval", "byars_interval", "exact_poisson_interval", "rate_interval",
    "mean_interval", "compare_proportions", "compare_rates", "significance_threshold",
    "significance_thresholds", "rate_significance_threshold", "numerator_needed", "numerator_gap",
    "required_run_rate", "annual_target", "verdict_against_target", "compare_to_benchmark",
    "neighbour_summary", "quartile_bands", "funnel_limits", "xmr_chart", "p_chart", "u_chart",
    "g_chart", "t_chart", "days_between", "icons", "take_out_season", "why_not_judged",
    "recent_trend", "event_effect", "expected_false_alarms", "adjusted_p_values", "verdict_turns_at",
    "figures_to_hide", "recoverable", "readers_bounds",
}  # fmt: skip


def test_every_promised_name_is_there():
    assert set(FUNCTIONS) >= CONTRACT


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_does(name):
    text = inspect.getdoc(getattr(statistics, name))
    for part in ("Parameters:", "Returns", "Raises", "Source:", ">>>"):
        assert part in text, f"{name} does not say: {part}"


@pytest.mark.parametrize("module", sorted(path.stem for path in FOLDER.glob("*.py")))
def test_examples_run(module):
    name = "cypt_analysis.statistics" + ("" if module == "__init__" else f".{module}")
    loaded = sys.modules[name] if name in sys.modules else __import__(name, fromlist=["x"])
    assert doctest.testmod(loaded).failed == 0


def test_nothing_else_of_the_package_is_imported():
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cypt_analysis"):
                assert node.module.startswith("cypt_analysis.statistics"), path.name


def test_modules_are_small():
    for path in FOLDER.glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 300, path.name


def test_importing_is_light():
    """statsmodels and SciPy's distributions cost a second; only who needs them pays."""
    code = (
        "import sys, cypt_analysis.statistics as s; s.wilson_interval(1, 2); "
        "s.compare_rates(1, 2, 3, 4); "
        "print([m for m in ('statsmodels', 'scipy.stats', 'scipy.optimize') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
