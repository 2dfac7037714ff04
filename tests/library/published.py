"""Excerpts of national files, in their publishers' layout: columns, order and rows as published.

Children in need, c1 (DfE, October 2025, and its release of 2024, which called columns otherwise);
mid-year estimates (ONS, 2024, as in the children looked after release of November 2025); Pupil
attendance (DfE, 23 July 2026); participation, NEET and not known (DfE, July 2025, and the made-up rows of
the file of 2021); Fingertips 90319 and 90323 (OHID, November 2025); conceptions under 18 (ONS, 2017) and
the Local Authority Interactive Tool (DfE, April 2026).
"""

from __future__ import annotations

_PLACES = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"
    "region_name,old_la_code,new_la_code,la_name,"
)
_ENGLAND = "{},{},National,E92000001,England,,,,,,"
_LEEDS = "{},{},Local authority,E92000001,England,E12000003,Yorkshire and The Humber,383,E08000035,Leeds,"
REFERRALS = "c1_children_in_need_referrals_and_rereferrals_2013_to_{}.csv"


def _rows(head: str, rows: list[tuple[str, str, str]], identifier: str) -> str:
    lines = [place.format(year, identifier) + rest for place, year, rest in rows]
    return "\n".join([_PLACES + head, *lines, ""])


def referrals(years: tuple[str, ...] = ("2025", "2024")) -> str:
    """Referrals and re-referrals as released in October 2025."""
    known = [
        (_ENGLAND, "2025", "Referrals and Re-referrals,632830,142900,22.6"),
        (_LEEDS, "2025", "Referrals and Re-referrals,10304,2494,24.2"),
        (_ENGLAND, "2024", "Referrals and Re-referrals,621880,139080,22.4"),
        (_LEEDS, "2024", "Referrals and Re-referrals,9914,2399,24.2"),
        (_ENGLAND, "2023", "Referrals and Re-referrals,640430,143770,22.4"),
        (_LEEDS, "2023", "Referrals and Re-referrals,10950,3071,28"),
    ]
    head = "category,referral_count,rereferral_count,rereferral_percent"
    return _rows(head, [each for each in known if each[1] in years], "Reporting year")


REFERRALS_OF_2024 = _rows(
    "category,Referrals,Referrals_rate,Re_referrals,Re_referrals_percent",
    [
        (_LEEDS, "2024", "Referrals and Re-referrals,9914,569.3,2399,24.2"),
        (_LEEDS, "2023", "Referrals and Re-referrals,10950,635,3071,28"),
    ],
    "Reporting year",
)
POPULATIONS = _rows(
    "age_group,population_estimate",
    [
        (_ENGLAND, "2024", "Children aged 0 to 17 years,12183016"),
        (_LEEDS, "2024", "Children aged 0 to 17 years,176239"),
        (_ENGLAND, "2023", "Children aged 0 to 17 years,12059476"),
        (_LEEDS, "2023", "Children aged 0 to 17 years,174311"),
    ],
    "Reporting year",
)
ATTENDANCE = (
    "time_period,geographic_level,country_code,region_code,new_la_code,la_name,old_la_code,"
    "education_phase,overall_absence,possible_sessions,overall_absence_perc,pa_perc\n"
    "202526,National,E92000001,,,,,Total,168324305,2445419687,6.88324813506746,18.7817604593414\n"
    "202526,Local authority,E92000001,E12000003,E08000035,Leeds,383,Total,2758129,38623065,"
    "7.14114480557149,19.3594568413473\n"
)
ATTENDANCE_OF_AUTUMN = "".join(
    f"{line.rpartition(',')[0]}\n" for line in ATTENDANCE.splitlines()
).replace("education_phase", "school_type")
# As published of City of London; of the other row, as in some releases, the code is a point.
REPEAT_PLANS = _rows(
    "category,CPP_start,CPP_subsequent,CPP_subsequent_percent",
    [
        (
            _LEEDS.replace("383,E08000035,Leeds", "201,E09000001,City of London"),
            "2025",
            "Plans,c,0,0",
        ),
        (_LEEDS.replace("383,E08000035,Leeds", "805.0,.,Hartlepool"), "2025", "Plans,170,39,22.9"),
    ],
    "Reporting year",
)
NEET = _rows(
    "Age,Cohort_DJFavg,NEET_not_known_percent,NEET_percent,Notknown_percent,Quintile",
    [(_ENGLAND, "2025", "16-17,1335160,5.6,3.4,2.2,z"), (_LEEDS, "2025", "16-17,19578,8.8,4.9,3.9,z")],
    "Calendar year",
) + (
    "2021,Calendar year,Local authority,E92000001,England,,Region demo,,,LA demo,16-17,6595,4.5,3.6,0.9,z\n"
    "2021,Calendar year,Regional,E92000001,England,,Region demo,,,,16-17,120000,4.2,3.3,1.3,z\n"
)  # fmt: skip
LAIT = (
    "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"
    "16-17_not known_NEET,NEET,2024,Leeds,8.7,383,Yorkshire and The Humber\n"
    "16-17_not known_NEET,NEET,2025,City of London,-,201,Inner London\n"
    "Under18concep,Conceptions,2017,Dorset (Pre LG),13.4,835,South West\n"
    "Under18concep,Conceptions,2017,Dorset,13,838,South West\n"
    "FirstYJS,First-time entrants,2024,England,1500.1,970,\n"
    "FirstYJS,First-time entrants,2024,Leeds,201.5,383,Yorkshire and The Humber\n"
)
_OBESITY = "area_code,area_name,area_type,period,indicator,measure,unit,value,compared,inequality\n"
RECEPTION = (
    _OBESITY
    + "E92000001,England,Country,2023/24,Reception prevalence of obesity (including severe obesity),"
    "Percentage,Persons,9.6,Not compared,NA\n"
    "E92000001,England,Country,2020/21 - 24/25,\"Reception prevalence of obesity (including severe "
    'obesity), 5 years data combined",Percentage,Persons,12.8,Worse,Most deprived quintile\n'
    "E07000223,Adur,District,2023/24,Reception prevalence of obesity (including severe obesity),"
    "Percentage,Persons,8.3,Similar,NA\n"
    "E08000035,Leeds,UA,2023/24,Reception prevalence of obesity (including severe obesity),"
    "Percentage,Persons,9.1,Similar,NA\n"
)  # fmt: skip
YEAR_6 = (
    _OBESITY
    + "E92000001,England,Country,2023/24,Year 6 prevalence of obesity (including severe obesity),"
    "Percentage,Persons,22.1,Not compared,NA\n"
)
CONCEPTIONS = (
    "area_code,area_name,year,conceptions,conception_rate_per_1000\n"
    "K04000001,ENGLAND AND WALES,2017,16740,17.9\nE92000001,ENGLAND,2017,15748,17.8\n"
    "E08000035,Leeds,2017,314,27.3\nE07000223,Adur,2017,14,14.8\n"
)
# Fingertips 90284 (OHID, February 2025): Rutland's figure of 2021/22 is suppressed.
INJURIES = (
    "Indicator ID,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,"
    "Count,Denominator,Value note\n"
    "90284,E06000002,Middlesbrough,UA,Persons,<15 yrs,,,2010/11,172.5454268,452,26196,\n"
    "90284,E06000017,Rutland,UA,Persons,<15 yrs,,,2021/22,,,,"
    "Value suppressed for disclosure control due to small count\n"
    "90284,E06000017,Rutland,UA,Male,<15 yrs,,,2021/22,,,3186,Value suppressed\n"
)
