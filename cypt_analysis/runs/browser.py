"""Where a browser is found: an installed Chromium, Chrome or Edge. Nothing is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# Names a browser that stands elsewhere; set to nothing, no PDF is made.
VARIABLE = "CYPT_BROWSER"
_COMMANDS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")


def find_browser() -> str | None:
    """An installed Chromium, Chrome or Edge, or None.

    >>> find_browser()                                                   # doctest: +SKIP
    '/usr/bin/chromium'
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return shutil.which(named) if named else None
    return next(_installed(), None)


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
