"""What published releases have shown for good: their counts, and how these hang together.

Each published version keeps ``internal/counts.json`` for this. A version without one was published
before counts were kept; all that its data.csv shows is taken for known.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cypt_analysis.disclosure.counts import Link
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file, require_folder
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter

FILE = "counts.json"
_LINKS = ("links", "doubtful")
_WITHOUT: dict[str, Any] = {"counts": (), "links": ()}
_OF_A_COUNT = ("name", "value", "shown", "sensitive")


@dataclass(frozen=True)
class Kept:
    """A count of a release: its value, whether it was shown, and whether nobody may work it out."""

    name: str
    value: int
    shown: bool
    sensitive: bool


@dataclass(frozen=True)
class Release:
    """The counts of a published release and their links; ``figures`` are ids and values shown.

    ``doubtful`` are sums that may hold by chance, and that a reader may know of all the same.
    ``ids`` has for each figure the names of its counts: a reader knows these by the figure, and
    not by the file and column that they came in.
    """

    counts: tuple[Kept, ...] = ()
    links: tuple[Link, ...] = ()
    figures: frozenset[tuple[str, str]] = frozenset()
    doubtful: tuple[Link, ...] = ()
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def called_as(
        self, figures: Mapping[str, Sequence[str]], others: Iterable[str] = ()
    ) -> Release:
        """The same with its counts by the places in which ``figures`` of the same ids have theirs.

        A file or column of another name gives the same figure: what was shown of it stays known. So
        does the same number of the same row, area and time in another file and indicator, of the
        ``others``: a new system calls everything by another name.
        """
        now: dict[str, dict[str, None]] = {}
        for name, held in self.ids.items():
            if len(held) == len(figures.get(name, ())):
                for old, new in zip(held, figures[name], strict=True):
                    now.setdefault(place_of(old), {})[place_of(new)] = None
        places = {place_of(each) for each in others}
        of_rows = {_row_of(each): place_of(each) for each in others if _row_of(each)}
        for each in (each for each in self.counts if each.shown):
            told, after = place_of(each.name), of_rows.get(_row_of(each.name))
            if after is not None and told not in now.keys() | places:
                now[told] = {after: None}
        if all([*new] == [old] for old, new in now.items()):
            return self
        taken = {place for new in now.values() for place in new}
        of = {
            old: [*now.get(old, {f"before: {old}" if old in taken else old: None})]
            for old in (place_of(each.name) for each in self.counts)
        }

        def called(name: str, place: str) -> str:
            return place + name.removeprefix(place_of(name))

        counts = tuple(
            replace(each, name=called(each.name, place))
            for each in self.counts
            for place in of[place_of(each.name)]
        )
        links, doubtful = (
            tuple(
                link
                for each in getattr(self, kind)
                if (link := _summed((called(n, of[place_of(n)][0]), f) for n, f in each.items()))
            )
            for kind in _LINKS
        )
        return replace(self, counts=counts, links=links, doubtful=doubtful)

    def as_seen(self) -> Release:
        """The same for an edition of another rule, which has its own small counts."""
        return replace(self, counts=tuple(replace(each, sensitive=False) for each in self.counts))


def earlier_releases(project: Project, quarter: Quarter) -> list[Release]:
    """Every version that was published, of any quarter, in order; those of ``quarter`` come last.

    Raises UserError for one that cannot be read: what it has given away is then not known.
    """
    home = project.root / "reports" / "published"
    folders = [each for each in home.glob("*/v*") if each.is_dir()] if require_folder(home) else []

    def place(folder: Path) -> tuple:
        return folder.parent.name == str(quarter), folder.parent.name, len(folder.name), folder.name

    return [_read(project, folder) for folder in sorted(folders, key=place)]


def together(releases: Sequence[Release]) -> tuple[Release, dict[str, str]]:
    """Releases as one, in their order, and what it calls the counts of the last of them.

    A count is the same as before while its value stays. One that comes back to an earlier value is
    another: what was shown then tells nobody that it has. What one has shown, no other takes back,
    and what adds up in one of them adds up in every other whose numbers bear it out.
    """
    counts: dict[str, Kept] = {}
    latest: dict[str, str] = {}
    every: list[dict[str, str]] = []
    called: dict[str, str] = {}
    for release in releases:
        called = {}
        for each in release.counts:
            place = place_of(each.name)
            name, before = latest.get(place, ""), each
            if name in counts and counts[name].value == each.value:
                before = counts[name]
            else:
                name = each.name
                while name in counts:
                    name += ", again"
            shown, sensitive = before.shown or each.shown, before.sensitive or each.sensitive
            counts[name] = Kept(name, each.value, shown, sensitive)
            latest[place] = called[each.name] = name
        every.append({place_of(each.name): called[each.name] for each in release.counts})
    sure, doubtful = (_everywhere(releases, every, counts, kind) for kind in _LINKS)
    # Of a release that says which counts a figure shows these tell more than its figures.
    told = frozenset().union(*(each.figures for each in releases if not each.ids))
    return Release(tuple(counts.values()), sure, told, doubtful), called


def _everywhere(
    releases: Sequence[Release],
    every: Sequence[Mapping[str, str]],
    counts: Mapping[str, Kept],
    kind: str,
) -> tuple[Link, ...]:
    """The links of all releases, by what these call their counts; ``every`` has that by place."""
    found: dict[frozenset, Link] = {}
    seen: set[frozenset] = set()
    for number, release in enumerate(releases):
        for link in getattr(release, kind):
            places = {place_of(name): factor for name, factor in link.items()}
            key = frozenset(places.items())
            # One that an earlier release had has been looked for in every other.
            for other in (number,) if key in seen else range(len(every)):
                names = every[other]
                if places.keys() <= names.keys():
                    mine = {names[place]: factor for place, factor in places.items()}
                    holds = not sum(counts[name].value * each for name, each in mine.items())
                    if holds or other == number:
                        found[frozenset(mine.items())] = mine
            seen.add(key)
    return tuple(found.values())


def _summed(terms: Iterable[tuple[str, int]]) -> Link:
    """A link of terms of which some may be of one count."""
    found: Counter[str] = Counter()
    for name, factor in terms:
        found[name] += factor
    return {name: factor for name, factor in found.items() if factor}


def place_of(name: str) -> str:
    """Where a count stands, without its value, whose name that is.

    >>> place_of("schools | pupils | school Yew | Northmere | 2009-10-Q2 = 4, again")
    'schools | pupils | school Yew | Northmere | 2009-10-Q2'
    """
    return name.rpartition(" = ")[0]


def sum_of(link: Link) -> frozenset:
    """What a sum is of, as a district is of its wards, whatever else its counts have in common."""
    own = {}
    for name in link:
        source, column, *told, area, period = place_of(name).split(" | ")
        rows = " | ".join(told).split(", ")
        own[name] = {("file", source), ("column", column), ("area", area), ("time", period)}
        own[name] |= {("row", each) for each in rows}
    shared = set.intersection(*own.values())
    return frozenset((frozenset(own[name] - shared), factor) for name, factor in link.items())


def _row_of(name: str) -> str:
    """Row, area, time and number of a count that has a row; nothing of another."""
    _, _, row, rest = name.split(" | ", 3)
    return f"{row} | {rest}" if row else ""


def _read(project: Project, folder: Path) -> Release:
    path, shown = folder / "internal" / FILE, folder / "data.csv"
    try:
        held: dict[str, Any] = json.loads(read_file(path)) if path.exists() else _WITHOUT
        counts = tuple(Kept(*(each[key] for key in _OF_A_COUNT)) for each in held["counts"])
        linked, doubtful = (tuple(held.get(kind, ())) for kind in _LINKS)
        ids = {str(name): tuple(each) for name, each in held.get("ids", {}).items()}
        if counts and not shown.exists():
            return Release(counts, linked, doubtful=doubtful, ids=ids)
        with shown.open(encoding="utf-8", newline="") as file:
            figures = frozenset((row["id"], row.get("value", "")) for row in csv.DictReader(file))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UserError(
            f"{project.relative(path)} cannot be read, so nothing says what that release has "
            "shown. Bring it back from a backup or from git."
        ) from None
    return Release(counts, linked, figures, doubtful, ids)


def write_release(release: Release, folder: Path) -> None:
    """Write the counts of a release, true ones among them, into its internal folder."""
    counts = [vars(each) for each in release.counts]
    # In which order sums are found may be another in each process; a rebuild writes the same bytes.
    linked = {
        kind: sorted(
            (dict(sorted(each.items())) for each in getattr(release, kind)), key=json.dumps
        )
        for kind in _LINKS
    }
    content = {
        "counts": counts,
        **linked,
        "ids": dict(release.ids),
    }
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")
