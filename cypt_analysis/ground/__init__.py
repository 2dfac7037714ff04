"""What every room uses: periods, keys, findings, printed numbers, safe text, tables, project.

In: nothing of the package. Out: values and small functions without a memory.
"""
