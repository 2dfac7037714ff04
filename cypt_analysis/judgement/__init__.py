"""Observations → what can be said of them: changes, verdicts, signals, exceptions.

In: the one tidy table and the targets. Out: tables of verdicts, and points to review.
"""
