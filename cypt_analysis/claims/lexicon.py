"""The words that say something of a figure, as `lexicon.toml` lists them: forms → what they say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_WAYS = {"up": 1, "down": -1}


@dataclass(frozen=True)
class Entry:
    """What a word says: its kind, its way (1 up or good, −1 down or bad, 0 neither), its lemma.

    ``times`` is how many times as much it says, for words such as doubled.
    """

    kind: str
    way: int
    lemma: str
    times: float = 0


@cache
def _file() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files(__package__) / "lexicon.toml").read_text(encoding="utf-8"))


def words(name: str) -> frozenset[str]:
    """A list of small words, by its table and its key.

    >>> "but" in words("parts.cut")
    True
    """
    table, _, key = name.partition(".")
    found = str(_file()["words"][table][key]).split()
    return frozenset("" if each == "''" else each.replace("_", " ") for each in found)


def families(name: str) -> list[list[str]]:
    """Lists of words that say the same, by their table and their key.

    >>> [each for each in families("names.alike") if "infant" in each]
    [['infant', 'baby', 'babies', 'newborn']]
    """
    return [each.split("=") for each in words(name)]


@cache
def lexicon() -> dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]]:
    """By first word, the phrases that begin with it, the longest first, with what they say."""
    phrases: dict[tuple[str, ...], list[Entry]] = {}
    for kind, table in _file().items():
        if kind == "words":
            continue
        for key, value in table.items():
            parts = value.items() if isinstance(value, dict) else [(key, value)]
            for lemma, forms in parts:
                way = key if isinstance(value, dict) else ""
                for phrase, entry in _forms(kind, way, lemma, forms):
                    phrases.setdefault(phrase, []).append(entry)
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
    for phrase, entries in sorted(phrases.items(), key=lambda each: -len(each[0])):
        by_first.setdefault(phrase[0], []).append((phrase, tuple(dict.fromkeys(entries))))
    return by_first


def _forms(kind: str, way: str, lemma: str, forms: str) -> Iterator[tuple[tuple[str, ...], Entry]]:
    first, *rest = lemma.split()
    named = f"{kind}.{way}" if way and way not in _WAYS else kind
    times, said = 0.0, []
    for form in forms.split():
        if form[0].isdigit():
            times = float(form)
        elif form in ("*", "**"):
            said += [(each, *rest) for each in inflected(first, doubled=form == "**")]
        else:
            said.append(tuple(form.split("_")))
    entry = Entry(named, _WAYS.get(way, 0), lemma, times)
    for phrase in dict.fromkeys([(first, *rest), *said]):
        yield phrase, entry


def inflected(verb: str, *, doubled: bool = False) -> list[str]:
    """The regular forms of a verb.

    >>> inflected("ease"), inflected("drop", doubled=True)
    (['eases', 'eased', 'easing'], ['drops', 'dropped', 'dropping'])
    """
    plural = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    root = verb + verb[-1] if doubled else verb.removesuffix("e")
    return [plural, f"{root}ed", f"{root}ing"]


def found_at(words: Sequence[str], place: int) -> tuple[int, tuple[Entry, ...]]:
    """How many words from a place on make a phrase of the lexicon, and what it says.

    >>> length, (entry,) = found_at(["numbers", "edged", "up"], 1)
    >>> length, entry.kind, entry.way
    (2, 'move', 1)
    """
    for phrase, entries in lexicon().get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase), entries
    return 0, ()
