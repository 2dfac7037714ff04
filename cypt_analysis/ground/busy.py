"""A sign of life: a line that says after a moment for how long a command has been at work."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from cypt_analysis.ground.screen import Screen, bar_screen, before_words

# Seconds until somebody who looks on begins to wonder.
PATIENCE = 2.0
# The name of the thread that draws it; a copy of this process is not made while it does.
BUSY = "busy"
_DRAWING = Lock()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_DRAWING.acquire, after_in_parent=_DRAWING.release, after_in_child=_DRAWING.release
    )
_CLEAR = "\r\x1b[K"


class Busy:
    """The line of one command; it goes when the command prints words or draws a bar of its own."""

    def __init__(self, what: str, screen: Screen, patience: float = PATIENCE) -> None:
        self._what, self._screen, self._patience = what, screen, patience
        self._begun, self._drawn = time.monotonic(), False
        self._over = Event()
        Thread(target=self._tick, daemon=True, name=BUSY).start()

    def _tick(self) -> None:
        wait = self._patience
        while not self._over.wait(wait):
            with _DRAWING:
                if not self._over.is_set():
                    seconds = int(time.monotonic() - self._begun)
                    self._screen.write(f"{_CLEAR}{self._what} … {seconds} s")
                    self._screen.flush()
                    self._drawn = True
            wait = 1.0

    def clear(self) -> None:
        """Take the line away; it comes back while the command goes on."""
        with _DRAWING:
            if self._drawn:
                self._screen.write(_CLEAR)
                self._screen.flush()
                self._drawn = False

    def end(self) -> None:
        """Take the line away for good."""
        self._over.set()
        self.clear()


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show the line while the block runs, where a person looks on.

    >>> with busy("Still at work"):
    ...     pass
    """
    screen = bar_screen()
    if not screen.isatty():
        yield
        return
    line = Busy(what, screen)
    before_words(line.clear, line.end)
    try:
        yield
    finally:
        line.end()
        before_words(None, None)
