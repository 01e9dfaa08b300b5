"""Accounts for every word of a request: each is read as something, says nothing, or is reported."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.offline.reading.tokens import AND, Entry, Group, Parsed, Word
from workbench.offline.reading.vocabulary import vocabulary

_EDGES = AND | {"with", "also", "or", "but", "mit", "avec"}


class Ledger:
    """Which words of a request have been read as a part of the plan."""

    def __init__(self, parsed: Parsed, request: str) -> None:
        self.parsed = parsed
        self._request = request
        self._read: set[int] = set()
        self._whole: list[tuple[int, int]] = []

    def read(self, words: Iterable[Word]) -> None:
        """These words are in the plan now, or name what every system has."""
        self._read |= {word.index for word in words}

    def reported_whole(self, first: Word, last: Word) -> None:
        """Everything from the first to the last word is one phrase that is not in the plan."""
        self._whole.append((first.index, last.index))

    def is_read(self, word: Word) -> bool:
        """True once the word is accounted for."""
        return word.index in self._read

    def unread(self) -> list[list[Word]]:
        """Runs of neighbouring words that are not accounted for yet, without marks."""
        covered = {index for first, last in self._whole for index in range(first, last + 1)}
        runs = [[word for word in run if not word.is_mark] for run in self._runs(covered)]
        return [run for run in runs if any(self._means_something(word) for word in run)]

    def not_understood(self) -> list[str]:
        """The phrases of the request that are left, as it has them, in its order."""
        phrases = [(first, self._quoted(first, last)) for first, last in self._whole]
        covered = {index for first, last in self._whole for index in range(first, last + 1)}
        for run in self._runs(covered):
            while run and run[0].lower in _EDGES:
                run.pop(0)
            while run and run[-1].lower in _EDGES:
                run.pop()
            if any(self._means_something(word) for word in run):
                phrases.append((run[0].index, self._quoted(run[0].index, run[-1].index)))
        return list(dict.fromkeys(text for _, text in sorted(phrases)))

    def quoted(self, words: list[Word]) -> str:
        """The words as the request has them, from the first to the last."""
        return self._quoted(words[0].index, words[-1].index)

    def _runs(self, covered: set[int]) -> Iterable[list[Word]]:
        """Neighbouring words that are not read; commas and groups end a run."""
        for entry in self.parsed.entries:
            for words, by_comma in _stretches(entry):
                run: list[Word] = []
                for word in words:
                    parts = by_comma and word.kind == "COMMA"
                    if parts or word.index in covered or self.is_read(word):
                        yield run
                        run = []
                    else:
                        run.append(word)
                yield run

    def _means_something(self, word: Word) -> bool:
        return not word.is_mark and not vocabulary().is_neutral(word.lower)

    def _quoted(self, first: int, last: int) -> str:
        words = self.parsed.words
        start, end = self.parsed.in_request(words[first], words[last])
        text, rest = self._request[start:end], self._request[end:].lstrip()
        if text.count("(") > text.count(")") and rest.startswith(")"):
            text += ")"
        return " ".join(text.split()).strip(" :;–—-*")


def _stretches(entry: Entry) -> Iterable[tuple[list[Word], bool]]:
    """The words of an entry between groups, which commas divide, and each item of a group."""
    stretch: list[Word] = []
    for part in entry.parts:
        if isinstance(part, Group):
            yield stretch, True
            stretch = []
            for item in part.items:
                yield list(item), False
        else:
            stretch.append(part)
    yield stretch, True
