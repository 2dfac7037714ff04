"""How a drop reads the cells that name an area: by what drop.toml names, or by the register."""

from __future__ import annotations

from collections.abc import Callable

from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.findings import UserError
from cypt_analysis.library.areas import find_area, name_of
from cypt_analysis.readers.cell_values import one_of


def areas_of(info: DropInfo) -> Callable[[str], str]:
    """The name that a drop has for the area of a cell; ValueError with a hint where it has none.

    By the register an area is known by its code or any name that publishers write, and each of
    England's areas is known.
    """
    if not info.by_register:
        named = frozenset(info.areas)
        where = "Areas are named in drop.toml"
        return lambda text: text if text in named else one_of(text, info.areas, where, names=True)
    own = find_area(info.code, info.data_cut_off)

    def by_register(text: str) -> str:
        if text in info.areas:
            return text
        try:
            area = find_area(text, info.data_cut_off)
        except UserError as fault:
            raise ValueError(str(fault)) from None
        return info.authority if area.code == own.code else name_of(area)

    return by_register
