"""What the fork server imports once, for every kernel and worker that is forked from it."""

import gc
import os
import signal
from importlib import import_module

from cypt_analysis.runs.forking import PARENT
from cypt_analysis.runs.kernel_app import BACKEND

_MODULES = (
    # The kernel itself
    "cypt_analysis.runs.kernels", "ipykernel.debugger",
    # What cells use, of which some is imported late
    "matplotlib.pyplot", "matplotlib.backends.backend_svg", "afcharts", "pyarrow.dataset",
    "cypt_analysis.report",
    # Pages and exports
    "cypt_analysis.cli", "cypt_analysis.pipeline", "cypt_analysis.page.analyst",
    "cypt_analysis.exports.described", "cypt_analysis.exports.pdf",
    "cypt_analysis.exports.word", "cypt_analysis.exports.workbook", "cypt_analysis.gate.leaks",
)  # fmt: skip

# Ctrl-C in a terminal is for the process that asked; kernels ignore it between cells anyway.
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.environ["MPLBACKEND"] = BACKEND
# ipykernel turns this warning of its debugger off by an option of the interpreter.
os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
# Until all is imported, a server does not see that nobody needs it any more.
_PARENT = int(os.environ.pop(PARENT, 0)) or os.getppid()
for _name in _MODULES:
    if os.getppid() != _PARENT:
        os._exit(1)
    import_module(_name)
import_module("cypt_analysis.page.exporter").make_ready()
# As pandas does where it is imported in a kernel.
import_module("pandas").set_option("display.max_columns", 20)
# What stands here now stays: no forked process needs to look for rubbish in it, and for a short
# life it pays to look less often than Python does.
gc.freeze()
gc.set_threshold(50_000, 20, 50)
