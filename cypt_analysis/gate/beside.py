"""The gate of the files beside the page: each must say what the page says, as accessibly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cypt_analysis.gate import figures, paper, word
from cypt_analysis.ground.findings import Finding
from cypt_analysis.page.document import Document
from cypt_analysis.page.on_paper import take_out_folded


class Folder:
    """The files of one edition, each read once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def page(self) -> Document:
        """The page itself as far as paper shows it, which the others are held against."""
        return as_printed((self.path / "report.html").read_text(encoding="utf-8"))

    @cached_property
    def word(self) -> word.Word:
        """The Word document."""
        return word.Word((self.path / "report.docx").read_bytes())

    @cached_property
    def paper(self) -> paper.Paper:
        """The printed report."""
        return paper.read_paper((self.path / "report.pdf").read_bytes())

    @cached_property
    def book(self) -> figures.Book:
        """The workbook."""
        return figures.Book((self.path / "data.xlsx").read_bytes())

    @cached_property
    def data(self) -> bytes:
        """The data file."""
        return (self.path / "data.csv").read_bytes()

    @cached_property
    def description(self) -> bytes | None:
        """What is said of the data file; None where nothing is."""
        path = self.path / "data.csv-metadata.json"
        return path.read_bytes() if path.is_file() else None


def as_printed(html: str) -> Document:
    """A page without what stays on the screen."""
    page = Document(html)
    take_out_folded(page.soup)
    return page


class FileRule(NamedTuple):
    """One rule: its name, the file that it is about, and the check that says what it asks for."""

    name: str
    file: str
    check: Callable[[Folder], Iterator[str]]


FILE_RULES = (
    FileRule("word headings", "report.docx", lambda of: word.headings(of.word, of.page)),
    FileRule("word tables", "report.docx", lambda of: word.tables(of.word, of.page)),
    FileRule("word pictures", "report.docx", lambda of: word.pictures(of.word, of.page)),
    FileRule("word properties", "report.docx", lambda of: word.properties(of.word, of.page)),
    FileRule("word foot", "report.docx", lambda of: word.foot(of.word, of.page)),
    FileRule("paper size", "report.pdf", lambda of: paper.size(of.paper, of.page)),
    FileRule("paper tags", "report.pdf", lambda of: paper.tags(of.paper, of.page)),
    FileRule("paper bookmarks", "report.pdf", lambda of: paper.bookmarks(of.paper, of.page)),
    FileRule("paper figures", "report.pdf", lambda of: paper.figures(of.paper, of.page)),
    FileRule("paper foot", "report.pdf", lambda of: paper.foot(of.paper, of.page)),
    FileRule("paper index", "report.pdf", lambda of: paper.index(of.paper, of.page)),
    FileRule("paper emptiness", "report.pdf", lambda of: paper.emptiness(of.paper, of.page)),
    FileRule("workbook table", "data.xlsx", lambda of: figures.one_table(of.book)),
    FileRule("workbook print", "data.xlsx", lambda of: figures.printing(of.book)),
    FileRule("workbook properties", "data.xlsx", lambda of: figures.properties(of.book)),
    FileRule("data description", "data.csv", lambda of: figures.described(of.data, of.description)),
    FileRule("data cells", "data.csv", lambda of: figures.cells(of.data)),
)


def gate_files(path: Path) -> list[Finding]:
    """Every breach of a rule by a file beside a folder's page; a file that is not there has none.

    >>> gate_files(Path("/nowhere"))
    []
    """
    folder = Folder(path)
    return [
        Finding(rule.file, None, f"{rule.name}: {said}", "Make the report anew.", rule=rule.name)
        for rule in FILE_RULES
        if (path / rule.file).is_file() and (path / "report.html").is_file()
        for said in rule.check(folder)
    ]
