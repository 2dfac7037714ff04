"""How the register of areas was made: ``python -m tests.library.made.areas PUBLIC_DATA``.

``PUBLIC_DATA`` is a folder of files as the Department for Education, OHID and ONS publish them.
Codes and names are taken from every table there that has both, regions from the tables that name
them, the days of codes and councils' own names from `ons_codes`. What was split or joined is what
the tables show (an authority's rows end, others' begin) on the day on which ONS ends its code.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from tests.library.made.ons_codes import BEFORE_OUR_TABLES, councils, first_day, last_day

REGISTER = Path(__file__).resolve().parents[3] / "cypt_analysis/library/england/areas.toml"
HEADER = """\
# The register of areas: England, its regions, every authority for children's services, and those
# that were there before a reorganisation. Made by tests/library/made/areas.py; change it there.
#
# Codes, names and regions, as published by:
#   Department for Education: Characteristics of children in need, 2024 and 2025 releases; Children
#     looked after in England, 2025; Children's social work workforce, 2025; Pupil absence in schools
#     in England, 2018/19; Pupil attendance in schools, 23 July 2026; NEET and participation, 2021 to
#     2025; Local Authority Interactive Tool, April 2026 (names, its own numbers of areas 970 to 990).
#   OHID: Fingertips, indicator 90284, 2023/24 (names).
#   ONS: Conception Statistics, England and Wales, 2017 (names, joined areas); Code History Database,
#     July 2024 (days of codes, councils' names); Barnsley and Sheffield (Boundary Change) Order 2024.
#
# `code` is the Department for Education's three digits; for regions and England, ONS's code. A code
# of ONS holds from its first day to its last; nine-character codes began on 1 January 2009, so that
# a first day of then says nothing of the area's age. `until` is the last day of an area that is
# gone, `from` the first day of one that replaced others. Left out, for want of a source here: what
# was reorganised before 2009, metropolitan counties, districts, and the code E10000005.
# Two authorities have one ONS code after another with a boundary that moved by a few homes (Barnsley
# and Sheffield, 2025); they are the same area here, as in the Department's tables.
"""
REGIONS = {
    "E12000001": ["980"], "E12000002": ["981"], "E12000003": ["982"], "E12000004": ["983"],
    "E12000005": ["984"], "E12000006": ["985"], "E12000007": ["986"], "E12000008": ["989"],
    "E12000009": ["990"],
}  # fmt: skip
REGION_NAMES = {
    "E12000002": ["North West & Merseyside"], "E12000006": ["East", "Eastern Region"],
    "E12000003": ["Yorkshire & Humber", "Yorks & Humber"],
}  # fmt: skip
# What people who work there call them, and nobody else is called.
EVERYDAY = {
    "810": ["Hull"], "839": ["BCP"], "861": ["Stoke"], "882": ["Southend"], "921": ["IoW"],
    "800": ["Bath & NES", "BANES", "B&NES"], "207": ["RBKC"], "205": ["LBHF"], "868": ["RBWM"],
}  # fmt: skip
PARTS = {
    "E13000001": ("Inner London", "987", "London (Inner)"),
    "E13000002": ("Outer London", "988", "London (Outer)"),
}
JOINED = {
    "940 / 941": ("North Northamptonshire / West Northamptonshire", ["E06000061 / E06000062"]),
    "314 / 318": ("Kingston upon Thames / Richmond upon Thames", ["E09000021 / E09000027"]),
    "204 / 201": ("Hackney and City of London", ["E09000012, E09000001"]),
    "908 / 420": ("Cornwall and Isles of Scilly", ["E06000052, E06000053"]),
}
# Whose rows end in the Department's tables, whose begin; the day is that of the ended ONS codes.
# Christchurch, a district of the county of Dorset, went with Bournemouth and Poole.
CHANGES = {
    "2009-04-01": {"820": ["822", "823"], "875": ["895", "896"]},
    "2019-04-01": {"835": ["838", "839"], "836": ["839"], "837": ["839"]},
    "2021-04-01": {"928": ["940", "941"]},
    "2023-04-01": {"909": ["942", "943"]},
}
# As ONS writes them, where the Department's tables do not agree among themselves.
NAMES = {
    "810": "Kingston upon Hull, City of", "801": "Bristol, City of", "840": "County Durham",
    "884": "Herefordshire, County of", "420": "Isles of Scilly", "822": "Bedford",
    "882": "Southend-on-Sea", "342": "St. Helens",
    "835": "Dorset", "836": "Poole", "837": "Bournemouth", "820": "Bedfordshire", "875": "Cheshire",
}  # fmt: skip


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def is_authority(code: str) -> bool:
    """Whether a code is the Department's of one authority."""
    return len(code) == 3 and code.isdigit()


def gather(folder: Path) -> tuple[dict[str, set], dict[str, set], dict[str, set], dict[str, str]]:
    """By DfE code: ONS codes, names and region; and the names of regions."""
    codes, names, regions = defaultdict(set), defaultdict(set), defaultdict(set)
    region_names = {}
    for path in sorted(folder.glob("*/*.csv")):
        rows = read(path)
        if not rows or not {"old_la_code", "new_la_code"} <= set(rows[0]):
            continue
        for row in rows:
            code = row["old_la_code"].removesuffix(".0")
            if row.get("region_code", "").startswith("E12"):
                region_names.setdefault(row["region_code"], row["region_name"])
            if not is_authority(code):
                continue
            if row["new_la_code"].startswith("E"):
                codes[code].add(row["new_la_code"])
            names[code].add(row.get("la_name", ""))
            region = row.get("region_code", "")
            # Tables that divide London name its halves in the region's place.
            regions[code].add("E12000007" if region.startswith("E13") else region)
    add_listed(folder, codes, names)
    for code, area in BEFORE_OUR_TABLES.items():
        codes[area].add(code)
    return codes, names, regions, region_names


def add_listed(folder: Path, codes: dict[str, set], names: dict[str, set]) -> None:
    """The three publishers' spelling, and ONS's own of 2017."""
    owner = {}
    for row in read(folder / "england" / "area_names_codes.csv"):
        code = row["old_la_code"]
        if is_authority(code):
            owner[row["new_la_code"]] = code
            codes[code].add(row["new_la_code"])
            names[code] |= {row["lait_name"], row["fingertips_name"], *row["ees_names"].split("|")}
    for row in read(folder / "conceptions" / "under18_conceptions_1998_2017_tidy.csv"):
        if row["area_code"] in owner:
            names[owner[row["area_code"]]].add(row["area_name"])


def london_part(folder: Path) -> dict[str, str]:
    """Which half of London a borough lies in, by DfE code."""
    rows = read(folder / "absence" / "absence_nat_reg_la_200607_201819.csv")
    return {
        row["old_la_code"].removesuffix(".0"): row["region_code"]
        for row in rows
        if row["region_code"].startswith("E13") and row["old_la_code"]
    }


def folded(name: str) -> str:
    """A name as the register compares it; only what differs so is worth writing down."""
    kept = "".join(each if each.isalnum() else " " for each in name.replace("&", " and "))
    return " ".join(kept.casefold().split())


def quoted(values: list[str]) -> str:
    """A list as TOML writes it."""
    return "[" + ", ".join(f'"{each}"' for each in values) + "]"


def entry(code: str, name: str, kind: str, ons: list[str], **more: object) -> str:
    """One area as TOML."""
    lines = ["", "[[area]]", f'code = "{code}"', f'name = "{name}"', f'kind = "{kind}"']
    for key, value in more.items():
        if key in ("first", "until") and value:
            lines.append(f"{'from' if key == 'first' else key} = {value}")
        elif isinstance(value, list) and value:
            lines.append(f"{key} = {quoted(value)}")
        elif isinstance(value, str) and value:
            lines.append(f'{key} = "{value}"')
    spans = []
    for each in sorted(ons, key=first_day):
        last = f", until = {last_day(each)}" if last_day(each) else ""
        spans.append(f'{{ code = "{each}", from = {first_day(each)}{last} }}')
    lines.append("ons = [" + ", ".join(spans) + "]" if len(spans) < 2 else
                 "ons = [\n" + "".join(f"  {span},\n" for span in spans) + "]")  # fmt: skip
    return "\n".join(lines)


def also(name: str, names: list[str]) -> list[str]:
    """The other names of an area, each spelling once."""
    found = {folded(name): name}
    for each in names:
        found.setdefault(folded(each), each)
    return [each for key, each in found.items() if key and each != name]


def authorities(folder: Path) -> list[str]:
    """Every authority, present and former, by code."""
    codes, names, regions, _ = gather(folder)
    parts = london_part(folder)
    ended = {before: day for day, pairs in CHANGES.items() for before in pairs}
    begun = {
        area: day for day, pairs in CHANGES.items() for each in pairs.values() for area in each
    }
    entries = []
    for code in sorted(names):
        listed = sorted(names[code] - {""}, key=lambda name: (len(name), name))
        name = NAMES.get(code) or listed[0]
        region = next(iter(regions[code] - {"", None}))
        last = {last_day(each) for each in codes[code]} - {""}
        entries.append(
            entry(
                code,
                name,
                "authority",
                sorted(codes[code]),
                region=region,
                part_of=parts.get(code, ""),
                first=begun.get(code, ""),
                until=max(last) if code in ended else "",
                also=also(name, [*listed, *councils(code, name), *EVERYDAY.get(code, ())]),
            )
        )
    return entries


def register(folder: Path) -> str:
    """The whole register as TOML."""
    region_names = gather(folder)[3]
    parts = [HEADER, entry("E92000001", "England", "country", ["E92000001"], numbers=["970"])]
    for code, numbers in REGIONS.items():
        names = REGION_NAMES.get(code, [])
        name = region_names[code].replace("and the", "and The")
        parts.append(entry(code, name, "region", [code], numbers=numbers, also=names))
    for code, (name, number, other) in PARTS.items():
        part = entry(code, name, "part", [code], region="E12000007", numbers=[number], also=[other])
        parts.append(part)
    parts += authorities(folder)
    for code, (name, ons) in JOINED.items():
        lines = [f'code = "{code}"', f'name = "{name}"', 'kind = "joined"']
        lines += [f"members = {quoted(code.split(' / '))}", f"written = {quoted(ons)}"]
        parts.append("\n".join(["", "[[area]]", *lines]))
    for day, pairs in CHANGES.items():
        parts.append(f"\n[[change]]\ndate = {day}")
        parts.append("[change.became]")
        parts += [f'"{before}" = {quoted(after)}' for before, after in pairs.items()]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    REGISTER.write_text(register(Path(sys.argv[1])), encoding="utf-8")
