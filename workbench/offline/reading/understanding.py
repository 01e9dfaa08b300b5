"""Reads a whole request: entities, fields, references, and every phrase that it did not understand."""

from __future__ import annotations

from itertools import zip_longest

from workbench.offline.reading.denials import leave_out
from workbench.offline.reading.ideas import Understanding
from workbench.offline.reading.ledger import Ledger
from workbench.offline.reading.linking import link
from workbench.offline.reading.sentences import Reader
from workbench.offline.reading.structure.spelling import misspelled
from workbench.offline.reading.tokens import parsed
from workbench.offline.reading.wishes.accounts import read_accounts
from workbench.offline.reading.wishes.charts import read_charts


def understand(request: str) -> Understanding:
    """What the request asks for. No entity at all leaves `entities` empty.

    Every word of the request that carries meaning is in the entities and the title, or in
    `not_understood` or `not_built`. Raises `Contradiction` if no system can satisfy a field.
    """
    tree = parsed(request)
    ledger = Ledger(tree, request)
    reader = Reader(tree, ledger)
    entries = [entry for entry in tree.entries if entry.parts]
    for entry, following in zip_longest(entries, entries[1:]):
        reader.entry(entry, heads_list=following is not None and following.bulleted)
    reader.end()
    link(reader)
    read_accounts(reader)
    read_charts(reader)
    leave_out(reader)
    result = reader.result
    if not result.title and result.entities:
        result.title = result.entities[0].many
    if not tree.is_foreign:
        result.assumptions += [
            f"“{wrong}” is read as “{right}”." for wrong, right in misspelled(request)
        ]
    result.not_understood = ledger.not_understood()
    return result
