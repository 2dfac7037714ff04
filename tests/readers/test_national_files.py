"""National files in their publishers' layouts: excerpts, row for row as they were published.

Children in need (DfE, c1, released October 2025 and 2024), children looked after (DfE, number and
rate, November 2025), Local Authority Interactive Tool (April 2026), Fingertips 90284 (OHID, 2026).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.readers.files import read_file

_ENTRY = {"title": "National", "producer": "Publisher", "owner": "Team", "keys": ["area", "period"]}
_AREA = {"area": {"type": "area"}}
_YEAR = {"period": {"type": "period", "kinds": ["financial_year"]}}


def _source(columns: dict, reads: dict, **others: object) -> Source:
    return Source.model_validate(
        {**_ENTRY, "id": "national", "columns": {**_AREA, **columns}, "reads": reads, **others}
    )


REFERRALS = _source(
    {**_YEAR, "referrals": {"type": "count", "blank": True}, "again": {"type": "count", "blank": True}},
    {"shape": "ees", "covers": "year to 31 March",
     "columns": {"referrals": ["referral_count", "Referrals"],
                 "again": ["rereferral_count", "Re_referrals"]}},
)  # fmt: skip
_LEVELS = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"


@pytest.mark.parametrize(
    "text",
    [
        _LEVELS + "old_la_code,new_la_code,la_name,category,referral_count,rereferral_count\n"
        "2024,Reporting year,National,E92000001,England,,,,,,Referrals,621880,139100\n"
        "2024,Reporting year,Regional,E92000001,England,E12000003,Yorkshire and The Humber,,,,"
        "Referrals,65110,14470\n"
        "2024,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,"
        "383,E08000035,Leeds,Referrals,9914,2399\n"
        "2024,Reporting year,School,E92000001,England,E12000003,Yorkshire and The Humber,"
        "383,E08000035,Leeds,Referrals,1,1\n",
        # A year before, the columns had other names and stood in another order.
        _LEVELS + "la_name,new_la_code,old_la_code,Re_referrals,Referrals\n"
        "2024,Reporting year,National,E92000001,England,,,,,,139100,621880\n"
        "2024,Reporting year,Regional,E92000001,England,E12000003,Yorkshire and The Humber,,,,"
        "14470,65110\n"
        "2024,Reporting year,Local authority,E92000001,England,E12000003,Yorkshire and The Humber,"
        "Leeds,E08000035,383.0,2399,9914\n",
    ],
)
def test_a_release_gives_the_same_whatever_its_columns_are_called(
    tmp_path: Path, text: str
) -> None:
    path = tmp_path / "c1.csv"
    path.write_text(text, encoding="utf-8-sig")
    assert read_file(path, REFERRALS).cells.to_numpy().tolist() == [
        ["E92000001", "2023-24-FY", "621880", "139100"],
        ["E12000003", "2023-24-FY", "65110", "14470"],
        ["E08000035", "2023-24-FY", "9914", "2399"],
    ]


def test_figures_in_several_rows_of_theirs_are_one_of_ours(tmp_path: Path) -> None:
    """Children starting and ceasing to be looked after stand below each other."""
    start, stop = ("Children starting to be looked after each year", "Children ceasing each year")
    source = _source(
        {**_YEAR, "starting": {"type": "count", "blank": True},
         "ceasing": {"type": "count", "blank": True}},
        {"shape": "ees", "covers": "year to 31 March", "columns": {
            "starting": {"theirs": ["children_count"], "where": {"population_type": start}},
            "ceasing": {"theirs": ["children_count"], "where": {"population_type": stop}}}},
    )  # fmt: skip
    lead = "{},Reporting year,Local authority,E92000001,England,E12000003,Y&H,{},{},{},"
    leeds = lead.format(2025, "383", "E08000035", "Leeds")
    london = lead.format(2025, "201", "E09000001", "City of London")
    path = tmp_path / "cla.csv"
    path.write_text(
        _LEVELS + "old_la_code,new_la_code,la_name,population_type,children_count\n"
        f"{leeds}{start},612\n{london}{start},c\n{leeds}{stop},590\n{london}{stop},7\n"
        f"{leeds}Other,1\n",
        encoding="utf-8",
    )
    assert read_file(path, source).cells.to_numpy().tolist() == [
        ["E08000035", "2024-25-FY", "612", "590"], ["E09000001", "2024-25-FY", "[c]", "7"],
    ]  # fmt: skip


def test_a_sum_of_columns_keeps_the_mark_of_one_that_is_not_shown(tmp_path: Path) -> None:
    source = _source(
        {**_YEAR, "within": {"type": "count", "blank": True}},
        {"shape": "ees", "covers": "year to 31 March",
         "columns": {"within": {"sum_of": ["Same_day", "1-10_days"]}}},
    )  # fmt: skip
    lead = "2024,Reporting year,Local authority,E92000001,England,E12000003,Y&H,"
    path = tmp_path / "c2.csv"
    path.write_text(
        _LEVELS + "old_la_code,new_la_code,la_name,1-10_days,Same_day\n"
        f"{lead}383,E08000035,Leeds,30,12\n{lead}201,E09000001,City of London,c,3\n",
        encoding="utf-8",
    )
    assert read_file(path, source).cells["within"].tolist() == ["42", "[c]"]


def test_a_long_table_gives_each_series_its_own_year(tmp_path: Path) -> None:
    """One year is the year to March, another the day of 31 March; a dash is not shown.

    Nor is a mean score of 0, of which there is none but of nobody; a rate of 0 stays one.
    """
    source = _source(
        {"period": {"type": "period", "kinds": ["financial_year", "day"]},
         "series": {"type": "choice", "choices": ["again", "rate", "score"]},
         "value": {"type": "number", "blank": True}, "status": {"type": "status", "blank": True}},
        {"shape": "lait", "columns": {"value": ["Values"]}, "fixed": {}, "series": {
            "again": {"theirs": "ReReferral", "covers": "year to 31 March"},
            "rate": {"theirs": "LACRate", "covers": "31 March"},
            "score": {"theirs": "Emotional_LAC", "covers": "31 March", "nought": "x"}}},
        keys=["area", "period", "series"],
    )  # fmt: skip
    path = tmp_path / "bds_long.csv"
    path.write_text(
        "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"
        "ReReferral,Re-referrals,2024,Leeds,24.2,383,Yorkshire and The Humber\n"
        "LACRate,Looked after,2025 (prov),Leeds,80,383,Yorkshire and The Humber\n"
        "LACRate,Looked after,2025 (prov),City of London,-,201,Inner London\n"
        "LACRate,Looked after,2025,Isles of Scilly,0,420,South West\n"
        "Emotional_LAC,Score,2025,City of London,0,201,Inner London\n"
        "Emotional_LAC,Score,2025,Leeds,14.1,383,Yorkshire and The Humber\n"
        "Other,Other,2025,Leeds,1,383,Yorkshire and The Humber\n",
        encoding="utf-8",
    )
    cells = read_file(path, source).cells
    assert cells[["area", "period", "series", "value", "status"]].to_numpy().tolist() == [
        ["Leeds", "2023-24-FY", "again", "24.2", ""],
        ["Leeds", "2025-03-31", "rate", "80", "provisional"],
        ["City of London", "2025-03-31", "rate", "[x]", "provisional"],
        ["Isles of Scilly", "2025-03-31", "rate", "0", ""],
        ["City of London", "2025-03-31", "score", "[x]", ""],
        ["Leeds", "2025-03-31", "score", "14.1", ""],
    ]


def test_a_fingertips_file_gives_everybody_once(tmp_path: Path) -> None:
    """An area stands there under each of its parents, and categories beside everybody."""
    source = _source(
        {**_YEAR, "value": {"type": "number"}, "admissions": {"type": "count"},
         "children": {"type": "count"}},
        {"shape": "fingertips", "keep": {"Sex": ["Persons"]},
         "columns": {"value": ["Value"], "admissions": ["Count"], "children": ["Denominator"]}},
    )  # fmt: skip
    path = tmp_path / "90284.csv"
    path.write_text(
        "Indicator ID,Parent Code,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,"
        "Value,Count,Denominator\n"
        "90284,,E92000001,England,Persons,<15 yrs,,,2010/11,115.2166797,107429,9324084\n"
        "90284,,E92000001,England,Persons,<15 yrs,Deprivation,Most deprived,2010/11,140.1,1,2\n"
        "90284,E12000001,E06000001,Hartlepool,Persons,<15 yrs,,,2010/11,158.5680822,264,16649\n"
        "90284,E92000001,E06000001,Hartlepool,Persons,<15 yrs,,,2010/11,158.5680822,264,16649\n"
        "90284,E92000001,E06000001,Hartlepool,Male,<15 yrs,,,2010/11,160,140,8700\n",
        encoding="utf-8",
    )
    assert read_file(path, source).cells.to_numpy().tolist() == [
        ["E92000001", "2010-11-FY", "115.2166797", "107429", "9324084"],
        ["E06000001", "2010-11-FY", "158.5680822", "264", "16649"],
    ]
