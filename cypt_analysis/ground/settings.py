"""project.toml: whose report it is, for which board, in which sections and words."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from cypt_analysis.ground.dated import Vintages, date_faults, held_at, turns_of, vintages
from cypt_analysis.ground.edition import INTERNAL, PUBLIC
from cypt_analysis.ground.findings import CheckFailed, Finding
from cypt_analysis.ground.toml_files import Entry, parse, place_of, read_toml

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Authority(Entry):
    """The authority, with the code by which the Department for Education knows it."""

    name: Words
    code: Words

    @property
    def as_of_drop(self) -> dict[str, str]:
        """Under the keys by which a drop.toml may name them."""
        return {"authority": self.name, "code": self.code}


class Contact(Entry):
    """Whom to ask about the report."""

    team: Words
    email: str = ""
    telephone: str = ""


class Introduction(Entry):
    """A text before the sections, in a commentary file of its id."""

    id: Name
    heading: Words
    # Whether the summary table stands below it.
    summary: bool = False
    # Whether it says what the board is asked to decide or note, and stands with what matters.
    asks: bool = False


class Literal(Entry):
    """Words whose numbers are no data, and why they are none."""

    text: Words
    reason: Words


class Abbreviation(Entry):
    """An abbreviation of the project's words, and what it stands for."""

    short: Words
    long: Words


# Of the calendar, where project.toml says nothing: days after the quarter's last, and between.
_CUT_OFF, _BEFORE_BOARD, _WORDS_BEFORE_BOARD = 31, 14, 7


class Calendar(Entry):
    """By when a quarter's report is due, each in days after the quarter's last day.

    What is not named follows from the rest: `named` says which are the project's own.
    """

    data_cut_off: int | None = Field(default=None, ge=0, le=365)
    words_due: int | None = Field(default=None, ge=0, le=365)
    board: int | None = Field(default=None, ge=0, le=365)

    @property
    def days(self) -> dict[str, int]:
        """The three numbers of days, by key.

        >>> Calendar(board=33).days
        {'data_cut_off': 31, 'words_due': 31, 'board': 33}
        """
        cut_off, board = self.data_cut_off, self.board
        if cut_off is None:
            cut_off = _CUT_OFF if board is None else min(_CUT_OFF, board)
        board = cut_off + _BEFORE_BOARD if board is None else board
        words = max(cut_off, board - _WORDS_BEFORE_BOARD)
        named = words if self.words_due is None else self.words_due
        return {"data_cut_off": cut_off, "words_due": named, "board": board}

    @property
    def named(self) -> frozenset[str]:
        """The keys that project.toml names."""
        return frozenset(key for key in self.days if getattr(self, key) is not None)

    @model_validator(mode="after")
    def _in_order(self) -> Calendar:
        days = self.days
        if not days["data_cut_off"] <= days["words_due"] <= days["board"]:
            told = ", ".join(f"{key} = {number}" for key, number in days.items())
            raise ValueError(
                f"is out of order: {told}. Words follow the data cut-off and come before the board."
            )
        return self


class Sign(Entry):
    """Who signs a report before it is published."""

    roles: tuple[Words, ...] = ()


class Audience(Entry):
    """An edition: for whom, and by which small-number rule of the library."""

    id: Name
    rule: Name


# The rules of the editions that every report has, where project.toml names none.
RULES = {PUBLIC: "dfe_2020", INTERNAL: "none"}


class Settings(Entry):
    """What project.toml says, as it holds in a quarter."""

    title: Words
    board: Words
    authority: Authority
    contact: Contact
    sections: tuple[Name, ...] = Field(min_length=1)
    # The address of the licence under which the public edition's data may be used.
    licence: Annotated[str, StringConstraints(pattern=r"^(https://\S+)?$")] = ""
    # A folder of national files that projects share, from the project's own folder.
    national: str = ""
    introduction: tuple[Introduction, ...] = ()
    literal: tuple[Literal, ...] = ()
    abbreviation: tuple[Abbreviation, ...] = ()
    edition: tuple[Audience, ...] = ()
    calendar: Calendar = Calendar()
    sign: Sign = Sign()

    @model_validator(mode="after")
    def _named_once(self) -> Settings:
        for what, names in (
            ("section", self.sections),
            ("introduction", [each.id for each in self.introduction]),
            ("edition", [each.id for each in self.edition]),
            ("abbreviation", [each.short for each in self.abbreviation]),
            ("role", self.sign.roles),
        ):
            twice = next((name for name in names if list(names).count(name) > 1), None)
            if twice:
                raise ValueError(f"has the {what} '{twice}' twice. Keep one.")
        for key in ("summary", "asks"):
            if sum(getattr(each, key) for each in self.introduction) > 1:
                raise ValueError(f"has two introductions with {key} = true. Keep one.")
        if any(each.summary and each.asks for each in self.introduction):
            raise ValueError("has an introduction with summary and asks. Take one out.")
        return self

    @property
    def editions(self) -> dict[str, str]:
        """The small-number rule of each edition, the public one first."""
        return {**RULES, **{each.id: each.rule for each in self.edition}}

    @property
    def introductions(self) -> dict[str, str]:
        """The headings of the introductory texts by id, in their order."""
        return {each.id: each.heading for each in self.introduction if not each.asks}

    @property
    def texts(self) -> tuple[str, ...]:
        """The ids of all texts that the project has beside those of its indicators."""
        return tuple(each.id for each in self.introduction)

    @property
    def asked(self) -> Introduction | None:
        """The text on what the board is asked, if the project has one."""
        return next((each for each in self.introduction if each.asks), None)

    @property
    def summary_heading(self) -> str:
        """The heading that the summary table stands below, which is its name too."""
        named = (each.heading for each in self.introduction if each.summary)
        return next(named, "Summary of performance")

    @property
    def contact_line(self) -> str:
        """Whom to ask: the team, the authority, and where they are reached."""
        contact = self.contact
        parts = (contact.team, self.authority.name, contact.email, contact.telephone)
        return ", ".join(part for part in parts if part)


@lru_cache(maxsize=16)
def parse_settings(content: bytes, file: str) -> Vintages[Settings]:
    """What project.toml says, by quarter.

    Raises CheckFailed with every unknown key, missing key, wrong type and impossible date.
    """
    findings: list[Finding] = []
    values = read_toml(content, file, findings)
    if not findings:
        findings += date_faults(values, file, partial(place_of, values))
        made = vintages(
            turns_of(values),
            lambda quarter, into: parse(Settings, held_at(values, quarter), file, "", into),
            findings,
        )
    if findings:
        raise CheckFailed(findings)
    return made  # type: ignore[return-value]
