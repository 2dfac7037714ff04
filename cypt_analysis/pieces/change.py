"""Is the change real, and does an event show? In sentences."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.tables import Html, join, paragraph
from cypt_analysis.judgement.calls import event as effect_of
from cypt_analysis.known import Known, series_seen
from cypt_analysis.pieces.rows import events_of
from cypt_analysis.words import sentences
from cypt_analysis.words.marked import hidden_in, not_shown


def is_it_real(known: Known, indicator: Indicator) -> Html:
    """One plain sentence for each headline measure, and what would count next time."""
    told = sentences.change_sentences(known, sentences.headline_measures(known, indicator))
    hidden = [(name, row) for name, row in hidden_in(known, indicator)
              if indicator.get(row["measure"]).role == "headline"]  # fmt: skip
    told += [f"{name}, {not_shown(known, row['path'])}, and not judged." for name, row in hidden]
    if not told:
        return paragraph("There is nothing to compare yet.", "verdict")
    lead = Markup("<strong>Is the change real?</strong> {}").format(told[0])
    return join(*(paragraph(text, "verdict") for text in [lead, *told[1:]]))


def does_it_show(known: Known, indicator: Indicator) -> Html:
    """What the points allow to say of the events of its charts, and what would decide it."""
    told = []
    for measure, row, event in events_of(known, indicator):
        series = series_seen(known, row["path"], row["series"])
        effect = effect_of(series, measure, event).run()
        points = sentences.event_sentence(known, row["path"], event.date, event.label)
        text = f"{points} {sentences.effect_sentence(effect)}"
        told.append(Markup("<strong>Does it show?</strong> {}").format(text))
    return join(*(paragraph(text, "verdict") for text in told))
