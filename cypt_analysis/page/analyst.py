"""The analyst's edition: the Board's sections with code, intervals, tests, diagnostics, sources.

Its template is ``template/analyst``, which extends the Board's by nbconvert's own mechanism.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup, escape
from traitlets import default
from traitlets.config import Config

from cypt_analysis.ground.findings import UserError
from cypt_analysis.ground.records import dicts_of
from cypt_analysis.ground.tables import Html, Table, join, paragraph
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_of
from cypt_analysis.page import cover
from cypt_analysis.page.annexes import annexes
from cypt_analysis.page.assumed import assumed
from cypt_analysis.page.checked import checked_statements, waived
from cypt_analysis.page.exporter import BoardExporter
from cypt_analysis.page.frames import accessible
from cypt_analysis.page.many_tests import every_test, false_alarms
from cypt_analysis.page.methods_in_full import methods_in_full
from cypt_analysis.page.quality import beside_the_data, points_to_review
from cypt_analysis.page.revisions import changes
from cypt_analysis.page.since_last import since_last
from cypt_analysis.page.statement import made_with
from cypt_analysis.page.stitch import stitch

EDITION = "Analyst's edition, with code and diagnostics. Not for circulation"
_SHOWN = ("text/html", "image/png", "text/plain")
_STYLE = """
.code { margin: .75rem 0; }
.code > summary { max-width: 100%; overflow-wrap: anywhere; min-height: 1.5rem;
  color: var(--soft); cursor: pointer; }
.code pre, .part > pre, .block > pre { padding: .75rem 1rem; background: var(--panel);
  font-size: .875rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
.rule { font-weight: 400; }
.calls code { font-size: .8125rem; }
.calls td:nth-child(4) { min-width: 9.5rem; }
.calls td:last-child { min-width: 21rem; }
.data.frame td { white-space: nowrap; }
"""
_CODE_ENDS = re.compile(r"</style>")


class AnalystExporter(BoardExporter):
    """nbconvert's exporter for the analyst's edition: ``template/analyst``."""

    export_from_notebook = None

    @default("template_name")
    def _template_name_default(self) -> str:
        return "analyst"

    @default("extra_template_paths")
    def _default_extra_template_paths(self) -> list[str]:
        # So that its template can extend the Board's.
        return [str(Path(__file__).parent / "template")]

    @property
    def default_config(self) -> Config:
        """Pictures that an analyst draws are shown too."""
        config = super().default_config.copy()
        config.merge(Config({"NbConvertBase": {"display_data_priority": list(_SHOWN)}}))
        return config


@cache
def _exporter() -> AnalystExporter:
    return AnalystExporter()


def build_analyst_page(known: Known, notebooks: Sequence[Path], state: str) -> str:
    """The analyst's edition of a quarter, from the same executed notebooks as the page.

    Raises UserError for a notebook that cannot be read.
    """
    fragments = [_fragment(path) for path in notebooks]
    more = [*annexes(known), *_parts(known)]
    about = replace(cover(known, state), state=f"{state}. {EDITION}")
    page = stitch(fragments, more, known.catalogue, about)
    title = escape(known.settings.title)
    page = page.replace(f"<title>{title}", f"<title>Analyst's edition: {title}", 1)
    return _CODE_ENDS.sub(lambda match: f"{_STYLE}{match[0]}", page, count=1)


def _fragment(path: Path) -> str:
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise UserError(f"{path.name} cannot be read as a notebook: {error}") from None
    html, _ = _exporter().from_notebook_node(notebook, {"notebook": path.name})
    return accessible(str(html))


def _parts(known: Known) -> list[str]:
    """What is the analyst's alone: headings, each with its matter."""
    parts = {
        "points to review": points_to_review(known),
        "checked statements": checked_statements(known),
        "last report": join(since_last(known), changes(known)),
        "every test": join(false_alarms(known), every_test(known)),
        "assumptions": assumed(known),
        "what is not shown": _hidden(known),
        "waived verdicts": waived(known),
        "methods in full": methods_in_full(known),
        "files": join(_sources(known), beside_the_data(known)),
        "versions": made_with(known),
    }
    return [
        str(
            join(
                Markup('<h2 id="analyst-{}">For the analyst: {}</h2>').format(
                    name.split()[-1], name
                ),
                content,
            )
        )
        for name, content in parts.items()
    ]


def _hidden(known: Known) -> Html:
    """What each edition does not show, by which rule and why; never in such an edition itself."""
    if known.withheld.empty:
        return paragraph("Every edition shows every figure.", "none")
    about = known.observations.drop_duplicates("id").set_index("id")
    rows = [
        [
            each["edition"],
            each["id"],
            span_of(about.loc[each["id"]]).name,
            each["rule"],
            each["why"],
        ]
        for each in dicts_of(known.withheld)
    ]
    caption = "Figures that an edition does not show, and why"
    columns = ("Edition", "Figure", "Period", "Rule", "Why")
    return Table("table-analyst-hidden", caption, columns, rows).html()


def _sources(known: Known) -> Html:
    """Every raw file that the report rests on, to hold against the manifest."""
    rows: list[list[Any]] = [
        [Markup('<span class="path">{}</span>').format(file["path"]), file["rows"],
         file["encoding"], Markup("<code>{}</code>").format(file["sha256"][:16])]
        for file in known.provenance["raw_files"]
    ]  # fmt: skip
    return join(
        paragraph("The manifest beside this page has each digest in full, and each file's size."),
        Table(
            "table-analyst-files",
            "Raw files that this report rests on",
            ("File", "Rows", "Encoding", "SHA-256, first 16 digits"),
            rows,
            {"Rows"},
        ).html(),
    )
