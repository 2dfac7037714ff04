"""A quarter's files → typed tables and words, or findings.

In: the folder ``data/raw/<quarter>`` and the catalogue. Out: a `Drop`. Nothing is ever written.
"""
