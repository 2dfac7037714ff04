"""A fact, and the facts of a quarter by name."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from cypt_analysis.ground.findings import UserError, did_you_mean
from cypt_analysis.ground.printing import format_direction, format_signed


@dataclass(frozen=True)
class Fact:
    """One named number: its value and unit, how it is printed, and where it comes from.

    ``inputs`` names the facts that the expression uses, or the file and row of a value that
    was received. ``change`` says that the sign is a direction, which prose puts in words.
    """

    name: str
    value: float
    unit: str
    printed: str
    expression: str
    inputs: tuple[str, ...]
    period: str
    decimals: int
    change: bool

    @property
    def signed(self) -> str:
        """The printed form with its sign, as tables show a change."""
        return (
            format_signed(self.value, self.printed, self.decimals) if self.change else self.printed
        )

    @property
    def direction(self) -> str:
        """The printed form of a change in words: "up 24%"."""
        return (
            format_direction(self.value, self.printed, self.decimals)
            if self.change
            else self.printed
        )


_COLUMNS = (
    "fact", "value", "unit", "printed", "expression", "inputs", "period", "decimals", "change",
)  # fmt: skip


class Facts:
    """The facts of a quarter, looked up by name."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        columns = [cells.tolist() for _, cells in table.reindex(columns=list(_COLUMNS)).items()]
        self._rows = dict(zip(columns[0], zip(*columns, strict=True), strict=True))

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def get(self, name: str) -> Fact | None:
        """The fact of a name, or None."""
        return self[name] if name in self._rows else None

    def __getitem__(self, name: str) -> Fact:
        """The fact of a name. Raises UserError with a suggestion for an unknown one."""
        if name not in self._rows:
            raise UserError(f"There is no fact '{name}'.{self.suggestion(name)}")
        _, value, unit, printed, expression, inputs, period, decimals, change = self._rows[name]
        return Fact(
            name, value, unit, printed, expression, tuple(filter(None, inputs.split("; "))),
            period, int(decimals), bool(change),
        )  # fmt: skip

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

    def suggestion(self, name: str) -> str:
        """The nearest name, as a question, or how to list them."""
        first = name.split(".", maxsplit=1)[0]
        near = [known for known in self._rows if known.split(".")[0] == first]
        return did_you_mean(name, near or self._rows)

    def nearest(self, number: str, most: int = 10) -> list[Fact]:
        """The facts whose value is nearest to a printed number such as "24%" or "1,200".

        A number with a percent sign is held against percentages only. Raises ValueError
        for a text that is no number.
        """
        value = abs(float(number.replace(",", "").removesuffix("%")))
        rows = self.table[self.table["unit"].str.contains("%")] if "%" in number else self.table
        away = (rows["value"].abs() - value).abs().sort_values(kind="stable")
        return [self[name] for name in rows.loc[away.index[:most], "fact"]]


Printer = Callable[[Fact], str]
PRINTERS: dict[str, Printer] = {
    "": lambda fact: fact.printed,
    "direction": lambda fact: fact.direction,
    "signed": lambda fact: fact.signed,
}
