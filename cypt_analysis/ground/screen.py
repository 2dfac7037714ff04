"""What is printed: the one place through which words and signs of life go to a terminal or file."""

from __future__ import annotations

import errno
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Any, ClassVar, TextIO

# Control characters but tabs and line feeds, what turns the direction of a text, what hides in
# it, and halves of characters: from a file's name or a cell, they would steer the terminal.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# Nobody reads any more: a closed pipe, a terminal that has gone.
_GONE = (errno.EPIPE, errno.EIO, errno.EBADF, errno.ECONNRESET, errno.ENXIO)


def plain(text: str) -> str:
    r"""A text as it is printed: what would steer the terminal is shown by its number instead.

    >>> plain("Brighton\x1b[2J \u202eevoH")
    'Brighton\\x1b[2J \\u202eevoH'
    """
    if text.isascii() and text.isprintable():
        return text
    return _STEERING.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    place = ord(match[0])
    return f"\\x{place:02x}" if place < 256 else f"\\u{place:04x}"


class Screen:
    """A stream that prints plain words, and that nobody need read.

    ``steers`` lets a progress bar go back in its line; it then never fails either.
    """

    def __init__(self, stream: TextIO, *, steers: bool = False) -> None:
        self.stream = stream
        self._steers = steers

    def write(self, text: str) -> int:
        """Print a text; what nobody reads is dropped."""
        if not isinstance(text, str):
            raise TypeError("only text is printed")
        if Busy.now is not None and text and not self._steers:
            Busy.now.clear()
        try:
            if text:
                self.stream.write(text if self._steers else plain(text))
        except (OSError, ValueError) as error:
            self._drop(error)
        return len(text)

    def flush(self) -> None:
        """Print what has been kept so far."""
        try:
            self.stream.flush()
        except (OSError, ValueError) as error:
            self._drop(error)

    def _drop(self, error: OSError | ValueError) -> None:
        """Print nothing any more; an error that was not for want of a reader is raised."""
        # Where it is kept open, Python itself would try again at its end, and complain.
        try:
            number, nowhere = self.stream.fileno(), os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)
        except (OSError, ValueError):
            self.stream = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        if isinstance(error, OSError) and error.errno not in _GONE and not self._steers:
            error.filename = getattr(self.stream, "name", None)
            raise error

    @property
    def encoding(self) -> str:
        """The encoding of the stream itself."""
        return self.stream.encoding

    @property
    def errors(self) -> str | None:
        """What becomes of a character that the stream lacks."""
        return self.stream.errors

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return bool(getattr(self.stream, "isatty", bool)())

    def fileno(self) -> int:
        """The number of the stream itself."""
        return self.stream.fileno()

    def reconfigure(self, **options: Any) -> None:
        """Change the stream itself, where it can be."""
        if hasattr(self.stream, "reconfigure"):
            self.stream.reconfigure(**options)


def use_screens() -> None:
    """Let all that this process prints go through a `Screen`; one without a console has them too.

    Where a scheduler has closed them, files would be opened in their places, and be written into.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            # For the processes that this one starts, too.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None:
            stream = open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        if not isinstance(stream, Screen):
            screen = Screen(stream)
            # A console that lacks a character shows a substitute instead of stopping.
            screen.reconfigure(errors="replace")
            setattr(sys, name, screen)


def quiet() -> None:
    """Let no line be drawn meanwhile from here on: a bar has come, or a question."""
    if Busy.now is not None:
        Busy.now.end()


def bar_screen() -> Screen:
    """Where a progress bar is drawn."""
    quiet()
    stream = sys.stderr
    return Screen(stream.stream if isinstance(stream, Screen) else stream, steers=True)


# Seconds until somebody who looks on begins to wonder.
PATIENCE = 2.0
_CLEAR = "\r\x1b[K"


class Busy:
    """The line of one command; it goes when the command prints words or draws a bar of its own."""

    now: ClassVar[Busy | None] = None

    def __init__(self, what: str, screen: Screen, patience: float = PATIENCE) -> None:
        self._what, self._screen, self._patience = what, screen, patience
        self._begun, self._drawn = time.monotonic(), False
        self._over, self._drawing = Event(), Lock()
        Thread(target=self._tick, daemon=True).start()

    def _tick(self) -> None:
        wait = self._patience
        while not self._over.wait(wait):
            with self._drawing:
                if not self._over.is_set():
                    seconds = int(time.monotonic() - self._begun)
                    self._screen.write(f"{_CLEAR}{self._what} … {seconds} s")
                    self._screen.flush()
                    self._drawn = True
            wait = 1.0

    def clear(self) -> None:
        """Take the line away; it comes back while the command goes on."""
        with self._drawing:
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
    Busy.now = line
    try:
        yield
    finally:
        line.end()
        Busy.now = None
