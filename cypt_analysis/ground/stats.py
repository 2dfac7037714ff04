"""What a fact may say of its measure: each stat, its word, and what is true of all its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sense(StrEnum):
    """What kind of statement a number makes."""

    VALUE = "value"
    CHANGE = "change"
    GAP = "gap"
    TARGET = "target"
    TO_TARGET = "gap to target"
    BASELINE = "baseline"
    THRESHOLD = "threshold"
    LIMIT = "limit"
    TALLY = "tally"
    QUOTED = "quoted"
    MONTHLY = "per month"
    NEEDED = "needed"
    PART = "part"


class Sign(StrEnum):
    """How a number below nought is printed."""

    PLAIN = "plain"
    DIRECTION = "direction"  # Without its sign, which words say: up, down.
    KEPT = "kept"  # With its sign above nought too: the limits of a difference.


class Dated(StrEnum):
    """Where a name has its period."""

    BEFORE = "before"  # looked_after.2009-09-30.change_on_year
    AFTER = "after"  # parenting.target.2009-10-FY
    NEVER = "never"  # parenting.so_far: there is one in a quarter


@dataclass(frozen=True)
class _About:
    """What is true of a stat; without a sense no sentence states it."""

    sense: Sense | None = None
    sign: Sign = Sign.PLAIN
    dated: Dated = Dated.BEFORE
    basis: str = ""
    written: str = ""


_PART, _LIMIT = _About(Sense.PART), _About(Sense.LIMIT)
_MEAN = _About(Sense.VALUE, written="{area}_mean")
_MEDIAN = _About(Sense.VALUE, written="{area}_median")
_ON_YEAR = _About(Sense.CHANGE, Sign.DIRECTION, basis="year")
_ON_PREVIOUS = _About(Sense.CHANGE, Sign.DIRECTION, basis="previous")
_GAP = _About(Sense.GAP, Sign.DIRECTION, written="gap_to_{area}")
_GAP_ABSOLUTE = _About(Sense.GAP, Sign.DIRECTION, written="gap_to_{area}_absolute")
_TO_TARGET = _About(Sense.TO_TARGET, Sign.DIRECTION, Dated.NEVER)
_UNSTATED, _DIFFERENCE = _About(), _About(sign=Sign.KEPT)
_TALLY = _About(Sense.TALLY, dated=Dated.NEVER)


class Stat(StrEnum):
    """What a fact says of its measure, and how its name says so.

    ``sense`` is the kind of its statement, ``sign`` how it is printed, ``basis`` the period
    that a change is counted from (``year`` or ``previous``) and ``dated`` where its name has
    the period.
    """

    sense: Sense | None
    sign: Sign
    dated: Dated
    basis: str
    written: str

    # An observation, and what stands behind it.
    VALUE = "value", _About(Sense.VALUE, written="{area}")
    NUMERATOR = "numerator", _PART
    DENOMINATOR = "denominator", _PART
    PER_MONTH = "per_month", _About(Sense.MONTHLY)
    LOWER_95 = "lower_95", _LIMIT
    UPPER_95 = "upper_95", _LIMIT
    LOWER_998 = "lower_998"
    UPPER_998 = "upper_998"
    # An observation beside an earlier one, and the test of the change.
    CHANGE_ON_YEAR = "change_on_year", _ON_YEAR
    CHANGE_ON_YEAR_ABSOLUTE = "change_on_year_absolute", _ON_YEAR
    CHANGE_ON_YEAR_P = "change_on_year_p"
    CHANGE_ON_YEAR_LOWER = "change_on_year_lower", _DIFFERENCE
    CHANGE_ON_YEAR_UPPER = "change_on_year_upper", _DIFFERENCE
    CHANGE_ON_PREVIOUS = "change_on_previous", _ON_PREVIOUS
    CHANGE_ON_PREVIOUS_ABSOLUTE = "change_on_previous_absolute", _ON_PREVIOUS
    CHANGE_ON_PREVIOUS_P = "change_on_previous_p"
    CHANGE_ON_PREVIOUS_LOWER = "change_on_previous_lower", _DIFFERENCE
    CHANGE_ON_PREVIOUS_UPPER = "change_on_previous_upper", _DIFFERENCE
    REDUCTION_FROM_BASELINE = "reduction_from_baseline", _About(Sense.BASELINE)
    THRESHOLD_INTERVALS = "threshold_intervals", _About(Sense.THRESHOLD)
    THRESHOLD_TEST = "threshold_test", _About(Sense.THRESHOLD)
    # What the report before gave, where a file revised it since.
    BEFORE_REVISION = "before_revision"
    # An observation beside those of other areas.
    GAP_TO = "gap_to", _GAP
    GAP_TO_ABSOLUTE = "gap_to_absolute", _GAP_ABSOLUTE
    MEAN = "mean", _MEAN
    MEDIAN = "median", _MEDIAN
    NEIGHBOURS_COUNTED = "neighbours_counted", _About(Sense.TALLY)
    # The first place of a rank is the highest value's, that of a place the best one's.
    RANK = "rank", _About(Sense.VALUE)
    NEIGHBOURS_PLACE = "neighbours_place"
    BEST_NEIGHBOUR = "best_neighbour"
    # An observation among those of every authority that has one.
    AUTHORITIES_COUNTED = "authorities_counted"
    AUTHORITIES_RANK = "authorities_rank"
    AUTHORITIES_QUARTILE_1 = "authorities_quartile_1"
    AUTHORITIES_MEDIAN = "authorities_median"
    AUTHORITIES_QUARTILE_3 = "authorities_quartile_3"
    # A target, and the latest observation beside it.
    TARGET = "target", _About(Sense.TARGET, dated=Dated.AFTER)
    PRO_RATA_TARGET = "pro_rata_target", _About(Sense.TARGET, dated=Dated.NEVER)
    SO_FAR = "so_far", _About(Sense.VALUE, dated=Dated.NEVER)
    GAP_TO_TARGET = "gap_to_target", _TO_TARGET
    NEEDED_PER_PERIOD = "needed_per_period", _About(Sense.NEEDED, dated=Dated.NEVER)
    ABOVE_TARGET = "above_target", _TALLY
    # What stands in the files beside the data. A quoted figure is called by its own id.
    ACTIONS = "actions", _TALLY
    RISKS = "risks", _TALLY
    QUOTED = "quoted", _About(Sense.QUOTED, dated=Dated.NEVER, written="{area}")
    # Only aliases: another observation, as seen from this one or from the whole series.
    YEAR_BEFORE = "year_before"
    PREVIOUS = "previous"
    BASELINE = "baseline"
    HIGHEST = "highest"
    LOWEST = "lowest"

    def __new__(cls, word: str, about: _About = _UNSTATED) -> Stat:
        """A stat whose text is its word."""
        stat = str.__new__(cls, word)
        stat._value_ = word
        stat.sense, stat.sign, stat.dated = about.sense, about.sign, about.dated
        stat.basis, stat.written = about.basis, about.written or word
        return stat


# Those that hold for an observation, whose names have its period or, as aliases, go without it.
OF_AN_OBSERVATION = tuple(stat for stat in Stat if stat.dated is Dated.BEFORE)
