"""How a quarter stands: what has come, what is written, who is to be chased, who has signed.

In: the drop as it lies there and what the last run kept. Out: one screen, or a page of it.
"""
