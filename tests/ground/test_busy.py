"""Who looks on sees that a command is at work, and its words stand alone."""

from __future__ import annotations

import io
import threading

import pytest

from cypt_analysis.ground import busy as at_work
from cypt_analysis.ground.busy import Busy, busy
from cypt_analysis.ground.screen import Screen, bar_screen, before_words

LONG = 60


class _Terminal(io.StringIO):
    """A terminal, and whether anything has been drawn on it."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = threading.Event()

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        self.drawn.set()


def test_after_a_moment_a_line_says_so_and_at_the_end_it_is_gone() -> None:
    terminal = _Terminal()
    line = Busy("Still at work", Screen(terminal, steers=True), patience=0)
    assert terminal.drawn.wait(LONG)
    line.end()
    shown = terminal.getvalue()
    assert "Still at work … 0 s" in shown and shown.endswith("\r\x1b[K")


def test_words_and_bars_take_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    before_words(lambda: taken.append("away"), lambda: taken.append("for good"))
    try:
        print("460", file=Screen(io.StringIO()))
        assert set(taken) == {"away"}
        bar_screen()
        assert taken[-1] == "for good"
    finally:
        before_words(None, None)


def test_nothing_is_drawn_where_nobody_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "bar_screen", lambda: Screen(io.StringIO(), steers=True))
    monkeypatch.setattr(at_work, "Busy", None)
    with busy("Still at work"):
        pass
