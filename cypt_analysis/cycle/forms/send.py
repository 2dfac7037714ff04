"""The forms of a quarter as files to send, and those that go back with what is to be mended."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from cypt_analysis.cycle.forms.content import Form, forms_of
from cypt_analysis.cycle.forms.write import write_form
from cypt_analysis.ground.findings import UserError, did_you_mean, list_words
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import Quarter
from cypt_analysis.ground.safe_text import slug
from cypt_analysis.processed.store import load, load_before


def send_forms(project: Project, quarter: Quarter, owners: Collection[str] = ()) -> list[Path]:
    """Write the form of each owner, or of those named, into reports/forms.

    Raises UserError for an owner that the catalogue does not name, and CheckFailed where the
    quarter's files have faults.
    """
    forms = _forms(project, quarter)
    _require(owners, forms)
    folder = project.root / "reports" / "forms" / str(quarter)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, form in _named(forms).items():
        if not owners or form.owner in owners:
            write_form(form, folder / f"{name}.docx")
            made.append(folder / f"{name}.docx")
    return made


def faulty(project: Project, quarter: Quarter, owners: Collection[str]) -> list[Form]:
    """The forms, among those of some owners, whose words the data do not bear out as they are."""
    forms = _forms(project, quarter)
    return [each for each in forms if each.owner in owners and any(a.faults for a in each.asked)]


def _forms(project: Project, quarter: Quarter) -> list[Form]:
    known = load(project, quarter)
    return forms_of(known, load_before(known))


def _named(forms: list[Form]) -> dict[str, Form]:
    """The forms by the name of their file: the owner's, with a number where two are alike."""
    found: dict[str, Form] = {}
    for form in forms:
        stem, number = slug(form.owner) or "owner", 1
        name = stem
        while name in found:
            number += 1
            name = f"{stem}_{number}"
        found[name] = form
    return found


def _require(owners: Collection[str], forms: list[Form]) -> None:
    known = [each.owner for each in forms]
    for owner in owners:
        if owner not in known:
            hint = did_you_mean(owner, known) or f" Owners: {list_words(known)}."
            raise UserError(f"The catalogue has no owner '{owner}'.{hint}")
