"""The list of what was changed in the copy of a document, equal repairs grouped."""

from __future__ import annotations

WHOLE = "the document"
MAX_DETAIL = 100


class Repairs:
    """Collects repairs while a document is normalised."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._details: dict[str, str] = {}
        # How numbers were written whose value does not say it (`1.10`), by their places: where
        # OpenAPI wants a text, they are one.
        self.written: dict[str, str] = {}

    def note(self, place: str, what: str, detail: str = "") -> None:
        """Adds a repair: the same words of `what` are one group; `detail` is said of its first place."""
        self._places.setdefault(what, []).append(place)
        if detail:
            self._details.setdefault(what, " ".join(detail.split())[:MAX_DETAIL])

    def lines(self) -> tuple[str, ...]:
        """One line a group, in the order in which each was first met."""
        return tuple(self._line(what, places) for what, places in self._places.items())

    def counts(self) -> dict[str, int]:
        """How many places each group has."""
        return {what: len(places) for what, places in self._places.items()}

    def _line(self, what: str, places: list[str]) -> str:
        more = len(places) - 1
        others = f" and {more:,} more place{'s' if more > 1 else ''}" if more else ""
        detail = self._details.get(what, "")
        shown = f" ({detail})" if detail else ""
        return one_line(f"{places[0]}{others}: {what}{shown}")


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which a document may have in its names."""
    return "".join(
        character if character.isprintable() else "\ufffd" for character in " ".join(text.split())
    )
