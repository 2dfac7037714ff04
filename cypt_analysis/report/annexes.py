"""The annexes: actions, what changed, data quality, methods, accessibility. No sentence of
theirs holds a number that is not counted from what is known at the quarter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

import pandas as pd
from markupsafe import Markup

from cypt_analysis.catalogue import Catalogue, Indicator, Source
from cypt_analysis.findings import list_words
from cypt_analysis.known import Known
from cypt_analysis.printing import format_value
from cypt_analysis.quarter import format_date, parse_period
from cypt_analysis.report.methods import methods
from cypt_analysis.report.statement import statement
from cypt_analysis.tables import Html, Table, join, paragraph

Fill = Callable[[str, str, int], str]

PASSED, COMING, STATED, UNDATED = "Due date passed", "Not yet due", "No exact date", "No date"
STATES = (PASSED, COMING, STATED, UNDATED)
NOT_NAMED = "Not named"
NONE_REPORTED = "None reported this quarter"


HEADINGS = (
    "Annex A: Actions",
    "Annex B: What changed since the last report",
    "Annex C: Data quality and timeliness",
    "Annex D: Indicators and methods",
    "Annex E: Accessibility statement, contact and version",
)


def annexes(known: Known, catalogue: Catalogue, fill: Fill) -> list[str]:
    """The five annexes as HTML, in the order of ``HEADINGS``.

    ``fill(text, file, row)`` prints the placeholders of an action's words.
    """
    contents = (
        actions(known, catalogue, fill),
        changes(known, catalogue),
        quality(known, catalogue),
        methods(known, catalogue),
        statement(known, catalogue),
    )
    return [
        str(join(Markup('<h2 id="annex-{}">{}</h2>').format(heading[6].lower(), heading), content))
        for heading, content in zip(HEADINGS, contents, strict=True)
    ]


def actions(known: Known, catalogue: Catalogue, fill: Fill) -> Html:
    """Annex A: every action of the quarter, in the report's order.

    An action's state says only whether its day has come; whether it is done, its progress says.
    """
    if known.actions.empty:
        return paragraph("No actions were received this quarter.", "none")
    order = {name: place for place, name in enumerate(catalogue.indicators)}
    table = known.actions.assign(place=known.actions["indicator"].map(order))
    records = table.sort_values(["place", "row"], kind="stable").to_dict("records")
    states = [_state(record, known) for record in records]
    rows = [
        _action(record, state, catalogue, fill)
        for record, state in zip(records, states, strict=True)
    ]
    return join(
        paragraph(_tally(states)),
        paragraph(
            f"The state says whether the due date had passed on {_board_day(known)}. It does not "
            "say whether the action is finished: the progress does."
        ),
        Table(
            "table-annex-a",
            f"Actions and their progress, {known.quarter.title}",
            ("Action", "Indicator or theme", "Owner", "Due", "State", "Progress"),
            rows,
            css="actions",
        ).html(),
    )


def _action(record: dict, state: str, catalogue: Catalogue, fill: Fill) -> list[object]:
    def words(text: str) -> str:
        return fill(text, record["file"], int(record["row"]))

    indicator = catalogue.indicators[record["indicator"]]
    return [
        words(record["action"]),
        link_to(indicator),
        record["owner"] or NOT_NAMED,
        _due(record),
        state,
        words(record["progress"]) if record["progress"] else NONE_REPORTED,
    ]


def link_to(indicator: Indicator) -> Markup:
    """A link to an indicator's section."""
    return Markup('<a href="#{}">{}</a>').format(indicator.anchor, indicator.label)


def _due(record: dict) -> str:
    if pd.notna(record["due"]):
        return format_date(record["due"].date())
    return record["due_as_stated"] or UNDATED


def _state(record: dict, known: Known) -> str:
    if pd.notna(record["due"]):
        return PASSED if record["due"].date() < known.info.reference_date else COMING
    return STATED if record["due_as_stated"] else UNDATED


def _tally(states: Sequence[str]) -> str:
    counts = {
        "with a due date that has passed": states.count(PASSED),
        "not yet due": states.count(COMING),
        "due at a time that is no exact date": states.count(STATED),
        "without a date": states.count(UNDATED),
    }
    parts = [f"{number} {words}" for words, number in counts.items() if number]
    return f"{_number(len(states), 'action')}: {list_words(parts)}."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _board_day(known: Known) -> str:
    day = format_date(known.info.reference_date)
    return f"{day}, the day of the Board" if known.info.board_date else f"{day}, the data cut-off"


def changes(known: Known, catalogue: Catalogue) -> Html:
    """Annex B: figures that were revised since the report before, and figures that are new."""
    quarter = str(known.quarter)
    revised = known.revisions[known.revisions["quarter"] == quarter]
    new = known.observations[known.observations["received"] == quarter]
    if _is_first(known):
        sentence = "This is the first report, so no earlier figure could be revised."
        return join(paragraph(sentence), _new_figures(new, catalogue))
    if revised.empty:
        return join(paragraph("No figure was revised."), _new_figures(new, catalogue))
    return join(
        paragraph(
            f"{_number(len(revised), 'figure')} changed in value or status since the last report."
        ),
        _revised(revised, known, catalogue),
        _new_figures(new, catalogue),
    )


def _is_first(known: Known) -> bool:
    """Whether all that is known came with this quarter's drop."""
    return {_drop_of(file["path"]) for file in known.provenance["raw_files"]} <= {
        str(known.quarter)
    }


def _drop_of(path: str) -> str:
    """The quarter of the drop that a raw file stands in: the folder after ``raw``."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return parts[parts.index("raw") + 1] if "raw" in parts[:-1] else ""


def _revised(revised: pd.DataFrame, known: Known, catalogue: Catalogue) -> Html:
    about = known.observations.set_index("id")
    rows = []
    for record in revised.to_dict("records"):
        now = about.loc[record["id"]]
        measure = catalogue.indicators[now["indicator"]].get(now["measure"])
        rows.append(
            [
                ", ".join(filter(None, (measure.name, now["breakdown"], now["area"]))),
                parse_period(now["period"]).label,
                format_value(record["then"], measure.unit, measure.decimals),
                format_value(record["now"], measure.unit, measure.decimals),
                _why(record),
            ]
        )
    columns = ("Figure", "Period", "Then", "Now", "Why")
    caption = "Figures revised since the last report"
    return Table("table-annex-b-revised", caption, columns, rows, {"Then", "Now"}).html()


def _why(record: dict) -> str:
    then, now = record["then_status"] or "final", record["now_status"] or "final"
    if then != now:
        return f"{then.capitalize()} figure became {now}"
    return "No reason was received"


def _new_figures(new: pd.DataFrame, catalogue: Catalogue) -> Html:
    if new.empty:
        return paragraph("No new figure was received this quarter.", "none")
    rows = []
    for source in catalogue.sources.values():
        mine = _of_source(new, source).sort_values(["end", "start"], kind="stable")
        if mine.empty:
            continue
        first, last = (parse_period(mine["period"].iloc[place]).label for place in (0, -1))
        rows.append([source.title, len(mine), first, last])
    columns = ("Source", "New figures", "Earliest period", "Latest period")
    caption = "Figures that this report shows for the first time"
    return Table("table-annex-b-new", caption, columns, rows, {"New figures"}).html()


def _of_source(observations: pd.DataFrame, source: Source) -> pd.DataFrame:
    return observations[
        observations["file"].map(lambda path: PurePosixPath(path).name == source.file)
    ]


def quality(known: Known, catalogue: Catalogue) -> Html:
    """Annex C: for each source whether it came, how old it is and what was found in it."""
    received = {
        PurePosixPath(file["path"]).name: file
        for file in known.provenance["raw_files"]
        if _drop_of(file["path"]) == str(known.quarter)
    }
    sources = list(catalogue.sources.values())
    data = [source for source in sources if source.role == "data"]
    absent = [source.title for source in data if source.file not in received]
    points = sorted(known.findings, key=lambda f: (f.file, f.row or 0, f.found))
    return join(
        paragraph(_received_in_words(len(data), absent)),
        paragraph(
            "Ages are counted from the last day of the latest period to "
            f"{_board_day(known)}. Marks count the figures of this quarter's files that are not "
            "final."
        ),
        Table(
            "table-annex-c-sources",
            "Data sources: received, latest period and age",
            ("Source", "Received", "Latest period", "Age in days", "Rows", "Marks"),
            [_timeliness(source, received, known) for source in data],
            {"Age in days", "Rows"},
        ).html(),
        Table(
            "table-annex-c-files",
            "Other files: targets, actions and words beside the data",
            ("File", "Received", "Rows"),
            [
                [source.title, *_arrival(source, received)]
                for source in sources
                if source.role != "data"
            ],
            {"Rows"},
        ).html(),
        _findings(points),
    )


def _received_in_words(expected: int, absent: Sequence[str]) -> str:
    if not absent:
        return f"All {expected} data sources were received for this quarter."
    return (
        f"{expected - len(absent)} of {expected} data sources were received for this quarter. "
        f"Not received: {'; '.join(absent)}."
    )


def _arrival(source: Source, received: dict[str, dict]) -> tuple[str, object]:
    file = received.get(source.file)
    return ("Yes", file["rows"]) if file else ("No", "[x]")


def _timeliness(source: Source, received: dict[str, dict], known: Known) -> list[object]:
    mine = _of_source(known.observations, source)
    arrived, rows = _arrival(source, received)
    if mine.empty:
        return [source.title, arrived, "[x]", "[x]", rows, "None"]
    latest = mine.sort_values(["end", "start"], kind="stable").iloc[-1]
    age = (known.info.reference_date - latest["end"].date()).days
    marked = mine.loc[mine["quarter"] == str(known.quarter), "status"]
    counts = marked[~marked.isin(["", "final"])].value_counts().sort_index()
    marks = list_words(f"{number} {status}" for status, number in counts.items())
    return [
        source.title,
        arrived,
        parse_period(latest["period"]).label,
        age if age >= 0 else "Not over",
        rows,
        marks or "None",
    ]


def _findings(points: Sequence) -> Html:
    if not points:
        return paragraph("The checks found nothing that a person must look at.")
    sentence = (
        f"The checks of the files and the catalogue found {_number(len(points), 'point')} that a "
        "person must look at. None is an error: an error stops the report."
    )
    rows = [
        [Markup('<span class="path">{}</span>').format(point.file), point.row or "Whole file",
         point.found, point.advice or "Look at it"]
        for point in points
    ]  # fmt: skip
    columns = ("File or entry", "Row", "What was found", "What to do")
    return join(
        paragraph(sentence),
        Table("table-annex-c-points", "Points to review", columns, rows).html(),
    )
