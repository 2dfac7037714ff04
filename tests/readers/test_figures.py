"""How files write numbers: which sign parts decimals and thousands, decided by column or asked."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cypt_analysis.catalogue.sources import Column
from cypt_analysis.readers.figures import How, figures
from cypt_analysis.readers.received import Told
from cypt_analysis.readers.spelt_numbers import plainly

_SAY = 'Say which sign parts the decimals in the source\'s entry: decimal = "," or ".".'
_BETWEEN = [" ", "\u00a0", "\u2007", "\u2009", "\u202f", "'", "\u2019"]


def read(how: How | None = None, **columns: list[str]) -> tuple[dict[str, list[str]], list[Told]]:
    """What columns are read as; one whose name begins with an n holds counts."""
    told: list[Told] = []
    given_cells = {
        name: (
            pd.Series(texts, index=range(2, len(texts) + 2)),
            Column(type="count" if name.startswith("n") else "number", blank=True),
        )
        for name, texts in columns.items()
    }
    made, _ = figures(given_cells, how or How(), told)
    return {name: each.tolist() for name, each in made.items()}, told


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["1,204", "170"], ["1204", "170"]), (["1,204", "14.5"], ["1204", "14.5"]),
        (["1,204.5", "0.345"], ["1204.5", "0.345"]), (["1,204,567"], ["1204567"]),
        (["£1,204.50", "\u22123.5"], ["1204.50", "-3.5"]), (["1'204", "12"], ["1204", "12"]),
        (["12,5%", "7 %"], ["12.5%", "7%"]), (["0,345", "12"], ["0.345", "12"]),
        (["1.204,5", "14,25"], ["1204.5", "14.25"]), (["1.204.567,5"], ["1204567.5"]),
        (["1 204,5", "9,5"], ["1204.5", "9.5"]),
    ],
)  # fmt: skip
def test_what_else_stands_in_a_column_says_which_sign_parts_decimals(
    texts: list[str], meant: list[str]
) -> None:
    found, told = read(rate=texts)
    assert found == {"rate": meant}
    assert not [each for each in told if each.fault]


def test_a_comma_before_decimals_is_said_once() -> None:
    _, told = read(rate=["14,5", "9", "8,25"])
    assert told == [
        Told(2, "rate is '14,5': a comma parts its decimals, and 1 more are like it.",
             f"It was read as 14.5. {_SAY}"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "row", "found", "advice"),
    [
        ({"rate": ["14,5", "1,204"]}, 3, "rate is '1,204', which can be 1204 or 1.204 in this file.", _SAY),
        ({"rate": ["1,204"], "other": ["2,5"]}, 2,
         "rate is '1,204', which can be 1204 or 1.204 in this file.", _SAY),
        ({"rate": ["1.204"], "other": ["2,5"]}, 2,
         "rate is '1.204', which can be 1.204 or 1204 in this file.", _SAY),
        ({"rate": ["14,5", "12.5"]}, 2,
         "rate is '14,5', and '12.5' elsewhere: one has a comma before its decimals, the other a point.",
         "Write both in one way."),
        ({"number": ["1,000"], "other": ["2,5"]}, 2,
         "number is '1,000', which can be 1000 or 1.000 in this file.", _SAY),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_a_fault(
    columns: dict[str, list[str]], row: int, found: str, advice: str
) -> None:
    _, told = read(**columns)
    assert [each for each in told if each.fault] == [Told(row, found, advice, fault=True)]


def test_semicolons_between_cells_leave_a_comma_open_save_in_a_count() -> None:
    how = How(separator=";")
    assert [each.found for each in read(how, rate=["1,204"])[1]] == [
        "rate is '1,204', which can be 1204 or 1.204 in this file."
    ]
    assert read(how, number=["1,204", "12"]) == ({"number": ["1204", "12"]}, [])
    assert read(how, rate=["1,204", "14.5"]) == ({"rate": ["1204", "14.5"]}, [])


def test_the_entry_decides_and_a_number_of_the_other_kind_is_none() -> None:
    texts = ["14,5", "1,204", "1.204", "12.5"]
    assert read(How(",", ","), rate=texts) == ({"rate": ["14.5", "1.204", "1204", "12.5"]}, [])
    # A workbook's own numbers are written with a point here, whatever its texts have.
    assert read(How(","), rate=texts) == ({"rate": ["14.5", "1.204", "1.204", "12.5"]}, [])
    assert read(How(".", ","), rate=["14,5", "1,204"]) == ({"rate": ["14,5", "1204"]}, [])


def test_a_keyboard_s_blank_between_thousands_is_said_and_beside_others_a_question() -> None:
    assert read(number=["1 204", "170"]) == (
        {"number": ["1204", "170"]},
        [Told(2, "number is '1 204', a number with blanks in it.", "It was read as 1204.")],
    )
    for other in ("1300", "1,300"):
        assert read(number=["1 204", other])[0]["number"][0] == "1 204"


@pytest.mark.parametrize(
    "text", ["12 13", "1,20,4", "1.2.3", "(12)", "12-", "1204 567", "1 204,567.8"]
)
def test_what_is_no_number_stays_for_the_message(text: str) -> None:
    assert read(rate=[text]) == ({"rate": [text]}, [])


@given(
    st.integers(0, 10**9), st.integers(0, 6), st.sampled_from([*_BETWEEN, ""]),
    st.sampled_from([".", ","]), st.sampled_from(["", "-", "+"]),
)  # fmt: skip
def test_a_number_is_found_again_however_it_is_parted(
    number: int, places: int, between: str, decimal: str, sign: str
) -> None:
    whole, rest = divmod(number, 10**places)
    written = f"{whole:,}".replace(",", between)
    written += f"{decimal}{rest:0{places}d}" if places else ""
    assert float(plainly(sign + written, decimal)) == pytest.approx(
        (-1 if sign == "-" else 1) * number / 10**places
    )
