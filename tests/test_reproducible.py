"""The report as it is built: twice the same, every number a fact, nothing learned later.

The real notebooks are run once for each quarter; a second run of the newest goes beside it, in
another process and a folder of another name. All tests of the page share these.
"""

from __future__ import annotations

import copy
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from nbformat import NotebookNode

from cypt_analysis.catalogue import Catalogue, Indicator
from cypt_analysis.cli import main
from cypt_analysis.ground.project import Project
from cypt_analysis.ground.quarter import parse_period, parse_quarter
from cypt_analysis.known import Known
from cypt_analysis.page.completeness import expected_sections
from cypt_analysis.pieces.status import is_held
from cypt_analysis.processed.build import compute
from cypt_analysis.processed.reader import DropReader
from cypt_analysis.processed.store import save
from cypt_analysis.words.narrative import inline
from tests.printed import numbers, without
from tests.projects import make_project
from tests.small_project import cypt, pieces, python, report_page

Q1, Q2 = "2009-10-Q1", "2009-10-Q2"
COMMENTARY = ["Summary", "Issues", "Performance improvement activity"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> tuple[Project, Project]:
    """Two projects with their reports: both quarters in the first, the newest in the second."""
    first, second = (
        make_project(
            tmp_path_factory.mktemp("built") / name, project_root / "data" / "raw", notebooks=True
        )
        for name in ("first", "another folder & place")
    )
    # The one in this process and the other in a process of its own, which hashes differently.
    other = cypt(second.root, "run", Q2)
    here = CliRunner().invoke(main, ["--root", str(first.root), "run", Q1, Q2])
    _, said = other.communicate(timeout=600)
    assert (here.exit_code, other.returncode) == (0, 0), here.output + said
    for each in (here.stderr, said):
        assert each.startswith("Next: ") and each.count("\n") == 1, each
    return first, second


@pytest.fixture(scope="module")
def q2_page(built: tuple[Project, Project]) -> BeautifulSoup:
    return _page(built[0], Q2)


@pytest.fixture(scope="module")
def q1_page(built: tuple[Project, Project]) -> BeautifulSoup:
    return _page(built[0], Q1)


def test_the_example_in_git_is_what_the_program_makes(
    q2_page: BeautifulSoup, project_root: Path
) -> None:
    example = project_root / "reports" / "example" / "report.html"
    pages = [copy.copy(q2_page), BeautifulSoup(example.read_text(encoding="utf-8"), "lxml")]
    assert str(pages[0]) == str(pages[1]), "Run 'make example' and read the difference."


@pytest.fixture(params=[Q1, Q2])
def case(
    request: pytest.FixtureRequest, q1_page: BeautifulSoup, q2_page: BeautifulSoup,
    known_q1: Known, known_q2: Known,
) -> tuple[BeautifulSoup, Known]:  # fmt: skip
    """A page and what was known at its quarter."""
    return (q1_page, known_q1) if request.param == Q1 else (q2_page, known_q2)


def _page(project: Project, quarter: str) -> BeautifulSoup:
    return BeautifulSoup(report_page(project, quarter).read_text(encoding="utf-8"), "lxml")


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _heading(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def _block(page: BeautifulSoup, indicator: Indicator) -> Tag:
    return page.find("h3", id=indicator.anchor).find_parent("section")


# Twice the same


def test_two_builds_in_two_folders_are_the_same_to_the_byte(built: tuple[Project, Project]) -> None:
    first, second = (project.root / "reports" / Q2 for project in built)
    names = sorted(
        path.relative_to(first).as_posix() for path in first.rglob("*") if path.is_file()
    )
    assert names == sorted(
        p.relative_to(second).as_posix() for p in second.rglob("*") if p.is_file()
    )
    assert "report.html" in names
    assert len([name for name in names if name.endswith(".ipynb")]) == 4
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_two_builds_write_the_same_tables(built: tuple[Project, Project]) -> None:
    first, second = (project.root / "data" / "processed" / Q2 for project in built)
    names = sorted(path.name for path in first.iterdir())
    assert {"facts.parquet", "observations.parquet", "provenance.json"} <= set(names)
    for name in names:
        if name != "kept.json":
            assert (first / name).read_bytes() == (second / name).read_bytes(), name
    # What was built where is another thing than what: the two have other surroundings.
    one, other = (json.loads((each / "kept.json").read_text("utf-8")) for each in (first, second))
    assert {**one, "machine": ""} == {**other, "machine": ""}


def test_the_page_names_neither_its_folder_nor_the_time(built: tuple[Project, Project]) -> None:
    for quarter in (Q1, Q2):
        text = report_page(built[0], quarter).read_text(encoding="utf-8")
        assert str(built[0].root) not in text
        assert "/tmp/" not in text
        assert not re.search(r"\b\d\d:\d\d:\d\d\b", text)


# What the page holds


def test_the_page_has_every_section_in_the_published_order(
    case: tuple[BeautifulSoup, Known],
) -> None:
    page, known = case
    wanted = expected_sections(known)
    found = [_heading(tag) for tag in page.find_all("h2")]
    assert found == list(wanted)
    for name, below in wanted.items():
        if below:
            section = page.find("h2", string=name).find_parent("section")
            assert [_heading(tag) for tag in section.find_all("h3")] == list(below)


def test_each_indicator_has_the_parts_of_its_commentary_and_something_to_see(
    case: tuple[BeautifulSoup, Known], catalogue: Catalogue
) -> None:
    """A part without words is left out, and annex B lists it."""
    page, known = case
    empty = _text(page.find("h2", string=re.compile("^Annex B")).find_parent("section"))
    for indicator in catalogue.indicators.values():
        block = _block(page, indicator)
        written = re.findall(r"(?m)^## (.*)\n+(?!#|\Z)", known.commentary.get(indicator.id, ""))
        wanted = [part for part in COMMENTARY if part in written]
        parts = [_heading(tag) for tag in block.find_all("h4")]
        assert [part for part in parts if part in COMMENTARY] == wanted
        assert (indicator.label in empty) or wanted == COMMENTARY
        for heading in block.find_all("h4"):
            assert len(_text(heading.find_next_sibling())) > 10
        if known.verdicts.loc[indicator.id, "path"]:
            assert block.find(["figure", "table"]) is not None
            _is_told(known.facts[f"{indicator.id}.latest"].printed, block, indicator, known)
        elif indicator.measure:
            assert "No new data" in _text(block)


def _is_told(latest: str, block: Tag, indicator: Indicator, known: Known) -> None:
    """The finding says the latest figure, a table has it, and the line of figures begins with it.

    One with nothing beside it, neither a target nor a change nor another area, has no line.
    """
    assert _has(block.find("p", class_="finding"), latest), indicator.id
    assert any(_has(cell, latest) for cell in block.select("td")), indicator.id
    lists = block.find_all("dl", class_="facts")
    lines = [each for each in lists if each.find_parent("details") is None]
    beside = (
        is_held(known, indicator)
        or known.judged.loc[indicator.id, "basis_of_change"]
        or indicator.get(str(indicator.headline)).benchmarks
    )
    assert len(lines) == bool(beside), indicator.id
    for line in lines:
        first, *others = line.find_all("div")
        assert others, indicator.id
        assert _text(first.dt) == "Latest", indicator.id
        assert _has(first.dd, latest), indicator.id
    folded = [_text(term) for each in lists if each not in lines for term in each.find_all("dt")]
    assert "Measure" in folded, indicator.id
    assert "Latest" not in folded, indicator.id


def _has(tag: Tag, figure: str) -> bool:
    """Whether a figure stands in some words, and not as a part of another."""
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d%]|[.,]\d)", _text(tag)) is not None


def test_the_words_of_each_indicator_are_those_of_its_file(
    q2_page: BeautifulSoup, known_q2: Known, catalogue: Catalogue
) -> None:
    for indicator in catalogue.indicators.values():
        block = copy.copy(_block(q2_page, indicator))
        # What an abbreviation stands for is added beside it where it comes first.
        for added in block.find_all(class_="written-out"):
            added.decompose()
        block.smooth()
        shown = _text(block)
        parts = re.split(r"(?m)^## ", known_q2.commentary[indicator.id])
        own = [text.partition("\n") for text in parts]
        words = "\n".join(text for name, _, text in own if name in COMMENTARY)
        for piece in _plain_sentences(words):
            assert piece in shown, f"{indicator.id}: {piece}"


def _plain_sentences(text: str) -> list[str]:
    """Sentences of a commentary file that hold no placeholder and no mark-up."""
    lines = [line.lstrip("- ") for line in text.splitlines() if not line.startswith("#")]
    sentences = [each for line in lines for each in re.split(r"(?<=[.:])\s", line)]
    return [s.strip() for s in sentences if len(s) > 30 and not re.search(r"[{}*_`\[\]]", s)]


def test_the_page_asks_nothing_of_a_network_and_runs_nothing(
    case: tuple[BeautifulSoup, Known],
) -> None:
    page, _ = case
    forbidden = ["script", "iframe", "object", "embed", "link", "base", "form", "audio", "video"]
    assert page.find_all(forbidden) == []
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            assert not name.lower().startswith("on"), tag.name
            if name in ("href", "src", "srcset", "xlink:href", "action", "poster"):
                assert value.startswith(("#", "data:")), f"{tag.name} {name}={value[:60]}"
    for sheet in page.find_all("style"):
        assert "@import" not in sheet.get_text()
        assert re.findall(r"url\((?!#)", sheet.get_text()) == []


def test_the_page_is_small_enough_to_be_sent(built: tuple[Project, Project]) -> None:
    for quarter in (Q1, Q2):
        assert report_page(built[0], quarter).stat().st_size < 1_500_000


def test_no_code_and_no_detail_of_the_analyst_is_on_the_page(
    case: tuple[BeautifulSoup, Known],
) -> None:
    page, _ = case
    text = _text(page)
    for word in ("open_report", "import ", "quarter =", "99.8% interval", "Traceback", "<Figure"):
        assert word not in text
    assert page.find(id=re.compile("^(detail|signals|control|findings)")) is None


# Every number is a fact


def _printed(known: Known, indicator: Indicator | None = None) -> set[str]:
    """The numbers in the printed forms of all facts, or of those of one indicator."""
    table = known.facts.table
    if indicator is not None:
        table = table[table["indicator"] == indicator.id]
    return {token for text in table["printed"] for token in numbers(text)}


def _labels(known: Known) -> list[str]:
    """Words with digits that are no figures: periods and dates, names of measures, events."""
    texts = {*known.observations["period"], *known.targets["period"], *known.pairs["then_period"]}
    texts |= {*known.judged["target_period"].dropna()}
    periods = [parse_period(text) for text in texts if text]
    labels = [label for each in periods for label in (each.label, each.short_label)]
    labels += [half for label in labels for half in label.rsplit(" ", 1)]
    for indicator in known.catalogue.indicators.values():
        labels += [indicator.name, indicator.label]
        names = [name for m in indicator.measure for name in (m.name, m.label, m.unit)]
        # A long name may be broken into lines.
        labels += [
            name[at + 1 :] for name in names for at in range(len(name) - 8) if name[at] == " "
        ]
        labels += names
        labels += [event.label for chart in indicator.chart for event in chart.events]
    return [label for label in labels if numbers(label)]


def test_every_number_in_the_cells_of_tables_is_a_fact_of_that_indicator(
    case: tuple[BeautifulSoup, Known], catalogue: Catalogue
) -> None:
    """Cells of numbers hold printed facts of their own indicator, beside the periods and p values
    that they name; the annexes count rows, files and days, and are not figures."""
    page, known = case
    labels = _labels(known)
    walked = 0
    for indicator in catalogue.indicators.values():
        held = _printed(known, indicator)
        for table in _block(page, indicator).find_all("table"):
            columns = [_heading(cell) for cell in table.thead.find_all("th")]
            for row in table.tbody.find_all("tr"):
                for name, cell in zip(columns, row.find_all(["th", "td"]), strict=True):
                    if "number" not in cell.get("class", []) or name == "p":
                        continue
                    found = numbers(without(_text(cell), labels))
                    assert set(found) <= held, f"{table['id']}: {_text(cell)}"
                    walked += len(found)
    assert walked > 60


def test_every_number_drawn_in_a_chart_is_a_fact_of_its_indicator(
    case: tuple[BeautifulSoup, Known], catalogue: Catalogue, built: tuple[Project, Project]
) -> None:
    """Each number in the text of a picture is a printed fact of its indicator, or stands in the
    label of a period, measure or event, or is a mark of an axis: bare numbers in equal steps from
    0, or years in equal steps."""
    page, known = case
    labels = _labels(known)
    pages = report_page(built[0], str(known.quarter)).read_text(encoding="utf-8")
    walked = 0
    for indicator in catalogue.indicators.values():
        held = _printed(known, indicator)
        for figure in _block(page, indicator).find_all("figure"):
            start = pages.index("<svg", pages.index(f'<figure class="chart" id="{figure["id"]}"'))
            svg = pages[start : pages.index("</svg>", start) + len("</svg>")]
            texts = [
                "".join(tag.itertext())
                for tag in ET.fromstring(svg).iter()
                if tag.tag.endswith("}text")
            ]
            left = [text for text in texts if text not in _axis_marks(texts)]
            for text in left:
                found = numbers(without(text, labels))
                assert set(found) <= held, f"{figure['id']}: {text}"
                walked += len(found)
    assert walked > 4


def _axis_marks(texts: list[str]) -> set[str]:
    """Texts that are the marks of an axis: a run of bare numbers in equal steps."""
    marks: set[str] = set()
    run: list[str] = []
    for text in [*texts, ""]:
        if re.fullmatch(r"[\d,]+(\.\d+)?", text) and (not run or _follows(run, text)):
            run.append(text)
            continue
        if len(run) > 2 and (float(run[0].replace(",", "")) == 0 or 1990 < float(run[0]) < 2020):
            marks |= set(run)
        run = [text] if re.fullmatch(r"[\d,]+(\.\d+)?", text) else []
    return marks


def _follows(run: list[str], text: str) -> bool:
    values = [float(each.replace(",", "")) for each in [*run, text]]
    step = values[1] - values[0]
    return step > 0 and abs(values[-1] - values[-2] - step) < 1e-9


def test_every_number_said_of_a_chart_is_a_fact(
    case: tuple[BeautifulSoup, Known], catalogue: Catalogue
) -> None:
    page, known = case
    labels = [*_labels(known), "95% confidence"]
    for indicator in catalogue.indicators.values():
        held = _printed(known, indicator)
        counted = {str(number) for number in range(1, 10)}
        for figure in _block(page, indicator).find_all("figure"):
            title = _text(figure.find("p", class_="chart-title"))
            for text in (title, figure.find(role="img")["aria-label"]):
                found = set(numbers(without(text, labels)))
                # "3 of 4 measures are on track" counts the measures of the chart.
                if " of " in title:
                    found -= counted
                assert found <= held, f"{figure['id']}: {text}"


def test_the_latest_figures_of_the_summary_are_facts(
    case: tuple[BeautifulSoup, Known], catalogue: Catalogue
) -> None:
    """A second measure of an indicator has a row of its own below, without a link."""
    page, known = case
    every = page.find("table", id="summary").tbody.find_all("tr")
    rows = [row for row in every if row.a is not None]
    assert len(rows) == len(known.catalogue.indicators)
    for row, (name, verdict) in zip(rows, known.verdicts.iterrows(), strict=True):
        assert row.a["href"] == f"#{catalogue.indicators[name].anchor}"
        latest = row.find("span", class_="latest")
        if verdict["path"]:
            fact = known.facts[f"{verdict['path']}.latest"]
            assert _text(latest).split(" [")[0] == fact.printed
            assert parse_period(fact.period).label in _text(row)
        else:
            assert latest is None


def test_figures_in_the_words_are_facts_and_say_which(case: tuple[BeautifulSoup, Known]) -> None:
    page, known = case
    named = page.find_all("data")
    assert len(named) > 20
    for tag in named:
        fact = known.facts[tag["data-fact"]]
        assert tag.get_text() in {fact.printed, fact.signed, fact.direction}
        assert float(tag["value"]) == pytest.approx(fact.value)


def test_a_typed_number_that_a_claim_traces_carries_its_fact(known_q2: Known) -> None:
    claims = known_q2.claims_in(known_q2.commentary_file("neet"))
    typed = next(each for each in claims if each.kind == "number" and each.verdict == "match")
    bare = replace(typed, at=0)
    page = BeautifulSoup(inline(typed.sentence, known_q2.facts, [bare]), "lxml")
    (tag,) = page.find_all("data")
    assert (tag.get_text(), tag["data-fact"]) == (typed.printed, typed.facts[0])


# Nothing learned later


def test_the_earlier_report_shows_no_figure_that_came_later(
    q1_page: BeautifulSoup, known_q1: Known
) -> None:
    text = _text(q1_page)
    for later in ("460", "306", "2,070", "706", "73%", "16.4%", "40.9", "5.7%", "24%"):
        assert not re.search(rf"(?<![\d.,]){re.escape(later)}(?!\d)", text), later
    for later in ("2 November 2009", "September 2009", "August 2009", "October 2009", Q2):
        assert later not in text
    assert set(known_q1.observations["received"]) == {Q1}


def test_the_earlier_report_has_not_a_word_of_the_later_commentary(
    q1_page: BeautifulSoup, known_q1: Known, known_q2: Known
) -> None:
    shown = _text(q1_page)
    own = " ".join(" ".join(known_q1.commentary.values()).split())
    later = [s for text in known_q2.commentary.values() for s in _plain_sentences(text)]
    later += [str(text) for text in known_q2.actions["action"] if "{{" not in text]
    assert len(later) > 80
    assert [text for text in later if text in shown and text not in own] == []


def test_the_later_report_rests_on_the_earlier_drop_too(built: tuple[Project, Project]) -> None:
    path = built[0].root / "data" / "processed"
    files = {}
    for quarter in (Q1, Q2):
        text = (path / quarter / "provenance.json").read_text(encoding="utf-8")
        files[quarter] = {each["path"] for each in json.loads(text)["raw_files"]}
    assert files[Q1] < files[Q2]
    assert all(name.startswith(f"data/raw/{Q1}/") for name in files[Q1])


# One number changed

OLD, NEW = "460", "471"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Project:
    """The project with one more child in eleven: 471 looked after, not 460."""
    project = make_project(
        tmp_path_factory.mktemp("changed") / "p", project_root / "data" / "raw", notebooks=True
    )
    path = project.root / "data" / "raw" / Q2 / "looked_after.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    path.write_text(text.replace(OLD, NEW), encoding="utf-8")
    return project


def test_one_number_changed_in_a_file_changes_wherever_it_appears(
    changed: Project, known_q2: Known, catalogue: Catalogue
) -> None:
    known = compute(DropReader(changed), parse_quarter(Q2))
    save(known, changed)
    before, after = (_words(pieces(each)) for each in (known_q2, known))
    places = [i for i, word in enumerate(before) if re.search(rf"(?<!\d){OLD}(?!\d)", word)]
    # Headlines, summary, facts, chart, its words and data, the change, the table, the commentary.
    assert len(places) >= 9
    assert [word for word in after if re.search(rf"(?<!\d){OLD}(?!\d)", word)] == []
    assert len([word for word in after if NEW in word]) == len(places)
    assert known.observations.set_index("id").loc["looked_after.2009-09-30", "value"] == 471
    assert known.judged.loc["looked_after", "value"] == 471
    for name in ("looked_after.2009-09-30", "looked_after.latest", "looked_after.highest"):
        assert known.facts[name].printed == NEW
    assert known.facts.names == known_q2.facts.names
    mine = known.facts.table[known.facts.table["indicator"] == "looked_after"]
    assert not (mine["value"] == 460).any() and not mine["printed"].str.contains(OLD).any()
    # What follows from it: 471 / 372 is up 27%, or 99 children, not 24% and 88.
    assert known.facts["looked_after.change_on_year"].signed == "+27%"
    assert known.facts["looked_after.change_on_year_absolute"].printed == "99"
    assert known_q2.facts["looked_after.change_on_year"].printed == "24%"
    # And nothing else: each number that differs is one fact's, before and after.
    pairs = {
        (_token(known_q2, name), _token(known, name))
        for name in known.facts
        if _differs(name, known, known_q2)
    }
    pairs |= {
        (f"{known_q2.facts[name].value:.10g}", f"{known.facts[name].value:.10g}")
        for name in ("looked_after.latest", "looked_after.change_on_year")
    }
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        told = zip(numbers(unquote(old)), numbers(unquote(new)), strict=True)
        assert {pair for pair in told if pair[0] != pair[1]} <= pairs, f"{old} / {new}"
    differing = {name.split(".")[0] for name in known.facts if _differs(name, known, known_q2)}
    assert differing == {"looked_after"}


def _token(known: Known, name: str) -> str:
    return numbers(known.facts[name].printed)[0]


def _differs(name: str, known: Known, other: Known) -> bool:
    return known.facts[name].printed != other.facts[name].printed


def _words(parts: list[str]) -> list[str]:
    """Every text and every attribute that is read or heard, of every piece."""
    found = []
    for each in parts:
        soup = BeautifulSoup(each, "lxml")
        found += [str(text).strip() for text in soup.find_all(string=True) if str(text).strip()]
        found += [
            tag[name]
            for name in ("aria-label", "value")
            for tag in soup.find_all(attrs={name: True})
        ]
        found += [tag["href"] for tag in soup.find_all("a", download=True)]
    return found


def _nbval(project: Project, notebook: NotebookNode) -> tuple[int, str]:
    """nbval's verdict on a notebook in a project of its own."""
    path = project.root / "notebooks" / "cut_short.ipynb"
    nbformat.write(notebook, path)
    settings = Path(__file__).parent / "nbval.cfg"
    shown, _ = python(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(project.root), "-o", "addopts=",
        "--nbval", f"--nbval-sanitize-with={settings}", str(path), "--no-header",
        cwd=project.root,
    ).communicate(timeout=600)  # fmt: skip
    failed = re.search(r"(\d+) failed", shown)
    return int(failed[1]) if failed else 0, shown


def test_nbval_fails_on_the_stored_notebooks_when_one_number_is_changed(
    changed: Project, project_root: Path
) -> None:
    """That the unchanged notebooks pass is shown by `make test`, which runs nbval on them.

    The indicator whose number it is stands between two others, which must pass.
    """
    notebook = nbformat.read(project_root / "notebooks" / "2_performance_exceptions.ipynb", 4)
    begun = [n for n, cell in enumerate(notebook.cells) if ".indicator(" in cell.source]
    names = [notebook.cells[n].source.partition(" ")[0] for n in begun]
    assert names[1] == "looked_after"
    notebook.cells = notebook.cells[: begun[3]]
    failed, shown = _nbval(changed, notebook)
    assert failed >= 3, shown[-2000:]
    assert f"{NEW} children" in shown
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    block = {n for n, cell in enumerate(code) if cell.source.startswith("looked_after")}
    cells = {int(number) for number in re.findall(r"::Cell (\d+)", shown)}
    assert cells <= block, "only cells of looked after children; are the stored outputs current?"
