"""The colours of charts: each a property of the page, so that a dark page has dark charts.

The Government Analysis Function's categorical palette, by way of afcharts' style. The values are
those of a light page, and hold where no style sheet is, as in a notebook; `page/style.css` says
those of a dark one.
"""

from __future__ import annotations

OWN, THIRD, INK = "#12436d", "#801650", "#3d3d3d"
SERIES_COLOURS = (OWN, THIRD, "#1b7a71", "#b0440f", "#6b4fa3", INK)
MARKERS = ("o", "s", "^", "D", "v", "P")
MUTED = "#595959"
# A lighter bar than the authority's own; both stand 3:1 off the paper, light and dark.
OTHER = "#7c8b99"
GRID, BAND, PAPER = "#d3d7db", "#e3eaf1", "#ffffff"

PROPERTIES = {
    OWN: "--chart-own",
    THIRD: "--chart-second",
    SERIES_COLOURS[2]: "--chart-third",
    SERIES_COLOURS[3]: "--chart-fourth",
    SERIES_COLOURS[4]: "--chart-fifth",
    INK: "--chart-ink",
    MUTED: "--chart-muted",
    OTHER: "--chart-other",
    GRID: "--chart-grid",
    BAND: "--chart-band",
    PAPER: "--paper",
}
