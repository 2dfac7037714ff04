"""The place among neighbours by which way is good, the best of them, and by which set."""

from __future__ import annotations

from pathlib import Path

import pytest

from cypt_analysis.facts import Facts
from tests.judgement.small import RATE, SHARE, catalogue, one_drop

VALUES = {"own": 50, "Eastham": 40, "Westham": 40, "Northam": 60, "Southam": 50}


def _facts(root: Path, polarity: str, **values: object) -> Facts:
    # The last of two keys is none of TOML's: the entry is written with its own polarity.
    catalogue(root, rate=RATE)
    path = root / "data" / "catalogue" / "figures.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('polarity = "high"', f'polarity = "{polarity}"'), "utf-8")
    rows = "\n".join(
        f"{'' if area == 'own' else area},2008-09-FY,{value}"
        for area, value in {**VALUES, **values}.items()
    )
    return one_drop(
        root, "2009-10-Q1", {"rate.csv": f"area,period,value\n{rows}"},
        neighbours='["Eastham", "Westham", "Northam", "Southam"]',
    ).facts  # fmt: skip


@pytest.mark.parametrize(
    ("polarity", "place", "means", "best"),
    [
        ("low", 3, "1 is the best (lowest), shared with 1", ("Eastham and Westham", 40)),
        ("high", 2, "1 is the best (highest), shared with 1", ("Northam", 60)),
        ("none", 2, "1 is the highest, shared with 1", None),
    ],
)
def test_the_first_place_is_the_best_one_s(
    tmp_path: Path, polarity: str, place: int, means: str, best: tuple[str, float] | None
) -> None:
    facts = _facts(tmp_path, polarity)
    found = facts["rate.neighbours_place"]
    assert found.printed == str(place)
    assert found.expression.endswith(means)
    assert "(4 of 4 neighbours, Invented for tests, as of 2009-10-Q1)" in found.expression
    assert facts["rate.rank"].value == 2, "the rank counts from the highest value, as it did"
    named = facts.get("rate.best_neighbour")
    assert (named and (named.key.area, named.value)) == best


def test_who_has_no_value_takes_no_place(tmp_path: Path) -> None:
    facts = _facts(tmp_path, "low", Eastham="", Westham="[c]")
    assert facts["rate.neighbours_place"].value == 1
    assert "2 of 4 neighbours" in facts["rate.neighbours_place"].expression
    assert facts["rate.neighbours_counted"].value == 2
    assert facts["rate.best_neighbour"].key.area == "Southam"


def test_figures_that_are_published_alike_share_a_place(tmp_path: Path) -> None:
    """104 and 96 of 1,000 are both published as 10%, and 94 as 9%."""
    catalogue(tmp_path, share=SHARE)
    rows = ",2008-09-FY,10,104,1000\nEastham,2008-09-FY,10,96,1000\nWestham,2008-09-FY,9,94,1000"
    facts = one_drop(
        tmp_path, "2009-10-Q1", {"share.csv": f"area,period,value,part,whole\n{rows}"},
    ).facts  # fmt: skip
    assert facts["share.neighbours_place"].value == facts["share.rank"].value == 1
    assert facts["share.neighbours_place"].expression.endswith("(highest), shared with 1")
    assert facts["share.latest"].value == 10.4, "the value is that of the counts"
