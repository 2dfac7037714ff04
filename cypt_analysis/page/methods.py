"""Annex C: the rule behind each word, said once, and each indicator in a row."""

from __future__ import annotations

from markupsafe import Markup

from cypt_analysis.catalogue import Indicator
from cypt_analysis.ground.findings import list_words
from cypt_analysis.ground.status import Direction, TargetStatus
from cypt_analysis.ground.tables import Html, Table, fact_list, join, paragraph
from cypt_analysis.judgement.consequence import RULE
from cypt_analysis.judgement.indicators import targets_held
from cypt_analysis.known import Known
from cypt_analysis.observations.spans import span_named
from cypt_analysis.page.counted import kept
from cypt_analysis.page.methods_in_full import GOOD
from cypt_analysis.words.wording import limits_of

_WORDS = {
    f"{TargetStatus.MET}, {TargetStatus.MISSED}": "The target's period is over, with all of its "
    "parts received, and the figure reached the target or did not.",
    f"{TargetStatus.ON_TRACK}, {TargetStatus.OFF_TRACK}": "The period is not over. What has come "
    "so far is at, or short of, what is asked by that time.",
    str(TargetStatus.WITHIN_TOLERANCE): "The target was missed by no more than was allowed when "
    "it was set.",
    f"{Direction.BETTER}, {Direction.WORSE}, {Direction.HIGHER}, {Direction.LOWER}": "A test says "
    "that the change is more than chance would explain: by chance alone, one as large would come "
    "up in fewer than 5 of 100 cases.",
    "Well outside chance": "By chance alone, so large a difference would come up in fewer than 2 "
    "of 1,000 cases. It says how sure the difference is, not how large.",
    str(Direction.NO_CHANGE): "The change is within the range of chance.",
    "Not tested": "The figure moved, and no test can say whether by more than chance: it is a "
    "count of everyone on a day, or has no numbers behind it.",
    str(Direction.TOO_FEW): "There is no earlier figure of the same measure and the same kind of "
    "period, with no break between, or it is not shown.",
    "95% interval": "The range in which the level that underlies a figure plausibly lies.",
    "Exception": "A target is missed or off track, a figure is apart from another area's, well "
    "outside chance, a control chart shows a signal, or the Board asked for it.",
    "What matters": RULE,
}
_FOLDED = "Definition, target and source of each indicator"


def methods(known: Known) -> Html:
    """Annex C: what the words mean, then a row for each indicator that has measures."""
    entries = [each for each in known.catalogue.indicators.values() if each.measure]
    columns = ("Indicator", "What it is", "Good is", "Target and whose it is", "Source")
    rows = [_row(each, known) for each in entries]
    table = Table("table-annex-c", "Indicators", columns, rows, css="methods").html()
    return join(
        Markup('<h3 id="annex-c-words">What the words mean</h3>'),
        kept("The rule behind each word", fact_list(_WORDS)),
        Markup('<h3 id="annex-c-indicators">What is measured</h3>'),
        kept(_FOLDED, join(table, _themes(known))) if rows else _themes(known),
    )


def _row(indicator: Indicator, known: Known) -> list[object]:
    measure = indicator.get(str(indicator.headline))
    sources = known.catalogue.sources_of(indicator)
    producers = list(dict.fromkeys(source.producer for source in sources))
    return [
        indicator.heading,
        indicator.definition,
        GOOD[measure.polarity],
        _targets(indicator, known),
        list_words(producers),
    ]


def _targets(indicator: Indicator, known: Known) -> str:
    """The targets that its figures are held against: of which measure, how much, when, whose."""
    judged = known.judged[known.judged["indicator"] == indicator.id]
    told = []
    for held in targets_held(judged):
        row = judged.loc[held.paths[0]]
        measure = indicator.get(held.measure)
        name = "" if held.measure == indicator.headline else f"{measure.label}: "
        target = known.facts.get(f"{row['path']}.target")
        if target is not None:
            period = span_named(row["target_period"]).name
            asked = f"{row['comparison']} {target.printed} ({row['set_by']}, {period})"
            told.append(f"{name}{asked}{limits_of(row)}")
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}" if text else "None"


def _themes(known: Known) -> Html:
    """Which themes are told in words alone, and who answers for them."""
    themes = [each for each in known.catalogue.indicators.values() if not each.measure]
    if not themes:
        return Html("")
    named = list_words([f"{each.label} ({each.owner})" for each in themes])
    return paragraph(f"In words alone, with who answers for them: {named}.")
