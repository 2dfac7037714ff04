"""Every chart of a draft on one sheet."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from cypt_analysis.ground.tables import Html, paragraph


def contact_sheet(page: str) -> Html:
    """The pictures of a page, each with its title, as small as they can be read.

    What is not a picture (its data, its links) is left in the page; nothing that runs is taken.
    """
    figures = []
    for figure in BeautifulSoup(page, "lxml").find_all("figure"):
        picture = figure.find(["svg", "img"])
        title = figure.find(class_="chart-title") or figure.find("figcaption")
        if not isinstance(picture, Tag):
            continue
        for each in picture.find_all(["script", "a", "foreignObject"]):
            each.unwrap() if each.name == "a" else each.decompose()
        words = title.get_text(" ", strip=True) if isinstance(title, Tag) else "A chart"
        figures.append(
            Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(
                Markup(str(picture)), words
            )
        )
    if not figures:
        return paragraph("The draft has no chart.")
    return Html(Markup('<div class="contact">{}</div>').format(Markup("\n").join(figures)))
