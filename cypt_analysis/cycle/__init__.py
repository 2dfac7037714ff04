"""What happens to a report beyond its making: it is published and kept for good.

In: what is known, and the gates. Out: numbered versions that never change.
"""
