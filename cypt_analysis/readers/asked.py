"""What a source asks of a file: its shape, and the names that its columns may have there."""

from __future__ import annotations

from cypt_analysis.catalogue.reads import Part, Reads, Shape
from cypt_analysis.catalogue.sources import Source

# The columns from which a shape makes the area and the period.
_OF_SHAPE: dict[Shape, tuple[tuple[str, ...], ...]] = {
    Shape.MAPPED: (),
    Shape.EES: (("time_period",), ("geographic_level",)),
    Shape.LAIT: (("Years",), ("LA and Regions",)),
    Shape.FINGERTIPS: (("Area Code",), ("Time period",)),
    Shape.NCCIS: (("time_period",), ("geographic_level",)),
}


def reads_of(source: Source) -> Reads:
    """How a source's file comes; one that says nothing of it names its own columns."""
    return source.reads[0] if source.reads else Reads()


def wanted_names(source: Source) -> list[tuple[str, ...]]:
    """For each column that a source cannot do without, the names that it may have in a file."""
    reads = reads_of(source)
    made = {"area", "period"} if reads.shape is not Shape.MAPPED else set()
    made |= {reads.wide.period, reads.wide.value} if reads.wide else set()
    made |= {"series"} if reads.series else set()
    made |= {*reads.lacks, *reads.joined, *reads.title_gives, *filter(None, [reads.sheet_gives])}
    own = [
        choices
        for name, column in source.columns.items()
        if not column.optional and name not in reads.fixed and name not in made
        for choices in names_of(reads.part(name))
    ]
    kept = [tuple(name.split(" | ")) for name in reads.keep]
    return [*_OF_SHAPE[reads.shape], *own, *kept]


def names_of(part: Part) -> list[tuple[str, ...]]:
    """The names of each column of theirs that a column of ours comes from."""
    several = (*part.sum_of, *part.words_of)
    return [part.theirs] if part.theirs else [(each,) for each in several]
