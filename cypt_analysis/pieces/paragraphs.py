"""What a notebook shows in paragraphs: the first screen, words of the quarter, what changed."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.said import NONE_REPORTED
from cypt_analysis.ground.tables import Html, folded, join, paragraph
from cypt_analysis.judgement.calls import event as effect_of
from cypt_analysis.judgement.exceptions import reasons_of
from cypt_analysis.known import Known, series_seen
from cypt_analysis.pieces.rows import events_of
from cypt_analysis.words import headlines, sentences
from cypt_analysis.words.commentary import ACTIVITY, DETAIL, ISSUES, SUMMARY
from cypt_analysis.words.marked import hidden_in, not_shown
from cypt_analysis.words.narrative import words_on


def headline_list(known: Known) -> Html:
    """The quarter in short, what matters in order of consequence, what is better, what is asked."""
    lines = [" ".join(line.sentences) for line in headlines.what_matters(known)]
    items = Markup("").join(
        Markup("<li>{}</li>").format(text) for text in lines or [headlines.nothing_new(known)]
    )
    bear = " ".join(filter(None, [headlines.how_old(known), headlines.by_chance(known)]))
    return join(
        paragraph(headlines.balance(known), "balance"),
        paragraph(bear, "by-chance") if bear else "",
        Html(Markup('<ol class="headlines">{}</ol>').format(items)),
        _led(headlines.MISSED_TOO, headlines.also_missed(known), "missed-too"),
        *(_led(lead, text, "better") for lead, text in headlines.good_news(known).items()),
        asked(known),
    )


def asked(known: Known) -> Html:
    """What the board is asked to decide or note, where the quarter has words on it."""
    text = known.settings.asked
    words = words_on(known, text.id) if text else None
    if text is None or not words:
        return Html("")
    lead = Markup("<strong>{}</strong>").format(text.heading)
    return Html(Markup('<div class="asked">{}</div>').format(join(paragraph(lead), words)))


def introduction(known: Known, name: str) -> Html:
    """An introductory text of the quarter, by its id in project.toml.

    The summary needs none above its table; a further text without words says so.
    """
    over_summary = known.settings.introductions.get(name) == known.settings.summary_heading
    return words_on(known, name) or (Html("") if over_summary else paragraph(NOTHING, "none"))


def _led(lead: str, text: str, css: str) -> Html:
    """A paragraph that begins with its lead in bold; nothing without a text."""
    told = Markup("<strong>{}</strong>{}").format(lead, text.removeprefix(lead))
    return paragraph(told, css) if text else Html("")


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


def why_exception(known: Known, indicator: Indicator) -> Html:
    """The rules that the indicator meets, and what meets them."""
    reasons = reasons_of(indicator, known.judged, known.benchmarks, known.signals)
    text = "; ".join(f"{reason.rule} ({reason.what})" for reason in reasons)
    text = text or "It meets none of the rules for an exception this quarter"
    lead = Markup("<strong>Why it is an exception:</strong> {}.").format(text)
    return paragraph(lead, "exception")


NOTHING = f"{NONE_REPORTED}."


PARTS = (SUMMARY, ISSUES, ACTIVITY)


def commentary(known: Known, indicator: Indicator) -> Html:
    """Summary, Issues and Performance improvement activity: those that have words.

    Which have none, annex B says once of all indicators. A theme is words alone, and says it too.
    What stands under "In detail" is folded below them.
    """
    pieces: list[object] = []
    for heading in PARTS:
        if told := words_on(known, indicator.id, heading):
            # Read aloud by itself, a heading says of which indicator it is.
            named = Markup('<h4 aria-label="{}: {}">{}</h4>')
            pieces += [named.format(heading, indicator.name, heading), told]
    words = words_on(known, indicator.id, DETAIL)
    detail = folded(DETAIL, indicator.name, words, "sure commentary")
    if not pieces and indicator.measure:
        return detail
    html = Markup('<div class="commentary">{}</div>')
    shown = html.format(join(*(pieces or [paragraph(NOTHING, "none")])))
    return join(shown, detail)


def without_words(known: Known) -> dict[str, list[str]]:
    """The parts of commentary that are empty, by the indicator that they are of."""
    found = {
        entry.label: [part for part in PARTS if not words_on(known, entry.id, part)]
        for entry in known.catalogue.indicators.values()
    }
    return {name: parts for name, parts in found.items() if parts}
