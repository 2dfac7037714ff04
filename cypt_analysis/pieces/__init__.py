"""What a notebook shows: an indicator's block and its pieces, one module a kind of piece.

In: what is known at a quarter. Out: HTML, tables and figures. Which pieces a block has, and in
which order, the catalogue says.
"""
