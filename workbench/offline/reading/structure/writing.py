"""A text that is written anew, with the place in the request that each of its letters comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_GROUP = re.compile(r"\\(\d)")


@dataclass(frozen=True)
class Writing:
    """`origins` has one place for each letter, and one more for the end."""

    text: str
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Writing:
        """The request itself."""
        return cls(text, range(len(text) + 1))

    def sub(self, pattern: re.Pattern[str], template: str) -> Writing:
        """Each match replaced by the template, in which ``\\1`` keeps a group where it comes from."""
        parts: list[Writing] = []
        place = 0
        for match in pattern.finditer(self.text):
            parts.append(self.part(place, match.start()))
            for n, piece in enumerate(_GROUP.split(template)):
                if n % 2 == 0:
                    parts.append(self.literal(piece, match.start()))
                elif match.start(int(piece)) >= 0:
                    parts.append(self.part(match.start(int(piece)), match.end(int(piece))))
            place = match.end()
        if not parts:
            return self
        return self.joined([*parts, self.part(place, len(self.text))])

    def part(self, start: int, end: int) -> Writing:
        """A piece of it."""
        return Writing(self.text[start:end], self.origins[start : end + 1])

    def literal(self, text: str, place: int) -> Writing:
        """New letters, which stand for what is at that place."""
        return Writing(text, [self.origins[place]] * (len(text) + 1))

    def joined(self, parts: Sequence[Writing]) -> Writing:
        """Pieces one after the other."""
        text = "".join(part.text for part in parts)
        origins = [place for part in parts for place in part.origins[: len(part.text)]]
        return Writing(text, [*origins, self.origins[len(self.text)]])
