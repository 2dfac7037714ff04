"""The kernel of a notebook: IPython's, without what a person or a machine has set for their own.

``python -m cypt_analysis.runs.kernel_app`` is one, as ``python -m ipykernel_launcher`` is.
"""

from __future__ import annotations

import faulthandler
import os
import sys
from typing import Any

from ipykernel.kernelapp import IPKernelApp

from cypt_analysis.runs.forking import PERSONAL

# As ipykernel does before a notebook imports matplotlib; here matplotlib comes first.
BACKEND = "module://matplotlib_inline.backend_inline"


class KernelApp(IPKernelApp):
    """IPython's kernel, which reads no file of settings.

    Nor does it run start-up files, as `own_settings` gives it an empty folder of its own.
    """

    def initialize(self, argv: list[str] | None = None) -> None:
        """Begin with matplotlib as it comes: it reads a person's file where it is imported.

        What it has to say of that file is said here, and not in the first cell that draws.
        """
        # Where a library brings the kernel down; later this stream is the notebook's.
        faulthandler.enable(os.dup(sys.__stderr__.fileno() if sys.__stderr__ else 2))
        os.environ["MPLBACKEND"] = BACKEND
        import matplotlib as mpl

        mpl.rcdefaults()
        super().initialize(argv)

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Nothing is loaded: the settings are those that came with the request to start."""


def own_settings(env: dict[str, str], folder: str) -> dict[str, str]:
    """The environment of a kernel that takes what IPython keeps for a person from a folder.

    >>> own_settings({"PYTHONSTARTUP": "mine.py", "LANG": "C"}, "/tmp/empty")
    {'LANG': 'C', 'IPYTHONDIR': '/tmp/empty'}
    """
    kept = {name: value for name, value in env.items() if name not in PERSONAL}
    return {**kept, "IPYTHONDIR": folder}


if __name__ == "__main__":
    KernelApp.launch_instance()
