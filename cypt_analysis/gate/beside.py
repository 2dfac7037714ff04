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
    """One rule: its name, the file that it is about, what it asks for, and its check."""

    name: str
    file: str
    asks: str
    check: Callable[[Folder], Iterator[str]]


FILE_RULES = (
    FileRule("word headings", "report.docx", "the page's, in order, as styles of headings",
             lambda folder: word.headings(folder.word, folder.page)),
    FileRule("word tables", "report.docx", "a marked header row and an alternative text each",
             lambda folder: word.tables(folder.word, folder.page)),
    FileRule("word pictures", "report.docx", "the page's charts with their alternative texts",
             lambda folder: word.pictures(folder.word, folder.page)),
    FileRule("word properties", "report.docx", "title, language, author and no time of making",
             lambda folder: word.properties(folder.word, folder.page)),
    FileRule("word foot", "report.docx", "page numbers, title and state on every page",
             lambda folder: word.foot(folder.word, folder.page)),
    FileRule("paper size", "report.pdf", "A4",
             lambda folder: paper.size(folder.paper, folder.page)),
    FileRule("paper tags", "report.pdf", "tagged, with language and title",
             lambda folder: paper.tags(folder.paper, folder.page)),
    FileRule("paper bookmarks", "report.pdf", "the page's headings, in order",
             lambda folder: paper.bookmarks(folder.paper, folder.page)),
    FileRule("paper figures", "report.pdf", "each chart tagged once, with its text",
             lambda folder: paper.figures(folder.paper, folder.page)),
    FileRule("paper foot", "report.pdf", "page numbers and state on every page",
             lambda folder: paper.foot(folder.paper, folder.page)),
    FileRule("paper index", "report.pdf", "each heading with the page on which it stands",
             lambda folder: paper.index(folder.paper, folder.page)),
    FileRule("paper emptiness", "report.pdf", "no page but the last nearly empty",
             lambda folder: paper.emptiness(folder.paper, folder.page)),
    FileRule("workbook table", "data.xlsx", "one marked table a sheet, nothing merged, no formula",
             lambda folder: figures.one_table(folder.book)),
    FileRule("workbook print", "data.xlsx", "A4 across, one page wide, header rows repeated",
             lambda folder: figures.printing(folder.book)),
    FileRule("workbook properties", "data.xlsx", "title, author and no time of making",
             lambda folder: figures.properties(folder.book)),
    FileRule("data description", "data.csv", "a description of its columns beside it",
             lambda folder: figures.described(folder.data, folder.description)),
    FileRule("data cells", "data.csv", "each figure once, as value or mark; nothing that runs",
             lambda folder: figures.cells(folder.data)),
)  # fmt: skip


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
