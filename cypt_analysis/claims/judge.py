"""One sentence judged: each part read, what it does not say taken over, each statement compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cypt_analysis.claims.about import About, about
from cypt_analysis.claims.answers import (
    by_counts,
    how_many,
    is_word,
    not_answered,
    passed_by,
    passed_over,
    tells,
    unread_verbs,
    unused,
)
from cypt_analysis.claims.bare import judge_bare, judge_bracket, with_share
from cypt_analysis.claims.beside import judge_beside
from cypt_analysis.claims.changes import judge_chance
from cypt_analysis.claims.counted import as_counted
from cypt_analysis.claims.courses import judge_rows
from cypt_analysis.claims.evidence import QUOTED, TARGET, Candidate, Evidence
from cypt_analysis.claims.figures import judge_figure, judge_quoted, judge_target
from cypt_analysis.claims.goals import exchanged, on_their_side
from cypt_analysis.claims.heard import Heard
from cypt_analysis.claims.items import Line
from cypt_analysis.claims.measures import Measures
from cypt_analysis.claims.part import (
    FAILS,
    GROUP,
    HOLDS,
    KIN,
    OPEN,
    VALUE,
    Part,
    Relation,
    Said,
    Talk,
)  # fmt: skip
from cypt_analysis.claims.parts import BRACKET, pieces_of
from cypt_analysis.claims.reading import read_part
from cypt_analysis.claims.relations import judge_relation, turned
from cypt_analysis.claims.roles import REF, SUBJECT
from cypt_analysis.claims.subject import (
    drop_other_matters,
    has_subject,
    is_to_come,
    names_a_time_alone,
    take_over,
)
from cypt_analysis.claims.superlatives import judge_place
from cypt_analysis.claims.text import Sentence
from cypt_analysis.claims.values import Values
from cypt_analysis.claims.wanted import judge_wanted
from cypt_analysis.claims.whole import judge_total, settle

_COMPARING = ("more", "rival", "par")
# "Black children, with a plan, rose": the subject is a part of its own.
_GOES_ON = (",", "with")


@dataclass(frozen=True)
class Judged:
    """A sentence with its statements, the places of what was not read (anywhere,
    and beside statements), what it spoke of, and the facts that it was held against."""

    line: Line
    said: tuple[Said, ...]
    residue: tuple[int, ...]
    beside: tuple[int, ...]
    talk: Talk
    rests: tuple[Candidate, ...] = ()


class Judge:
    """Judges the sentences of a text, one after the other, by the evidence of a quarter."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.values = evidence, Values(evidence)
        self._measures: dict[str, Measures] = {}

    def measures(self, indicator: str) -> Measures:
        """The measures of an indicator."""
        if indicator not in self._measures:
            self._measures[indicator] = Measures(self.evidence, indicator)
        return self._measures[indicator]

    def judge(self, sentence: Sentence, talk: Talk, after: str = "") -> Judged:
        """What the data say of a sentence that follows what was spoken of; ``after`` is the text
        of the one that comes next."""
        line, measures = Line(sentence, self.evidence), self.measures(sentence.indicator)
        parts: list[Part] = []
        before: Part | None = None
        for piece in pieces_of(line.items, measures.words, line.names):
            parts.append(read_part(line, piece, before, measures))
            before = before if piece[1] == BRACKET else parts[-1]
        heard = Heard(line, self.values, measures, parts, talk.next(), after=after)
        said = judge_total(heard) + judge_rows(heard)
        said += settle([(part, judge_part(part, heard)) for part in parts], heard)
        said = [with_share(each, said, heard) for each in said]
        said = on_their_side(exchanged(said, heard), heard)
        said += passed_over(said, heard)
        if not said and heard.is_stated:
            said += how_many(parts)
        residue = tuple(at for part in parts for at in (*part.residue, *part.known))
        states = [bool(part.figures or part.relations) for part in parts]
        stating = [
            part for part, says, after, next_says in
            zip(parts, states, [*parts[1:], None], [*states[1:], False], strict=True)
            if says or (part.terms and next_says and after and after.joiner in _GOES_ON)
        ]  # fmt: skip
        spoken = [at for part in stating for at in part.known if is_word(line.items[at], line)]
        unread = [*(at for part in stating for at in part.residue), *spoken]
        beside = tuple(at for at in unread if tells(line.items[at]))
        if said and all(each.truth == HOLDS for each in said):
            facts = [e.fact for e in said if e.fact is not None and e.fact.sense != QUOTED]
            said += [
                Said(at, OPEN, f"'{name}' was not read with a figure.")
                for at, name in unused(heard, facts)
                if facts or name not in ("England", self.evidence.region)
            ]
        return Judged(line, tuple(said), residue, beside, heard.talk, tuple(_rests(said, heard)))


def _rests(said: list[Said], heard: Heard) -> Iterator[Candidate]:
    """The facts that a sentence was held against; what no fact says rests on the newest values of
    the measures that it speaks of."""
    yield from (each.fact for each in said if each.fact is not None)
    yield from (row for rows in heard.used for row in rows)
    for path in heard.talk.paths if any(each.fact is None for each in said) else ():
        yield from heard.values.rows(path)[-1:]


def judge_part(part: Part, heard: Heard) -> list[Said]:
    """The statements of one part, each judged; what it spoke of is kept for what follows."""
    what = about(part, heard)
    told = judge_chance(what, heard)
    if told:
        take_over(part)
    stated = list(part.relations)
    drop_other_matters(what, heard)
    wanted = judge_wanted(what, heard)
    if wanted:
        return told + wanted
    if is_to_come(part):
        first = (part.relations or part.figures)[0]
        return [Said(first.at, OPEN, "It tells of what is to come.")]
    bracket = part.joiner == BRACKET
    if bracket and not (part.relations or part.areas or part.terms) and part.figures:
        return told + judge_bracket(what, heard)
    if names_a_time_alone(what):
        heard.talk.olds = part.mentions(REF)
        return told
    said = told + _numbers_and_statements(what, heard)
    said = as_counted(by_counts(said), part, heard)
    unanswered = not_answered(what, said, heard)
    if unanswered:
        # What is denied or counted in a way that was not read may yet be true.
        words_at = {each.at for each in part.relations}
        said = [replace(e, truth=OPEN) if e.truth == FAILS or e.at in words_at else e for e in said]
    said += unanswered
    if not said and part.denials and has_subject(part) and heard.talk.relation is not None:
        # "Met in Year 11, but not in Year 12."
        said.append(Said(part.denials[0], OPEN, "It was not read with a figure."))
    if not said:
        said += unread_verbs(part)
        if heard.is_stated:
            said += passed_by(part, stated, heard)
    if not bracket:
        _keep(what, said, heard)
    return said


def _numbers_and_statements(what: About, heard: Heard) -> list[Said]:
    part, talk = what.part, heard.talk
    if what.refs and not part.relations and not part.figures:
        talk.refs = list(dict.fromkeys(what.refs))
    said = _levels(what, heard)
    said += [judge_target(each, what, heard) for each in what.targets]
    said += _quoted(what, heard)
    for relation in part.relations:
        own = _with_own_time(relation, what)
        found = judge_relation(relation, own, heard)
        found = turned(relation, found, {each.at for each in what.sizes})
        counted = {each.at for each in found if each.form == GROUP}
        said = [each for each in said if each.at not in counted]
        places = {each.at for each in found}
        if places & {each.at for each in what.sizes}:
            what.sizes = []
        said += found
        talk.relation, talk.subjects = relation, what.areas
    if not part.relations:
        said += _without_statement(what, heard)
    done = {each.at for each in said}
    said += [judge_place(each, heard) for each in what.ranks if each.at not in done]
    done |= {each.at for each in what.ranks}
    return said + [
        Said(each.at, OPEN, "It was not read.") for each in part.figures
        if each.at not in done and each.role != "told"
    ]  # fmt: skip


def _with_own_time(relation: Relation, what: About) -> About:
    """What a part speaks of, at the time that follows a statement, where each of several has one:
    "after a fall in 2007/08 the rate rose in 2008/09"."""
    part = what.part
    items = part.items
    places = [each.at for each in part.relations]
    fixed = [
        (part.places[i], e.period)
        for i, e in enumerate(items)
        if e.period and not e.period.relative
    ]
    if len(places) < 2 or len(fixed) < 2 or what.figures_given:
        return what
    end = next((at for at in places if at > relation.at), part.stop)
    own = [mention for at, mention in fixed if relation.at < at < end]
    return what.but(periods=own, fixed=own, olds=[]) if len(own) == 1 else what


def _levels(what: About, heard: Heard) -> list[Said]:
    """The numbers that are levels; the measure of the last that holds is what is spoken of."""
    said = []
    for figure in what.levels:
        one = judge_figure(figure, what, heard)
        said.append(one)
        fact = one.fact
        if one.truth != HOLDS or fact is None:
            continue
        if one.form not in (VALUE, KIN):
            heard.last_total = fact if fact.sense not in (QUOTED, TARGET) else heard.last_total
            continue
        if fact not in heard.values.rows(fact.path):
            heard.last_total = fact
        last = heard.last_fact
        if last and (last.path, last.period) == (fact.path, fact.period) and last.area != fact.area:
            heard.talk.gap = (last, fact)
        heard.last_fact = fact
        heard.levels.append(fact)
        if one.form == VALUE:
            _goes_on_to(fact, what, heard)
            heard.talk.value = fact
    values = [
        fact for each in said if each.truth == HOLDS and (fact := each.fact) is not None
        and (each.form == VALUE or fact in heard.values.rows(fact.path))
    ]  # fmt: skip
    if values:
        what.paths = [values[-1].path]
    return said


def _goes_on_to(fact: Candidate, what: About, heard: Heard) -> None:
    """Of "from 7.5% to 12.9%, and to 13.4%": the change that is spoken of is now the last."""
    pair, first = heard.talk.pair, [each.said for each in what.part.items[:2]]
    if pair is not None and pair[1].path == fact.path and "to" in first and "and" in first:
        heard.talk.pair = (pair[1], fact)


def _quoted(what: About, heard: Heard) -> list[Said]:
    """The numbers that quote a fact by its own words, and are no size: "5 more are advertised"."""
    several = (*what.sizes, *what.from_, *what.to, *what.ref_figures)
    found = {each.at: said for each in several if (said := judge_quoted(each, what, heard))}
    if found:
        part = what.part
        part.relations = [r for r in part.relations if r.kind != "more" or r.at - 1 not in found]
        for name in ("sizes", "from_", "to", "ref_figures"):
            rest = [each for each in getattr(what, name) if each.at not in found]
            setattr(what, name, rest)
    return list(found.values())


def _without_statement(what: About, heard: Heard) -> list[Said]:
    part, talk = what.part, heard.talk
    adds = part.joiner in ("and", "or", ",") and what.refs and talk.relation is not None
    if adds and talk.relation is not None and talk.relation.kind in _COMPARING:
        return judge_beside(talk.relation, what.but(areas=talk.subjects or [""]), heard)
    return judge_bare(what, heard)


def _keep(what: About, said: list[Said], heard: Heard) -> None:
    """What a part spoke of, kept for those that follow."""
    part, talk = what.part, heard.talk
    valued = any(each.truth == HOLDS and each.form == VALUE for each in said)
    if part.terms or not talk.paths or valued:
        talk.paths = what.paths
    subjects = part.named_areas(SUBJECT)
    if subjects:
        adds = part.joiner in ("and", "or") and not part.relations and not part.terms
        talk.areas = [*talk.areas, *subjects] if adds else subjects
    elif part.own:
        talk.areas = [""]
    if what.fixed:
        talk.periods = what.fixed
