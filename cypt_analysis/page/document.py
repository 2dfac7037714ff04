"""A finished page as a document: read once, its elements at hand by name, attribute and id."""

from __future__ import annotations

from functools import cached_property

from bs4 import BeautifulSoup, Tag
from bs4.element import AttributeDict


def soup_of(html: str) -> BeautifulSoup:
    """A page's elements, with attributes that are plain texts: to check each costs a third.

    >>> soup_of('<p id="a">One</p>').p["id"]
    'a'
    """
    return BeautifulSoup(html, "lxml", attribute_dict_class=AttributeDict)


def within(tag: Tag, above: str, name: str) -> list[Tag]:
    """The elements of a name below one of another; selectors take a moment to be made ready.

    >>> within(soup_of("<table><thead><th>A</thead><tbody><th>B</table>"), "thead", "th")
    [<th>A</th>]
    """
    return [each for each in tag.find_all(name) if each.find_parent(above) is not None]


class Document:
    """A page read as a browser would read it, without a browser.

    >>> page = Document('<p id="a">One <b>word</b></p><p>Two</p>')
    >>> [tag.name for tag in page.named("p", "b")], page.by_id["a"].b.string
    (['p', 'b', 'p'], 'word')
    """

    def __init__(self, html: str) -> None:
        self.html = html
        self.soup = soup_of(html)

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every element, in the order of the page."""
        return tuple(node for node in self.soup.descendants if isinstance(node, Tag))

    @cached_property
    def by_id(self) -> dict[str, Tag]:
        """The first element of each id."""
        return {str(tag["id"]): tag for tag in reversed(self.having("id"))}

    def named(self, *names: str) -> list[Tag]:
        """The elements of some names, in the order of the page."""
        return [tag for tag in self.tags if tag.name in names]

    @cached_property
    def pictures(self) -> list[Tag]:
        """What is one picture to a screen reader, however many drawings are in it."""
        return [tag for tag in self.tags if tag.name == "img" or tag.get("role") == "img"]

    def having(self, *attributes: str) -> list[Tag]:
        """The elements that have one of some attributes, in the order of the page."""
        return [tag for tag in self.tags if any(name in tag.attrs for name in attributes)]

    def of_class(self, name: str) -> list[Tag]:
        """The elements of a class, in the order of the page."""
        return self._by_class.get(name, [])

    @cached_property
    def _by_class(self) -> dict[str, list[Tag]]:
        found: dict[str, list[Tag]] = {}
        for tag in self.having("class"):
            for name in tag["class"]:
                found.setdefault(name, []).append(tag)
        return found

    @cached_property
    def summary_links(self) -> list[Tag]:
        """The links of the summary's rows, which lead to what they are of."""
        tables = self.of_class("summary")
        heads = [head for table in tables for head in within(table, "tbody", "th")]
        return [link for head in heads for link in head.find_all("a", href=True)]
