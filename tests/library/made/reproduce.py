"""Formulas on published counts, one publisher against another, and every area's names.

    python -m tests.library.made.reproduce PUBLIC

PUBLIC is a folder with the publishers' files. Everything is read by the program's readers and made
numbers by its own types: what is counted here was not read in another way. Beside each line stand
the counts of england/formula_reproduction.csv and england/lait_vs_source_conflicts.csv, which were
worked out elsewhere, from the same files without this program.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from cypt_analysis.catalogue.sources import Source
from cypt_analysis.ground.findings import UserError
from cypt_analysis.library.areas import find_area
from cypt_analysis.library.register import AreaKind
from cypt_analysis.readers.cell_values import typed
from cypt_analysis.readers.files import read_file

TODAY = date(2026, 9, 30)
# Codes of England, its regions and parts of them: the listed counts are of authorities.
_ENDED = "(Pre LG)"
_WIDER = ("E92", "E12", "E13")
CIN, CLA, EES = "children-in-need", "children-looked-after", "ees"
# The line of formula_reproduction.csv → file, numerator, what is added to it for the denominator,
# or the denominator, the published value, and to how many places it was rounded.
FORMULAS: dict[str, tuple[str, str, tuple[str, ...], str, float, int]] = {
    "re-referral % = rereferral_count/referral_count": (
        f"{CLA}/c1_*2025.csv", "rereferral_count", ("referral_count",), "rereferral_percent", 100, 1),
    "CPP subsequent %": (
        f"{EES}/d3_*.csv", "CPP_subsequent", ("CPP_start",), "CPP_subsequent_percent", 100, 1),
    "CPP 2 years+ %": (
        f"{EES}/d5_*.csv", "2_years_or_more", ("CPP_At31",), "2_years_or_more_percent", 100, 1),
    "vacancy_rate = vacancy/(vacancy+inpost)": (
        f"{EES}/csww_*.csv", "vacancy_fte", ("vacancy_fte", "inpost_fte"), "vacancy_rate_fte", 100, 1),
    "agency_rate = agency/(agency+inpost)": (
        f"{EES}/csww_*.csv", "agency_fte", ("agency_fte", "inpost_fte"), "agency_rate_fte", 100, 1),
    "turnover = leavers/inpost": (
        f"{EES}/csww_*.csv", "leavers_fte", ("inpost_fte",), "turnover_rate_fte", 100, 1),
    "caseload = cases/case_holders": (
        f"{EES}/csww_*.csv", "cases", ("case_holders_fte",), "caseload_fte", 1, 1),
    "EHCP 20wk all": (
        f"{EES}/timeliness_*.csv", "plans_issued_within_20_weeks", ("plans_issued_den",),
        "pc_plans_issued_within_20_weeks", 100, 1),
    "EHCP 20wk ex": (
        f"{EES}/timeliness_*.csv", "plans_issued_20_weeks_ex", ("plans_issued_den_ex",),
        "PC_plans_issued_20_weeks_ex", 100, 1),
    "PA 10% (social care groups)": (
        f"{EES}/absence_la.csv", "t_pupils_pa_10_exact", ("t_pupils",), "pt_pupils_pa_10_exact", 100, 1),
    "overall absence": (
        f"{EES}/absence_la.csv", "t_sess_overall", ("t_sess_possible",), "pt_overall", 100, 1),
    "attendance YTD overall absence": (
        f"{EES}/ees_ytd_*.csv", "overall_absence", ("possible_sessions",), "overall_absence_perc", 100, 6),
    "PA 10% 2006/07-2018/19": (
        "absence/absence_nat_*.csv", "enrolments_pa_10_exact", ("enrolments",),
        "enrolments_pa_10_exact_percent", 100, 5),
    "Fingertips 90284 value=Count/Denominator*10000": (
        "fingertips/la_hospital_*.csv", "Count", ("Denominator",), "Value", 10_000, 4),
    "CPP reviewed in time": (
        f"{CIN}/d6_*.csv", "Reviewed_within_timescales", ("CPP_At31_3Months",),
        "Reviewed_within_timescales_percent", 100, 1),
}  # fmt: skip
NEET = "NEET + not known = combined (±0.1)"
# Shares of published counts, held against a series of the national table, which has no counts.
ACROSS: dict[str, tuple[str, tuple[str, ...], str, str]] = {
    "ICPC within 15 days = (0-10 + 11-15)/ICPC vs LAIT CP_conf_15days": (
        f"{CIN}/c4_*.csv", ("Duration_0-10_days", "Duration_11-15_days"), "ICPC", "CP_conf_15days"),
    "Assessments within 45 days vs LAIT Continue_Assess_Comp": (
        f"{CIN}/c2_*.csv", ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days"),
        "Assessments_completed", "Continue_Assess_Comp"),
}  # fmt: skip
# Rows that a formula is about, where the file has others.
KEEP = {f"{EES}/timeliness_*.csv": {"breakdown_topic": ["All EHC plans issued"]}}
ALL = {"care_leaver_age": ["19 to 21 years"]}
# A series of the national table → the file and column it was taken from, and the rows of it.
SERIES: dict[str, tuple[str, str, dict[str, list[str]]]] = {
    "ReReferral": (f"{CLA}/c1_*2025.csv", "rereferral_percent", {}),
    "PrevRegCPR": (f"{EES}/d3_*.csv", "CPP_subsequent_percent", {}),
    "CPPlans2yrsActive": (f"{EES}/d5_*.csv", "2_years_or_more_percent", {}),
    "Work_Force_Vac_Rate": (f"{EES}/csww_*.csv", "vacancy_rate_fte", {}),
    "Work_Force_Agecy_Rate": (f"{EES}/csww_*.csv", "agency_rate_fte", {}),
    "Work_Force_TO_Rate": (f"{EES}/csww_*.csv", "turnover_rate_fte", {}),
    "Work_Force_AvgNumCase_SW": (f"{EES}/csww_*.csv", "caseload_fte", {}),
    "Work_Force_SWAbsence": (f"{EES}/csww_*.csv", "absence_rate_fte", {}),
    "LAC": (f"{CLA}/cla_number_*.csv", "rate_per_10000",
            {"population_type": ["Children looked after on 31 March each year"]}),
    "LACnum": (f"{CLA}/cla_number_*.csv", "children_count",
               {"population_type": ["Children looked after on 31 March each year"]}),
    "LACStable_2016on": (f"{CLA}/la_cla_placement_*.csv", "children_percent",
                         {"cla_group": ["CLA on 31 March"],
                          "placement_stability": ["With 3 or more placements during the year"]}),
    "LAC_LongStable%": (
        f"{CLA}/la_cla_placement_*.csv", "children_percent",
        {"cla_group": ["Children looked after continuously for at least 2.5 years on 31 March aged "
                       "under 16 years"],
         "placement_stability": ["Living with the same carer for at least 2 years"]}),
    "CareLeaverEET": (f"{EES}/la_care_leavers_act*.csv", "care_leaver_percent",
                      {**ALL, "breakdown": ["Total in education, employment or training"]}),
    "CareLeaverAcc": (f"{EES}/la_care_leavers_acc*.csv", "care_leaver_percent",
                      {**ALL, "breakdown": ["Accommodation considered suitable"]}),
    "SEN_EHC_All_20wks": (f"{EES}/timeliness_*.csv", "pc_plans_issued_within_20_weeks",
                          {"breakdown_topic": ["All EHC plans issued"]}),
    "SEN_EHC_Excpt_20wks": (f"{EES}/timeliness_*.csv", "PC_plans_issued_20_weeks_ex",
                            {"breakdown_topic": ["All EHC plans issued"]}),
    "16-17_not known_NEET": ("neet/UD_NEETNK_LA_dashboard_final.csv", "NEET_not_known_percent",
                             {"Age": ["16-17"]}),
    "HospAd0-14": ("fingertips/la_hospital_*.csv", "Value", {}),
}  # fmt: skip


def main(public: Path) -> None:
    known = _listed(public / "england" / "formula_reproduction.csv", "test")
    print("formula: matches of testable, as listed; listed elsewhere; what the list lets pass")
    for name in FORMULAS:
        gaps, listed = off_by(public, name), known[name]
        passing = [
            " ".join(each) for each in gaps.index[as_listed(gaps, name) & ~exact(gaps, name)]
        ]
        print(f"  {name}: {exact(gaps, name).sum()} of {len(gaps)}, "
              f"{as_listed(gaps, name).sum()}; {listed['matches']} of {listed['testable']}; "
              f"{', '.join(passing) or 'nothing'}")  # fmt: skip
    for name in ACROSS:
        gaps, listed = off_across(public, name), known[name]
        print(f"  {name}: {(gaps <= 0.05 + 1e-9).sum()} of {len(gaps)}; "
              f"{listed['matches']} of {listed['testable']}")  # fmt: skip
    gaps = off_sum(public)
    print(f"  {NEET}: {(gaps <= 0.1 + 1e-9).sum()} of {len(gaps)}; "
          f"{known[NEET]['matches']} of {known[NEET]['testable']}")  # fmt: skip
    print(
        "\nnational table beside its sources: both, differ, only there, only here; listed elsewhere"
    )
    listed = _listed(public / "england" / "lait_vs_source_conflicts.csv", "lait_measure")
    table = _lait(public, list(SERIES))
    for series, (file, column, keep) in SERIES.items():
        print(f"  {series}: {_beside(public, table[series], file, column, keep)}; "
              f"{_counts(listed[series])}")  # fmt: skip
    print(f"\nareas that do not resolve to one: {_areas(public) or 'none'}")


def off_by(public: Path, name: str) -> pd.Series:
    """By area and period how far a formula on published counts is from the published value."""
    file, top, bottom, value, scale, _ = FORMULAS[name]
    figures = read(public, file, {top, *bottom, value}, KEEP.get(file, {}))
    whole = sum(figures[each] for each in bottom)
    testable = figures[[top, value]].notna().all(axis=1) & (whole > 0)
    gaps = (figures[top] / whole * scale - figures[value])[testable].abs()
    gaps.index = pd.MultiIndex.from_frame(figures.loc[testable, ["area", "period"]])
    return gaps


def off_across(public: Path, name: str) -> pd.Series:
    """By area and year how far a share of published counts is from the national table's figure."""
    file, parts, whole, series = ACROSS[name]
    figures = read(public, file, {*parts, whole}, {})
    share = sum(figures[each] for each in parts) / figures[whole] * 100
    theirs = _lait(public, [series])[series]
    keys = [(_code(a), _year(p)) for a, p in zip(figures["area"], figures["period"], strict=True)]
    beside = pd.Series([theirs.get(key, np.nan) for key in keys], index=figures.index)
    gaps = (share - beside).abs()
    gaps.index = pd.MultiIndex.from_tuples(keys)
    return gaps.dropna()


def off_sum(public: Path) -> pd.Series:
    """By area and year how far two published percentages are from the one of both together."""
    names = ("NEET_percent", "Notknown_percent", "NEET_not_known_percent")
    figures = read(public, "neet/UD_NEETNK_LA_dashboard_final.csv", set(names), {"Age": ["16-17"]})
    gaps = (figures[names[0]] + figures[names[1]] - figures[names[2]]).abs()
    gaps.index = pd.MultiIndex.from_frame(figures[["area", "period"]])
    return gaps.dropna()


def exact(gaps: pd.Series, name: str) -> pd.Series:
    """Which are no farther off than rounding; who works with halves rounds them either way."""
    return gaps <= 0.5 * 10.0 ** -FORMULAS[name][-1] + 1e-9


def as_listed(gaps: pd.Series, name: str) -> pd.Series:
    """Which are no farther off than the list takes for a match.

    With one place it takes 0.0501 too; with five, of the halves only those that a program's
    numbers do not put a little beyond.
    """
    places = FORMULAS[name][-1]
    slack = {1: 0.0001, 5: 0.0}.get(places, 1e-9)
    return gaps <= 0.5 * 10.0**-places + slack


def read(
    public: Path, file: str, columns: set[str], keep: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """The figures of a publisher's file under its own names, of authorities, with code and year."""
    [path] = sorted(public.glob(file))[-1:]
    ours = {f"column_{place}": name for place, name in enumerate(sorted(columns))}
    shape = "fingertips" if file.startswith("fingertips") else "ees"
    entry = {
        "id": "file", "title": "File", "producer": "Publisher", "owner": "Team",
        "keys": ["area", "period"],
        "columns": {"area": {"type": "text"}, "period": {"type": "text"},
                    **{each: {"type": "number", "blank": True} for each in ours}},
        "reads": [{"shape": shape, "keep": dict(keep),
                   "columns": {each: [name] for each, name in ours.items()}}],
    }  # fmt: skip
    source = Source.model_validate(entry)
    cells = read_file(path, source).cells
    made = {
        name: typed(cells[each], source.columns[each], path.name, str, ())[0]
        for each, name in ours.items()
    }
    figures = pd.DataFrame({"area": cells["area"], "period": cells["period"], **made})
    return figures[~figures["area"].str.startswith(_WIDER)]


def _lait(public: Path, names: Sequence[str]) -> dict[str, dict[tuple[str, int], float]]:
    """The values of series of the national table, by area and the year in which each ends."""
    series = {f"s{place}": name for place, name in enumerate(names)}
    columns = {"area": {"type": "text"}, "period": {"type": "text"}, "series": {"type": "text"},
               "value": {"type": "number", "blank": True}}  # fmt: skip
    listed = {each: {"theirs": name, "covers": "calendar year"} for each, name in series.items()}
    source = Source.model_validate(
        {"id": "table", "title": "Table", "producer": "Department", "owner": "Team",
         "keys": ["area", "period", "series"], "columns": columns,
         "reads": [{"shape": "lait", "columns": {"value": ["Values"]}, "series": listed}]}
    )  # fmt: skip
    cells = read_file(public / "lait" / "bds_long_0.parquet", source).cells
    values = typed(cells["value"], source.columns["value"], "table", str, ())[0]
    found: dict[str, dict[tuple[str, int], float]] = {name: {} for name in names}
    kinds = {text: _kind(text) for text in cells["area"].unique()}
    rows = zip(cells["series"], cells["area"], cells["period"], values, strict=True)
    for name, area, period, value in rows:
        if not np.isnan(value) and kinds[area] is AreaKind.AUTHORITY and not area.endswith(_ENDED):
            found[series[name]][_code(area), _year(period)] = value
    return found


def _beside(
    public: Path,
    table: Mapping[tuple[str, int], float],
    file: str,
    column: str,
    keep: Mapping[str, Sequence[str]],
) -> str:
    figures = read(public, file, {column}, keep)
    known = figures[figures[column].notna()]
    theirs = {
        (_code(area), _year(period)): value
        for area, period, value in zip(known["area"], known["period"], known[column], strict=True)
    }
    both = [key for key in theirs if key in table]
    differ = [key for key in both if abs(theirs[key] - table[key]) > 0.05 + 1e-9]
    only_here = [key for key in table if key not in theirs]
    told = f" {differ[:3]}" if differ else ""
    return f"{len(both)}, {len(differ)}{told}, {len(theirs) - len(both)}, {len(only_here)}"


def _counts(row: Mapping[str, str]) -> str:
    return ", ".join(row[name] for name in ("both", "differ", "only_other", "only_lait"))


def _code(text: str, on: date = TODAY) -> str:
    """An area's code by the register on a day, or the text itself where it has none."""
    try:
        return find_area(text, on).code
    except UserError:
        return text


def _kind(text: str) -> AreaKind | None:
    try:
        return find_area(text, TODAY).kind
    except UserError:
        return None


def _year(text: str) -> int:
    """The year in which a period ends, as publishers write it."""
    digits = "".join(each for each in text if each.isdigit())
    return 2000 + int(digits[4:6]) if len(digits) >= 6 else int(digits[:4])


def _areas(public: Path) -> list[str]:
    """The names and codes of an authority that do not all mean one area."""
    table = pd.read_csv(
        public / "england" / "area_names_codes.csv", dtype=str, keep_default_na=False
    )
    told = []
    for row in table.to_dict("records"):
        written = [row["new_la_code"], row["old_la_code"], row["lait_name"], row["fingertips_name"]]
        written += row["ees_names"].split("|")
        # One name was that of two authorities, one after the other.
        on = find_area(row["old_la_code"]).last or TODAY
        codes = {_code(text, on) for text in written if text}
        if len(codes) != 1:
            told.append(f"{row['old_la_code']}: {sorted(codes)}")
    return told


def _listed(path: Path, key: str) -> dict[str, dict[str, str]]:
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")
    return {row[key]: row for row in rows}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
