"""What is stored is taken where its key is the same and it is whole, and made otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cypt_analysis.ground.stored import Store


class Run:
    """Runs that make one file of a key, and count how often it was made."""

    def __init__(self, home: Path) -> None:
        self.home, self.target, self.made = home / "store", home / "page.html", 0
        self.key, self.told, self.program = "a", "", "1"

    def maker(self) -> str:
        return self.program

    def make(self) -> str:
        self.made += 1
        self.target.write_text(f"made {self.made}")
        return self.told

    def once(self, *, unchanged: bool = True) -> str:
        self.target.unlink(missing_ok=True)
        store = Store(self.home, self.maker)
        store.entry(lambda: self.key).once([self.target], self.make)
        store.settle(unchanged=unchanged)
        return self.target.read_text()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A first run, which has made its file."""
    run = Run(tmp_path)
    run.once()
    return run


def test_the_same_key_takes_the_bytes_of_before_and_another_makes_its_own(run: Run) -> None:
    assert [run.once(), run.once()] == ["made 1", "made 1"]
    run.key = "b"
    assert [run.once(), run.once()] == ["made 2", "made 2"]
    run.key = "a"
    assert run.once() == "made 3", "what the last run did not use is gone"
    run.program = "2"
    assert [run.once(), run.once()] == ["made 4", "made 4"], "nor is what another program made"


def _cut(entry: Path) -> None:
    (entry / "page.html").write_text("made")


SPOILT: dict[str, Callable[[Path], None]] = {
    "altered": _cut,
    "a file lost": lambda entry: (entry / "page.html").unlink(),
    "its digests lost": lambda entry: (entry / "digests.json").unlink(),
    "its digests no JSON": lambda entry: (entry / "digests.json").write_text("{"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_not_whole_is_made_again_and_stored_anew(
    run: Run, spoil: Callable[[Path], None]
) -> None:
    spoil(next(run.home.iterdir()))
    assert [run.once(), run.once()] == ["made 2", "made 2"]


def test_what_was_made_while_something_changed_is_never_taken(run: Run) -> None:
    keys = iter(["b", "c", "b", "b"])
    store = Store(run.home, run.maker)
    store.entry(lambda: next(keys)).once([run.target], run.make)
    store.settle(unchanged=True)
    run.key = "b"
    assert run.once(unchanged=False) == "made 3"
    assert run.once() == "made 4"


def test_a_program_that_is_changed_meanwhile_keeps_nothing(run: Run) -> None:
    run.key, store = "b", Store(run.home, run.maker)
    store.entry(lambda: "b").once([run.target], run.make)
    run.program = "2"
    store.settle(unchanged=True)
    assert run.once() == "made 3"


def test_a_run_that_did_not_end_leaves_nothing_to_take(run: Run) -> None:
    run.key = "b"
    Store(run.home, run.maker).entry(lambda: "b").once([run.target], run.make)
    assert run.once() == "made 3"


def test_what_its_maker_had_to_say_something_of_is_made_each_time(run: Run) -> None:
    run.key, run.told = "b", "The PDF has no index."
    assert [run.once(), run.once()] == ["made 2", "made 3"]


def test_without_a_home_nothing_is_kept(run: Run) -> None:
    store = Store(None, run.maker)
    store.entry(lambda: "a").once([run.target], run.make)
    store.settle(unchanged=True)
    assert run.target.read_text() == "made 2"


def test_a_store_that_cannot_be_written_costs_no_report(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.home.write_text("a file in its place")
    store = Store(run.home, run.maker)
    assert store.entry(lambda: "a").once([run.target], run.make) == ""
    store.settle(unchanged=True)
    assert run.target.read_text() == "made 1"
