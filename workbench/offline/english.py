"""Singular and plural of English nouns."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import inflect

# Singulars that inflect takes for plurals.
_SINGULARS = frozenset([
    "analysis", "axis", "basis", "bus", "crisis", "diagnosis", "hypothesis", "syllabus",
    "synopsis", "thesis", "virus",
])  # fmt: skip
_PLURALS = {"todo": "todos", "photo": "photos", "memo": "memos"}


def singular(word: str) -> str:
    """The noun for one of them, in lower case; of a singular the word itself."""
    word = word.lower()
    return word if word in _SINGULARS else str(_engine().singular_noun(word) or word)


def plural(word: str) -> str:
    """The noun for many of them; of a singular in lower case."""
    return _PLURALS.get(word) or str(_engine().plural_noun(word) or word + "s")


def is_plural(word: str) -> bool:
    """True for the noun for many."""
    return word not in _SINGULARS and bool(_engine().singular_noun(word))


@lru_cache(maxsize=1)
def _engine() -> inflect.engine:
    """Loaded at the first word, and without its checks of every argument at run time.

    Putting those in compiles the whole library again for each of its functions, which took
    three seconds of every start.
    """
    from unittest.mock import patch

    with patch("typeguard.typechecked", lambda function: function):
        import inflect
    return inflect.engine()
