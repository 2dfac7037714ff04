"""Where a browser is found: an installed Chromium, Chrome or Edge. Nothing is downloaded."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cypt_analysis.runs.forking import ends_with_parent

# Names a browser that stands elsewhere; set to nothing, no PDF is made.
VARIABLE = "CYPT_BROWSER"
_COMMANDS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
# Seconds in which one says which it is.
_PATIENCE = 20
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")


def find_browser() -> str | None:
    """An installed Chromium, Chrome or Edge, or None."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return shutil.which(named) if named else None
    return next(_installed(), None)


@cache
def version_of(browser: str) -> str:
    """What a browser says of itself; of one that says nothing, what it will never say again."""
    try:
        done = subprocess.run(
            ends_with_parent([browser, "--version"]), capture_output=True, timeout=_PATIENCE,
            check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return os.urandom(16).hex()
    return done.stdout.hex()


def _installed() -> Iterator[str]:
    for command in _COMMANDS:
        found = shutil.which(command)
        if found:
            yield found
    places = [
        Path(os.environ[folder], program)
        for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        if folder in os.environ
        for program in _WINDOWS
    ]
    places += [Path("/Applications", f"{name}.app", "Contents/MacOS", name) for name in _MAC]
    yield from (str(place) for place in places if place.is_file())
