"""A page for those who make the report: one file that needs nothing else, in British English."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.ground.safe_text import seen

_STYLE = """
body { font: 1rem/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 1.5rem auto;
  max-width: 62rem; padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; }
caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0;
  border-bottom: 1px solid #b5b5b5; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
tr.pressing > * { background: #fff1e5; }
.table-wrap { overflow-x: auto; }
.contact { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; }
.contact figure { margin: 0; border: 1px solid #b5b5b5; padding: 0.5rem; }
.contact img, .contact svg { max-width: 100%; height: auto; }
:focus-visible { outline: 3px solid #1d70b8; }
@media print { body { margin: 0; max-width: none; } table, figure { break-inside: avoid; } }
"""


def sheet(title: str, *parts: object) -> str:
    """A whole page of finished HTML and text; text is escaped, and what cannot be seen left out.

    >>> "&lt;b&gt;" in sheet("<b>")
    True
    """
    body = Markup("\n").join(Markup("{}").format(part) for part in parts if part)
    page = Markup(
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'\">\n"
        "<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        "{body}\n</main>\n</body>\n</html>\n"
    ).format(title=title, style=Markup(_STYLE), body=body)
    return seen(str(page))
