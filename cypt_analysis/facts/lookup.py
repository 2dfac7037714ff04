"""A fact, and the facts of a quarter by name, by alias and by key."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Self

import pandas as pd

from cypt_analysis.facts.making import ALIAS_COLUMNS, COLUMNS, KEY
from cypt_analysis.ground.findings import UserError, did_you_mean
from cypt_analysis.ground.key import NEIGHBOURS, Key
from cypt_analysis.ground.near_names import nearest_name
from cypt_analysis.ground.number_format import format_direction, format_signed
from cypt_analysis.ground.records import held_once
from cypt_analysis.ground.stats import Sign, Stat

_FILE, _ALIASES_FILE, _MISSING_FILE = "facts.parquet", "aliases.parquet", "missing.parquet"
# How many of the names most alike are looked at, and how alike they must be.
_NEAR, _CUTOFF = 20, 0.6


@dataclass(frozen=True)
class Fact:
    """One number: its key, value and unit, how it is printed, and where it comes from.

    ``name`` is the one it was looked up by, its own or an alias. ``inputs`` names the facts that
    the expression uses, or the file and row of a value that was received.
    """

    name: str
    key: Key
    value: float
    unit: str
    printed: str
    decimals: int
    expression: str
    inputs: tuple[str, ...]

    @property
    def hidden(self) -> bool:
        """Whether an edition does not show it: it prints the mark and has no value."""
        return math.isnan(self.value)

    @property
    def period(self) -> str:
        """The period that it is of, as data write it; empty for a tally."""
        return self.key.period

    @property
    def signed(self) -> str:
        """The printed form with its sign, as tables show a change."""
        return (
            format_signed(self.value, self.printed, self.decimals) if self._moves else self.printed
        )

    @property
    def direction(self) -> str:
        """The printed form of a change in words: "up 24%"."""
        if not self._moves:
            return self.printed
        return format_direction(self.value, self.printed, self.decimals)

    @property
    def _moves(self) -> bool:
        return self.key.stat.sign is Sign.DIRECTION and not self.hidden


class Facts:
    """The facts of a quarter, looked up by name, alias or key; iterated over by their own names.

    ``table`` has one row a fact with the columns of ``COLUMNS``, ``alias_table`` one row an alias
    with those of ``ALIAS_COLUMNS``. ``missing`` says of names that there could be why there are
    none, as of a change between figures that do not compare.
    """

    def __init__(
        self,
        table: pd.DataFrame,
        aliases: pd.DataFrame | None = None,
        missing: Mapping[str, str] | None = None,
    ) -> None:
        self.table = table
        self.missing = missing or {}
        self.alias_table = pd.DataFrame(columns=list(ALIAS_COLUMNS)) if aliases is None else aliases
        self._cells = _cells_once(table, COLUMNS)
        self._rows = {name: place for place, name in enumerate(self._cells["fact"])}
        self._made: dict[str, Fact] = {}
        alias, fact = self.alias_table["alias"], self.alias_table["fact"]
        self.aliases: Mapping[str, str] = dict(zip(alias, fact, strict=True))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The facts that were saved in a folder."""
        table = pd.read_parquet(folder / _FILE)
        table["inputs"] = table["inputs"].map(tuple)
        missing = pd.read_parquet(folder / _MISSING_FILE)
        why = dict(zip(missing["name"], missing["why"], strict=True))
        return cls(table, pd.read_parquet(folder / _ALIASES_FILE), why)

    def save(self, folder: Path) -> None:
        """Write the facts and their aliases into a folder."""
        self.table.to_parquet(folder / _FILE, index=False)
        self.alias_table.to_parquet(folder / _ALIASES_FILE, index=False)
        why = pd.DataFrame({"name": list(self.missing), "why": list(self.missing.values())})
        why.astype(str).to_parquet(folder / _MISSING_FILE, index=False)

    def __contains__(self, asked: object) -> bool:
        return asked in self._keys if isinstance(asked, Key) else asked in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def get(self, asked: str | Key) -> Fact | None:
        """The fact of a name, an alias or a key, or None: also where it is hidden."""
        fact = self._look_up(asked)
        return None if fact is None or fact.hidden else fact

    def _look_up(self, asked: str | Key) -> Fact | None:
        name = self._keys.get(asked, "") if isinstance(asked, Key) else asked
        if name not in self._names:
            return None
        if name not in self._made:
            place = self._rows[self._names[name]]
            row = {column: cells[place] for column, cells in self._cells.items()}
            self._made[name] = Fact(
                name, _key(row[part] for part in KEY), row["value"], row["unit"], row["printed"],
                int(row["decimals"]), row["expression"], row["inputs"],
            )  # fmt: skip
        return self._made[name]

    def __getitem__(self, asked: str | Key) -> Fact:
        """The fact of a name, an alias or a key; one that is hidden prints the mark.

        Raises UserError with a suggestion for an unknown name, KeyError for an unknown key.
        """
        fact = self._look_up(asked)
        if fact is None and isinstance(asked, Key):
            raise KeyError(asked)
        if fact is None:
            why = f" {self.why_missing(str(asked))}".rstrip() or self.suggestion(str(asked))
            raise UserError(f"There is no fact '{asked}'.{why}")
        return fact

    @property
    def names(self) -> list[str]:
        """Every name that words may use, aliases too, sorted."""
        return sorted(self._names)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Every name, and the fact that it stands for."""
        return {**{name: name for name in self._rows}, **self.aliases}

    @cached_property
    def _keys(self) -> dict[Key, str]:
        """The name that each key has, those of aliases too."""
        mine = (self._cells[name] for name in (*KEY, "fact"))
        others = _cells_once(self.alias_table, (*KEY, "alias")).values()
        every = chain(zip(*mine, strict=True), zip(*others, strict=True))
        return {_key(row[:-1]): row[-1] for row in every}

    def behind(self, names: Iterable[str]) -> list[str]:
        """Facts with all that they rest on, each once and the nearest first.

        Where the way ends stand the files and rows of values that were received.
        """
        found = dict.fromkeys(names)
        queue = deque(found)
        while queue:
            fact = self.get(queue.popleft())
            fresh = [name for name in (fact.inputs if fact else ()) if name not in found]
            found.update(dict.fromkeys(fresh))
            queue.extend(fresh)
        return list(found)

    def why_missing(self, name: str) -> str:
        """Why there is no such fact, as a sentence, where that is known."""
        reason = self.missing.get(name, "")
        return f"It is not worked out: {reason}." if reason else ""

    def suggestion(self, name: str) -> str:
        """The nearest name, as a question; of the same indicator, where it begins with one."""
        starts = tuple(f"{indicator}." for indicator in self.table["indicator"].unique())
        mine = tuple(start for start in starts if name.startswith(start))
        near = [known for known in self._names if mine and known.startswith(mine)]
        named = self._of_the_same_name(name, near or self._names)
        return did_you_mean(name, named)

    def _of_the_same_name(self, asked: str, names: Iterable[str]) -> list[str]:
        """Names without an area or a part of a breakdown, or with the one that is asked for.

        A suggestion never leads from one area's figure to another's.
        """
        parts = [part.removeprefix("gap_to_").replace("_", " ") for part in asked.split(".")]

        def meant(name: str) -> bool:
            fact = self.get(name)
            whose = [fact.key.area, fact.key.breakdown] if fact else []
            # In a fact's name the mean of the neighbours stands for them.
            whose = [each for each in whose if each and each != NEIGHBOURS]
            return all(any(nearest_name(part, [each]) for part in parts) for each in whose)

        close = get_close_matches(asked, list(names), n=_NEAR, cutoff=_CUTOFF)
        return [name for name in close if meant(name)]

    def nearest(self, number: str, most: int = 10) -> list[Fact]:
        """The facts whose value is nearest to a printed number such as "24%" or "1,200".

        A number with a percent sign is held against percentages only. Raises ValueError
        for a text that is no number.
        """
        value = abs(float(number.replace(",", "").removesuffix("%")))
        rows = self.table[self.table["value"].notna()]
        rows = rows[rows["unit"].str.contains("%")] if "%" in number else rows
        away = (rows["value"].abs() - value).abs().sort_values(kind="stable")
        return [self[name] for name in rows.loc[away.index[:most], "fact"]]


def _cells_once(table: pd.DataFrame, names: Sequence[str]) -> dict[str, list[Any]]:
    """The cells of columns, each different text held once: facts share most of theirs."""
    return {str(name): cells.tolist() for name, cells in held_once(table[list(names)]).items()}


def _key(cells: Iterable[str]) -> Key:
    """The key in the columns of a table of facts or aliases."""
    indicator, measure, breakdown, period, area, stat = cells
    return Key(indicator, measure, breakdown, period, area, Stat(stat))


Printer = Callable[[Fact], str]
PRINTERS: dict[str, Printer] = {
    "": lambda fact: fact.printed,
    "direction": lambda fact: fact.direction,
    "signed": lambda fact: fact.signed,
}
