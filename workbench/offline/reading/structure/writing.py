"""A text that is written anew, with the part of the request that each of its letters comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_GROUP = re.compile(r"\\(\d)")


@dataclass(frozen=True)
class Writing:
    """Where each letter begins and ends in the request; new letters stand for all that they replace."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Writing:
        """The request itself."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    def sub(self, pattern: re.Pattern[str], template: str) -> Writing:
        """Each match replaced by the template, in which ``\\1`` keeps a group where it comes from."""
        parts: list[Writing] = []
        place = 0
        for match in pattern.finditer(self.text):
            parts.append(self.part(place, match.start()))
            for n, piece in enumerate(_GROUP.split(template)):
                if n == 0 and match[0][:1].isupper():
                    piece = piece[:1].upper() + piece[1:]
                if n % 2 == 0:
                    parts.append(self.literal(piece, match.start(), match.end()))
                elif match.start(int(piece)) >= 0:
                    parts.append(self.part(match.start(int(piece)), match.end(int(piece))))
            place = match.end()
        if not parts:
            return self
        return self.joined([*parts, self.part(place, len(self.text))])

    def part(self, start: int, end: int) -> Writing:
        """A piece of it."""
        return Writing(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def literal(self, text: str, place: int, end: int | None = None) -> Writing:
        """New letters, which stand for what is from that place to the end."""
        start = self._start(place)
        close = start if end is None or end <= place else self.ends[end - 1]
        return Writing(text, [start] * len(text), [close] * len(text))

    def joined(self, parts: Sequence[Writing]) -> Writing:
        """Pieces one after the other."""
        return Writing(
            "".join(part.text for part in parts),
            [place for part in parts for place in part.starts],
            [place for part in parts for place in part.ends],
        )

    def _start(self, place: int) -> int:
        if place < len(self.starts):
            return self.starts[place]
        return self.ends[-1] if self.ends else 0
