"""What the analyst is told of an edition: what it hides and why, and what no rule could judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from cypt_analysis.catalogue import Catalogue
from cypt_analysis.disclosure import SMALL, Asked, Protection, asked_by, place_of
from cypt_analysis.drops.drop import Drop
from cypt_analysis.drops.layout import DROP_FILE
from cypt_analysis.ground.edition import INTERNAL
from cypt_analysis.ground.findings import REVIEW, Finding, list_words
from cypt_analysis.ground.project import PROJECT_FILE
from cypt_analysis.ground.status import HIDDEN_MARK
from cypt_analysis.known import WITHHELD, Known
from cypt_analysis.library.disclosure import rule
from cypt_analysis.observations.spans import span_of

# Which findings say that a figure is not shown, that one can be found out all the same, that no
# rule could be applied to some, that not every sum was looked for, that one may be chance, and
# that nothing is hidden.
NOT_SHOWN, FOUND_OUT, NOT_JUDGED = "small_number", "found_out", "not_judged"
NOT_LOOKED_FOR, MAY_FOLLOW = "not_looked_for", "may_follow"
SHOWS_ALL = "shows_all"
# So many names say which figures are meant; a longer list nobody reads.
_NAMED = 6


def withheld(edition: str, protection: Protection, known: Known) -> pd.DataFrame:
    """Which figures an edition hides, by which rule and why, with the columns of ``WITHHELD``."""
    rows = known.observations[known.observations["id"].isin(protection.why)]
    table = rows[["id", "indicator", "measure", "area", "period"]].assign(
        edition=edition,
        rule=[protection.rules[name].title for name in rows["id"]],
        why=rows["id"].map(protection.why),
    )
    return table[list(WITHHELD)].reset_index(drop=True)


def points(table: pd.DataFrame, observations: pd.DataFrame) -> Iterator[Finding]:
    """A point to review for each figure that is not shown, without its number."""
    about = observations.set_index("id")
    for row in table.to_dict("records"):
        at = about.loc[row["id"]]
        why = "is a small number" if row["why"] == SMALL else "would give a small number back"
        named = f"{row['id']} ({span_of(at).name})"
        found = f"{named} {why}, so the {row['edition']} edition does not show it."
        advice = (
            f"It prints {HIDDEN_MARK} there ({row['rule']}, {row['why']}). The internal edition "
            "shows it. Ask for a wider group or period where the Board should see a number. Of "
            'what counts no people, say disclosure = "none" for the indicator or its source.'
        )
        yield Finding(at["file"], int(at["row"]), found, advice, REVIEW, NOT_SHOWN)


def found_out(name: str, drop: Drop) -> Finding:
    """That a reader of all releases can work a small count out, whatever is hidden now."""
    place = place_of(name)
    found = f"A small number can be worked out from earlier releases: {place}."
    advice = "Nothing that is hidden now takes that back. Tell who answers for the data."
    return Finding(drop.path(DROP_FILE), None, found, advice, REVIEW, FOUND_OUT)


def may_follow(asked: Sequence[Asked], edition: str, drop: Drop) -> Iterator[Finding]:
    """That a small number would follow from others, if what they add up to is no chance."""
    for each in asked:
        first, *others = each.measures
        named = ", ".join(f'"{name}"' for name in others)
        found = (
            f"The {edition} edition does not show {place_of(each.secret)}, but its number is what "
            f"others give by one sum: {list_words([place_of(one) for one in each.others])}. That "
            "may be chance."
        )
        advice = (
            f"Say at the measure {first} whether its people are all of theirs: made_of = [{{ of = "
            f"[{named}] }}], with a minus before what is taken away, or so at what is the whole. "
            'Where that is chance, add denied_by = "A. Person" and because = "...". Until one of '
            "both is said nothing is published."
        )
        yield Finding(drop.path(DROP_FILE), None, found, advice, REVIEW, MAY_FOLLOW)


def not_looked_for(
    untried: Mapping[tuple[str, str], int], edition: str, drop: Drop
) -> Iterator[Finding]:
    """That a table with small numbers is so large that a sum of some of its rows may be unseen."""
    for (source, by), rows in untried.items():
        found = (
            f"{source} has small numbers among {rows} rows of '{by}'. Whether some of these are "
            "the sum of others was not looked for in full: of so many, some are by chance. The "
            f"{edition} edition hides what follows from sums that were found or declared, no more."
        )
        advice = (
            f"Declare each subtotal among `totals` of the source {source}, with `of` and the rows "
            "that it is made of. Where there is none, say so at the measures of it: "
            'made_of = [{ denied_by = "A. Person", because = "..." }].'
        )
        yield Finding(drop.path(DROP_FILE), None, found, advice, REVIEW, NOT_LOOKED_FOR)


def shown_in_full(
    edition: str, rule_name: str, catalogue: Catalogue, drop: Drop
) -> Iterator[Finding]:
    """One point where an edition that others read hides nothing, or nothing of some figures."""
    named = {name: each.disclosure for name, each in catalogue.sources.items()}
    named |= {name: each.disclosure for name, each in catalogue.indicators.items()}
    own = [name for name, by in named.items() if by and rule(by).shows_all]
    whole = rule(rule_name).shows_all
    if edition != INTERNAL if whole else own:
        whose = "" if whole else f" of {list_words(own)}"
        found = f"The {edition} edition shows every number{whose}: the rule there is none."
        advice = (
            "Make sure that these count no people, or that who published them has applied a rule. "
            f"Otherwise name a rule, in {PROJECT_FILE} or the catalogue."
        )
        yield Finding(drop.path(DROP_FILE), None, found, advice, REVIEW, SHOWS_ALL)


def of_quoted(rows: pd.DataFrame, edition: str) -> Iterator[Finding]:
    """A point to review for each quoted figure that an edition hides, without its number."""
    for row in rows.to_dict("records"):
        found = (
            f"{row['indicator']}.{row['figure']} is quoted, and is a small number of people or "
            f"repeats one, so the {edition} edition does not show it."
        )
        advice = f"It prints {HIDDEN_MARK} there. The internal edition shows it."
        yield Finding(row["file"], int(row["row"]), found, advice, REVIEW, NOT_SHOWN)


def unjudged(names: Sequence[str], edition: str, rule_name: str, drop: Drop) -> Iterator[Finding]:
    """One point for all shares of an edition that have no count behind them."""
    if not names:
        return
    by = rule(rule_name)
    shown = [*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])]
    found = (
        f"{len(names)} of the percentages, rates and means have no count behind them, so the "
        f"{edition} edition shows them unjudged: {list_words(shown)}."
    )
    advice = (
        f"By {by.title} {asked_by(by)}. Give the numbers behind them, or make sure that who "
        "published them has applied such a rule."
    )
    yield Finding(drop.path(DROP_FILE), None, found, advice, REVIEW, NOT_JUDGED)
