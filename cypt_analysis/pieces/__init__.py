"""An indicator's pieces, as a notebook's cells show them.

In: what is known at a quarter. Out: HTML and tables, one piece a function.
"""
