"""What two reports say differently, and what an old one would say now.

In: finished reports, or the drops of a quarter and of a later one. Out: figures, verdicts and
sentences that differ.
"""
