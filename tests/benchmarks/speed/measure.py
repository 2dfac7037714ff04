"""What a command costs: seconds, CPU seconds and peak memory of all its processes; tables of it."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).resolve().parents[3]
CYPT = (sys.executable, "-m", "cypt_analysis")
_PR_SET_CHILD_SUBREAPER = 36
# Seconds between looks at the memory of the processes.
_INTERVAL = 0.25


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, CPU seconds (user and system), and memory in MB: its peak, over time."""

    seconds: float
    cpu: float
    peak: float
    memory: tuple[float, ...] = ()


def cost_of(*commands: Sequence[str], cwd: Path = ROOT, may_fail: bool = False) -> Cost:
    """The cost of commands, one after the other. Raises RuntimeError when one fails.

    With ``may_fail`` what it told is printed: of many reports one may fail, and the others count.
    """
    _adopt_orphans()
    others = _children()
    began, before, memory = time.monotonic(), _cpu_of_children(), [0.0]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    # As Python does unless it is told otherwise: what was compiled once is kept.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for command in commands:
        with subprocess.Popen(
            command, cwd=cwd, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            told = _watch(process, memory)
        if process.returncode and may_fail:
            print(told, flush=True)
        elif process.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{told}")
    seconds = time.monotonic() - began
    _await_orphans(others)
    return Cost(seconds, _cpu_of_children() - before, max(memory), tuple(memory))


def _adopt_orphans() -> None:
    """Count what a process costs that outlives the one that began it, like a fork server (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def _await_orphans(others: set[int]) -> None:
    while orphans := _children() - others:
        for pid in orphans:
            os.waitpid(pid, 0)


def _watch(process: subprocess.Popen[str], memory: list[float]) -> str:
    while True:
        began = time.monotonic()
        memory.append(_memory(process.pid))
        try:
            # To look takes time too: of many processes it is the rarer.
            return process.communicate(timeout=_INTERVAL + 20 * (time.monotonic() - began))[0]
        except subprocess.TimeoutExpired:
            continue


def _cpu_of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _memory(pid: int) -> float:
    """Memory of a process and all below it in MB; what they share counts once (Linux)."""
    total = 0
    try:
        processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for process in processes:
        try:
            used = process.memory_full_info()
            total += getattr(used, "pss", used.rss)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return total / 1e6


def spread(values: Sequence[float], form: str = "{:.2f}") -> str:
    """Minimum, median and maximum.

    >>> spread([3, 1, 2], "{:.0f}")
    '1 / 2 / 3'
    """
    return " / ".join(form.format(value) for value in (min(values), median(values), max(values)))


def compare(
    title: str, ours: Callable[[], Cost], theirs: Callable[[], Cost], repeats: int, target: str
) -> None:
    """Time two ways in turn and print how many times faster ours is: min / median / max."""
    pairs = [(ours(), theirs()) for _ in range(repeats)]
    print(f"\n{title} (min / median / max of {repeats})")
    for name, pick in (("seconds", lambda cost: cost.seconds), ("CPU s", lambda cost: cost.cpu)):
        mine, other = [pick(a) for a, _ in pairs], [pick(b) for _, b in pairs]
        ratios = [b / a for a, b in zip(mine, other, strict=True)]
        print(f"  {name:<8} ours {spread(mine)}   plain {spread(other)}   ratio {spread(ratios)}")
    print(
        f"  peak MB  ours {max(a.peak for a, _ in pairs):.0f}   plain {max(b.peak for _, b in pairs):.0f}"
    )
    print(f"  target   {target}")
