"""How a quarter is begun: its drop, with what carries over from the last one and what does not.

In: the last drop and the project's calendar. Out: a new drop, whole or not at all.
"""
