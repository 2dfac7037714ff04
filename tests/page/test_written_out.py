"""An abbreviation is written out where the page first uses it, and nowhere else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from cypt_analysis.page.written_out import write_out

LONG = {"CAF": "Common Assessment Framework"}


def _written(html: str) -> str:
    soup = BeautifulSoup(f"<body>{html}</body>", "lxml")
    write_out(soup.body, LONG)
    return "|".join(filter(None, soup.body.strings))


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>CAF is used.</p><p>CAF again.</p>", "CAF| (Common Assessment Framework)| is used.|CAF again."),
        ("<h3>CAF</h3><p>Each CAF.</p>", "CAF|Each CAF| (Common Assessment Framework)|."),
        ("<p>The common assessment framework (CAF).</p><p>CAF</p>", "The common assessment framework (CAF).|CAF"),
        ("<p>DECAF and CAF-like.</p>", "DECAF and CAF-like."),
        ("<table><tr><td>CAF</td></tr></table><ul><li>A CAF</li></ul>", "CAF|A CAF| (Common Assessment Framework)"),
        ("<p>A <b>CAF</b> &amp; more.</p>", "A |CAF| (Common Assessment Framework)| & more."),
    ],
)  # fmt: skip
def test_the_first_use_in_running_text_is_written_out(html: str, shown: str) -> None:
    assert _written(html) == shown
