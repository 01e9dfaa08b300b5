"""The one reason to refuse a client's document."""

from __future__ import annotations

from workbench.errors import InputError
from workbench.openapi.repairs import one_line

MAX_REASON = 300


class UnusableDocument(InputError):
    """The document cannot be parsed, is too large, or has no paths.

    `place` is a JSON pointer, or a line and column, or a file; `reason` is one line. Raised while a
    document is read, before anything is built; the user mends the document at that place.
    """

    def __init__(self, place: str, reason: str) -> None:
        self.place = one_line(place)[:MAX_REASON]
        self.reason = one_line(reason)[:MAX_REASON]
        super().__init__(f"{self.place}: {self.reason}")
