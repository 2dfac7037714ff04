"""How a published report is made again: from the inputs that were kept when it was published.

In: a version and its inputs, by their digests. Out: the same bytes, or which of them are not.
"""
