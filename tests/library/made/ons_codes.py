"""What ONS's Code History Database says of codes: from when, until when, whose council.

Transcribed by hand from ONS, Code History Database (July 2024), ChangeHistory, as republished in
github.com/open-innovations/geography-code-adder (docs/data/E06.json, E08.json, E09.json, E10.json,
E12.json, E13.json, E92.json; commit 1a3f380). The codes of Barnsley and Sheffield since then: the
Barnsley and Sheffield (Boundary Change) Order 2024, in force on 1 April 2025.
"""

from __future__ import annotations

# Every code of nine characters begins on the day on which ONS brought them in, save those below.
FIRST_DAY = "2009-01-01"
# The codes that began later, by their first day.
BEGAN = {
    "2009-04-01": "E06000047 E06000048 E06000049 E06000050 E06000051 E06000052 E06000053 E06000054 "
    "E06000055 E06000056",
    "2013-04-01": "E06000057 E08000037",
    "2019-04-01": "E06000058 E06000059",
    "2020-04-01": "E06000060",
    "2021-04-01": "E06000061 E06000062",
    "2023-04-01": "E06000063 E06000064 E06000065 E06000066",
    "2025-04-01": "E08000038 E08000039",
}
# The codes that have ended, by their last day.
ENDED = {
    "2009-03-31": "E10000001 E10000004 E10000005 E10000010 E10000022 E10000026 E10000033",
    "2013-03-31": "E06000048 E08000020",
    "2019-03-31": "E06000028 E06000029 E10000009",
    "2020-03-31": "E10000002",
    "2021-03-31": "E10000021",
    "2023-03-31": "E10000006 E10000023 E10000027",
    "2025-03-31": "E08000016 E08000019",
}
# Codes that had ended before any table of ours: whose they were, by DfE code.
BEFORE_OUR_TABLES = {
    "E10000001": "820", "E10000004": "875", "E10000010": "840", "E10000022": "929",
    "E10000026": "893", "E10000033": "865",
}  # fmt: skip
# What a council calls itself, where it is the name with the words behind it.
COUNCILS = {
    "{} Borough Council": "805 808 841 876 877 889 890 837 866 821 882 887 867 870 871 872 822",
    "{} Metropolitan Borough Council": "350 351 353 354 356 357 358 359 340 342 344 370 372 393 332 "
    "333 334 335 381 390",
    "{} City Council": "816 831 856 892 861 879 874 851 852 352 355 341 373 394 330 331 336 383 213",
    "{} Council": "806 811 812 813 800 803 880 883 887 921 895 896 893 908 865 823 839 838 940 "
    "941 942 943 343 371 392 382 384 894",
    "{} County Council": "857 929 825 873 909 830 878 835 845 881 916 850 919 886 888 855 925 "
    "926 928 815 891 931 933 860 935 936 937 938 885",
    "{} District Council": "802 869",
    "London Borough of {}": "301 302 303 304 305 202 306 307 308 204 205 309 310 311 312 313 206 "
    "208 209 315 316 317 318 210 319 211 320 212",
    "London Borough of {} Council": "208 209 315 316 317 318 210 319 211 320",
    "Royal Borough of {}": "868 207",
}
OTHERWISE = {
    "807": ["Redcar and Cleveland Borough Council"],
    "810": ["Kingston-upon-Hull City Council", "Kingston upon Hull (City and County of)"],
    "816": ["York (City of)"],
    "831": ["Derby City"],
    "856": ["Leicester City"],
    "892": ["Nottingham (City of)"],
    "884": ["Herefordshire Council", "Herefordshire County District Council"],
    "801": ["Bristol City Council", "Bristol (City and County of)"],
    "836": ["Borough of Poole", "Borough of Poole Council"],
    "826": ["Milton Keynes Council (Unitary)"],
    "846": ["Brighton and Hove City Council"],
    "840": ["Durham", "Durham County", "Durham County Council"],
    "420": ["The Council of The Isles of Scilly"],
    "825": ["Buckinghamshire Council"],
    "815": ["North Yorkshire Council"],
    "933": ["Somerset Council"],
    "391": ["Newcastle-upon-Tyne City Council"],
    "380": ["City of Bradford Metropolitan District Council"],
    "314": ["Royal Borough of Kingston-upon-Thames Council"],
    "201": ["Corporation of The City of London"],
    "213": ["City of Westminster"],
}


def first_day(code: str) -> str:
    """The day on which a code began."""
    return next((day for day, codes in BEGAN.items() if code in codes.split()), FIRST_DAY)


def last_day(code: str) -> str:
    """The day on which a code ended, empty where it holds."""
    return next((day for day, codes in ENDED.items() if code in codes.split()), "")


def councils(area: str, name: str) -> list[str]:
    """What the council of an authority calls itself."""
    plain = name.removesuffix(", City of").removesuffix(", County of")
    forms = [form.format(plain) for form, areas in COUNCILS.items() if area in areas.split()]
    return [*forms, *OTHERWISE.get(area, [])]
