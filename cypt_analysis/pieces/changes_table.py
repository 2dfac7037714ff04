"""The table of every change from one period to the next."""

from __future__ import annotations

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import earlier_span, span_of
from cypt_analysis.pieces.noise import without_noise
from cypt_analysis.pieces.rows import tested_pairs
from cypt_analysis.words import wording

_COLUMNS = (
    "Measure", "From", "To", "Change", "Intervals overlap", "Test significant", "p",
    "Needed (intervals)", "Needed (test)",
)  # fmt: skip
_NUMERIC = {"From", "To", "Change", "p", "Needed (intervals)", "Needed (test)"}


def changes_table(known: Known, indicator: Indicator) -> Table | Html:
    """Every change that was tested: both verdicts, and what it would have taken."""
    rows = [_row(known, indicator, pair) for pair in tested_pairs(known, indicator)]
    if not rows:
        return paragraph(
            "No change can be tested: too few points, or no numbers behind them.", "none"
        )
    caption = f"{indicator.label}: is each change real?"
    table = Table(f"table-{indicator.anchor}-changes", caption, _COLUMNS, rows, _NUMERIC)
    return without_noise(table)


def _row(known: Known, indicator: Indicator, pair: dict) -> list[object]:
    facts = known.facts
    change = wording.best_change(facts, pair["id"], {**pair, "basis_of_change": pair["basis"]})
    needed = [facts.get(f"{pair['then_id']}.threshold_{rule}") for rule in ("intervals", "test")]
    side = "below" if indicator.get(pair["measure"]).polarity == "low" else "above"
    return [
        wording.measure_name(indicator, pair),
        f"{facts[pair['then_id']].printed} ({earlier_span(pair).name})",
        f"{facts[pair['id']].printed} ({span_of(pair).name})",
        change.signed if change else "[z]",
        *wording.verdict_cells(pair),
        *(f"{side} {fact.printed}" if fact else "[z]" for fact in needed),
    ]
