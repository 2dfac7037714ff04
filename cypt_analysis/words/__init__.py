"""Words on the page: the quarter's own, read once, and those written from facts.

In: Markdown and cells as received, and what is known. Out: one reading of each text (spoken
text with places), its faults, HTML with its facts, and sentences.
"""
