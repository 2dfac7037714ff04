"""Being told to stop, by Ctrl-C, a scheduler or a terminal that closes: never lost, never half."""

from __future__ import annotations

import signal
import sys
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_SIGNALS = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]


class _Stop:
    """The signal that has come, if any, and whether it has to wait."""

    asked: int = 0
    waits: bool = False


def heed() -> None:
    """End tidily when told to; what a shell wants ignored, as nohup does, stays so."""
    forget()
    for each in _SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, _note)


def forget() -> None:
    """Nothing has been asked for: what a command did with it is over."""
    _Stop.asked, _Stop.waits = 0, False


def _note(number: int, frame: FrameType | None) -> None:
    _Stop.asked = number
    if not _Stop.waits:
        refuse_if_asked()


def refuse_if_asked() -> None:
    """End here where a signal has come, even if the error that it raised was lost on its way.

    Raises KeyboardInterrupt after Ctrl-C, and SystemExit as a shell counts it otherwise.
    """
    if _Stop.asked == signal.SIGINT:
        raise KeyboardInterrupt
    if _Stop.asked:
        sys.exit(128 + _Stop.asked)


def hold() -> None:
    """From here on it is done: a signal is noted and stops nothing."""
    _Stop.waits = True


def asked_too_late() -> bool:
    """Whether a signal has come since `hold`."""
    return _Stop.waits and bool(_Stop.asked)
