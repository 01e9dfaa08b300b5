"""Names for what a request calls things: plain ASCII on the wire, the request's own words as labels."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from workbench.offline.english import plural, singular
from workbench.offline.reading.ideas import EntityIdea
from workbench.plan.conventions.generated_names import RESERVED_ENTITIES
from workbench.plan.names import GO_INITIALISMS, pascal, words
from workbench.planning.acceptance import RESERVED_PLURALS

# `constructor` is a member of every JavaScript object; `root` is the form library's own.
RESERVED_FIELDS = frozenset(["constructor", "root"])
# Query parameters of every list: a field that lists are narrowed by cannot share their names.
LIST_PARAMETERS = frozenset(["limit", "offset", "q", "sort"])
# What the server writes into every record.
SERVER_NAMES = frozenset(["created_at", "id", "updated_at"])


def ascii_words(text: str) -> list[str]:
    """Lower-case words of a text in any script, transliterated; never one that starts with a digit.

    ``"Größe"`` gives grosse; ``"2024 goals"`` gives goals, 2024, as no name starts with a digit.
    A picture beside letters is no part of the name.
    """
    plain = "".join(letter for letter in text if not _is_picture(letter))
    spelled = plain if any(letter.isalnum() for letter in plain) else text
    parts = words(anyascii(spelled.replace("'", "").replace("’", "")))
    leading = 0
    while leading < len(parts) and parts[leading][0].isdigit():
        leading += 1
    return [*parts[leading:], *parts[:leading]] if leading < len(parts) else ["no", *parts]


def _is_picture(letter: str) -> bool:
    """True for an emoji, and for the marks that vary and join them."""
    return unicodedata.category(letter) == "So" or letter in "\ufe0e\ufe0f\u200d"


def field_name(text: str) -> str:
    """The snake_case name of a field that a request calls `text`."""
    name = "_".join(ascii_words(text))
    return name + "_value" if name in RESERVED_FIELDS else name


def filter_name(name: str) -> str:
    """The name of a field that lists are narrowed by, apart from the parameters of every list."""
    return name + "_value" if name in LIST_PARAMETERS else name


def label(text: str) -> str:
    """``Last watered``: the request's own words as the label of a control or a heading."""
    spaced = re.sub(r"(?<=[^\W\d_A-Z])(?=[A-Z])", " ", text) if " " not in text else text
    parts = [
        part.upper() if part.lower() in GO_INITIALISMS else part
        for part in re.split(r"[\s_-]+", spaced.strip(" _-"))
        if part
    ]
    parts = [part if _is_spelled(part) else part.lower() for part in parts]
    shown = " ".join(parts)
    return shown[:1].upper() + shown[1:]


def _is_spelled(part: str) -> bool:
    """True for a word whose capitals are its own: ``ISBN``, ``R&D``, ``iPhone``."""
    return any(letter.isupper() for letter in part[1:])


def entity_idea(noun: str, *, is_foreign: bool = False) -> EntityIdea:
    """The entity that a request calls `noun`, in one or in many; its words are never lost."""
    shown = noun.replace("_", " ").split()
    last = shown[-1]
    if last.isascii() and last.isalpha() and not is_foreign:
        one, many = singular(last), plural(singular(last))
        if last.isupper():
            one, many = last, plural(last)
        elif last[:1].isupper():
            one, many = one.capitalize(), many.capitalize()
    else:
        one, many = last, last  # a word of another language: its plural is not ours to form
    return entity_called(shown[:-1], one, many)


def entity_called(before: list[str], one: str, many: str) -> EntityIdea:
    """The entity whose last word is `one`, or for several of them `many`."""
    parts = ascii_words(" ".join([*before, one]))
    plural_parts = ascii_words(" ".join([*before, many]))
    name, path = pascal(" ".join(parts)), "_".join(plural_parts)
    if name in RESERVED_ENTITIES or path in RESERVED_PLURALS:
        name, path = name + "Item", "_".join([*parts, "items"])
    return EntityIdea(
        name=name,
        plural=path,
        one=label(" ".join([*before, one])),
        many=label(" ".join([*before, many])),
        words=" ".join([*(word.lower() for word in before), one.lower()]),
    )
