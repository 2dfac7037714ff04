"""Areas as named dots: read off the picture as an eye would."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import partial

import numpy as np
import pytest

from cypt_analysis.charts.across import Row
from cypt_analysis.charts.dots import Among, Middle, dots
from cypt_analysis.charts.sheet import Drawings, drawings

ROWS = [
    Row("Ashby", 80, "80%", own=False),
    Row("Own", 60, "60%"),
    Row("England", 50, "50%", own=False),
    Row("Byfleet", 40, "40%", own=False),
    Row("Corby", 20, "20%", own=False),
]
# The quarters of 20, 40 and 80 begin at 30 and 60; their median is 40.
AMONG = Among((Middle("Neighbours' median", 40, "40%"),), (30, 60))


@pytest.fixture(scope="module")
def drawn() -> Drawings:
    return drawings("fig-a", 1, partial(dots, ROWS, ("England",), AMONG))


@pytest.mark.parametrize("width", Drawings._fields)
def test_a_dot_stands_as_far_right_as_its_value_from_nought(drawn: Drawings, width: str) -> None:
    root = ET.fromstring(getattr(drawn, width))
    texts = {each.text: each for each in root.iter() if each.tag.endswith("}text")}
    ground = float(texts["0"].attrib["x"])
    marks = [each.attrib for each in root.iter() if each.tag.endswith("}use")]
    by_height = sorted(marks, key=lambda each: float(each["y"]))
    far = np.array([float(each["x"]) - ground for each in by_height])
    # Highest first, each at its share of the highest.
    assert far / far[0] == pytest.approx([1, 60 / 80, 50 / 80, 40 / 80, 20 / 80], abs=0.001)
    for row, mark in zip(ROWS, by_height, strict=True):
        assert float(texts[row.name].attrib["y"]) - float(mark["y"]) == pytest.approx(4.68, abs=0.1)
        assert row.label in texts


@pytest.mark.parametrize("width", Drawings._fields)
def test_the_band_and_the_median_stand_at_their_values(drawn: Drawings, width: str) -> None:
    svg = getattr(drawn, width)
    root = ET.fromstring(svg)
    (ground,) = [float(e.attrib["x"]) for e in root.iter() if e.text == "0"]
    highest = max(float(e.attrib["x"]) for e in root.iter() if e.tag.endswith("}use"))
    one = (highest - ground) / 80
    left, right = re.findall(
        r'<path d="M ([\d.]+) [\d.]+ L ([\d.]+) [^"]*z" style="[^"]*band', svg
    )[0]
    assert [float(left), float(right)] == pytest.approx(
        [ground + 30 * one, ground + 60 * one], abs=0.02
    )
    (median,) = re.findall(r'<path d="M ([\d.]+) [^"]*" style="[^"]*dasharray', svg)
    assert float(median) == pytest.approx(ground + 40 * one, abs=0.02)
    assert ">Neighbours' median 40% (dashed)</text>" in svg


def test_the_authority_and_england_have_shapes_of_their_own(drawn: Drawings) -> None:
    """A disc has curves; a diamond and a square have none and differ: no colour is needed."""
    shapes = re.findall(r'<path d="([^"]*)" id=', drawn.wide)
    assert len(set(shapes)) == 3
    assert ["C" in shape for shape in shapes] == [True, False, False]
