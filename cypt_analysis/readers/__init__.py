"""One shape of file each.

In: a file as it was received. Out: its cells, typed, each with the row that a spreadsheet shows,
or findings.
"""
