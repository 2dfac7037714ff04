"""drop.toml: for which board meeting a drop is, up to which day, with which neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.drops.named_areas import area_faults, code_faults, whose_code
from cypt_analysis.ground.decoding import Unreadable
from cypt_analysis.ground.findings import (
    REVIEW,
    CheckFailed,
    Finding,
    UserError,
    errors,
    nearest,
)
from cypt_analysis.ground.key import NEIGHBOURS
from cypt_analysis.ground.machine import stands
from cypt_analysis.ground.project import PROJECT_FILE, Project
from cypt_analysis.ground.quarter import Quarter, format_date
from cypt_analysis.ground.toml_files import toml_values
from cypt_analysis.library.areas import find_authority
from cypt_analysis.library.entries import PREFIX
from cypt_analysis.library.neighbours import neighbour_set, neighbours_of
from cypt_analysis.readers.raw import RawFile, decode

_HOLD_AGAINST = "Hold that line against the drop.toml of another quarter."
_INFO_TEXT = "text in quotation marks"
_INFO_FORMS = {
    **dict.fromkeys(
        ("board_date", "data_cut_off", "words_due"),
        "a date like 2009-10-31, without quotation marks",
    ),
    **dict.fromkeys(("neighbours", "regions"), 'a list like ["One", "Another"]'),
    **dict.fromkeys(("continues", "succeeds"), '{ code = "E06000001", reason = "Renamed." }'),
    "released": "a day for each source, like { attendance = 2026-03-12 }",
    "redefined": 'a reason for each source, like { attendance = "It counts nurseries too." }',
    "succeeds.since": "a date like 2009-04-01, without quotation marks",
}


class Continued(BaseModel):
    """An authority of an earlier drop that is the same one, under its code of then."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    reason: str


class Succeeded(BaseModel):
    """An authority of an earlier drop that is another one, and from when there is this one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    reason: str
    since: date | None = None


class DropInfo(BaseModel):
    """What drop.toml says of a quarter's drop.

    It may name the authority and its code, as they were then; without, they are project.toml's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    quarter: str
    authority: str
    code: str
    board_date: date | None = None
    data_cut_off: date
    # By when the words are asked for.
    words_due: date | None = None
    neighbour_set: str
    neighbours: tuple[str, ...]
    regions: tuple[str, ...] = ()
    note: str = ""
    # The day of a source's release, where its file does not say up to which day its year runs.
    released: dict[str, date] = Field(default_factory=dict)
    # By source, how a new release counts otherwise than the one before: its earlier figures are
    # revised for that reason.
    redefined: dict[str, str] = Field(default_factory=dict)
    # Whether the authority of an earlier drop with another code or name is the same one.
    continues: Continued | None = None
    succeeds: Succeeded | None = None

    @model_validator(mode="before")
    @classmethod
    def _neighbours_of_the_library(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The neighbours of a set that the library holds, where one is named."""
        named = values.get("neighbour_set")
        year = named.removeprefix(PREFIX) if isinstance(named, str) else ""
        if not (isinstance(named, str) and named.startswith(PREFIX) and year.isdigit()):
            return values
        try:
            # As text where it was kept as JSON; what is no day is that field's own fault.
            day = date.fromisoformat(str(values.get("data_cut_off")))
        except ValueError:
            return values
        authority = find_authority(str(values.get("code")), day)
        found = [each.area.name for each in neighbours_of(authority, int(year))]
        if list(values.get("neighbours", found)) != found:
            raise ValueError("names neighbours beside a set of the library. Keep one of them.")
        return {**values, "neighbours": found}

    @property
    def by_register(self) -> bool:
        """Whether areas are those of the library's register, by code or any publisher's name."""
        return self.neighbour_set.startswith(PREFIX)

    @property
    def set_title(self) -> str:
        """What the set of neighbours is called, with its month where the library holds it."""
        if not self.by_register:
            return self.neighbour_set
        return neighbour_set(int(self.neighbour_set.removeprefix(PREFIX))).title

    @property
    def areas(self) -> tuple[str, ...]:
        """Every area that a row may name."""
        return (self.authority, NEIGHBOURS, *self.neighbours, *self.regions)

    @property
    def by_key(self) -> dict[str, tuple[str, ...]]:
        """The areas that are named, under the keys that name them."""
        return {
            "authority": (self.authority,),
            "neighbours": self.neighbours,
            "regions": self.regions,
        }

    @property
    def reference_date(self) -> date:
        """The day that ages are counted to: the board's, or the cut-off where none is known."""
        return self.board_date or self.data_cut_off


def read_info(
    project: Project, quarter: Quarter, findings: list[Finding]
) -> tuple[DropInfo, RawFile]:
    """What drop.toml says, and the file as it was read; what is to be looked at is added.

    Raises UserError when there is none, naming the quarters that have one, and CheckFailed
    with every fault in it.
    """
    path = project.raw(quarter) / DROP_FILE
    shown = project.relative(path)
    if not stands(path):
        others = [str(q) for q in project.quarters() if (project.raw(q) / DROP_FILE).is_file()]
        known = f" Quarters that have one: {', '.join(others)}." if others else ""
        advice = " Copy one from another quarter and change it." if others else ""
        raise UserError(f"{shown} is missing, so {quarter} is not a drop.{known}{advice}")
    told: list[Finding] = []
    try:
        text, file = decode(path, shown, told)
    except Unreadable as error:
        advice = error.advice or "Save it as UTF-8."
        raise CheckFailed([Finding(shown, None, str(error), advice)]) from None
    values = toml_values(text, shown, told, _HOLD_AGAINST)
    authority = project.settings(quarter).authority
    try:
        info = DropInfo.model_validate({**authority.as_of_drop, **(values or {})})
    except ValidationError as error:
        if values is not None:
            told += _info_faults(shown, [dict(each) for each in error.errors()])
    else:
        told += [*_check_info(info, quarter, shown), *area_faults(info.by_key, shown)]
        where = shown if "code" in (values or {}) else PROJECT_FILE
        beside = (*info.neighbours, *info.regions)
        told += code_faults(info.code, where) or whose_code(
            info.authority, beside, info.code, where
        )
    if errors(told):
        raise CheckFailed(told)
    findings += told
    return info, file


def _info_faults(shown: str, faults: list[dict]) -> list[Finding]:
    keys = list(DropInfo.model_fields)
    missing = [_key(fault) for fault in faults if fault["type"] == "missing"]
    findings = []
    for fault in faults:
        key = _key(fault)
        if fault["type"] == "extra_forbidden":
            meant = nearest(key, missing or keys)
            hint = f"Did you mean '{meant}'?" if meant else ""
            missing = [name for name in missing if name != meant]
            known = f"Known keys: {', '.join(keys)}."
            findings.append(Finding(shown, None, f"The key '{key}' is not known.", hint or known))
        elif fault["type"] != "missing":
            of_source = key.startswith("released.")
            wanted = _INFO_FORMS.get("released" if of_source else key, _INFO_TEXT)
            findings.append(
                Finding(shown, None, f"{key} is {_quoted(fault['input'])}.", f"Write {wanted}.")
            )
    return findings + [Finding(shown, None, f"'{key}' is missing.", "Add it.") for key in missing]


def _key(fault: dict) -> str:
    """The key that a fault is in; one of a list is that of the list."""
    return ".".join(step for step in fault["loc"] if isinstance(step, str))


def _quoted(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _check_info(info: DropInfo, quarter: Quarter, shown: str) -> list[Finding]:
    findings = []
    if info.quarter != str(quarter):
        found = f"quarter is '{info.quarter}', but the folder is {quarter}."
        findings.append(Finding(shown, None, found, "Was the folder copied? Make them agree."))
    elif info.data_cut_off < quarter.period.start:
        found = (
            f"data_cut_off is {format_date(info.data_cut_off)}, but {quarter} begins on "
            f"{format_date(quarter.period.start)}."
        )
        findings.append(
            Finding(shown, None, found, "Give the last day that its figures may cover.")
        )
    ends = quarter.period.end
    if info.board_date and info.board_date < ends and info.data_cut_off <= info.board_date:
        found = (
            f"board_date is {format_date(info.board_date)}, but {quarter} ends on "
            f"{format_date(ends)}."
        )
        advice = "A board meets after the quarter that it is told of. Correct the date."
        findings.append(Finding(shown, None, found, advice))
    if info.board_date and info.board_date < info.data_cut_off:
        found = (
            f"board_date is {format_date(info.board_date)}, but data_cut_off is "
            f"{format_date(info.data_cut_off)}."
        )
        findings.append(
            Finding(
                shown, None, found, "A board meets after its data cut-off. Correct one of them."
            )
        )
    return findings


def board_faults(infos: Sequence[tuple[DropInfo, str]]) -> list[Finding]:
    """Boards that do not meet after the one before; infos with their files, the oldest first."""
    findings = []
    dated = [(info, shown) for info, shown in infos if info.board_date]
    for (before, _), (info, shown) in pairwise(dated):
        if info.board_date and before.board_date and info.board_date <= before.board_date:
            found = (
                f"board_date is {format_date(info.board_date)}, but that of {before.quarter} is "
                f"{format_date(before.board_date)}."
            )
            advice = "A report goes to a later meeting than the one before. Was the folder copied?"
            findings.append(Finding(shown, None, found, advice))
    return findings


def whose(info: DropInfo, project: Project, quarter: Quarter, shown: str) -> list[Finding]:
    """A point to review where a drop names another authority than the project."""
    known = project.settings(quarter).authority.as_of_drop
    advice = (
        "Was the drop copied from another project? If the authority has changed, say in "
        f"{PROJECT_FILE} from when."
    )
    findings = []
    for name, value in known.items():
        named = getattr(info, name)
        if named != value:
            found = f"{name} is '{named}', but {PROJECT_FILE} has '{value}'."
            findings.append(Finding(shown, None, found, advice, REVIEW, "other_authority"))
    return findings
