"""The words of those who answer for an indicator: a Word form out, and what they wrote back in.

In: what is known at a quarter, and returned forms. Out: a form an owner; commentary and actions.
"""
