"""seaborn, without the half a second in which ``scipy.stats`` is imported: bars need none of it.

Whoever draws a density, in a notebook say, has scipy's own at that moment.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_STATISTICS = "scipy.stats"


class _Later(ModuleType):
    """Stands for a module that is imported as soon as something of it is asked for."""

    def gaussian_kde(self, *asked: Any, **named: Any) -> Any:
        """A density, as scipy estimates it: all that seaborn takes from there."""
        return _real().gaussian_kde(*asked, **named)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # Python's own questions to whatever is imported.
            raise AttributeError(name)
        return getattr(_real(), name)


def _real() -> ModuleType:
    if isinstance(sys.modules.get(_STATISTICS), _Later):
        del sys.modules[_STATISTICS]
    return import_module(_STATISTICS)


def _seaborn() -> Any:
    sys.modules.setdefault(_STATISTICS, _Later(_STATISTICS))
    try:
        return import_module("seaborn")
    finally:
        if isinstance(sys.modules.get(_STATISTICS), _Later):
            del sys.modules[_STATISTICS]


sns = _seaborn()
