"""How a file that was received gets into a drop: recognised, held against what is known, copied.

In: a file as it came. Out: what was understood of it, and its copy in the drop; or a question.
"""
