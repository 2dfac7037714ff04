"""What paper does not show is taken out whole, with the lines of the index that lead to it."""

from __future__ import annotations

from bs4 import BeautifulSoup

from cypt_analysis.page.on_paper import take_out_folded

PAGE = """<nav class="index"><ol><li><a href="#a">A</a><ol><li><a href="#b">B</a></li></ol></li>
<li><a href="#c">C</a><ol><li><a href="#d">D</a></li><li><a href="#e">E</a></li></ol></li></ol></nav>
<section class="part"><h2 id="a">A</h2><section class="block"><h3 class="row" id="b">B</h3></section></section>
<section class="part"><h2 id="c">C</h2><section class="block"><h3 id="d">D</h3>
<details class="chart-data"><p><a class="download">File</a></p></details><details class="sure">Sure</details>
</section><section class="block"><h3 class="row" id="e">E</h3></section><p class="back">Back</p></section>"""


def test_rows_of_the_summary_and_what_is_folded_go() -> None:
    soup = take_out_folded(BeautifulSoup(PAGE, "lxml"))
    assert [link.get_text() for link in soup.select("nav a")] == ["C", "D"]
    assert soup.get_text(" ", strip=True) == "C D C D"
