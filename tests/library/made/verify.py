"""Published figures held against the facts of whole projects.

    python -m tests.library.made.verify PUBLIC [AUTHORITY]... [--files]

PUBLIC is a folder with england/figures_to_verify.csv (value, England, neighbours' mean and median,
place and quartiles of named authorities, worked out elsewhere) and the publishers' files. For an
authority of which that list has no rows, the same is worked out here from the national table and the
neighbours as the Department published them in May 2025. Each project is what `cypt init` makes; with
``--files`` its drop holds the publishers' files in place of the figures that the package carries.
Every difference of more than half a printed unit is printed. Those that remain, and why, stand in
tests/benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pandas as pd

from cypt_analysis.cycle.starting import Start, start_project
from cypt_analysis.ground.key import NEIGHBOURS, Key
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.ground.stats import Stat
from cypt_analysis.known import Known
from cypt_analysis.library.areas import UnknownArea, find_area
from cypt_analysis.library.entries import national_indicators
from cypt_analysis.library.register import AreaKind
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader

QUARTER = parse_quarter("2026-27-Q2")
TODAY = QUARTER.period.end
# How the national table names authorities that have ended.
_BEFORE = "(Pre LG)"
# How a row of the list calls a measure that no series of the national table holds.
_ATTENDANCE = {"Pupil absence": "absence_percent", "Persistent": "persistent_absence_percent"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("public", type=Path)
    parser.add_argument("authorities", nargs="*")
    parser.add_argument("--files", action="store_true")
    options = parser.parse_args()
    listed = pd.read_csv(
        options.public / "england" / "figures_to_verify.csv", dtype=str, keep_default_na=False
    )
    names = options.authorities or list(dict.fromkeys(listed["authority"]))
    for name in names:
        rows = listed[listed["authority"] == name]
        # The list does not say how many share a place; the table does.
        others = worked_out(options.public, name, listed)
        rows = others if rows.empty else _with_alike(rows, others)
        with tempfile.TemporaryDirectory() as folder:
            project = _project(Path(folder) / "project", name, options)
            known = compute(DropReader(project), QUARTER)
        told = [line for _, row in rows.iterrows() for line in differences(row, known)]
        print(f"{name}: {len(rows)} rows, {len(told)} differences")
        for line in told:
            print(f"  {line}")


def _project(root: Path, name: str, options: argparse.Namespace) -> Project:
    """A project as `cypt init` makes it, with the publishers' files where they are asked for."""
    project = start_project(root, Start(find_area(name, TODAY), QUARTER))
    if not options.files:
        return project
    drop, sources = project.raw(QUARTER), DropReader(project).catalogue.at(QUARTER).sources
    files = [path for path in options.public.glob("*/*") if path.suffix in (".csv", ".parquet")]
    for source in sources.values():
        patterns = [pattern for each in source.reads for pattern in each.files]
        # Of several releases the newest, by its name.
        found = [[f for f in files if fnmatchcase(f.name, each)] for each in patterns]
        came = [max(some, key=lambda path: path.name) for some in found if some]
        for path in came:
            shutil.copy(path, drop / path.name)
        if came:
            (drop / source.file).unlink(missing_ok=True)
    return project


def differences(row: Mapping[str, str], known: Known) -> Iterator[str]:
    """What a row of the list has otherwise than the facts."""
    path, period = _measure(row, known), ""
    rows = known.observations[known.observations["path"] == path]
    ends = sorted(set(zip(rows["period"], rows["end"], strict=True)), key=lambda each: each[1])
    year = int(row["period"][:4]) + (len(row["period"]) == 6)
    period = next((text for text, end in reversed(ends) if end.year == year), "")
    about = f"{row['indicator']}, {row['period']}"
    if not path or not period:
        if row["value_published"]:
            yield f"{about}: no such period among the facts (path {path or 'unknown'})"
        return
    measure = known.catalogue.measures[path]
    half = 0.5 * 10.0**-measure.decimals + 1e-9

    def found(stat: Stat, area: str = "") -> float | None:
        name, _, part = path.partition(".")
        wanted = Key(name, part or measure.id, period=period, area=area, stat=stat)
        fact = known.facts.get(wanted)
        return None if fact is None else fact.value

    wanted = {
        "value": (row["value_published"], found(Stat.VALUE), half),
        "England": (row["england"], found(Stat.VALUE, "England"), half),
        "neighbours' mean": (row["sn_mean"], found(Stat.MEAN, NEIGHBOURS), half),
        "neighbours' median": (row["sn_median"], found(Stat.MEDIAN, NEIGHBOURS), half),
        "neighbours with a value": (row["sn_with_value"], found(Stat.NEIGHBOURS_COUNTED), 0),
        "authorities with a value": (row["las_with_value"], found(Stat.AUTHORITIES_COUNTED), 0),
        "lower quartile": (row["q1"], found(Stat.AUTHORITIES_QUARTILE_1), half),
        "median of all": (row["median_all"], found(Stat.AUTHORITIES_MEDIAN), half),
        "upper quartile": (row["q3"], found(Stat.AUTHORITIES_QUARTILE_3), half),
    }  # fmt: skip
    for what, (published, value, near) in wanted.items():
        if what != "value" and not row["las_with_value"]:
            continue  # The list has no row of the authority, and leaves out the others' too.
        number = _number(published)
        if number is None and value is not None:
            yield f"{about}: {what} is {value:.6g}, published {published or 'none'}"
        elif number is not None and (value is None or abs(value - number) > near):
            told = "no fact" if value is None else f"{value:.6g}"
            yield f"{about}: {what} {told}, published {published}"
    yield from _place(row, found(Stat.AUTHORITIES_RANK), measure.polarity, about)


def _place(row: Mapping[str, str], place: float | None, polarity: str, about: str) -> Iterator[str]:
    """The place from the lowest beside ours; both are of the figures as published."""
    published, counted = _number(row["rank_low_to_high"]), _number(row["las_with_value"])
    if published is None or counted is None:
        return
    if place is None:
        yield f"{about}: place no fact, published {published:.0f} from the lowest"
        return
    # Those alike share the first of their places, from whichever end it is counted.
    alike = _number(row["alike"]) or 1
    mine = place if polarity == "low" else counted + 2 - place - alike
    if mine != published:
        yield f"{about}: place {mine:g} from the lowest, published {published:.0f}"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _measure(row: Mapping[str, str], known: Known) -> str:
    """The path of the measure that a row of the list is about; nothing where none is."""
    if row["lait"]:
        return next(
            (
                name
                for name, each in national_indicators().items()
                if each.get("series") == row["lait"]
            ),
            "",
        )
    column = next(c for begin, c in _ATTENDANCE.items() if row["indicator"].startswith(begin))
    return next(
        (path for path, each in known.catalogue.measures.items()
         if (each.source, each.value) == ("attendance", column)), "",
    )  # fmt: skip


def worked_out(public: Path, name: str, listed: pd.DataFrame) -> pd.DataFrame:
    """The rows of an authority that the list leaves out, from the national table."""
    area = find_area(name, TODAY)
    table = pd.read_parquet(public / "lait" / "bds_long_0.parquet")
    near = pd.read_csv(
        public / "children-looked-after" / "sn_model_2025_wide.csv", dtype=str, encoding="utf-8-sig"
    )
    [mine] = near[near["old_la_code"] == area.code].to_dict("records")
    neighbours = [find_area(mine[f"SN_{place}"]).name for place in range(1, 11)]
    rows = []
    for indicator, series, period in (
        listed[["indicator", "lait", "period"]].drop_duplicates().values
    ):
        values = _values(table, series, period)
        if series and values:
            rows.append({"indicator": indicator, "lait": series, "period": period,
                         **_standing(values, area.name, neighbours)})  # fmt: skip
    return pd.DataFrame(rows).astype(str).replace("nan", "")


def _with_alike(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    known = others.set_index(["lait", "period"])["alike"].to_dict()
    keys = zip(rows["lait"], rows["period"], strict=True)
    return rows.assign(alike=[known.get(key, "1") for key in keys])


def _values(table: pd.DataFrame, series: str, period: str) -> dict[str, float]:
    """The values of a series in a year by area, as the register names them."""
    rows = table[(table["Short Desc"] == series) & table["Years"].str.startswith(period)]
    found = {}
    for text, value in zip(rows["LA and Regions"], rows["Values"], strict=True):
        number = _number(value)
        if text.endswith(_BEFORE):
            continue
        try:
            area = find_area(text, TODAY)
        except UnknownArea:
            continue
        if number is not None and (area.kind is AreaKind.AUTHORITY or area.name == "England"):
            found[area.name] = number
    return found


def _standing(values: Mapping[str, float], name: str, near: list[str]) -> dict[str, object]:
    everywhere = pd.Series({area: value for area, value in values.items() if area != "England"})
    own, theirs = values.get(name), everywhere.reindex(near).dropna()
    return {
        "value_published": "c" if own is None else own,
        "england": values.get("England", ""),
        "sn_mean": theirs.mean(), "sn_median": theirs.median(), "sn_with_value": len(theirs),
        "rank_low_to_high": "" if own is None else int((everywhere < own).sum()) + 1,
        "alike": "" if own is None else int((everywhere == own).sum()),
        "las_with_value": len(everywhere), "q1": everywhere.quantile(0.25),
        "median_all": everywhere.median(), "q3": everywhere.quantile(0.75),
    }  # fmt: skip


if __name__ == "__main__":
    main()
