"""A report that has passed every gate, kept for good: a correction is a new version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from cypt_analysis.claims import claim_findings
from cypt_analysis.cycle.versions import last_version, published, record
from cypt_analysis.disclosure.releases import write_release
from cypt_analysis.ground.edition import INTERNAL, PUBLIC
from cypt_analysis.ground.findings import ERROR, CheckFailed, Finding, UserError, errors
from cypt_analysis.ground.project import Project, replacing, restore_others
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.stopping import hold
from cypt_analysis.ground.work import WORK, private_folder
from cypt_analysis.known import Known
from cypt_analysis.pipeline import (
    Done,
    Made,
    build,
    executed_for,
    finish,
    place_of,
    steps,
    write_page,
)
from cypt_analysis.processed.build import DropReader
from cypt_analysis.runs.executors import Executors
from cypt_analysis.runs.notebooks import execute, find_notebooks
from cypt_analysis.words.carried import CARRIED_WORDS

_PATIENCE = 2
_LONGEST = 200
_READ_ONLY = 0o555


def publish(
    reader: DropReader,
    quarter: Quarter,
    executors: Executors,
    reason: str = "",
    done: Done = lambda step: None,
) -> Made:
    """Make a quarter's final report anew from its raw files, and keep it as a new version.

    ``reason`` says why a version after the first was needed. ``done`` is told each of the
    `publish_steps`. Raises UserError when the reason is missing, and CheckFailed with what
    the gates found; then nothing is published, and earlier versions are never touched.

    >>> publish(DropReader(project), quarter, executors).folder.name     # doctest: +SKIP
    'v1'
    """
    home = published(reader.project, quarter)
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / ".lock", timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise UserError(f"{quarter} is being published already. Wait until it ends.") from None
    try:
        return _publish(reader, quarter, executors, reason, done)
    finally:
        lock.release()


def _publish(
    reader: DropReader, quarter: Quarter, executors: Executors, reason: str, done: Done
) -> Made:
    from cypt_analysis.exports import write_copies, write_tables
    from cypt_analysis.gate import gate_files
    from cypt_analysis.ground.edition import Edition
    from cypt_analysis.page import build_page

    project = reader.project
    number = last_version(project, quarter) + 1
    why = _reason(reason, project, quarter, number)
    editions = build(reader, quarter)
    known = editions[INTERNAL]

    def edition_of(each: Known) -> Edition:
        return Edition(quarter, number, why, bool(each.synthetic), each.edition)

    _refuse_words(known)
    done("build")
    target = published(project, quarter) / f"v{number}"
    restore_others(target.parent)
    after = partial(record, project, quarter, number)
    with (
        replacing(target, after=after) as folder,
        private_folder(project.root / WORK) as notebooks,
    ):
        whole = notebooks / INTERNAL
        whole.mkdir()
        execute(executors.notebooks, project, quarter, whole, done)
        notes: list[str] = []
        for each in editions.values():
            place = place_of(folder, each.edition)
            place.mkdir(exist_ok=True)
            books = executed_for(executors.notebooks, each, whole, notebooks)
            executed = [books / path.name for path in find_notebooks(project)]
            write_page(place, build_page(each, executed, edition_of(each).state))
        done("page")
        # Pages that differ in their label alone pass or fail alike.
        apart = any(each.shows_less for each in editions.values())
        for each in (each for each in editions.values() if apart or each.edition == PUBLIC):
            notes += _pass_gates(place_of(folder, each.edition) / "report.html", each)
        done("gate")
        for each in editions.values():
            place = place_of(folder, each.edition)
            edition = edition_of(each)
            notes += [write_tables(place, each, edition), write_copies(place, each, edition)]
            _refuse(gate_files(place))
        write_release(editions[PUBLIC].release, place_of(folder, INTERNAL))
        finish(folder, editions, edition_of)
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(path.stat().st_mode & _READ_ONLY)
        done("exports")
        # Until here it can be stopped, and nothing is published; from here on it is.
        hold()
    return Made(target, tuple(filter(None, dict.fromkeys(notes))))


def _refuse_words(known: Known) -> None:
    """Only words that the data bear out, or that a person answers for, reach the Board.

    A person waives a claim, and confirms a sentence that is last quarter's.
    """
    claims = claim_findings(known.claims)
    old = [each for each in known.findings if each.rule == CARRIED_WORDS]
    if claims or old:
        shows = f"'cypt claims {known.quarter}{' --digests' if old else ''}'"
        what = "shows each in its sentence" if not old else "shows each, with the mark to enter"
        raise CheckFailed(
            [replace(each, severity=ERROR) for each in (*claims, *old)],
            f"Nothing was published. {shows} {what}.",
        )


def publish_steps(project: Project) -> int:
    """How many steps publishing takes, for a progress bar."""
    return steps(project) + 2


def _reason(text: str, project: Project, quarter: Quarter, number: int) -> str:
    """The reason for a version as the page prints it; none for the first."""
    from cypt_analysis.ground.safe_text import visible

    reason = visible(text).rstrip(".")
    if number == 1:
        if reason:
            raise UserError(
                f"{quarter} has not been published yet, so there is nothing to correct. "
                "Leave --reason out."
            )
        return ""
    if not reason:
        latest = project.relative(published(project, quarter) / f"v{number - 1}")
        raise UserError(
            f"{quarter} has been published already: {latest}. A published report is never "
            f"overwritten. To publish version {number}, say what is corrected: "
            f'cypt publish {quarter} --reason "..."'
        )
    if len(reason) > _LONGEST:
        raise UserError(
            f"The reason has {len(reason)} characters. The page has room for {_LONGEST}: "
            "say what is corrected in one sentence."
        )
    return reason


def _pass_gates(page: Path, known: Known) -> list[str]:
    found, told = gates(page.read_text(encoding="utf-8"), known)
    _refuse(found)
    return [told] if told else []


def _refuse(found: Iterable[Finding]) -> None:
    faults = errors(found)
    if faults:
        raise CheckFailed(faults, "Nothing was published.")


def gates(html: str, known: Known) -> tuple[list[Finding], str]:
    """What every gate finds in a page, and a sentence where a gate could not be run.

    >>> gates(html, known, catalogue)                                    # doctest: +SKIP
    ([], '')
    """
    from cypt_analysis.gate import gate_page
    from cypt_analysis.gate.browser import gate_in_browser, why_not

    found, told = list(gate_page(html, known)), why_not()
    return (found, told) if told else (found + gate_in_browser(html), "")
