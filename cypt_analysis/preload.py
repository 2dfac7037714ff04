"""What the fork server imports once, for every kernel and worker that is forked from it."""

import gc
import os
from importlib import import_module

_MODULES = (
    "matplotlib.pyplot", "ipykernel.kernelapp", "cypt_analysis.section", "cypt_analysis.cli",
    "cypt_analysis.pipeline", "cypt_analysis.report.analyst", "cypt_analysis.exports.workbook",
)  # fmt: skip

# As ipykernel does before a notebook imports matplotlib; here matplotlib comes first.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
for _name in _MODULES:
    import_module(_name)
# What stands here now stays: no forked process needs to look for rubbish in it.
gc.freeze()
