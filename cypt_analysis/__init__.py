"""From a quarter's extracts to a children's services board report."""

from time import time

__version__ = "0.1.0"
# What of the program is changed after this is not known to be what runs.
STARTED = time()
