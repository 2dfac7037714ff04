"""data/processed/<quarter>: what is known at a quarter, saved and loaded again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from cypt_analysis.catalogue import load_catalogue
from cypt_analysis.claims import (
    claims_of,
    write_claims,
)
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.facts import Facts
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import CheckFailed, Finding
from cypt_analysis.ground.machine import digest
from cypt_analysis.ground.memory import give_back
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.records import held_once
from cypt_analysis.ground.replacing import replacing
from cypt_analysis.known import Known, commentary_folder
from cypt_analysis.processed.asked import words_in
from cypt_analysis.processed.current import is_current
from cypt_analysis.processed.editions import compute_editions
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.resting import is_kept, keep, released_digest

_TABLES = (
    "observations", "revisions", "targets", "assumptions", "pairs", "judged", "benchmarks",
    "signals", "verdicts", "actions", "risks", "withheld", "marked",
)  # fmt: skip
# So many are held by a process: those of the editions that it makes pages of.
_HELD = 3


def build(reader: DropReader, quarter: Quarter) -> dict[str, Known]:
    """Compute what each edition knows at a quarter, and save it.

    Raises CheckFailed as `editions.compute_editions`.
    """
    released = released_digest(reader.project)
    editions = compute_editions(reader, quarter)
    key = reader.key(quarter, released)
    save(editions[INTERNAL], reader.project, editions.values(), key)
    return editions


def save(known: Known, project: Project, others: Iterable[Known] = (), key: str = "") -> Path:
    """Write the tables, findings and provenance of a quarter; all of them or none.

    Of ``others``, editions beside the internal one, those that show anything otherwise are
    written into folders of their own. ``key`` is that of all that was read, where that is known.
    """
    target = project.processed(known.quarter)
    with replacing(target) as folder:
        _write(known, folder)
        for each in others:
            if each.shows_less:
                (folder / each.edition).mkdir()
                _write(each, folder / each.edition)
        if key:
            keep(folder, key)
    return target


def _write(known: Known, folder: Path) -> None:
    for name in _TABLES:
        getattr(known, name).to_parquet(folder / f"{name}.parquet", index=False)
    known.facts.save(folder)
    _write_json(folder / "drop.json", known.info.model_dump(mode="json"))
    _write_json(folder / "commentary.json", known.commentary)
    _write_json(folder / "findings.json", [finding.as_dict() for finding in known.findings])
    _write_json(folder / "provenance.json", known.provenance)
    write_claims(known.claims, folder)


def load_kept(project: Project, quarter: Quarter) -> dict[str, Known]:
    """What was saved of each edition, where all that it rests on is as it was; else nothing.

    What is to be published, and the release that it makes, is not saved.
    """
    if not is_kept(project, quarter):
        return {}
    return {name: load(project, quarter, name) for name in project.settings(quarter).editions}


def load_before(known: Known) -> Known | None:
    """What was known at the quarter before, None where it has no drop or cannot be computed."""
    earlier = known.project.before(known.quarter)
    try:
        return load(known.project, earlier[-1]) if earlier else None
    except CheckFailed:
        return None


def load(
    project: Project,
    quarter: Quarter,
    edition: str = INTERNAL,
    about: tuple[str, ...] | None = None,
) -> Known:
    """What was saved of a quarter for an edition, built anew where its raw files changed.

    With the words ``about`` some indicators and introductions alone, or all of them.
    So a notebook runs when it is opened, and never shows figures that its files no longer hold.
    """
    whole = folder = project.processed(quarter)
    if not is_current(project, quarter, load_catalogue(project)):
        build(DropReader(project), quarter)
    if edition != INTERNAL and (whole / edition).is_dir():
        folder = whole / edition
    digests = tuple((path.name, digest(path)) for path in sorted(folder.iterdir()) if path.suffix)
    return _loaded(project, quarter, (edition, about), folder, digests)


@lru_cache(maxsize=_HELD)
def _loaded(
    project: Project, quarter: Quarter, asked: tuple, folder: Path, digests: tuple
) -> Known:
    """What the files of a folder hold, once for a process as long as they hold the same.

    It is shared by all that this process makes of it, with what is kept of it (`known.kept`).
    """
    tables, facts = _read(folder, digests)
    (edition, about), provenance = asked, _read_json(folder / "provenance.json")
    commentary, claims, findings = words_in(folder, commentary_folder(project, quarter), about)
    return Known(
        project=project,
        settings=project.settings(quarter),
        catalogue=load_catalogue(project).at(quarter),
        quarter=quarter,
        info=DropInfo.model_validate(_read_json(folder / "drop.json")),
        facts=facts,
        commentary=commentary,
        findings=tuple(map(Finding.from_dict, findings)),
        # Which texts there are, and what they hold, is told to whoever is handed all of them.
        provenance=provenance if about is None else {"synthetic": provenance["synthetic"]},
        claims=claims_of(claims),
        edition=edition,
        shows_less=folder != project.processed(quarter),
        **tables,
    )


@lru_cache(maxsize=_HELD)
def _read(folder: Path, digests: tuple) -> tuple[dict[str, Any], Facts]:
    """The tables and facts of a folder, which editions that hide nothing share."""
    tables = {name: _read_table(folder / f"{name}.parquet") for name in _TABLES}
    tables["judged"] = tables["judged"].set_index("path", drop=False)
    tables["verdicts"] = tables["verdicts"].set_index("indicator", drop=False)
    facts = Facts.load(folder)
    # Reading took more than what was read.
    give_back()
    return tables, facts


def _read_table(path: Path) -> pd.DataFrame:
    table = held_once(pd.read_parquet(path))
    # Parquet has no whole seconds: days come back counted in thousandths of them.
    days = [name for name, kind in table.dtypes.items() if kind == "datetime64[ms]"]
    # Of no column it would look at each of them.
    return table.astype(dict.fromkeys(days, "datetime64[s]")) if days else table


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
