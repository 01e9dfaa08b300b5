"""Singular and plural of English nouns."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pluralizer import Pluralizer

# Nouns that the library takes for plurals, or whose plural it forms as few people write it.
_IRREGULAR = {
    "agenda": "agendas",
    "analysis": "analyses",
    "axis": "axes",
    "canvas": "canvases",
    "crisis": "crises",
    "diagnosis": "diagnoses",
    "focus": "focuses",
    "hypothesis": "hypotheses",
    "index": "indexes",
    "lens": "lenses",
    "medium": "media",
    "schema": "schemas",
    "selfie": "selfies",
    "syllabus": "syllabuses",
    "synopsis": "synopses",
    "thesis": "theses",
    "virus": "viruses",
}
_UNCOUNTABLE = ("basis", "data", "goods", "money", "species", "staff")


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """The noun for one of them, in lower case; of a singular the word itself."""
    return str(_rules().singular(word.lower())) or word.lower()


@lru_cache(maxsize=4096)
def plural(word: str) -> str:
    """The noun for many of them, in lower case; of a plural the word itself."""
    return str(_rules().plural(word.lower()))


def is_plural(word: str) -> bool:
    """True for the noun for many; a noun that is the same for one and many counts as such."""
    return singular(word) != word.lower() or plural(word) == word.lower()


@lru_cache(maxsize=1)
def _rules() -> Pluralizer:
    """The library's rules with the exceptions above; loaded at the first word."""
    from pluralizer import Pluralizer

    rules = Pluralizer()  # type: ignore[no-untyped-call]
    for one, many in _IRREGULAR.items():
        rules.add_irregular_rule(one, many)
    for word in _UNCOUNTABLE:
        rules.add_uncountable_rule(word)
    return rules
