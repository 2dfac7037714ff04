"""``data/processed/<quarter>``: what is known at a quarter, computed, saved and loaded.

In: drops. Out: a `Known`, and its tables as files.
"""
