"""What published releases have shown for good: their counts, and how these hang together.

Each published version keeps ``internal/counts.json`` for this. A version without one was published
before counts were kept; all that its data.csv shows is taken for known.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cypt_analysis.disclosure.counts import Link
from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.machine import read_file, require_folder
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter

FILE = "counts.json"
_LINKS = ("links", "doubtful")
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
    """

    counts: tuple[Kept, ...] = ()
    links: tuple[Link, ...] = ()
    figures: frozenset[tuple[str, str]] = frozenset()
    doubtful: tuple[Link, ...] = ()

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
    # Of a release with counts these tell more than its figures.
    told = frozenset().union(*(each.figures for each in releases if not each.counts))
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


def place_of(name: str) -> str:
    """Where a count stands, without its value, whose name that is.

    >>> place_of("schools | pupils | school Yew | Northmere | 2009-10-Q2 = 4, again")
    'schools | pupils | school Yew | Northmere | 2009-10-Q2'
    """
    return name.rpartition(" = ")[0]


def _read(project: Project, folder: Path) -> Release:
    path, shown = folder / "internal" / FILE, folder / "data.csv"
    try:
        held = json.loads(read_file(path)) if path.exists() else {"counts": (), "links": ()}
        counts = tuple(Kept(*(each[key] for key in _OF_A_COUNT)) for each in held["counts"])
        linked, doubtful = (tuple(held.get(kind, ())) for kind in _LINKS)
        if counts and not shown.exists():
            return Release(counts, linked, doubtful=doubtful)
        with shown.open(encoding="utf-8", newline="") as file:
            figures = frozenset((row["id"], row.get("value", "")) for row in csv.DictReader(file))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UserError(
            f"{project.relative(path)} cannot be read, so nothing says what that release has "
            "shown. Bring it back from a backup or from git."
        ) from None
    return Release(counts, linked, figures, doubtful)


def write_release(release: Release, folder: Path) -> None:
    """Write the counts of a release, true ones among them, into its internal folder."""
    counts = [vars(each) for each in release.counts]
    content = {"counts": counts, **{kind: list(getattr(release, kind)) for kind in _LINKS}}
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")
