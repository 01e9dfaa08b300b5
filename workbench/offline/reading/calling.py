"""What a field or a kind of records can be called by: words of the grammar are no part of a name.

A word of the grammar says something: a limit, a denial, a relation, what somebody does. So it is
read as that, or it is reported; in a name it would be lost.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).parent / "names.toml"
# Operators and signs of currency by themselves, or before a number: `=`, `>`, `$100`.
_SIGN = re.compile(r"^[=<>≤≥+*/\\^~€$£¥%]+$|^[€$£¥]\d|^\d[\d.,]*[€$£¥%]$|//")


@dataclass(frozen=True)
class Names:
    """The lists of names.toml, in lower case."""

    never: frozenset[str]
    inner: frozenset[str]
    last: frozenset[str]
    first: frozenset[str]
    manner: frozenset[str]
    open: frozenset[str]
    verb: frozenset[str]
    noun: frozenset[str]


@lru_cache(maxsize=1)
def names() -> Names:
    """The word lists, read once."""
    data = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return Names(**{key: frozenset(text.split()) for key, text in data.items()})


def named_length(words: Sequence[str]) -> int:
    """How many of the words, in lower case, are a name before the first that is none.

    A word alone names a field whatever it is: `from`, `order`, `select`.
    """
    known = names()
    if len(words) == 1:
        return 0 if words[0] in known.open or _SIGN.search(words[0]) else 1
    end = next((n for n, word in enumerate(words) if not _fits(words, n, word)), len(words))
    while 0 < end < len(words) and _hangs(words, end):
        end -= 1
    return end


def is_thing(words: Sequence[str]) -> bool:
    """True for words, in lower case, that records can be called by."""
    known = names()
    if len(words) == 1:
        return words[0] not in known.open and not _SIGN.search(words[0])
    apart = known.never | known.first | known.inner | known.open
    return not any(word in apart or _SIGN.search(word) for word in words)


def does_something(words: Sequence[str]) -> bool:
    """True for words that begin with a verb, and say what is done with something: `print books`."""
    known = names()
    return len(words) > 1 and words[0] in known.verb - known.noun


def _fits(words: Sequence[str], place: int, word: str) -> bool:
    known = names()
    if place == 0 and word in known.first:
        return True
    if word in known.never or word in known.open or _SIGN.search(word):
        return False
    if place == 0:
        return word not in known.inner | known.last
    if word in known.manner:
        return False
    if place == len(words) - 1:
        return word in known.last or word not in known.first | known.inner
    return word in known.inner or word not in known.last | known.first


def _hangs(words: Sequence[str], end: int) -> bool:
    """True for a preposition or a number at the end of what was cut off: `price at` of `price at least 5`."""
    before = words[end - 1]
    return before in names().inner | names().last or before.isdecimal()
