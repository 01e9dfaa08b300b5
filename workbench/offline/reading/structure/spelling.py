"""Other spellings of common words, and lists that are not finished: `name, species, ...`."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from workbench.offline.reading.structure.writing import Writing

WORDS = Path(__file__).parents[1] / "spelling.toml"
# Begins with the first of its blanks only: else each of many blanks would be tried.
_MORE = re.compile(r"(?<!\s)\s*(?:\.\.\.|…)")
_SENTENCE = re.compile(r"[.!?\n]\s")


@lru_cache(maxsize=1)
def _spellings() -> tuple[list[tuple[re.Pattern[str], str]], dict[str, str]]:
    data = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    same = [(re.compile(rf"\b(?:{said})\b", re.I), meant) for said, meant in data["same"]]
    return same, data["misspelled"]


def spelled(writing: Writing) -> Writing:
    """The text as the catalogue spells its words."""
    same, _ = _spellings()
    for pattern, meant in same:
        writing = writing.sub(pattern, meant)
    for wrong, right in misspelled(writing.text):
        writing = writing.sub(re.compile(rf"\b{wrong}\b", re.I), right)
    return writing


def misspelled(text: str) -> list[tuple[str, str]]:
    """The misspelled words of a text, in lower case, each with how it is spelled."""
    _, known = _spellings()
    said = dict.fromkeys(re.findall(r"[a-z]+", text.lower()))
    return [(word, known[word]) for word in said if word in known]


def finished(writing: Writing) -> Writing:
    """The text with `etc.` for three dots that end a list: there they stand for more of its items."""
    parts: list[Writing] = []
    text, place, read, depth, has_comma = writing.text, 0, 0, 0, False
    for match in _MORE.finditer(text):
        since = text[read : match.start()]
        depth += since.count("(") - since.count(")")
        # With the letter before it: a sentence may end just where the last match began.
        *ended, sentence = _SENTENCE.split(text[max(read - 1, 0) : match.start()])
        has_comma = "," in sentence or (has_comma and not ended)
        read, inner = match.start(), depth > 0
        if not inner and not has_comma:
            continue
        begin = match.end() - len(match[0].lstrip())
        mark = "" if text[place : match.start()].rstrip().endswith(",") else ", "
        parts += [writing.part(place, match.start())]
        parts += [writing.literal(f"{mark}etc." + ("" if inner else "."), begin, match.end())]
        place = match.end()
    if not parts:
        return writing
    return writing.joined([*parts, writing.part(place, len(text))])
