"""A field under reading: what its words say, before they are weighed against each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.offline.reading.field_types import type_named
from workbench.plan.fields import FieldType

if TYPE_CHECKING:
    from lark import Token, Tree

_LETTERS = re.compile(r"length|character|chars?\b|letter|digit", re.I)
_BELOW = re.compile(r"<|less|fewer|smaller|lower|shorter|younger|earlier|below|under", re.I)
_SIGN = re.compile("negative|positive", re.I)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?)\D*?(-?\d+(?:\.\d+)?)\D*$")
_CURRENCY = re.compile(r"[€$£]")


class Draft:
    """What each part of the field's tree says."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        self.called = ""
        self.type: FieldType | None = None
        self.optional = self.unique = self.required = False
        self.values: list[str] = []
        self.choices: list[str] = []
        self.target: str | None = None
        self.low: float | None = None
        self.high: float | None = None
        self.counts_letters = False
        self.unit = ""
        self.beyond: list[str] = []
        self.partly = self.guessed = False

    def take(self, node: Tree[Token]) -> None:
        """Takes in one part of the field's tree."""
        words = [str(word) for word in node.scan_values(lambda _value: True)]
        match node.data:
            case "name":
                self.called = " ".join(words)
            case "type" | "plain_type":
                self.type = type_named(words[0])
            case "optional" | "unique" | "required":
                setattr(self, node.data, True)
            case "target":
                self.target = " ".join(words)
            case "values" | "listed":
                self.values = [phrase_of(child) for child in parts_of(node)]
            case "refers":
                self.target = phrase_of(parts_of(node)[0])
            case "unit":
                self.unit = words[0]
            case "above" | "below" | "sign":
                self.beyond.append(words[0])
            case "default":
                self.partly = True
            case "choice":
                self.choices.append(" ".join(words))
            case "notes":
                for child in parts_of(node):
                    self.take(child)
            case "least" | "most" | "between" | "exact":
                self._bounds(node.data, words[0])

    def _bounds(self, kind: str, text: str) -> None:
        self.counts_letters |= _LETTERS.search(text) is not None
        self.partly |= re.search(r"letter|digit", text, re.I) is not None
        text = _plain(text)
        currency = _CURRENCY.search(text)
        self.unit = self.unit or (currency[0] if currency else "")
        if kind == "between":
            pair = _PAIR.search(re.sub(r"(?<=[\d%])\s*[-–]\s*(?=[\d€$£])", " ", text))
            assert pair is not None
            self.low, self.high = float(pair[1]), float(pair[2])
            return
        number = _NUMBER.search(text)
        assert number is not None
        value = float(number[0])
        if kind in ("least", "exact"):
            self.low = value
        if kind in ("most", "exact"):
            self.high = value

    @property
    def is_signed(self) -> bool:
        """True if it says whether it may be negative: only a number can be."""
        return any(_SIGN.search(text) for text in self.beyond)

    def limit_beyond(self, *, whole: bool) -> None:
        """Takes in `more than 3`, `< 5` and `positive`: the numbers themselves are no values."""
        for text in self.beyond:
            number = _NUMBER.search(_plain(text))
            value = float(number[0]) if number else 0.0
            step = 1 if whole or _LETTERS.search(text) else 0
            self.counts_letters |= _LETTERS.search(text) is not None
            if "negative" in text.lower():
                self.low = 0
                continue
            self.partly |= step == 0
            if _BELOW.search(text):
                self.high = value - step
            else:
                self.low = value + step

    @property
    def beyond_numbers(self) -> list[float]:
        """The numbers of `more than 3` and `< 5`."""
        found = (_NUMBER.search(_plain(text)) for text in self.beyond)
        return [float(number[0]) for number in found if number]


def parts_of(tree: Tree[Token]) -> list[Tree[Token]]:
    """The parts of a tree that are no plain words."""
    return [child for child in tree.children if not isinstance(child, str)]


def phrase_of(node: Tree[Token]) -> str:
    """All words of a tree."""
    return " ".join(str(word) for word in node.scan_values(lambda _value: True))


def _plain(text: str) -> str:
    """A limit without the commas of thousands."""
    return re.sub(r",(?=\d{3})", "", text)
