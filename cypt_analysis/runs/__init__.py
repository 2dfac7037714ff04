"""Where work is done: executors, kernels, notebooks, and where a browser is found.

In: tasks and notebooks. Out: executed notebooks and results, or one sentence why not.
"""
