"""Typed tables → the one tidy table, by vintage.

In: the drops up to a quarter. Out: one row an observation with its interval, and what was revised.
"""
