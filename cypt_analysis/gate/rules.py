"""The table of rules: everything that the page itself can answer, family by family."""

from __future__ import annotations

from cypt_analysis.gate import (
    blocks,
    content,
    operation,
    packaging,
    perception,
    pictures,
    prose,
    structure,
    tables,
)
from cypt_analysis.gate.page import Rule
from cypt_analysis.ground.said import BRIEF_WORDS

# Held by page/completeness.py, whose findings carry these names.
COMPLETENESS = {
    "section": "the sections expected are the ones found, in order",
    "heading": "every indicator stands once, in its section, in the catalogue's order",
    "summary": "the summary table has a row for each indicator, linked and in order",
    "agreement": "each status is the judged one, each tally its list's, each missed target named",
    "index": "the index equals the headings in order",
    "id": "ids are unique",
    "link": "every link resolves",
    "alternative text": "every picture has one, and no two the same",
    "harmless": "no script, no handler, nothing loaded from elsewhere",
}

RULES = (
    Rule("language", 'lang="en-GB"', structure.language),
    Rule("title", "one title with the quarter", structure.title),
    Rule("h1", "one h1", structure.one_h1),
    Rule("heading level", "no skipped level, no empty heading", structure.heading_levels),
    Rule("landmark", "banner, nav, main, contentinfo, each once", structure.landmarks),
    Rule("skip link", "it is first and reaches main", structure.skip_link),
    Rule("reference", "labels and parts of pictures point at ids", structure.references),
    Rule("valid html", "the standard's parser finds no error", structure.valid_html),
    Rule("table caption", "every table has a caption of its own", tables.captions),
    Rule("table header", "column headers with scope", tables.column_headers),
    Rule("table row header", "a row header in each row", tables.row_headers),
    Rule("table merged cell", "no merged cell", tables.merged_cells),
    Rule("table empty cell", "no empty cell", tables.empty_cells),
    Rule("table shape", "as many cells as columns", tables.shape),
    Rule("table symbols", "symbols explained above the table", tables.symbols),
    Rule(
        "alternative text",
        "30 to 300 characters, no placeholder, the finding first, naming a value of its data",
        pictures.alternative_text,
    ),
    Rule("chart drawings", "a wide and a narrow drawing behind one text", pictures.drawings),
    Rule("chart points", "five points or more", pictures.points),
    Rule("chart source", "every chart says its source", pictures.sources),
    Rule("chart download", "the file offered is the data table", pictures.downloads),
    Rule("chart text contrast", "text in charts 4.5:1, light and dark", perception.text_contrast),
    Rule("chart mark contrast", "marks in charts 3:1, light and dark", perception.mark_contrast),
    Rule("greyscale", "series are told apart in greyscale", perception.greyscale),
    Rule("status words", "status is word and shape, never colour alone", perception.status_words),
    Rule("summary status", "each row says its status", perception.summary_statuses),
    Rule("link text", "unique for each target, never 'click here'", operation.link_texts),
    Rule("disclosure", "what opens has a summary of its own", operation.disclosures),
    Rule("scroll region", "labelled and focusable", operation.scroll_regions),
    Rule("tab order", "the order of the page", operation.tab_order),
    Rule("policy", "default-src 'none' and what styles need", packaging.policy),
    Rule("size", "1.5 MB or less", packaging.size),
    Rule("head", "UTF-8 and free zoom are declared", packaging.head),
    Rule("characters", "no control characters", packaging.characters),
    Rule("length", f"six things that matter, {BRIEF_WORDS} words a comment", content.lengths),
    Rule("reading grade", f"what matters and the comments at {prose.HARDEST}", prose.grades),
    Rule("said often", f"a fact at most {prose.MOST_TIMES} times", prose.repetitions),
    Rule("making", "no note on files or the making of the page", prose.making),
    Rule("abbreviation", "written out at first use", prose.abbreviations),
    Rule("finding", "a block begins with its finding", blocks.findings),
    Rule("depth", "an indicator that is a row is folded", blocks.depth),
    Rule("figures", f"{blocks.MOST_FIGURES} figures in a line", blocks.figures),
    Rule("one chart", "one chart of a block in sight", blocks.charts),
    Rule("statistics folded", "tests stand under 'How sure are we?'", blocks.statistics),
    Rule("small line", "no sparkline of two points", blocks.sparklines),
    Rule("one measure a row", "a row of the summary has one status", blocks.measures),
    Rule("unfinished text", "no placeholder or missing value in the text", content.unfinished),
    Rule("state", "DRAFT or FINAL and the quarter in the header", content.state),
)
