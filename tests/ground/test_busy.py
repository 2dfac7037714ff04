"""Who looks on sees that a command is at work, and its words stand alone."""

from __future__ import annotations

import io
import threading
from types import SimpleNamespace

import pytest

from cypt_analysis.ground import screen
from cypt_analysis.ground.screen import Busy, Screen, bar_screen, busy

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
    line = SimpleNamespace(clear=lambda: taken.append("away"), end=lambda: taken.append("for good"))
    monkeypatch.setattr(Busy, "now", line)
    print("460", file=Screen(io.StringIO()))
    assert set(taken) == {"away"}
    bar_screen()
    assert taken[-1] == "for good"


def test_nothing_is_drawn_where_nobody_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "bar_screen", lambda: Screen(io.StringIO(), steers=True))
    monkeypatch.setattr(screen, "Busy", None)
    with busy("Still at work"):
        pass
