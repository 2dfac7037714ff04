"""Statistics that an analyst can defend: pure functions on arrays, and nothing else.

Counts go in unrounded; values come out in the unit of the figure (a proportion between 0 and 1,
a rate per multiplier). Missing in is missing out. Impossible input raises `InvalidInputError`, a
`ValueError` that names every faulty row.
"""

from cypt_analysis.statistics._cells import Cells
from cypt_analysis.statistics._refusals import why_not_judged
from cypt_analysis.statistics._validation import InvalidInputError
from cypt_analysis.statistics.annual_targets import (
    AnnualTarget,
    annual_target,
    verdict_against_target,
)
from cypt_analysis.statistics.assumptions import verdict_turns_at
from cypt_analysis.statistics.attribute_charts import p_chart, u_chart
from cypt_analysis.statistics.benchmarks import compare_to_benchmark
from cypt_analysis.statistics.comparisons import Comparison, compare_proportions, compare_rates
from cypt_analysis.statistics.control_charts import ControlChart, Icons, icons, xmr_chart
from cypt_analysis.statistics.events import EventEffect, event_effect
from cypt_analysis.statistics.funnels import FunnelLimits, funnel_limits
from cypt_analysis.statistics.intervals import (
    byars_interval,
    exact_poisson_interval,
    mean_interval,
    rate_interval,
    wilson_interval,
)
from cypt_analysis.statistics.multiple import (
    FalseAlarms,
    adjusted_p_values,
    expected_false_alarms,
)
from cypt_analysis.statistics.neighbours import (
    NeighbourSummary,
    neighbour_summary,
    quartile_bands,
)
from cypt_analysis.statistics.rare_event_charts import days_between, g_chart, t_chart
from cypt_analysis.statistics.seasons import WithoutSeason, take_out_season
from cypt_analysis.statistics.suppression import (
    figures_to_hide,
    readers_bounds,
    recoverable,
)
from cypt_analysis.statistics.targets import (
    RunRate,
    numerator_gap,
    numerator_needed,
    required_run_rate,
)
from cypt_analysis.statistics.thresholds import (
    rate_significance_threshold,
    significance_threshold,
    significance_thresholds,
)
from cypt_analysis.statistics.trends import RecentTrend, recent_trend

__all__ = [
    "AnnualTarget",
    "Cells",
    "Comparison",
    "ControlChart",
    "EventEffect",
    "FalseAlarms",
    "FunnelLimits",
    "Icons",
    "InvalidInputError",
    "NeighbourSummary",
    "RecentTrend",
    "RunRate",
    "WithoutSeason",
    "adjusted_p_values",
    "annual_target",
    "byars_interval",
    "compare_proportions",
    "compare_rates",
    "compare_to_benchmark",
    "days_between",
    "event_effect",
    "exact_poisson_interval",
    "expected_false_alarms",
    "figures_to_hide",
    "funnel_limits",
    "g_chart",
    "icons",
    "mean_interval",
    "neighbour_summary",
    "numerator_gap",
    "numerator_needed",
    "p_chart",
    "quartile_bands",
    "rate_interval",
    "rate_significance_threshold",
    "readers_bounds",
    "recent_trend",
    "recoverable",
    "required_run_rate",
    "significance_threshold",
    "significance_thresholds",
    "t_chart",
    "take_out_season",
    "u_chart",
    "verdict_against_target",
    "verdict_turns_at",
    "why_not_judged",
    "wilson_interval",
    "xmr_chart",
]
