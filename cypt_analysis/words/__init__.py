"""Words on the page: the quarter's own, and those written from facts.

In: Markdown as received, and what is known. Out: sections, HTML with its facts, sentences.
"""
