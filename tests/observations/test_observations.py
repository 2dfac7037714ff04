"""The one tidy table: vintages and revisions, denominators, intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.info import Continued, DropInfo
from cypt_analysis.ground.findings import CheckFailed
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.observations.intervals import interval, multipliers, with_intervals
from cypt_analysis.observations.received import receive
from cypt_analysis.observations.rows import COLUMNS, area_slug
from cypt_analysis.observations.settled import Stacked, settle
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from tests.examples import up_to
from tests.projects import own_catalogue

DAYS = ["2008-09-30", "2009-03-31", "2009-06-30", "2009-09-30"]
INFO = {
    "authority": "Brighton & Hove",
    "code": "E06000043",
    "neighbour_set": "Invented for tests.",
    "neighbours": ("Reading",),
    "regions": ("England",),
}


def stack(drops: list[Drop], catalogue: Catalogue) -> Stacked:
    """What was known once drops had been received, oldest first."""
    return settle(receive(drops, catalogue), drops[-1].info)


def _drop(quarter: str, **tables: pd.DataFrame) -> Drop:
    parsed = parse_quarter(quarter)
    info = DropInfo.model_validate({**INFO, "quarter": quarter, "data_cut_off": parsed.period.end})
    return Drop(parsed, f"data/raw/{quarter}", info, tables, {}, (), ())


def _looked_after(values: dict[str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "date": pd.Series(list(values), dtype=object),
            "children_looked_after": pd.Series(list(values.values()), dtype="float64"),
        }
    ).rename(index=lambda position: position + 2)


def _absence(rows: list[tuple], **more: list) -> pd.DataFrame:
    columns = ["period", "phase", "persistent_absence_percent", "status"]
    table = pd.DataFrame(rows, columns=columns).assign(overall_absence_percent=np.nan, **more)
    return table.rename(index=lambda position: position + 2)


def _assumptions(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["indicator", "measure", "period", "denominator"])
    return table.assign(reason="Invented.").rename(index=lambda position: position + 2)


def _conceptions(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["area", "year", "conceptions", "rate_per_1000"])
    return table.assign(status="final").rename(index=lambda position: position + 2)


def _values(drops: list[Drop], catalogue: Catalogue) -> dict[str, float]:
    table = stack(drops, catalogue).observations
    return dict(zip(table["id"], table["value"], strict=True))


# Vintages


def test_the_later_drops_row_counts_and_the_earlier_one_is_kept_as_a_revision(
    catalogue: Catalogue,
) -> None:
    first = _drop("2009-10-Q1", looked_after=_looked_after({"2008-09-30": 372, "2009-06-30": 440}))
    second = _drop("2009-10-Q2", looked_after=_looked_after({"2009-06-30": 444, "2009-09-30": 460}))
    stacked = stack([first, second], catalogue)
    assert _values([first, second], catalogue) == {
        "looked_after.2008-09-30": 372,
        "looked_after.2009-06-30": 444,
        "looked_after.2009-09-30": 460,
    }
    (revision,) = stacked.revisions.to_dict("records")
    assert (revision["id"], revision["then"], revision["now"]) == (
        "looked_after.2009-06-30",
        440,
        444,
    )
    assert (revision["then_file"], revision["then_row"]) == (
        "data/raw/2009-10-Q1/looked_after.csv",
        3,
    )
    assert (revision["file"], revision["row"]) == ("data/raw/2009-10-Q2/looked_after.csv", 2)
    assert revision["quarter"] == "2009-10-Q2"


def test_a_value_that_is_repeated_is_no_revision_and_keeps_its_first_quarter(
    catalogue: Catalogue,
) -> None:
    drops = [
        _drop("2009-10-Q1", looked_after=_looked_after({"2009-06-30": 440})),
        _drop("2009-10-Q2", looked_after=_looked_after({"2009-06-30": 440})),
        _drop("2009-10-Q3", looked_after=_looked_after({"2009-06-30": 441})),
        _drop("2009-10-Q4", looked_after=_looked_after({"2009-06-30": 441})),
    ]
    seen = [stack(drops[: count + 1], catalogue) for count in range(4)]
    assert [len(each.revisions) for each in seen] == [0, 0, 1, 1]
    received = [each.observations["received"].tolist() for each in seen]
    assert received == [["2009-10-Q1"], ["2009-10-Q1"], ["2009-10-Q3"], ["2009-10-Q3"]]
    assert seen[3].observations["quarter"].tolist() == ["2009-10-Q4"]


def test_a_status_that_changes_is_a_revision(catalogue: Catalogue) -> None:
    drops = [
        _drop(
            "2009-10-Q1", absence=_absence([("2008-09-AY-T1T2", "Secondary", 5.7, "provisional")])
        ),
        _drop("2009-10-Q2", absence=_absence([("2008-09-AY-T1T2", "Secondary", 5.7, "final")])),
    ]
    (revision,) = stack(drops, catalogue).revisions.to_dict("records")
    assert (revision["then_status"], revision["now_status"]) == ("provisional", "final")
    assert revision["then"] == revision["now"] == 5.7


def test_a_later_row_without_a_value_takes_the_earlier_one_back(catalogue: Catalogue) -> None:
    drops = [
        _drop("2009-10-Q1", absence=_absence([("2007-08-AY", "Secondary", 6.0, "final")])),
        _drop("2009-10-Q2", absence=_absence([("2007-08-AY", "Secondary", np.nan, "final")])),
        _drop("2009-10-Q3", absence=_absence([("2007-08-AY", "Secondary", 6.1, "final")])),
    ]
    assert _values(drops[:1], catalogue) == {"persistent_absence.2007-08-AY": 6.0}
    assert _values(drops[:2], catalogue) == {}
    (revision,) = stack(drops[:2], catalogue).revisions.to_dict("records")
    assert revision["then"] == 6.0
    assert np.isnan(revision["now"])
    again = stack(drops, catalogue).observations
    assert again[["value", "received"]].to_numpy().tolist() == [[6.1, "2009-10-Q3"]]


@up_to(8)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(DAYS), st.integers(1, 999), max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_repeating_the_history_or_bringing_only_what_is_new_gives_the_same(
    news: list[dict[str, int]],
) -> None:
    catalogue = own_catalogue()
    quarters = [f"2009-10-Q{number}" for number in range(1, 5)]
    only_new, repeating, known = [], [], {}
    for quarter, brought in zip(quarters, news, strict=False):
        known = {**known, **brought}
        only_new.append(_drop(quarter, looked_after=_looked_after(brought)))
        repeating.append(_drop(quarter, looked_after=_looked_after(known)))
    first, second = stack(only_new, catalogue), stack(repeating, catalogue)
    assert _values(only_new, catalogue) == {f"looked_after.{day}": v for day, v in known.items()}
    columns = ["id", "value", "status", "received", "series", "end"]
    pd.testing.assert_frame_equal(first.observations[columns], second.observations[columns])
    changes = ["id", "then", "now", "quarter"]
    assert sorted(first.revisions[changes].to_numpy().tolist()) == sorted(
        second.revisions[changes].to_numpy().tolist()
    )


@up_to(8)
@given(
    st.lists(st.dictionaries(st.sampled_from(DAYS), st.integers(1, 999)), min_size=2, max_size=4)
)
def test_what_a_later_drop_brings_changes_nothing_in_an_earlier_quarter(
    news: list[dict[str, int]],
) -> None:
    catalogue = own_catalogue()
    drops = [
        _drop(f"2009-10-Q{number}", looked_after=_looked_after(brought))
        for number, brought in enumerate(news, start=1)
    ]
    alone = _values(drops[:1], catalogue)
    assert alone == {f"looked_after.{day}": value for day, value in news[0].items()}


@up_to(8)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(DAYS), st.none() | st.integers(1, 9), max_size=4),
        min_size=2,
        max_size=4,
    ),
    st.data(),
)
def test_going_on_from_earlier_drops_gives_the_same_as_stacking_them_all(
    news: list[dict[str, int | None]], data: st.DataObject
) -> None:
    catalogue = own_catalogue()
    drops = [
        _drop(f"2009-10-Q{number}", looked_after=_looked_after(brought))
        for number, brought in enumerate(news, start=1)
    ]
    held = data.draw(st.integers(1, len(drops)))
    earlier = receive(drops[:held], catalogue)
    # A later quarter goes on from what is held; an earlier one must not see it.
    for wanted in range(1, len(drops) + 1):
        going_on = receive(drops[:wanted], catalogue, earlier)
        anew = receive(drops[:wanted], catalogue)
        assert going_on.quarters == anew.quarters
        pd.testing.assert_frame_equal(going_on.rows, anew.rows)
        pd.testing.assert_frame_equal(going_on.revisions, anew.revisions)


def test_what_was_received_under_another_name_is_stacked_anew(catalogue: Catalogue) -> None:
    named = _drop("2009-10-Q1", neet_annual=_neet_annual("Brighton & Hove"))
    renamed = _drop("2009-10-Q2")
    info = renamed.info.model_copy(update={"authority": "Brighton and Hove"})
    drops = [named, replace(renamed, info=info)]
    # Whether it is the same authority is a question; until it is answered, nothing is taken over.
    going_on = receive(drops, catalogue, receive([named], catalogue))
    assert going_on.rows.empty
    answer = Continued(code="E06000043", reason="The name was spelt out.")
    drops = [named, replace(renamed, info=info.model_copy(update={"continues": answer}))]
    going_on = receive(drops, catalogue, receive([named], catalogue))
    assert list(going_on.rows["id"]) == ["neet.official_rate.2008-M11..2009-M01"]


def _neet_annual(area: str) -> pd.DataFrame:
    columns = ["area", "period", "neet_percent", "status"]
    return pd.DataFrame([(area, "2008-M11..2009-M01", 7.8, "final")], columns=columns, index=[2])


def test_targets_and_assumptions_are_the_latest_drops_for_each_key(catalogue: Catalogue) -> None:
    def targets(rows: list[tuple]) -> pd.DataFrame:
        columns = ["indicator", "measure", "period", "target"]
        table = pd.DataFrame(rows, columns=columns).assign(comparison="at least")
        return table.rename(index=lambda position: position + 2)

    first = targets(
        [("caf", "on_time", "2009-10-FY", 70.0), ("caf", "on_time", "2010-11-FY", 75.0)]
    )
    second = targets([("caf", "on_time", "2009-10-FY", 72.0)])
    drops = [_drop("2009-10-Q1", targets=first), _drop("2009-10-Q2", targets=second)]
    table = stack(drops, catalogue).targets.set_index("period")
    assert table["target"].to_dict() == {"2009-10-FY": 72.0, "2010-11-FY": 75.0}
    assert table["quarter"].to_dict() == {"2009-10-FY": "2009-10-Q2", "2010-11-FY": "2009-10-Q1"}


def test_the_earlier_quarter_shows_nothing_that_was_learned_later(
    known_q1: Known, known_q2: Known
) -> None:
    cut_off = pd.Timestamp("2009-06-30")
    assert (known_q1.observations["end"] <= cut_off).all()
    assert set(known_q1.observations["quarter"]) == {"2009-10-Q1"}
    assert not known_q1.observations["file"].str.contains("2009-10-Q2").any()
    facts = [known_q1.facts[name] for name in known_q1.facts]
    told = [text for fact in facts for text in (*fact.inputs, fact.expression)]
    assert not any("data/raw/2009-10-Q2" in text for text in told)
    # 460 looked after children, 306 plans and 170 assessments were counted in Q2.
    for fact in ("looked_after.2009-09-30", "child_protection.2009-09-30", "caf.initiated.latest"):
        assert fact in known_q2.facts
        assert fact not in known_q1.facts
    assert {file["path"].split("/")[2] for file in known_q1.provenance["raw_files"]} == {
        "2009-10-Q1"
    }


def test_the_observations_have_one_row_a_key_and_their_columns(known_q2: Known) -> None:
    table = known_q2.observations
    assert table["id"].is_unique
    shown = [name for name in COLUMNS if name != "inferred"]
    assert list(table.columns[: len(shown)]) == shown
    assert not table["value"].isna().any()


# Keys


def test_areas_become_the_ends_of_names() -> None:
    info = _drop("2009-10-Q1").info
    assert area_slug("Brighton & Hove", info) == ""
    assert area_slug("Statistical neighbours", info) == "neighbours"
    assert area_slug("South East", info) == "south_east"


def test_a_breakdown_and_an_area_stand_in_the_key(known_q2: Known) -> None:
    ids = set(known_q2.observations["id"])
    assert "persistent_absence.schools.varndean_school.2008-09-AY-T1T2" in ids
    assert "neet.official_rate.2008-M11..2009-M01.bristol" in ids
    assert "health_and_safety.causes.slips_trips_and_falls.2009-10-Q1" in ids


# Denominators


def test_a_rate_with_events_implies_its_denominator(catalogue: Catalogue) -> None:
    # 181 conceptions at 42.0 per 1,000: about 4,310 women.
    drop = _drop(
        "2009-10-Q1", conceptions_annual=_conceptions([("Brighton & Hove", "2007", 181, 42.0)])
    )
    (row,) = stack([drop], catalogue).observations.to_dict("records")
    assert row["denominator"] == pytest.approx(181 * 1000 / 42.0)
    assert round(row["denominator"], -1) == 4310
    assert not row["assumed"]


def test_an_assumed_denominator_gives_a_numerator_and_says_so(catalogue: Catalogue) -> None:
    drop = _drop(
        "2009-10-Q1",
        absence=_absence([("2007-08-AY", "Secondary", 6.0, "final"), ("2006-07-AY", "Secondary", 8.3, "final")]),
        assumptions=_assumptions([("persistent_absence", "secondary", "2007-08-AY", 11554.0)]),
    )  # fmt: skip
    table = stack([drop], catalogue).observations.set_index("period")
    assert table.loc["2007-08-AY", "denominator"] == 11554
    assert table.loc["2007-08-AY", "numerator"] == pytest.approx(0.06 * 11554)
    assert table["assumed"].to_dict() == {"2006-07-AY": False, "2007-08-AY": True}
    assert np.isnan(table.loc["2006-07-AY", "denominator"])


def test_an_assumption_without_a_period_holds_where_none_is_its_own(catalogue: Catalogue) -> None:
    drop = _drop(
        "2009-10-Q1",
        absence=_absence([("2007-08-AY", "Secondary", 6.0, "final"), ("2006-07-AY", "Secondary", 8.3, "final")]),
        assumptions=_assumptions(
            [
                ("persistent_absence", "secondary", "", 11000.0),
                ("persistent_absence", "secondary", "2007-08-AY", 11554.0),
            ]
        ),
    )  # fmt: skip
    table = stack([drop], catalogue).observations.set_index("period")
    assert table["denominator"].to_dict() == {"2006-07-AY": 11000, "2007-08-AY": 11554}


def test_an_assumption_holds_for_the_authority_only(catalogue: Catalogue) -> None:
    rates = pd.DataFrame(
        {
            "area": ["Brighton & Hove", "England"],
            "period": ["2007-M07..2008-M06"] * 2,
            "rate_per_1000": [40.9, 41.4],
            "status": ["provisional"] * 2,
        },
        index=[2, 3],
    )
    drop = _drop(
        "2009-10-Q1",
        conceptions=rates,
        assumptions=_assumptions([("conceptions", "rate", "", 4310.0)]),
    )
    table = stack([drop], catalogue).observations.set_index("area")
    assert table.loc["Brighton & Hove", "denominator"] == 4310
    # 40.9 per 1,000 of 4,310 women is 176.3: a whole number of conceptions.
    assert table.loc["Brighton & Hove", "numerator"] == 176
    assert np.isnan(table.loc["England", "denominator"])
    assert table["assumed"].to_dict() == {"Brighton & Hove": True, "England": False}


def test_what_was_received_goes_before_what_is_assumed(catalogue: Catalogue) -> None:
    drop = _drop(
        "2009-10-Q1",
        absence=_absence(
            [("2007-08-AY", "Secondary", 6.0, "final")],
            pupils=[11600.0],
            persistent_absentees=[700.0],
        ),
        assumptions=_assumptions([("persistent_absence", "secondary", "", 11000.0)]),
    )
    (row,) = stack([drop], catalogue).observations.to_dict("records")
    assert (row["numerator"], row["denominator"], row["assumed"]) == (700, 11600, False)
    assert row["value"] == pytest.approx(700 / 11600 * 100)


# Intervals, against scipy


def test_intervals_of_proportions_are_wilsons(known_q2: Known) -> None:
    rows = known_q2.observations.query("kind == 'proportion' and numerator.notna()")
    # A count worked out from a percentage need not be whole, as scipy asks for.
    whole = rows[np.isclose(rows["numerator"], rows["numerator"].round())]
    assert len(whole) >= 8
    for row in whole.itertuples():
        for level, name in ((0.95, "95"), (0.998, "998")):
            wanted = stats.binomtest(round(row.numerator), round(row.denominator)).proportion_ci(
                level, method="wilson"
            )
            lower, upper = getattr(row, f"lower_{name}"), getattr(row, f"upper_{name}")
            assert lower == pytest.approx(wanted.low * 100, abs=1e-8)
            assert upper == pytest.approx(wanted.high * 100, abs=1e-8)


def test_the_interval_of_common_assessments_on_time_is_as_a_textbook_gives_it(
    known_q2: Known,
) -> None:
    row = known_q2.observations.set_index("id").loc["caf.2009-10-Q2"]
    # 124 of 170: Wilson's 95% interval is 65.8% to 79.1%.
    assert (round(row["lower_95"], 1), round(row["upper_95"], 1)) == (65.8, 79.1)


@pytest.mark.parametrize("events", [1, 5, 9])
def test_few_events_have_exact_poisson_limits(catalogue: Catalogue, events: int) -> None:
    rate = events / 4000 * 1000
    drop = _drop(
        "2009-10-Q1", conceptions_annual=_conceptions([("Brighton & Hove", "2007", events, rate)])
    )
    (row,) = stack([drop], catalogue).observations.to_dict("records")
    lower = stats.chi2.ppf(0.025, 2 * events) / 2 / 4000 * 1000
    upper = stats.chi2.ppf(0.975, 2 * events + 2) / 2 / 4000 * 1000
    assert row["lower_95"] == pytest.approx(lower)
    assert row["upper_95"] == pytest.approx(upper)


def test_many_events_have_byars_limits_close_to_the_exact_ones(catalogue: Catalogue) -> None:
    drop = _drop(
        "2009-10-Q1", conceptions_annual=_conceptions([("Brighton & Hove", "2007", 181, 42.0)])
    )
    (row,) = stack([drop], catalogue).observations.to_dict("records")
    z = stats.norm.ppf(0.975)
    lower = 181 * (1 - 1 / (9 * 181) - z / (3 * 181**0.5)) ** 3
    upper = 182 * (1 - 1 / (9 * 182) + z / (3 * 182**0.5)) ** 3
    assert row["lower_95"] == pytest.approx(lower / 181 * 42.0)
    assert row["upper_95"] == pytest.approx(upper / 181 * 42.0)
    assert row["lower_95"] == pytest.approx(stats.chi2.ppf(0.025, 362) / 2 / 181 * 42.0, rel=1e-3)


def test_a_count_of_a_whole_population_has_no_interval(known_q2: Known) -> None:
    rows = known_q2.observations[
        known_q2.observations["indicator"].isin(["looked_after", "child_protection"])
    ]
    assert len(rows) == 6
    assert rows[["lower_95", "upper_95", "lower_998", "upper_998"]].isna().all(axis=None)
    assert set(rows["method"]) == {""}


def test_separate_events_have_an_interval_and_a_mean_without_spread_has_none(
    known_q2: Known,
) -> None:
    table = known_q2.observations.set_index("id")
    incidents = table.loc["health_and_safety.2009-10-Q1"]
    z = stats.norm.ppf(0.975)
    assert incidents["lower_95"] == pytest.approx(99 * (1 - 1 / 891 - z / (3 * 99**0.5)) ** 3)
    means = table[table["kind"] == "mean"]
    assert len(means) > 0
    assert means["lower_95"].isna().all()


def test_intervals_hold_their_value_and_the_wider_holds_the_narrower(known_q2: Known) -> None:
    rows = known_q2.observations.dropna(subset=["lower_95"])
    assert len(rows) > 50
    assert (rows["lower_998"] <= rows["lower_95"]).all()
    assert (rows["lower_95"] <= rows["value"]).all()
    assert (rows["value"] <= rows["upper_95"]).all()
    assert (rows["upper_95"] <= rows["upper_998"]).all()
    assert (rows["lower_998"] >= 0).all()


# What one number changed in a raw file changes stands in tests/test_reproducible.py


def test_a_number_that_no_longer_adds_up_stops_instead(
    copy_project: Callable[[], Project], catalogue: Catalogue
) -> None:
    project = copy_project()
    path: Path = project.drops / "2009-10-Q2" / "caf.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",170,", ",180,"), encoding="utf-8")
    with pytest.raises(CheckFailed, match=r"add up to\s+170, but initiated is 180"):
        compute(DropReader(project), parse_quarter("2009-10-Q2"))


def test_no_events_have_an_interval_all_the_same() -> None:
    """Of 0 events in 5,000 at 10,000: 0 to 3.689 (Poisson, 95%) × 10,000 / 5,000."""
    rates = pd.DataFrame(
        {
            "kind": "rate", "numerator": [0.0, 20.0], "denominator": 5000.0, "value": [0.0, 40.0],
            "scale": 10_000.0, "events": False,
        }
    )  # fmt: skip
    told = with_intervals(rates)
    assert told["lower_95"].iloc[0] == 0
    assert told["upper_95"].iloc[0] == pytest.approx(7.378, abs=1e-3)
    call = interval(rates.iloc[1], "rate", 0.95, multipliers(rates).iloc[1])
    assert str(call) == "rate_interval(20, 5000, 10000, 0.95)"
    assert call.run() == pytest.approx(tuple(told.loc[1, ["lower_95", "upper_95"]]))
