"""A page for those who make the report: one file that needs nothing else, in British English."""

from __future__ import annotations

from cypt_analysis.ground.safe_text import seen


def sheet(title: str, *parts: object) -> str:
    """A whole page of finished HTML and text; text is escaped, and what cannot be seen left out.

    >>> "&lt;b&gt;" in sheet("<b>")
    True
    """
    # Of the commands that may make a page most make none.
    from jinja2 import Environment, PackageLoader

    templates = PackageLoader("cypt_analysis.cycle", "template")
    pages = Environment(loader=templates, autoescape=True, keep_trailing_newline=True)
    page = pages.get_template("sheet.html.j2")
    return seen(page.render(title=title, parts=[part for part in parts if part]))
