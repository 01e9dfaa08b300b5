"""What people paste: code, tables, blocks; each becomes what the request language has for it."""

from __future__ import annotations

from workbench.offline.reading.structure.blocks import blocks_read
from workbench.offline.reading.structure.code import code_read
from workbench.offline.reading.structure.tables import tables_read
from workbench.offline.reading.structure.writing import Writing


def structured(writing: Writing) -> Writing:
    """The request with all structured text in it written anew."""
    return blocks_read(tables_read(code_read(writing)))
