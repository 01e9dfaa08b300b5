"""What is left of an item that cannot be read whole: its name, where that is clear."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.offline.reading.calling import named_length
from workbench.offline.reading.field_reading import read_field
from workbench.offline.reading.field_types import TYPE_WORDS
from workbench.offline.reading.ideas import FieldIdea
from workbench.offline.reading.vocabulary import vocabulary

MOST_NAME, MOST_ALL = 3, 9
_END = re.compile(r"[:(|=<>]|\s[-–—]\s")
_OPTIONAL = re.compile(r"\b(?:optional|optionally|not required)\b", re.I)


def salvaged(text: str) -> FieldIdea | None:
    """The field by its name alone, with the type that is said right after it; None without a clear name.

    What else is said of it is not kept, so the item has to be reported.
    """
    before = _END.split(text, maxsplit=1)[0].split()
    length = named_length([word.lower() for word in before])
    if any(word in vocabulary().without for word in text.lower().split()):
        return None  # what is not wanted is not kept either
    if not 0 < length <= MOST_NAME or len(text.split()) > MOST_ALL:
        return None
    if length == len(before) and length == len(text.split()):
        return None  # a name and nothing else: it is no field for another reason
    name = " ".join(before[:length])
    idea = read_field(name + _type(text))
    if idea is not None:
        idea.partly = True
        idea.optional = idea.optional or _OPTIONAL.search(text) is not None
    return idea


def _type(text: str) -> str:
    """`:date` of `read at:date min 2000`; nothing if no type is said there."""
    _, colon, after = text.partition(":")
    words: Sequence[str] = after.split()
    return f":{words[0]}" if colon and words and words[0].lower() in TYPE_WORDS else ""
