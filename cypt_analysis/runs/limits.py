"""What a machine allows a process, and whether it is enough."""

from __future__ import annotations

import sys

from cypt_analysis.ground.findings import UserError

# Files, sockets and pipes: of the program itself, of each job, and what is asked for at once.
_OWN, _A_JOB, _PLENTY = 50, 20, 4096
# Bytes of address space, of which libraries ask for much more than they use.
_SPACE = 3 * 10**9


def open_enough(jobs: int) -> None:
    """Let this process open as many files as so many jobs need.

    Raises UserError where it may not: it would come to light in the midst of a run, somewhere.

    >>> open_enough(1)
    """
    if sys.platform == "win32":
        return
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    endless = resource.RLIM_INFINITY
    wanted = _PLENTY if most == endless else min(_PLENTY, most)
    if now != endless and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    needed = _OWN + _A_JOB * jobs
    if most not in (endless, -1) and most < needed:
        raise UserError(
            f"Only {most} files may be open at once, and {jobs} jobs need {needed}. Raise that "
            "limit, as with ulimit -n 1024, or use fewer --jobs."
        )


def memory_enough() -> None:
    """Raise UserError where so little memory may be asked for that libraries end the process.

    >>> memory_enough()
    """
    if sys.platform == "win32":
        return
    import resource

    now, _ = resource.getrlimit(resource.RLIMIT_AS)
    if now not in (resource.RLIM_INFINITY, -1) and now < _SPACE:
        raise UserError(
            f"Only {now // 10**6:,} MB of memory may be asked for, and a run needs "
            f"{_SPACE // 10**6:,}. Raise that limit, as with ulimit -v unlimited."
        )
