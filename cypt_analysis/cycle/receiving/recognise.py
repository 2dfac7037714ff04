"""Whose a file is: which source it belongs to, and under which name the drop would read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cypt_analysis.catalogue import Catalogue, Source
from cypt_analysis.cycle.receiving.skeleton import skeleton_of
from cypt_analysis.drops.layout import COMMENTARY
from cypt_analysis.ground.findings import UserError, did_you_mean, list_words
from cypt_analysis.library.entries import sources_reading
from cypt_analysis.readers.contents import contents_of
from cypt_analysis.readers.files import READABLE, fits, is_own_form

_WORDS = ".md"


@dataclass(frozen=True)
class Place:
    """Where a file goes: below the drop, and what it is taken for; "" for words."""

    name: str
    source: str = ""
    because: str = ""


class Doubt(Exception):
    """A file may be one of several things: which, is for a person to say."""

    def __init__(self, question: str, choices: tuple[str, ...]) -> None:
        super().__init__(question, choices)
        self.question, self.choices = question, choices


def place_of(file: Path, catalogue: Catalogue, texts: tuple[str, ...], chosen: str = "") -> Place:
    """Where a received file goes.

    By its own name, by a name that a source expects, else by its columns; ``chosen`` is a person's
    answer. Raises Doubt where it may be several, UserError where it is none.
    """
    if file.suffix.lower() == _WORDS:
        return _of_words(file, (*catalogue.indicators, *texts), chosen)
    if file.suffix.lower() not in READABLE:
        raise UserError(
            f"{file.name} is of no kind that is read. Export it as one of: "
            f"{', '.join(READABLE)}; words are a Markdown file ({_WORDS})."
        )
    if chosen:
        return _chosen(file, catalogue, chosen)
    sources = catalogue.sources.values()
    named = [each for each in sources if file.stem == each.id or each.expects(file.name)]
    fitting = named or [each for each in sources if _fits(file, each)]
    if len(fitting) > 1:
        told = list_words([f"{each.title} ({each.id})" for each in fitting], "or")
        raise Doubt(f"{file.name} may be {told}. Which is it?", tuple(e.id for e in fitting))
    if not fitting:
        raise UserError(_unknown(file, catalogue))
    why = "its name" if named else "its columns"
    return Place(_name(file, fitting[0], by_name=bool(named)), fitting[0].id, f"by {why}")


def _of_words(file: Path, known: tuple[str, ...], chosen: str) -> Place:
    name = chosen or file.stem
    if name not in known:
        hint = did_you_mean(name, known) or f" Names: {list_words(known, 'or')}."
        raise UserError(
            f"{file.name}: no indicator or theme is called '{name}'.{hint} "
            "Say which with --source NAME."
        )
    return Place(f"{COMMENTARY}/{name}{_WORDS}", because="words, by its name")


def _chosen(file: Path, catalogue: Catalogue, chosen: str) -> Place:
    source = catalogue.sources.get(chosen)
    if source is None:
        hint = did_you_mean(chosen, catalogue.sources)
        known = f" Sources: {list_words(catalogue.sources)}."
        raise UserError(f"The catalogue has no source '{chosen}'.{hint or known}")
    return Place(_name(file, source, by_name=source.expects(file.name)), source.id, "as you said")


def _fits(file: Path, source: Source) -> bool:
    return fits(file, source) if source.reads else is_own_form(file, source) or fits(file, source)


def _name(file: Path, source: Source, *, by_name: bool) -> str:
    """Its own name where the drop would read it under that, else the source's."""
    return file.name if by_name else f"{source.id}{file.suffix.lower()}"


def _unknown(file: Path, catalogue: Catalogue) -> str:
    library = [each for each in sources_reading(file.name) if each not in catalogue.sources]
    if library:
        commands = list_words([f"cypt add source {each}" for each in library], "or")
        return f"{file.name} is a file that the library reads. First: {commands}."
    told = (
        f"{file.name} has the columns of no source of the catalogue. {contents_of(file)} "
        "Say which it is with "
        f"--source NAME ({list_words(catalogue.sources, 'or')}), or declare one"
    ).replace("  ", " ")
    entry = skeleton_of(file)
    if not entry:
        return f"{told}."
    return (
        f"{told} in data/catalogue/sources.toml. An entry for it may begin so; see that each line "
        f"is right, and let an indicator have a measure of it:\n\n{entry}\n"
    )
