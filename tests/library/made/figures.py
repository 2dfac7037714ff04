"""How the published figures were made: ``python -m tests.library.made.figures PUBLIC_DATA``.

Each source of the library that a national file holds is read as its entry in sources.toml says, so
that every table, column and filter there is one that was found. What comes out is in a form of our
own: an area's code, the period as the program writes it, our columns, marks in brackets. Rows of an
area that was not there in the period, and rows without a value, are left out; so are areas that the
register does not know (districts, wards) and values that belong to two authorities together, and a
nation's or region's counts where its percentage is published: they are rounded to ten, and leave out
authorities that hid theirs, so that the percentage does not follow from them.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from cypt_analysis.ground.quarter import parse_period
from cypt_analysis.ground.spelling import double_year
from cypt_analysis.library.areas import Area, AreaKind, UnknownArea, find_area
from cypt_analysis.library.entries import indicators, sources
from cypt_analysis.library.national import FileColumn, NationalFile, file_of

FOLDER = Path(__file__).resolve().parents[3] / "cypt_analysis/library/england/figures"
FIRST_YEAR = 2018  # Older ones are in the publications.
# The day of the release, which the attendance file itself does not say.
ATTENDANCE_TO = date(2026, 7, 23)
# The newest copy of each table, by how its name begins.
PLACES = {
    "c1_": "children-looked-after", "cla_": "children-looked-after",
    "la_cla_": "children-looked-after", "b1_": "ees", "d3_": "ees", "d5_": "ees", "csww_": "ees",
    "ees_": "ees", "la_care_": "ees", "timeliness_": "ees", "la_hospital_": "fingertips",
    "UD_": "neet",
}  # fmt: skip
MARKS = {"c", "x", "z", "u", "k", "low"}
# The table's value for England is the sum of its regions' rates.
NOT_ENGLAND = {"fte"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def read(path: Path) -> pd.DataFrame:
    """A table as text; nothing becomes a blank that is none."""
    return pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)


def table_of(folder: Path, start: str) -> pd.DataFrame:
    """The newest table whose name begins so."""
    place = next((p for begin, p in PLACES.items() if start.startswith(begin)), "children-in-need")
    return read(sorted((folder / place).glob(f"{start}*.csv"))[-1])


def double(text: str) -> str:
    """A year that ends in the next one, from 202425, 2023/24, 2024-25 or the year it ends in."""
    return double_year(int(text[:4]) - (len(text) == 4))


PERIODS: dict[str, Callable[[str], str]] = {
    "year to 31 March": lambda text: f"{double(text)}-FY",
    "financial year": lambda text: f"{double(text)}-FY",
    "academic year": lambda text: f"{double(text)}-AY",
    "calendar year": lambda text: text,
    "31 March": lambda text: f"{text}-03-31",
    "30 September": lambda text: f"{text}-09-30",
    "December to February": lambda text: f"{int(text) - 1}-M12..{text}-M02",
    "academic year to date": lambda text: f"{text[:4]}-M09..{ATTENDANCE_TO:%Y-M%m}",
}


def cell(text: str) -> str:
    """A cell of ours: a number without false decimals, a mark in brackets, or nothing."""
    text = text.strip()
    if text.lower() in MARKS:
        return f"[{text.lower()}]"
    if not _NUMBER.fullmatch(text):
        return ""
    return f"{round(float(text), 4):.10g}" if "." in text else text


def total(parts: pd.DataFrame) -> pd.Series:
    """The sum of columns, with a mark where one of them has one."""
    numbers = parts.apply(pd.to_numeric, errors="coerce")
    marks = parts.where(numbers.isna(), "").agg("max", axis=1)
    return numbers.sum(axis=1).map("{:.0f}".format).where(numbers.notna().all(axis=1), marks)


LEVELS = {
    "National": ["country_code"],
    "Regional": ["region_code"],
    "Local authority": ["old_la_code", "new_la_code"],
}


def area_of(row: pd.Series) -> Area | None:
    """The area of a row in the shape of Explore Education Statistics, by its level."""
    codes = [row[each] for each in LEVELS.get(row["geographic_level"], [])]
    written = next((each for each in codes if each[:1].isalnum() and len(each) > 1), "")
    try:
        return find_area(written)
    except UnknownArea:
        return None


def column(table: pd.DataFrame, wanted: FileColumn) -> pd.Series:
    """A column of ours, by area and period."""
    for name, value in wanted.where.items():
        assert value in set(table[name]), (name, value)
        table = table[table[name] == value]
    if wanted.sum_of:
        values = total(table[list(wanted.sum_of)])
    else:
        [name] = [each for each in wanted.theirs if each in table][:1]
        values = table[name]
    found = pd.Series(values.to_numpy(), index=[table["_area"], table["_period"]])
    assert found.index.is_unique, wanted.name
    return found


def placed(table: pd.DataFrame, period: str) -> pd.DataFrame:
    """The rows of areas that the register knows, with the area's code and our period."""
    keys = ["geographic_level", "old_la_code", "new_la_code", "region_code", "country_code"]
    known = {tuple(row[keys]): area_of(row) for _, row in table.drop_duplicates(keys).iterrows()}
    found = [known[each] for each in table[keys].itertuples(index=False, name=None)]
    table = table.assign(
        _area=[each.code if each else "" for each in found],
        _period=table["time_period"].map(PERIODS[period]),
    )
    return table[table["_area"] != ""]


def transcribed(folder: Path, file: NationalFile) -> pd.DataFrame:
    """A file in the shape of Explore Education Statistics in our columns."""
    table = table_of(folder, file.table)
    for name, value in file.filters.items():
        assert value in set(table[name]), (name, value)
        table = table[table[name] == value]
    table = placed(table, str(file.period))
    return pd.DataFrame({each.name: column(table, each) for each in file.column})


def populations(folder: Path, period: str) -> pd.Series:
    """Children aged 0 to 17 by area and period: the mid-year estimate of the year before."""
    table = read(
        folder / "children-looked-after" / "ons_mid-year_population_estimates_2012_to_2024.csv"
    )
    table["time_period"] = (table["time_period"].astype(int) + 1).astype(str)
    return column(
        placed(table, period), FileColumn(name="children", theirs=["population_estimate"])
    )


def injuries(folder: Path, file: NationalFile) -> pd.DataFrame:
    """Fingertips: one sex, no category, values that are of one area."""
    table = table_of(folder, file.table)
    for name, value in file.filters.items():
        table = table[table[name] == value]
    table = table.copy()
    notes = table["Value note"]
    marks = {"suppressed": "c", "Not presented": "x"}
    for words, mark in marks.items():
        hidden = table["Value"].eq("") & notes.str.contains(words)
        table.loc[hidden, ["Value", "Count", "Denominator"]] = mark
    table = table[table["Value"] != ""]
    table = table.drop_duplicates(["Area Code", "Time period"])
    table = table.assign(
        _area=[find_area(code).code for code in table["Area Code"]],
        _period=table["Time period"].map(PERIODS[str(file.period)]),
    )
    return pd.DataFrame({each.name: column(table, each) for each in file.column})


def lait(folder: Path) -> pd.DataFrame:
    """The national benchmarking table; the dash, which does not say why, is left out."""
    table = pd.read_parquet(folder / "lait" / "bds_long_0.parquet").astype(str)
    table = table[table["Values"].str.fullmatch(r"-?\d+(\.\d+)?(E-?\d+)?")]
    codes = {
        name: find_area(name, date(2025, 3, 31)).code for name in table["LA and Regions"].unique()
    }
    return table.assign(
        _area=table["LA and Regions"].map(codes),
        _mark=table["Years"].str.extract(r"\((\w+)\)", expand=False).fillna(""),
        _year=table["Years"].str.replace(r"\s*\(\w+\)", "", regex=True),
    )


STATUSES = {"prov": "provisional", "Rev": "revised"}


def benchmarks(folder: Path, file: NationalFile) -> Iterator[dict[str, str]]:
    """The series of the benchmarking table that no other file here holds."""
    table = lait(folder)
    for series in file.series:
        mine = table[table["Short Desc"] == series.theirs]
        assert len(mine), series.theirs
        for row in mine.to_dict("records"):
            if series.name in NOT_ENGLAND and row["_area"] == "E92000001":
                continue
            yield {
                "area": row["_area"], "period": PERIODS[series.period](row["_year"]),
                "series": series.name, "value": cell(str(round(float(row["Values"]), 6))),
                "status": STATUSES.get(row["_mark"], ""),
            }  # fmt: skip


def neet(folder: Path, file: NationalFile) -> pd.DataFrame:
    """Every year's file, and the benchmarking table for the years that have none."""
    parts = []
    for path in sorted((folder / "neet").glob("UD_*.csv")):
        start = path.stem
        parts.append(transcribed(folder, file.model_copy(update={"table": start})))
    own = pd.concat(parts)
    table = lait(folder)
    table = table[table["Short Desc"] == "16-17_not known_NEET"]
    periods = table["_year"].map(PERIODS["December to February"])
    index = pd.MultiIndex.from_arrays([table["_area"], periods], names=own.index.names)
    joined = pd.Series(
        table["Values"].astype(float).round(1).map("{:.1f}".format).to_numpy(), index
    )
    both = own["neet_or_unknown_percent"][own.index.isin(joined.index)]
    both = both[both.map(lambda text: bool(_NUMBER.fullmatch(text)))].astype(float)
    # A tenth between two roundings of one figure.
    apart = (both - joined[both.index].astype(float)).abs()
    assert (apart < 0.11).all(), apart[apart >= 0.11]
    # Where there is a file, it alone says which authorities have a figure.
    years = set(own.index.get_level_values(1))
    other = joined[[period not in years for period in joined.index.get_level_values(1)]]
    return pd.concat([own, other.to_frame("neet_or_unknown_percent")]).fillna("")


def measurement(folder: Path) -> Iterator[dict[str, str]]:
    """Obesity, one year at a time; combined years and quintiles are other measures."""
    for year, name in (("Reception", "reception"), ("Year 6", "year6")):
        table = read(folder / "ncmp" / f"{name}_obesity_la_2014_15_to_2024_25.csv")
        single = table["period"].str.fullmatch(r"\d{4}/\d\d") & (
            table["inequality"].isin(["", "NA"])
        )
        single &= ~table["indicator"].str.contains("combined")
        for row in table[single].to_dict("records"):
            try:
                area = find_area(row["area_code"]).code
            except UnknownArea:
                continue
            period = PERIODS["academic year"](row["period"])
            yield {
                "area": area, "period": period, "school_year": year, "obese_percent": cell(row["value"])
            }  # fmt: skip


def conceptions(folder: Path) -> Iterator[dict[str, str]]:
    """ONS to 2017 with counts, then the benchmarking table's rates."""
    for row in read(folder / "conceptions" / "under18_conceptions_1998_2017_tidy.csv").to_dict(
        "records"
    ):
        try:
            area = find_area(row["area_code"]).code
        except UnknownArea:
            continue
        count, rate = cell(row["conceptions"]), cell(row["conception_rate_per_1000"])
        yield {"area": area, "period": row["year"], "conceptions": count, "rate_per_1000": rate}
    table = lait(folder)
    for row in table[table["Short Desc"] == "Under18concep"].to_dict("records"):
        if row["_year"] > "2017":
            rate = cell(str(round(float(row["Values"]), 1)))
            yield {
                "area": row["_area"],
                "period": row["_year"],
                "conceptions": "",
                "rate_per_1000": rate,
            }


def shares(name: str) -> list[tuple[str, str]]:
    """The published percentages of a source, each with the count that it would be worked out from."""
    measures = [each for entry in indicators().values() for each in entry["measure"]]
    return [
        (each["value"], each["numerator"])
        for each in measures
        if each["source"] == name and {"value", "numerator"} <= set(each) and each["unit"] == "%"
    ]


def as_published(rows: Iterable[dict[str, str]], name: str) -> Iterator[dict[str, str]]:
    """Rows without the counts that a percentage of theirs does not follow from."""
    pairs = shares(name)
    for row in rows:
        wide = find_area(row["area"]).kind not in (AreaKind.AUTHORITY, AreaKind.JOINED)
        hidden = {count for percent, count in pairs if wide and row.get(percent)}
        yield {key: "" if key in hidden else text for key, text in row.items()}


def rows_of(folder: Path, name: str) -> Iterable[dict[str, str]]:
    """A source's rows in our columns, whatever their years."""
    file = file_of(name)
    if name == "child_measurement":
        return measurement(folder)
    if name == "conceptions":
        return conceptions(folder)
    assert file is not None
    if name == "benchmarks":
        return benchmarks(folder, file)
    shapes = {"injuries": injuries, "neet": neet}
    table = shapes.get(name, transcribed)(folder, file)
    if file.population:
        table[file.population] = populations(folder, str(file.period))
    table = table.fillna("")
    return [
        {"area": area, "period": period, **{key: cell(text) for key, text in values.items()}}
        for (area, period), values in zip(table.index, table.to_dict("records"), strict=True)
    ]


def kept(rows: Iterable[dict[str, str]], keys: list[str]) -> list[dict[str, str]]:
    """The rows that say something of an area that was there, in order."""
    found = []
    for row in rows:
        period = parse_period(row["period"])
        said = {text for key, text in row.items() if key not in keys and text}
        # A population alone is no figure of the table.
        said -= {row.get("children_0_to_17", "")} if len(said) == 1 else set()
        there = find_area(row["area"]).exists(period.end)
        if period.end.year >= FIRST_YEAR and said - {"[z]"} and (there or said - {"[x]", "[z]"}):
            found.append(row)
    return sorted(found, key=lambda row: (row["area"], row["period"], *(row[k] for k in keys)))


def main(folder: Path) -> None:
    """Write the figures of every source that a national file holds."""
    FOLDER.mkdir(exist_ok=True)
    for name, source in sources().items():
        if "area" not in source["columns"]:
            continue
        found = kept(as_published(rows_of(folder, name), name), source["keys"])
        columns = [each for each in source["columns"] if any(row.get(each) for row in found)]
        path = FOLDER / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(
                out, columns, restval="", extrasaction="ignore", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows(found)
        print(f"{name:32}{len(found):7} rows {path.stat().st_size:9,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
