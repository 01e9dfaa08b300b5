"""What people paste: code, tables, blocks; each becomes what the request language has for it."""

from __future__ import annotations

import re

from workbench.offline.reading.structure.blocks import blocks_read
from workbench.offline.reading.structure.code import code_read
from workbench.offline.reading.structure.tables import tables_read
from workbench.offline.reading.structure.writing import Writing

# Ends a list that is not complete: an item of its own, which is reported.
# Begins with the first of several blanks only: else each of many blanks would be tried.
_AND_SO_ON = re.compile(
    r"(?:,|(?<!\s))\s+and (?:so on|so forth|the like|many more)\b(?=\s*(?:[).]|$))", re.I
)


def structured(writing: Writing) -> Writing:
    """The request with all structured text in it written anew."""
    return blocks_read(tables_read(code_read(writing.sub(_AND_SO_ON, ", etc."))))
