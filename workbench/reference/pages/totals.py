"""What a page says of the number of its records: “1–20 of 23”, “page 1 of 2”, “23 notes”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.reference.pages.rows import RowDifference

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Note:
    """A short text outside of the records; `beside` is true near the button to the next ones."""

    text: str
    beside: bool


@dataclass(frozen=True)
class Counted:
    """What is shown: the place of the first row, the rows, the page's size, and both totals.

    `total` is the number of records that match what is set, `everything` that of all records.
    """

    first: int
    shown: int
    size: int
    total: int
    everything: int

    @property
    def pages(self) -> int:
        return -(-self.total // self.size) if self.size else 0

    @property
    def page(self) -> int:
        return self.first // self.size + 1 if self.size else 0


def wrong_note(notes: Sequence[Note], plural: str, counted: Counted) -> RowDifference | None:
    """The first note that states a wrong total or a wrong number of pages."""
    start, end = min(counted.first + 1, counted.total), counted.first + counted.shown
    for note in notes:
        numbers = [int(token) for token in _NUMBER.findall(note.text)]
        wanted: set[int] = set()
        if len(numbers) == 3 and numbers[:2] == [start, end]:
            wanted = {counted.total}
        elif len(numbers) == 2 and note.beside and numbers[0] in (counted.page, end):
            wanted = {counted.total, counted.pages}
        elif len(numbers) == 1 and plural.casefold() in note.text.casefold():
            wanted = {counted.total, counted.everything, counted.shown}
        if wanted and numbers[-1] not in wanted:
            total = f"{counted.total} records on {counted.pages} pages"
            return RowDifference("the page states a wrong total", total, note.text)
    return None
