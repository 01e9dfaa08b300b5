"""The closed lists of words that the reading knows, from words.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from workbench.offline.reading.fields.numbers import number_word
from workbench.offline.reading.tokens import AND

WORDS = Path(__file__).parent / "words.toml"


class Feature(StrEnum):
    """Kinds of wishes beyond records and their fields."""

    ACCOUNTS = "accounts"
    OWNERSHIP = "ownership"
    ROLES = "roles"
    FILES = "files"
    CHARTS = "charts"
    EXCHANGE = "exchange"
    MESSAGES = "messages"
    PAYMENTS = "payments"
    OTHER = "other"


@dataclass(frozen=True)
class Vocabulary:
    """Each list of words.toml, in lower case."""

    filler: frozenset[str]
    opening: frozenset[str]
    container: frozenset[str]
    software: frozenset[str]
    ability: frozenset[str]
    given: frozenset[str]
    modal: frozenset[str]
    without: frozenset[str]
    negation: frozenset[str]
    limit: frozenset[str]
    not_a_field: frozenset[str]
    preposition: frozenset[str]
    quantifier: frozenset[str]
    determiner: frozenset[str]
    platform: frozenset[str]
    manner: frozenset[str]
    pronoun: frozenset[str]
    kind: frozenset[str]
    obligation: frozenset[str]
    when: frozenset[str]
    wanting: frozenset[str]
    organisation: frozenset[str]
    wish: frozenset[str]
    wish_anywhere: frozenset[str]
    wish_alone: frozenset[str]
    thing_in_ing: frozenset[str]
    heading: frozenset[str]
    role: frozenset[str]
    keeping: frozenset[str]
    quantity: frozenset[str]
    belonging: frozenset[str]
    holding: frozenset[str]
    possessive: frozenset[str]
    cardinality: frozenset[str]
    relation: frozenset[str]
    people: frozenset[str]
    plural_first: frozenset[str]
    denial: frozenset[str]
    condition: frozenset[str]
    maybe: frozenset[str]
    topic: frozenset[str]
    only_software: frozenset[str]
    in_sentences: frozenset[str]
    link: frozenset[str]
    relative: frozenset[str]
    person: frozenset[str]
    features: dict[str, Feature]

    def is_limit(self, words: list[str]) -> bool:
        """True for words that begin with a limit and say what it is a limit of."""
        if words[:2] == ["exactly", "one"]:
            return False
        begun = [words[: len(phrase.split())] for phrase in self.limit]
        return any(" ".join(start) in self.limit for start in begun) and any(
            number_word(word) for word in words
        )

    def is_neutral(self, word: str) -> bool:
        """True for a word that says nothing of what is asked for."""
        return word in self.filler or word in AND


def is_own(word: str) -> bool:
    """True for a word that makes things somebody's own."""
    return vocabulary().features.get(word) is Feature.OWNERSHIP


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The word lists, read once."""
    data = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    features = {
        word: Feature(kind) for kind, words in data.pop("feature").items() for word in words.split()
    }
    phrases = {
        name: frozenset(phrase.strip() for phrase in data.pop(name).split("|"))
        for name in ("given", "limit", "quantity")
    }
    lists = {name: frozenset(words.split()) for name, words in data.items()}
    return Vocabulary(features=features, **phrases, **lists)
