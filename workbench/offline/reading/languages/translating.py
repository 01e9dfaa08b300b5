"""Reads the small words of another language as those of the request language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from workbench.offline.catalogue.foreign import Names, names_in
from workbench.offline.reading.structure.writing import Writing

WORDS = Path(__file__).parents[1] / "languages.toml"
_ENGLISH = frozenset(
    ["the", "a", "an", "with", "and", "of", "for", "my", "has", "have", "to", "in", "is", "are"]
)
_FEWEST = 2
_SHORT = 3  # words of a text of which one noun tells the language
_WORD = re.compile(r"[^\s()\[\]{},;:.!?\"“”„«»|]+")


@dataclass(frozen=True)
class Language:
    """One table of languages.toml, and what the catalogue's things are called."""

    small: frozenset[str]
    decisive: frozenset[str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    names: Names

    compounds: re.Pattern[str] | None = None

    def score(self, said: frozenset[str]) -> int:
        """How much of the text speaks for this language."""
        told = len(said & (self.small | self.names.telling))
        sure = sum(1 for word in said if self.compounds and self.compounds.search(word))
        return told + _FEWEST * (len(said & self.decisive) + sure)


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """The tables, read once."""
    data = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {
        name: Language(
            frozenset(table["small"].split()),
            frozenset(table["decisive"].split()),
            tuple((_pattern(phrase), meaning) for phrase, meaning in table["phrases"]),
            names_in(name),
            _compounds(table.get("compound", ""), names_in(name)),
        )
        for name, table in data.items()
    }


def _compounds(containers: str, names: Names) -> re.Pattern[str] | None:
    """`Aufgabenliste` as two words: what a list is of, and the list."""
    if not containers:
        return None
    known = [re.escape(form) for form in names.nouns if form + "liste" not in names.nouns]
    heads = "|".join(sorted(known, key=len, reverse=True))
    ends = "|".join(containers.split())
    return re.compile(rf"(?<!\w)({heads})s?-?({ends})(?!\w)", re.I)


def _pattern(phrase: str) -> re.Pattern[str]:
    """Whole words; a phrase that ends with a space or a number has its end."""
    begins = "" if phrase.startswith("(?<") else r"(?<!\w)"
    ends = (
        ""
        if phrase.endswith((" ", " )", "\\d)", ")?", "(?=\\w)")) and not phrase.endswith("s)?")
        else r"(?!\w)"
    )
    return re.compile(f"{begins}(?:{phrase}){ends}", re.I)


def language_of(text: str) -> Language | None:
    """The language that the small words of a text tell; None for English."""
    said = frozenset(word.lower() for word in _WORD.findall(text))
    found = max(languages().values(), key=lambda language: language.score(said))
    score = found.score(said)
    foreign = frozenset().union(*(language.small for language in languages().values()))
    short = len(said) <= _SHORT and bool(said & found.names.telling)
    is_foreign = score >= _FEWEST or len(said & foreign) > _FEWEST or short
    return found if is_foreign and score > len(said & _ENGLISH - found.small) else None


def translated(writing: Writing, language: Language) -> Writing:
    """The text with the small words of that language in English."""
    if language.compounds is not None:
        writing = writing.sub(language.compounds, r"\1 \2")
    for pattern, meaning in language.phrases:
        writing = writing.sub(pattern, meaning)
    return writing
