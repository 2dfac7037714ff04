"""A new project: an authority's own folder, with what the library knows and nothing else.

What only the authority can say (its board, who answers for an indicator) is left as a sentence
that says so, and `cypt check` reads the rest.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from cypt_analysis.cycle.cells import section_notebook, summary_notebook
from cypt_analysis.cycle.edition_entries import edition_entries
from cypt_analysis.cycle.records import csv_text
from cypt_analysis.ground.findings import UserError, did_you_mean, list_words
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.ground.quarter import Quarter, format_date, parse_period
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.library.areas import region_of
from cypt_analysis.library.entries import PREFIX, indicators, rests_on, themes
from cypt_analysis.library.figures import figures_of, published
from cypt_analysis.library.national import publication_of, with_figures
from cypt_analysis.library.neighbours import set_in_force
from cypt_analysis.library.register import Area

_BESIDE = ("targets", "quoted", "assumptions", "actions", "waivers", "confirmed")
# What stands where only the authority can say.
TO_NAME = "To be named"
_ANOTHER = "Another, to be named"
_SUMMARY = "0_summary"


@dataclass(frozen=True)
class Start:
    """What a new project is made of: whose, from which quarter on, with which indicators.

    ``national`` is a folder of national files that projects share, from the project's own;
    without one the library's figures come into the first drop.
    """

    authority: Area
    quarter: Quarter
    indicators: tuple[str, ...] = ()
    national: str = ""

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The indicators by theme, in the library's order; without a choice those with data."""
        wanted = self.indicators or with_figures()
        by_theme = {
            name: [each for each in indicators(name) if each in wanted] for name in themes()
        }
        return {name: chosen for name, chosen in by_theme.items() if chosen}

    @property
    def sources(self) -> list[str]:
        """The sources that the indicators rest on, in the library's order."""
        entries = indicators()
        named = {
            measure["source"]
            for chosen in self.chosen.values()
            for each in chosen
            for measure in entries[each]["measure"]
        }
        return rests_on(named)

    @property
    def cut_off(self) -> date:
        """The last day that the first drop's figures may cover: the quarter's own last day."""
        return self.quarter.period.end


def check_indicators(names: Iterable[str]) -> None:
    """Raise UserError for the names that the library has no indicator of."""
    known = indicators()
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f" It has: {list_words(list(known))}."
            raise UserError(f"The library has no indicator '{name}'.{hint}")


def start_project(folder: Path, start: Start) -> Project:
    """Make the folder of a new project, whole or not at all.

    Raises UserError where the folder holds something already.
    """
    check_indicators(start.indicators)
    with new_folder(folder):
        for name, text in _files(start).items():
            write_whole(folder / name, text)
        if not start.national:
            drop = folder / "data" / "raw" / str(start.quarter)
            bring_figures(drop, start.sources, start.cut_off)
    return Project(folder)


@contextmanager
def new_folder(folder: Path) -> Iterator[None]:
    """Fill a folder, which is gone again where that is broken off.

    Raises UserError where it holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder} holds something already. Name a folder that is new or empty.")
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _files(start: Start) -> dict[str, str]:
    """The texts of a new project, by where they stand."""
    names = themes()
    files = {PROJECT_FILE: _settings(start), "README.md": _readme(start)}
    files["data/catalogue/sources.toml"] = _sources(start)
    for theme, chosen in start.chosen.items():
        files[f"data/catalogue/{theme}.toml"] = section_text(
            names[theme], chosen, start.quarter, start.authority
        )
    files[f"notebooks/{_SUMMARY}.ipynb"] = summary_notebook(start.quarter)
    for number, (theme, chosen) in enumerate(start.chosen.items(), start=1):
        files[f"notebooks/{number}_{theme}.ipynb"] = section_notebook(
            names[theme], tuple(chosen), start.quarter
        )
    files[f"data/raw/{start.quarter}/drop.toml"] = _drop(start)
    return files


def _settings(start: Start) -> str:
    authority = start.authority
    return f"""# Whose report this is, for which board, in which sections.

title = {_quoted(f"{authority.name}: children's services performance report")}
board = {_quoted(f"{TO_NAME}: the board of {authority.name} that reads it")}
# Each is a file of data/catalogue, in the order of the report.
sections = {_quoted(list(start.chosen))}
{_national(start)}
[authority]
name = {_quoted(authority.name)}
code = {_quoted(authority.code)}

[contact]
team = {_quoted(TO_NAME)}

{edition_entries()}
[[introduction]]
id = "overview"
heading = "Summary of performance"
summary = true
"""


def section_text(name: str, chosen: Sequence[str], quarter: Quarter, authority: Area | None) -> str:
    """A section's file of the catalogue: its name, and the library's indicators in it."""
    review = quarter.plus(4).period.end
    entries = [
        f"""
[[indicator]]
use = "{PREFIX}{each}"
owner = {_quoted(TO_NAME)}
checked_by = {_quoted(_ANOTHER)}
next_review = {review}
{_break(each, authority)}"""
        for each in chosen
    ]
    return (
        "# Each indicator is the library's; what is written here stands in its place.\n\n"
        f"name = {_quoted(name)}\n{''.join(entries)}"
    )


def _break(indicator: str, authority: Area | None) -> str:
    """From when on an indicator that looks back sees what a new authority did before."""
    months = publication_of(indicator).looks_back
    if not months or authority is None or authority.first is None:
        return ""
    first = authority.first
    sees = first.replace(
        year=first.year + (first.month + months - 1) // 12,
        month=(first.month + months - 1) % 12 + 1,
    )
    reason = (
        f"{authority.name} is there since {format_date(first)}: what came up to {months} months "
        "before was another authority's until then."
    )
    return f"breaks = [{{ date = {sees}, reason = {_quoted(reason)} }}]\n"


def _sources(start: Start) -> str:
    entries = [
        f'[{name}]\nuse = "{PREFIX}{name}"\nowner = {_quoted(TO_NAME)}\n'
        for name in (*start.sources, *_BESIDE)
    ]
    return "# One entry a kind of file; the file in a drop is named after it.\n\n" + "\n".join(
        entries
    )


def _drop(start: Start) -> str:
    neighbours = set_in_force(start.cut_off)
    region = region_of(start.authority)
    regions = [*([region.name] if region else []), "England"]
    releases = [published()[name] for name in start.sources if name in published()]
    publishers = dict.fromkeys(each.publication.partition(",")[0] for each in releases)
    newest = max((each.released for each in releases), default="")
    note = (
        "National figures of periods that had ended by the cut-off, as the library carries them: "
        f"published by {list_words(list(publishers))}, the newest in {newest}. Some came out after "
        "the quarter's own board would have met."
    )
    if start.national:
        note = "National figures of periods that had ended by the cut-off, from the shared folder."
    elif not releases:
        note = "Nothing has been received yet."
    return f"""quarter = "{start.quarter}"
data_cut_off = {start.cut_off}
# When the Board meets, for the first line of the page: take the number sign away and write the day.
# board_date = {start.quarter.period.end}
# {neighbours.title}, by code from the library.
neighbour_set = "{PREFIX}{neighbours.year}"
regions = {_quoted(regions)}
note = {_quoted(note)}
"""


def bring_figures(folder: Path, names: Iterable[str], cut_off: date) -> list[Path]:
    """The library's figures of sources as files of a drop, of the periods that had ended by a day.

    What the drop has already stays. The files that were written.
    """
    written = []
    for name in names:
        path = folder / f"{name}.csv"
        if name not in published() or path.exists():
            continue
        kept = [row for row in figures_of(name) if parse_period(row["period"]).end <= cut_off]
        if kept:
            write_whole(path, csv_text(kept[0], (row.values() for row in kept)))
            written.append(path)
    return written


def _national(start: Start) -> str:
    if not start.national:
        return ""
    return (
        "# National files for every project, as published; what the report used of them stands in\n"
        f"# its drop's national.toml.\nnational = {_quoted(start.national)}\n"
    )


def _readme(start: Start) -> str:
    quarter = start.quarter
    return f"""# {start.authority.name}: children's services performance report

Made by `cypt init` for {quarter} ({quarter.period.label}). The figures in
`data/raw/{quarter}` are published ones of periods that had ended by
{format_date(start.cut_off)}; who published them, and when, stands in `drop.toml`.

1. Name the board, the team and the owners: what says "{TO_NAME}" in `project.toml` and
   `data/catalogue`.
2. `cypt check` says what is missing or does not fit; `cypt run` makes a draft in
   `reports/{quarter}`.
3. Put your own extracts into `data/raw/{quarter}`, new national files too, under the names that
   their publishers gave them, and the words on each indicator into
   `data/raw/{quarter}/commentary/NAME.md`.
4. `cypt publish {quarter}` keeps the final report; `cypt status` says what is still to do.
5. `cypt new` begins the next quarter, and `cypt add FILE` takes in what you receive for it.

`cypt help` lists longer texts: how a file is read, the words, small numbers, your own indicators.
"""


def _quoted(value: object) -> str:
    """A text or list as TOML writes it; JSON writes it alike."""
    return json.dumps(value, ensure_ascii=False)


def first_quarter(today: date) -> Quarter:
    """The newest financial quarter that has ended: what a report made today is about.

    >>> str(first_quarter(date(2026, 11, 26)))
    '2026-27-Q2'
    """
    month_back = today.replace(day=1) - timedelta(days=1)
    year = month_back.year - (month_back.month < 4)
    quarter = Quarter(year, (month_back.month - 4) % 12 // 3 + 1)
    return quarter if quarter.period.end < today else quarter.previous
