"""Small-number rules by name, as publishers have written them: data, with source and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cypt_analysis.ground.findings import did_you_mean
from cypt_analysis.library.files import read_data

_FILE = "disclosure.toml"


@dataclass(frozen=True)
class Rule:
    """What may be shown of a count of people; `england/disclosure.toml` explains each field."""

    name: str
    title: str
    lowest: int
    highest: int
    zero: bool
    width: int
    secondary: bool
    rest: bool
    denominator: int
    dominance: int
    rounding: int
    national: int
    source: str
    published: date

    @property
    def shows_all(self) -> bool:
        """Whether it hides and rounds nothing."""
        hides = self.highest >= self.lowest or not self.zero or self.denominator or self.dominance
        return not hides and self.rounding == self.national == 1

    def is_small(self, count: float) -> bool:
        """Whether a count is hidden for its own size.

        >>> rule("dfe_2020").is_small(5), rule("dfe_2020").is_small(0)
        (True, False)
        """
        return self.lowest <= count <= self.highest or (not self.zero and count == 0)


def rules() -> dict[str, Rule]:
    """Every rule by name.

    >>> rules()["dcsf_2008"].highest
    5
    """
    return dict(_rules())


def rule(name: str) -> Rule:
    """The rule of a name. Raises ValueError with a suggestion for an unknown one."""
    found = _rules().get(name)
    if found is None:
        raise ValueError(unknown_rule(name))
    return found


def unknown_rule(name: str) -> str:
    """What to say of a name that no rule has.

    >>> unknown_rule("dfe_2002")
    "is no small-number rule: 'dfe_2002'. Did you mean 'dfe_2020'?"
    """
    return f"is no small-number rule: '{name}'.{did_you_mean(name, _rules())}"


@lru_cache(maxsize=1)
def _rules() -> dict[str, Rule]:
    return {name: Rule(name=name, **values) for name, values in read_data(_FILE).items()}
