"""Nothing that is printed steers a terminal, and nobody need read it."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from cypt_analysis.ground.screen import Screen, bar_screen, plain, use_screens


@pytest.mark.parametrize(
    "steers",
    ["\x1b[2J", "\x1b]0;title\x07", "\x07", "\x08", "\r", "\x9b31m", "\x9d0;title\x9c", "\u202e",
     "\u2066", "\u061c", "\u2028", "\u200f", "\U000e0041", "\x7f", "\udc1b"],
)  # fmt: skip
def test_what_steers_is_shown_by_its_number(steers: str) -> None:
    shown = plain(f"before {steers} after")
    assert shown.startswith("before \\")
    assert all(each.isprintable() for each in shown)


@pytest.mark.parametrize("text", ["Zoë’s\tfile\nin £: 50 %", "مدرسة 学校", "👩‍👧", "−2.5 – ‘x’"])
def test_words_are_printed_as_they_are(text: str) -> None:
    assert plain(text) == text


def test_a_screen_prints_plain_words_and_a_bar_goes_back() -> None:
    stream = io.StringIO()
    print("a\x1b[2J\rb", file=Screen(stream))
    print("50%\r60%", file=Screen(stream, steers=True))
    assert stream.getvalue() == "a\\x1b[2J\\x0db\n50%\r60%\n"


def test_a_pipe_that_nobody_reads_takes_everything() -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stream:
        for _ in range(3):
            print("lost" * 5000, file=Screen(stream), flush=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    with Path("/dev/full").open("w") as stream:
        screen = Screen(stream)
        with pytest.raises(OSError, match="No space left"):
            print("460", file=screen, flush=True)
        print("more", file=screen, flush=True)
    with Path("/dev/full").open("w") as stream:
        print("a bar", file=Screen(stream, steers=True), flush=True)


def test_streams_are_given_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    use_screens()
    assert isinstance(sys.stdout, Screen)
    first = sys.stdout
    use_screens()
    assert sys.stdout is first, "one is enough"
    assert bar_screen().stream is sys.stderr.stream  # type: ignore[attr-defined]
