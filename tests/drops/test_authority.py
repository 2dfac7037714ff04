"""Whose figures a drop brings: an authority goes by its code and name, drop by drop."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from cypt_analysis.drops.authority import same_authority
from cypt_analysis.drops.info import DropInfo
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.known import Known
from tests.judgement.small import RATE, STOCK, catalogue, known_at, target
from tests.projects import write_drop

OLD = {"authority": '"Oldshire"', "code": '"E10000006"'}
NEW = {"authority": '"Newland"', "code": '"E06000063"'}
THEN, NOW = "2022-23-Q4", "2023-24-Q4"


def _project(root: Path, then: dict[str, str], now: dict[str, str], **more: str) -> Known:
    """A day's count without an area column, and a rate with one, of two years."""
    catalogue(root, stock=STOCK, rate=RATE)
    old, new = (each["authority"].strip('"') for each in (then, now))
    write_drop(
        root, THEN,
        {
            "stock.csv": "period,value\n2022-03-31,700\n2023-03-31,712",
            "rate.csv": f"area,period,value\n{old},2022-23-FY,50\nEngland,2022-23-FY,40",
            "targets.csv": target("stock", "2023-03-31", "at most", 600, "point in time"),
        },
        **then,
    )  # fmt: skip
    write_drop(
        root, NOW,
        {
            "stock.csv": "period,value\n2024-03-31,410",
            "rate.csv": f"area,period,value\n{new},2023-24-FY,60\nEngland,2023-24-FY,41",
        },
        **now, **more,
    )  # fmt: skip
    return known_at(root, NOW)


CHANGES = [
    # A split: another code and another name. A new council of the old name. A new name.
    (OLD, NEW, "code is E06000063, but the drop of 2022-23-Q4 has E10000006"),
    (OLD, {**NEW, "authority": OLD["authority"]},
     "code is E06000063, but the drop of 2022-23-Q4 has E10000006"),
    (OLD, {**OLD, "authority": '"Oldshire and Vale"'},
     "authority is 'Oldshire and Vale', but the drop of 2022-23-Q4 has 'Oldshire'"),
]  # fmt: skip


@pytest.mark.parametrize(("then", "now", "found"), CHANGES)
def test_a_change_is_a_question_and_until_it_is_answered_nothing_is_taken_over(
    tmp_path: Path, then: dict[str, str], now: dict[str, str], found: str
) -> None:
    known = _project(tmp_path, then, now)
    [point] = [each for each in known.findings if each.rule == "authority_changed"]
    assert point.found == f"{found}: is it the same authority?"
    assert point.file == f"data/raw/{NOW}/drop.toml"
    assert "continues = { code" in point.advice and "succeeds = { code" in point.advice
    assert not [name for name in known.facts.names if ".change_on" in name]
    assert known.facts["stock.highest"].value == 410
    # Files with an area column and those without one agree.
    assert known.own.groupby("path").size().to_dict() == {"rate": 1, "stock": 1}
    assert known.targets.empty
    # England is England.
    assert "rate.2022-23-FY.england" in known.facts


@pytest.mark.parametrize(("then", "now", "found"), CHANGES)
def test_an_authority_that_goes_on_keeps_its_series(
    tmp_path: Path, then: dict[str, str], now: dict[str, str], found: str
) -> None:
    answer = f"{{ code = {then['code']}, reason = 'Boundaries as before.' }}"
    known = _project(tmp_path, then, now, continues=answer)
    assert not [each for each in known.findings if each.rule == "authority_changed"]
    assert known.facts["stock.change_on_year_absolute"].value == 410 - 712
    assert known.facts["rate.change_on_year_absolute"].value == 10
    assert set(known.own["area"]) == {now["authority"].strip('"')}
    assert len(known.targets) == 1


def test_another_authority_is_no_question_any_more_and_still_another(tmp_path: Path) -> None:
    answer = f"{{ code = {OLD['code']}, since = 2023-04-01, reason = 'Split in two.' }}"
    known = _project(tmp_path, OLD, NEW, succeeds=answer)
    assert not [each for each in known.findings if each.rule == "authority_changed"]
    assert known.facts["stock.highest"].value == 410


def test_figures_of_before_it_began_stand_before_a_break(tmp_path: Path) -> None:
    catalogue(tmp_path, stock=STOCK)
    write_drop(tmp_path, THEN, {"stock.csv": "period,value\n2023-03-31,712"}, **OLD)
    answer = f"{{ code = {OLD['code']}, since = 2023-04-01, reason = 'Split in two.' }}"
    rows = "period,value\n2023-03-31,405\n2024-03-31,410"
    write_drop(tmp_path, NOW, {"stock.csv": rows}, **NEW, succeeds=answer)
    known = known_at(tmp_path, NOW)
    assert known.pairs.empty
    assert "Split in two" in known.judged.loc["stock", "apart"]


def test_going_on_from_an_earlier_quarter_gives_the_same(tmp_path: Path) -> None:
    """A backfill reads the old drops as the new one has them, not as they were stacked before."""
    from cypt_analysis.ground.project import Project
    from cypt_analysis.ground.quarter import parse_quarter
    from cypt_analysis.processed.build import compute
    from cypt_analysis.processed.reader import DropReader

    _project(tmp_path, OLD, NEW)
    reader = DropReader(Project(tmp_path))
    then, now = (compute(reader, parse_quarter(each)) for each in (THEN, NOW))
    assert then.facts["stock.change_on_year_absolute"].value == 12
    assert "stock.change_on_year_absolute" not in now.facts


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"continues": '{ code = "E1", reason = "x" }'}, "continues names the code E1"),
        ({"succeeds": '{ code = "E1", reason = "x" }'}, "succeeds names the code E1"),
        ({"continues": '{ code = "E10000006" }'}, "'continues.reason' is missing."),
        ({"continues": '{ cod = "E10000006", reason = "x" }'}, "'continues.cod' is not known"),
        ({"continues": '"E10000006"'}, "continues is 'E10000006'."),
        ({"succeeds": '{ code = "E10000006", since = "April", reason = "x" }'}, "succeeds.since is"),
        (
            {"continues": '{ code = "E10000006", reason = "x" }',
             "succeeds": '{ code = "E10000006", reason = "x" }'},
            "It both continues and succeeds E10000006.",
        ),
    ],
)  # fmt: skip
def test_a_faulty_answer_is_an_error(tmp_path: Path, more: dict[str, str], found: str) -> None:
    with pytest.raises(CheckFailed) as error:
        _project(tmp_path, OLD, NEW, **more)
    assert any(found in each.found for each in error.value.findings), error.value


def _info(code: str, name: str, continues: str = "") -> DropInfo:
    answer = {"continues": {"code": continues, "reason": "x"}} if continues else {}
    return DropInfo.model_validate(
        {
            "quarter": "2009-10-Q2", "authority": name, "code": code, "data_cut_off": "2009-09-30",
            "neighbour_set": "", "neighbours": [], **answer,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("infos", "same"),
    [
        ([_info("A", "X"), _info("A", "X")], (True, True)),
        ([_info("A", "X"), _info("B", "X")], (False, True)),
        ([_info("A", "X"), _info("A", "Y")], (False, True)),
        ([_info("A", "X"), _info("B", "Y", "A")], (True, True)),
        # Renamed twice; a slip in one drop; a chain with a link that is not answered.
        ([_info("A", "X"), _info("B", "Y", "A"), _info("C", "Z", "B")], (True, True, True)),
        ([_info("A", "X"), _info("B", "X"), _info("A", "X")], (True, False, True)),
        ([_info("A", "X"), _info("B", "Y"), _info("C", "Z", "B")], (False, True, True)),
        ([_info("A", "X"), _info("B", "Y", "A"), _info("C", "Z")], (False, False, True)),
    ],
)
def test_which_drops_are_of_one_authority(infos: list[DropInfo], same: tuple[bool, ...]) -> None:
    assert same_authority(infos) == same


def test_a_drop_of_an_authority_that_began_lately_is_kept_and_read_again() -> None:
    """Westmorland and Furness is there since 1 April 2023; a notebook reads its drop from JSON."""
    info = DropInfo.model_validate(
        {
            "quarter": "2026-27-Q2", "data_cut_off": date(2026, 9, 30), "code": "943",
            "authority": "Westmorland and Furness", "neighbour_set": "england/2025",
        }
    )  # fmt: skip
    assert len(info.neighbours) == 10
    assert DropInfo.model_validate(json.loads(info.model_dump_json())) == info
