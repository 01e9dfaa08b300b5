"""The plan, executed in memory: what every request must be answered, and what it leaves behind.

Read in this order: `wire` (the conventions as data), `values` (what a field accepts), `rules` (what
several records may not do together), `writes` and `lists` (what operations do), `machine` (one
request, from path to outcome). Nothing here reads a clock, draws by chance or does any I/O.
"""
