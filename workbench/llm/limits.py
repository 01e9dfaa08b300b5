"""How often a model may be asked, in all and for each reason."""

from __future__ import annotations

# All requests of one node together: first answers, further parts, continuations of answers that were
# cut off, repetitions of unreadable or broken ones, and of requests that the endpoint did not serve.
MAX_REQUESTS = 24
# Repetitions of one request that the endpoint did not serve: 408, 409, 429, 5xx, no connection.
MAX_RETRIES = 4
# Requests for one answer that breaks off in the middle.
STREAM_TRIES = 3
# Continuations of one answer that was cut off by its length.
CONTINUATIONS = 6
# Repetitions of one answer that cannot be read.
REPAIR_TURNS = 1
# Answers that one whole answer may consist of.
MAX_PARTS = 6
# Answers that only ask for files.
MAX_NEEDS = 3
# Repetitions of the debugger's changes that do not apply.
MAX_CORRECTIONS = 2
# Repetitions of one stage's part of a plan that cannot be accepted.
MAX_REPAIR_TURNS = 2
