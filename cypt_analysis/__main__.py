"""``python -m cypt_analysis`` is the same as ``cypt``."""

from cypt_analysis.cli import main

if __name__ == "__main__":
    main(prog_name="cypt")
