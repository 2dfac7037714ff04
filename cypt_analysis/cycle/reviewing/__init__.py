"""The pack for those who review a draft before they sign it: one page, what is pressing first.

In: what is known at a quarter and its draft. Out: a page, and the draft that it was about.
"""
