"""The table of an indicator's latest values beside other areas."""

from __future__ import annotations

from cypt_analysis.catalogue import Indicator, Measure
from cypt_analysis.ground.tables import Html, Table, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.rows import area_slug
from cypt_analysis.pieces.noise import without_noise
from cypt_analysis.words.marked import marked_beside, rows_beside, span_beside
from cypt_analysis.words.wording import printed

_ONCE = ("Measure", "Period")
_COLUMNS = ("Area", "Measure", "Period", "Value", "Gap", "Gap in per cent", "Verdict")


def comparison_table(known: Known, indicator: Indicator) -> Table | Html:
    """The latest value beside every other area that has one for the same period.

    Where no figure of the authority is shown, those of the others stand with its mark.
    """
    rows = []
    for measure in indicator.measure:
        path = indicator.path(measure)
        rows += _rows(known, path, measure)
    if not rows:
        return paragraph("No figure of another area has been received for this period.", "none")
    caption = f"{indicator.name}: comparison with other areas"
    identity = f"table-{indicator.anchor}-comparison"
    # What is the same in each row is said once.
    same = [name for name in _ONCE if len({str(row[_COLUMNS.index(name)]) for row in rows}) == 1]
    if said := [str(rows[0][_COLUMNS.index(name)]) for name in same]:
        caption += f" ({', '.join(said)})"
    kept = [place for place, name in enumerate(_COLUMNS) if name not in same]
    columns = tuple(_COLUMNS[place] for place in kept)
    rows = [[row[place] for place in kept] for row in rows]
    table = Table(identity, caption, columns, rows, {"Value", "Gap", "Gap in per cent"})
    return without_noise(table)


def _rows(known: Known, path: str, measure: Measure) -> list[list[object]]:
    facts, info = known.facts, known.info
    at = span_beside(known, path)
    same = rows_beside(known, path, at)
    # What an edition hides of others is marked among its own rows already.
    told = set(same["area"])
    beside = marked_beside(known, path, at.named.text) if at else []
    marked = [each for each in beside if each[0] not in told]
    if at is None or len(same) + len(marked) < 2:
        return []
    rows = []
    benchmarks = known.benchmarks[known.benchmarks["path"] == path]
    verdicts = dict(zip(benchmarks["area"], benchmarks["verdict"], strict=True))
    for _, row in same.iterrows():
        slug = area_slug(row["area"], info)
        gaps = [facts.get(f"{path}.gap_to_{slug}_absolute"), facts.get(f"{path}.gap_to_{slug}")]
        rows.append(
            [
                row["area"], measure.label, at.name, printed(facts, row),
                *(gap.signed if slug and gap else "[z]" for gap in gaps),
                verdicts.get(row["area"], "[z]"),
            ]
        )  # fmt: skip
    return rows + [[area, measure.label, at.name, mark, *["[z]"] * 3] for area, mark in marked]
