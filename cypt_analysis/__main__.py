"""``python -m cypt_analysis`` is the same as ``cypt``."""

import sys

# ``python -m`` looks for every module first where a person happens to be, and a drop may hold a
# ``json.py``. This has to come before anything else is imported.
if __name__ == "__main__" and not sys.flags.safe_path:
    _here = sys.path.pop(0)
    if not any(__file__.startswith(f"{place}/") for place in sys.path if place):
        # It was found here alone, as in a checkout that is not installed: then last of all.
        sys.path.append(_here)

from cypt_analysis.cli import main

if __name__ == "__main__":
    main(prog_name="cypt")
