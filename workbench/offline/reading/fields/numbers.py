"""Numbers in words, as digits, where a limit is said: `no less than zero`, `one to five`."""

from __future__ import annotations

import re

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_TENS = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: value for value, word in zip(range(30, 100, 10), _TENS, strict=True)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD = "|".join([*_VALUES, *_SCALES])
_NUMBER = rf"(?:{_WORD})(?:(?:\s+|-)(?:{_WORD}))*"
# After a word of limits, in a range, and before what is counted.
_LIMIT = re.compile(
    rf"\b(?P<before>(?:than|least|most|to|from|between|and|minimum|maximum|min|max|above"
    rf"|below|over|under|exceed)\s+(?:of\s+)?)(?P<number>{_NUMBER})\b",
    re.I,
)
_RANGE = re.compile(rf"\b(?P<number>{_NUMBER})(?=\s+(?:to|and|or)\s+(?:\d|older|more|less))", re.I)
_COUNTED = re.compile(rf"\b(?P<number>{_NUMBER})(?=\s+(?:characters?|letters?|digits?)\b)", re.I)


def in_digits(text: str) -> str:
    """The text with the numbers of its limits in digits."""
    for pattern in (_LIMIT, _RANGE, _COUNTED):
        text = pattern.sub(_replaced, text)
    return text


def _replaced(match: re.Match[str]) -> str:
    before = match.groupdict().get("before") or ""
    return f"{before}{_value(match['number'])}"


def _value(number: str) -> int:
    total, current = 0, 0
    for word in re.split(r"[\s-]+", number.lower()):
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0
        else:
            current += _VALUES[word]
    return total + current


def number_word(word: str) -> bool:
    """True for a number in a word, or in digits."""
    return word.isdecimal() or word.lower() in _VALUES or word.lower() in _SCALES
