"""From a quarter's extracts to a children's services board report."""

__version__ = "0.1.0"
