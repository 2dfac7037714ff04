"""Who has signed a report: a name and a role, bound to its data, words and page as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cypt_analysis.catalogue import Catalogue, load_catalogue
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.records import keep, keep_rows, read_record
from cypt_analysis.drops.layout import received
from cypt_analysis.exports.manifest import manifest_of, read_manifest
from cypt_analysis.ground.findings import UserError, did_you_mean, list_words
from cypt_analysis.ground.machine import digest
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import alone
from cypt_analysis.ground.safe_text import visible

# What a signature is bound to, as messages call it, and of each file its digest.
DATA, WORDS, DEFINITIONS, PAGE = "data", "words", "definitions", "page"
Bound = dict[str, dict[str, str]]
_WORDS = (Role.ACTIONS, Role.RISKS, Role.WAIVERS, Role.CONFIRMATIONS)
_CODE = "the program"
# Who signed a published report, in its internal edition.
SIGNED = "signed.json"
# So many changed files are named one by one; so many seconds somebody else may take to sign.
_FEW, _PATIENCE = 4, 20


@dataclass(frozen=True)
class Signature:
    """That a person has signed in a role, on which day and what exactly."""

    name: str
    role: str
    on: str
    bound: Bound


def signatures(project: Project, quarter: Quarter) -> list[Signature]:
    """The signatures of a quarter's report, whether or not they still hold.

    Raises UserError where they cannot be read.
    """
    path = _home(project, quarter)
    if not path.is_file():
        return []
    told = (
        f"{project.relative(path)} is not as the program wrote it. Bring it back from git or a "
        "backup, or take it away and let everybody sign again."
    )
    return read_record(path, lambda kept: [Signature(**row) for row in kept], told)


def sign(project: Project, quarter: Quarter, name: str, role: str, today: date) -> Signature:
    """Sign a quarter's draft as it is; an earlier signature in that role gives way.

    Raises UserError for a role that the project does not name, a person who has signed in another
    role, and a draft that is not there or no longer what its files make.
    """
    name, role = visible(name), visible(role)
    roles = project.settings(quarter).sign.roles
    if not name or not role:
        raise UserError('A signature needs a name and a role: --as "A. Person" --role "Lead".')
    if roles and role not in roles:
        hint = did_you_mean(role, roles) or f" Roles: {list_words(roles)}."
        raise UserError(f"Nobody signs as '{role}' in project.toml.{hint}")
    path = _home(project, quarter)
    told = f"Somebody else is signing {quarter}. Wait until they have."
    with alone(path.with_name(f".{path.name}.lock"), told, _PATIENCE):
        others = [each for each in signatures(project, quarter) if each.role != role]
        twice = next((e for e in others if e.name.casefold() == name.casefold()), None)
        if twice is not None and not void(twice, bound_now(project, quarter)):
            raise UserError(f"{name} has signed as {twice.role}. Another person signs as {role}.")
        made = Signature(name, role, today.isoformat(), _of_draft(project, quarter))
        keep_rows(path, [*others, made])
    return made


def keep_signatures(project: Project, quarter: Quarter, folder: Path) -> None:
    """Write into a published report who signed it in which role, where the project names roles."""
    held = [each for _, each, _ in _by_role(project, quarter) if each is not None]
    rows = [{"role": each.role, "name": each.name, "on": each.on} for each in held]
    if rows:
        keep(folder / SIGNED, rows)


def void(signature: Signature, now: Bound) -> list[str]:
    """What changed since a report was signed, a sentence for each kind of thing; [] for nothing.

    >>> signed = Signature("A", "Lead", "2010-02-01", {"words": {"a.md": "1", "b.md": "2"}})
    >>> void(signed, {"words": {"a.md": "3", "c.md": "4"}})
    ['words: a.md changed, b.md is gone and c.md is new']
    """
    told = []
    for kind in dict.fromkeys((*signature.bound, *now)):
        then, found = signature.bound.get(kind, {}), now.get(kind, {})
        words = [
            f"{name} {_became(name, then, found)}"
            for name in sorted({*then, *found})
            if then.get(name) != found.get(name)
        ]
        if words:
            more = [f"{len(words) - _FEW} more"] if len(words) > _FEW else []
            told.append(f"{kind}: {list_words([*words[:_FEW], *more])}")
    return told


def _became(name: str, then: Mapping[str, str], now: Mapping[str, str]) -> str:
    if name not in then:
        return "is new"
    return "changed" if name in now else "is gone"


def _by_role(project: Project, quarter: Quarter) -> Iterator[tuple[str, Signature | None, str]]:
    """Each role that the project names: its signature where one holds, and how it stands."""
    roles = project.settings(quarter).sign.roles
    now = bound_now(project, quarter) if roles else {}
    given = {each.role: each for each in signatures(project, quarter)}
    for role in roles:
        signature = given.get(role)
        if signature is None:
            yield role, None, f"{role}: nobody has signed."
            continue
        told = f"{role}: {signature.name} signed on {signature.on}"
        changes = void(signature, now)
        since = f", and since then {'; '.join(changes)}." if changes else "."
        yield role, None if changes else signature, f"{told}{since}"


def missing(project: Project, quarter: Quarter) -> list[str]:
    """A sentence for each role of the project in which nobody has signed the draft as it is."""
    return [told for _, held, told in _by_role(project, quarter) if held is None]


def who_signs(project: Project, quarter: Quarter) -> list[str]:
    """A sentence for each role in which nobody has signed, and for each signature that holds."""
    states = list(_by_role(project, quarter))
    left = {role: told for role, held, told in states if held is None}
    held = [
        f"{each.role}: {each.name} signed on {each.on}."
        for each in signatures(project, quarter)
        if each.role not in left
    ]
    return [*left.values(), *held]


def bound_now(project: Project, quarter: Quarter) -> Bound:
    """The digests of what a quarter's report rests on, and of its draft's pages, as they are."""
    catalogue = load_catalogue(project).at(quarter)
    found: Bound = {DATA: {}, WORDS: {}, DEFINITIONS: {}, PAGE: {}}
    for each in project.quarters():
        if each <= quarter:
            for path in sorted(filter(Path.is_file, received(project.raw(each)))):
                kind = WORDS if _is_words(path, project.raw(each), catalogue) else DATA
                found[kind][project.relative(path)] = digest(path)
    notebooks = sorted((project.root / "notebooks").glob("*.ipynb"))
    for path in (project.root / PROJECT_FILE, *sorted(project.catalogue.glob("*")), *notebooks):
        if path.is_file():
            found[DEFINITIONS][project.relative(path)] = digest(path)
    folder = project.report(quarter)
    for path in sorted(folder.rglob("report.html")) if folder.is_dir() else ():
        found[PAGE][project.relative(path)] = digest(path)
    if manifest_of(folder).is_file():
        found[PAGE][_CODE] = read_manifest(folder).code
    return found


def _of_draft(project: Project, quarter: Quarter) -> Bound:
    """What is signed: the draft, which must be what its files make."""
    folder = project.report(quarter)
    if not (folder / "report.html").is_file():
        raise UserError(f"{quarter} has no draft to sign. Make it with cypt run {quarter}.")
    manifest = read_manifest(folder)
    pages = {
        project.relative(folder / name): mark
        for name, mark in manifest.outputs.items()
        if name.endswith("report.html")
    }
    now = bound_now(project, quarter)
    files = {**now[DATA], **now[WORDS], **now[DEFINITIONS]}
    # What the program does not read is in no manifest, and makes no page.
    changed = [name for name, mark in manifest.inputs.items() if files.get(name, mark) != mark]
    gone = [
        name
        for name in manifest.inputs
        if name not in files and not (project.root / name).is_file()
    ]
    if changed or gone:
        raise UserError(
            f"The draft of {quarter} rests on files that changed since: "
            f"{list_words([*changed, *gone][:_FEW])}. Make it anew with cypt run {quarter}, read "
            "it, and sign that."
        )
    altered = [name for name, mark in pages.items() if now[PAGE].get(name) != mark]
    if altered:
        raise UserError(
            f"{list_words(altered)} is not as the last run made it, and what is published is made "
            f"from the files. Make it anew with cypt run {quarter}."
        )
    return now


def _is_words(path: Path, folder: Path, catalogue: Catalogue) -> bool:
    source = catalogue.sources.get(path.stem)
    return path.parent != folder or (source is not None and source.role in _WORDS)


def _home(project: Project, quarter: Quarter) -> Path:
    return project.root / "reports" / "signed" / f"{quarter}.json"
