"""What every room uses: periods, findings, printed numbers, safe text, tables, the project.

In: nothing of the package. Out: values and small functions without a memory.
"""
