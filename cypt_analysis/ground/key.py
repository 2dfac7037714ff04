"""The key of a fact: what it is a number of, and the name that is written from it.

A name is PATH[.PERIOD][.STAT]. PATH is ``looked_after`` for an indicator's headline measure
and ``obesity.reception_obese`` for another, and goes on with the part of a breakdown.
Names are written here and nowhere taken apart: who needs a part has the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cypt_analysis.ground.safe_text import slug
from cypt_analysis.ground.stats import Dated, Stat

if TYPE_CHECKING:
    import pandas as pd

NEIGHBOURS = "Statistical neighbours"


@dataclass(frozen=True, slots=True)
class Key:
    """What a fact is a number of.

    ``measure`` is the id of a measure or of a quoted figure, empty for what is counted of the
    indicator itself. ``breakdown`` and ``area`` are texts as the data have them, the area
    empty for the authority. Without a ``period`` it is the key of an alias: that of the latest.
    """

    indicator: str
    measure: str = ""
    breakdown: str = ""
    period: str = ""
    area: str = ""
    stat: Stat = Stat.VALUE

    def name(self, path: str) -> str:
        """The name of the fact; ``path`` is what the catalogue calls the measure.

        >>> Key("obesity", "reception_obese", period="2008-09-AY", stat=Stat.LOWER_95).name(
        ...     "obesity.reception_obese")
        'obesity.reception_obese.2008-09-AY.lower_95'
        """
        return written(path, self.period, self.area, self.stat)


def written(path: str, period: str, area: str, stat: Stat) -> str:
    """The name of a fact from the parts that it shows.

    >>> written("referrals", "2008-09-FY", "England", Stat.GAP_TO)
    'referrals.2008-09-FY.gap_to_england'
    >>> written("parenting", "2009-10-FY", "", Stat.TARGET), written("caf", "", "", Stat.VALUE)
    ('parenting.target.2009-10-FY', 'caf.latest')
    """
    word = stat.written.format(area=area_word(area))
    if stat is Stat.VALUE and not (word or period):
        word = "latest"
    if stat.dated is Dated.NEVER:
        period = ""
    parts = (path, word, period) if stat.dated is Dated.AFTER else (path, period, word)
    return ".".join(part for part in parts if part)


def written_values(path: pd.Series, period: pd.Series, area: pd.Series) -> pd.Series:
    """The names of values, each with a period, as `written` writes them one by one.

    >>> import pandas as pd
    >>> columns = map(pd.Series, (["neet", "caf"], ["2009-M09", "2009-10-Q2"], ["", "Hull"]))
    >>> list(written_values(*columns))
    ['neet.2009-M09', 'caf.2009-10-Q2.hull']
    """
    # Other names are written without them, by commands that load no table.
    import pandas as pd
    import pyarrow as pa
    from pyarrow import compute as pc

    places, areas = pd.factorize(area)
    words = pd.Series([area_word(text) or None for text in areas], dtype="str").array
    parts = (path.array, period.array, words.take(places))
    texts = [pa.array(each, type=pa.large_string()) for each in parts]
    point = pa.scalar(".", type=pa.large_string())
    joined = pc.binary_join_element_wise(*texts, point, null_handling="skip")
    return pd.Series(pd.array(joined, dtype="str"), index=path.index)


@lru_cache(maxsize=4096)
def area_word(area: str) -> str:
    """An area as a name has it; the authority, whose area is empty, has none.

    >>> area_word("South East"), area_word(NEIGHBOURS), area_word("")
    ('south_east', 'neighbours', '')
    """
    return "neighbours" if area == NEIGHBOURS else slug(area)
