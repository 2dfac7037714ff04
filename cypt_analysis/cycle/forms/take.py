"""Returned forms into a drop: commentary and progress, held against the facts at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.catalogue import Catalogue, load_catalogue
from cypt_analysis.catalogue.kinds import Role
from cypt_analysis.cycle.forms.content import written
from cypt_analysis.cycle.forms.plain_words import one_line, unescaped
from cypt_analysis.cycle.forms.read import Returned, read_form
from cypt_analysis.cycle.forms.write import words_mark
from cypt_analysis.cycle.records import csv_rows, csv_text, drop_alone
from cypt_analysis.cycle.versions import last_version
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.ground.decoding import decoded
from cypt_analysis.ground.findings import UserError, list_words
from cypt_analysis.ground.machine import read_file, told
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.replacing import write_whole
from cypt_analysis.ground.safe_text import shown
from cypt_analysis.readers.period_words import period_of
from cypt_analysis.words.commentary import SECTIONS


@dataclass(frozen=True)
class Taken:
    """What forms brought: the files that were written, the owners, and what is to be told."""

    quarter: Quarter
    files: tuple[str, ...]
    owners: tuple[str, ...]
    told: tuple[str, ...]


def take_forms(project: Project, paths: Sequence[Path], *, again: bool = False) -> Taken:
    """Write the words and progress of returned forms into their quarter's drop: all or nothing.

    ``again`` lets them replace words that came since the form was made. Raises UserError with every
    form that cannot be taken: one that is none, with a locked figure changed, of another quarter,
    two that have words on one indicator, and words that stand there already.
    """
    forms, faults = [], []
    for path in paths:
        try:
            forms.append(read_form(path))
        except (UserError, OSError) as fault:
            faults.append(told(fault))
    quarters = list(dict.fromkeys(each.quarter for each in forms))
    if len(quarters) > 1:
        faults.append(f"The forms are of {list_words(quarters)}. Take one quarter's at a time.")
    faults += _twice(forms)
    if faults or not forms:
        raise UserError("\n".join([*faults, "Nothing was taken."]))
    quarter = project.require(quarters[0])
    if last_version(project, quarter):
        raise UserError(
            f"{quarter} has been published. Write a correction into its files by hand, and publish "
            f"it with cypt publish {quarter} --reason. Nothing was taken."
        )
    with drop_alone(project, quarter):
        return _take(project, quarter, forms, again=again)


def _take(project: Project, quarter: Quarter, forms: Sequence[Returned], *, again: bool) -> Taken:
    catalogue = load_catalogue(project).at(quarter)
    texts, more = _texts(project, quarter, forms, again=again)
    given, undated = _given(forms)
    more += undated
    if more:
        raise UserError("\n".join([*more, "Nothing was taken."]))
    texts |= _progress(project, quarter, catalogue, given)
    for path, text in texts.items():
        write_whole(path, text)
    return Taken(
        quarter,
        tuple(project.relative(path) for path in texts),
        tuple(dict.fromkeys(each.owner for each in forms)),
        tuple(line for each in forms for line in each.told),
    )


def _twice(forms: Sequence[Returned]) -> list[str]:
    """Two forms with words on one indicator: which is meant, is for a person to say."""
    found: dict[str, list[str]] = {}
    for each in forms:
        for name in each.words:
            found.setdefault(name, []).append(each.file)
    return [
        f"{list_words(files)} both have words on {name}. Which is meant? Take that one."
        for name, files in found.items()
        if len(files) > 1
    ]


def _texts(
    project: Project, quarter: Quarter, forms: Sequence[Returned], *, again: bool
) -> tuple[dict[Path, str], list[str]]:
    """The commentary files that the forms make, and the questions that they raise."""
    texts, faults = {}, []
    for form in forms:
        for name, words in form.words.items():
            path = project.raw(quarter) / COMMENTARY / f"{name}.md"
            now = written(_read(path))
            made = {section: _kept(words, form.shown[name], section) for section in words}
            if made == now:
                continue
            if words_mark(now) != form.words_then[name] and not again:
                faults.append(
                    f"{form.file}: other words on {name} came since this form was made. Hold them "
                    f"against {project.relative(path)}; --again replaces them."
                )
                continue
            texts[path] = _markdown(made)
    return texts, faults


def _kept(words: Mapping[str, str], before: Mapping[str, str], section: str) -> str:
    """The words under a heading; those that the form showed and nobody changed as they were."""
    old, new = before.get(section, ""), words[section]
    return old if _bare(old) == _bare(new) else new


def _bare(text: str) -> str:
    return " ".join(unescaped(text).split())


def _markdown(words: Mapping[str, str]) -> str:
    parts = [f"## {each}\n\n{words[each]}\n" for each in SECTIONS if words.get(each)]
    return "\n".join(parts)


def _read(path: Path) -> str:
    return decoded(read_file(path), path.name, [])[0] if path.is_file() else ""


def _given(forms: Sequence[Returned]) -> tuple[dict[tuple[str, str], dict[str, str]], list[str]]:
    """By indicator and action what the forms say of it, and each day that is none."""
    given: dict[tuple[str, str], dict[str, str]] = {}
    faults = []
    for form in forms:
        for name, rows in form.actions.items():
            for action, progress, done in rows:
                cells = {"progress": unescaped(progress)}
                try:
                    cells["done"] = period_of(unescaped(done), ("day",)) if done else ""
                except ValueError:
                    faults.append(
                        f"{form.file}: '{shown(action)}' was done on '{shown(unescaped(done))}'. "
                        "Write a day like 31 January 2010, and how far it is under progress."
                    )
                key = (name, one_line(unescaped(action)))
                if given.setdefault(key, cells) != cells:
                    faults.append(
                        f"Two forms say different things of '{shown(action)}'. Which is meant? "
                        "Take that one."
                    )
    return given, faults


def _progress(
    project: Project,
    quarter: Quarter,
    catalogue: Catalogue,
    given: Mapping[tuple[str, str], Mapping[str, str]],
) -> dict[Path, str]:
    """The drop's tables of actions with what the forms say of them; other cells stay."""
    found = {}
    for source in catalogue.sources.values():
        path = project.raw(quarter) / source.file
        if source.role is not Role.ACTIONS or not path.is_file():
            continue
        names, records = csv_rows(path, project.relative(path))
        before = [dict(row) for row in records]
        for row in records:
            key = (row.get("indicator", ""), one_line(row.get("action", "")))
            for name, cell in given.get(key, {}).items():
                if cell and name in source.columns and cell != unescaped(row.get(name, "")):
                    row[name] = cell
        if records != before:
            every = list(dict.fromkeys([*names, *(name for row in records for name in row)]))
            found[path] = csv_text(every, [[row.get(n, "") for n in every] for row in records])
    return found
