"""A report that has passed every gate, kept for good: a correction is a new version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from cypt_analysis.claims import claim_findings
from cypt_analysis.cycle.days import drop_toml, due_days
from cypt_analysis.cycle.final import Final, make_pages, make_rest
from cypt_analysis.cycle.rebuild import keep_inputs
from cypt_analysis.cycle.signing import keep_signatures, missing
from cypt_analysis.cycle.starting import TO_NAME
from cypt_analysis.cycle.versions import last_version, published, record, versions
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.edition import INTERNAL, PUBLIC, place_of
from cypt_analysis.ground.findings import ERROR, CheckFailed, Finding, UserError, errors
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import WORK, alone, private_folder, replacing, restore_others
from cypt_analysis.ground.stopping import hold
from cypt_analysis.known import Known
from cypt_analysis.pipeline import Done, Made, build, steps
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.typed import reason_faults
from cypt_analysis.runs.executors import Executors
from cypt_analysis.tasks import draft_of
from cypt_analysis.words.carried import CARRIED

_PATIENCE = 2
_LONGEST = 200


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
    """
    told = f"{quarter} is being published already. Wait until it ends."
    with alone(published(reader.project, quarter) / ".lock", told, _PATIENCE):
        return _publish(reader, quarter, executors, reason, done)


def _publish(
    reader: DropReader, quarter: Quarter, executors: Executors, reason: str, done: Done
) -> Made:
    from cypt_analysis.gate import gate_files

    project = reader.project
    number = last_version(project, quarter) + 1
    why = _reason(reason, project, quarter, number)
    _refuse_unsigned(project, quarter)
    _refuse(unnamed(project))
    corrects = versions(project, quarter).get(number - 1)
    final = Final(build(reader, quarter), number, why, corrects)
    _refuse_words(final.editions[INTERNAL])
    for shown in final.editions.values():
        _refuse(reason_faults(why, final.editions[INTERNAL], shown))
    # Again: a file may have changed while others were read.
    _refuse_unsigned(project, quarter)
    done("build")
    target = published(project, quarter) / f"v{number}"
    restore_others(target.parent)
    after = partial(record, project, quarter, number)
    with (
        replacing(target, after=after) as folder,
        private_folder(project.root / WORK) as aside,
    ):
        executed = make_pages(folder, aside, final, executors, done)
        _refuse_other_pages(final, executed)
        done("page")
        notes = _gate_pages(folder, final)
        done("gate")
        notes += make_rest(folder, final, partial(keep_signatures, project, quarter))
        for each in final.editions:
            _refuse(gate_files(place_of(folder, each)))
        keep_inputs(project, quarter, number, folder)
        done("exports")
        # Until here it can be stopped, and nothing is published; from here on it is.
        hold()
    notes.append(without_board(project, quarter))
    return Made(target, tuple(filter(None, dict.fromkeys(notes))))


def _gate_pages(folder: Path, final: Final) -> list[str]:
    """Hold the pages against every rule; a sentence where a gate could not be run."""
    # Pages that differ in their label alone pass or fail alike.
    apart = any(each.shows_less for each in final.editions.values())
    chosen = [each for each in final.editions.values() if apart or each.edition == PUBLIC]
    pages = [(place_of(folder, each.edition) / "report.html", each) for each in chosen]
    return [told for page, each in pages for told in _pass_gates(page, each)]


def _refuse_words(known: Known) -> None:
    """Only words that the data bear out, or that a person answers for, reach the Board.

    A person waives a claim, and confirms a sentence or figures that are last quarter's.
    """
    claims = claim_findings(known.claims)
    old = [each for each in known.findings if each.rule in CARRIED]
    if claims or old:
        shows = f"'cypt claims {known.quarter}{' --digests' if old else ''}'"
        what = "shows each in its sentence" if not old else "shows each, with the mark to enter"
        raise CheckFailed(
            [replace(each, severity=ERROR) for each in (*claims, *old)],
            f"Nothing was published. {shows} {what}.",
        )


def _refuse_unsigned(project: Project, quarter: Quarter) -> None:
    """Raise UserError where a role that the project names has not signed the draft as it is."""
    told = missing(project, quarter)
    if told:
        listed = "\n".join(f"  {each}" for each in told)
        raise UserError(
            f"{quarter} is not signed. Nothing was published.\n{listed}\n"
            f'Read the draft and sign it: cypt sign {quarter} --as "A. Person" --role "..."'
        )


def _refuse_other_pages(final: Final, executed: Mapping[str, Sequence[Path]]) -> None:
    """Raise UserError where the files now make another page than the draft that was signed."""
    from cypt_analysis.page import build_page

    for each in final.editions.values():
        project, quarter = each.project, each.quarter
        signed = place_of(project.report(quarter), each.edition) / "report.html"
        if not project.settings(quarter).sign.roles:
            continue
        now = build_page(each, executed[each.edition], draft_of(each).state)
        if signed.read_bytes() != now.encode("utf-8"):
            raise UserError(
                f"The page that {quarter}'s files make now is not the one that was signed: the "
                "program or what it runs on has changed. Nothing was published. Make it anew with "
                f"cypt run {quarter}, read it, and sign that."
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
    """What every gate finds in a page, and a sentence where a gate could not be run."""
    from cypt_analysis.gate import gate_page
    from cypt_analysis.gate.browser import gate_in_browser, why_not

    found, told = list(gate_page(html, known)), why_not()
    return (found, told) if told else (found + gate_in_browser(html), "")


_LEFT = re.compile(re.escape(TO_NAME), re.IGNORECASE)


def unnamed(project: Project) -> Iterator[Finding]:
    """A fault for each file of the project that still leaves a name open, with its lines.

    The page names the board, the team and the owners: a final version goes out under them.
    """
    for path in (project.file, *sorted(project.catalogue.glob("*.toml"))):
        lines = path.read_text(encoding="utf-8").splitlines()
        # What follows a number sign explains, and is not read.
        open_ = tuple(at for at, line in enumerate(lines, 1) if _LEFT.search(line.split("#")[0]))
        if open_:
            where = f"line {open_[0]}" if len(open_) == 1 else f"{len(open_)} lines"
            found = f"'{TO_NAME}' still stands in {where}."
            advice = "Write who it is: the page goes to the Board with these names."
            yield Finding(project.relative(path), open_[0], found, advice, rows=open_)


def without_board(project: Project, quarter: Quarter) -> str:
    """A sentence where a drop does not say when the Board meets, which the page begins with."""
    if "board_date" in drop_toml(project, quarter):
        return ""
    day = due_days(project.settings(quarter).calendar, quarter).board
    where = project.relative(project.raw(quarter) / DROP_FILE)
    return f"{where} does not say when the Board meets. Write board_date = {day}, or another day."
