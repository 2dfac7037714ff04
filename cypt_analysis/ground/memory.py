"""What a process holds of the machine's memory without need of it."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Let the system have again what this process has asked for and no longer uses.

    One that makes a page after another would keep what the largest of them took.

    >>> give_back()
    """
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()
    if sys.platform == "linux":
        # Not every library of C knows how.
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
