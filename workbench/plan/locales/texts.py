"""The texts of generated pages and servers, by language: one TOML file each, with the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
# Its texts stand for those of a language that has no file.
USUAL = "en"
_CAPITAL_NOUNS = frozenset({"de"})


@lru_cache
def languages() -> tuple[str, ...]:
    """The languages that have texts: ISO 639-1 codes, in alphabetical order. Does blocking I/O."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def has_texts(locale: str) -> bool:
    """True if the language of a BCP 47 locale has texts. Does blocking I/O."""
    return _language(locale) in languages()


def texts_of(locale: str, part: str) -> Mapping[str, str]:
    """The texts of `fields`, `actions`, `page` or `server` in the language of a BCP 47 locale, else in English.

    Does blocking I/O at the first call for a language.
    """
    return _read(_language(locale) if has_texts(locale) else USUAL)[part]


def with_label(text: str, placeholder: str, label: str, locale: str = USUAL) -> str:
    """A text with the label of an entity or a field filled in, as it is written in its place."""
    is_first = text.startswith(placeholder)
    return text.replace(placeholder, label if is_first else within(label, locale))


def within(label: str, locale: str) -> str:
    """A label as it is written within a sentence: small, but for languages with capital nouns."""
    return label if _language(locale) in _CAPITAL_NOUNS else label.lower()


def _language(locale: str) -> str:
    return locale.split("-", 1)[0].lower()


@lru_cache
def _read(language: str) -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    )
    return found
