"""The words of an item as the grammar of fields reads them, and which items belong together."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.offline.reading.field_reading import is_modifier, is_spelled_out
from workbench.offline.reading.field_types import names_a_field
from workbench.offline.reading.tokens import AND, Parsed, Word
from workbench.offline.reading.vocabulary import vocabulary

_OR = AND | {"or"}
_LONGEST_CHOICE = 3


def said(words: Sequence[Word], parsed: Parsed) -> str:
    """The words as the request has them; what stood between them is left out.

    The choices after `one of` are divided as the grammar has it: ``one of low | high``.
    """
    place = _first_choice(words)
    if place is None:
        return _sliced(words, parsed)
    choices: list[list[Word]] = [[]]
    for word in words[place:]:
        apart = bool(choices[-1]) and word.index > choices[-1][-1].index + 1
        if apart or word.kind == "COMMA" or word.lower in _OR:
            choices.append([])
        if word.kind != "COMMA" and word.lower not in _OR:
            choices[-1].append(word)
    values = " | ".join(" ".join(word.text for word in choice) for choice in choices if choice)
    return f"{_sliced(words[:place], parsed)} {values}"


def says_more(before: Sequence[Word], item: Sequence[Word], parsed: Parsed) -> bool:
    """True if an item only says more of the one before it: `required`, `no more than 80`."""
    if not before or not item:
        return False
    if has_open_choices(before):
        return _is_choice(item, parsed)
    return is_modifier(said(without_pronoun(item), parsed))


def without_pronoun(words: Sequence[Word]) -> Sequence[Word]:
    """`must be unique` of `that must be unique`."""
    return words[1:] if words and words[0].lower in vocabulary().relative else words


def has_open_choices(words: Sequence[Word]) -> bool:
    """True after `one of low, medium`: what follows may be a choice too."""
    place = _first_choice(words)
    return place is not None and not any(word.lower in _OR for word in words[place:])


def merged(items: Sequence[Sequence[Word]], parsed: Parsed) -> list[list[Word]]:
    """The items of a group, each with those that only say more of it."""
    found: list[list[Word]] = []
    for item in items:
        if found and says_more(found[-1], item, parsed):
            found[-1] += item
        else:
            found.append(list(item))
    return found


def notes(items: Sequence[Sequence[Word]], parsed: Parsed) -> list[str]:
    """The items of a group as notes of a field: the choices of one note are together."""
    found: list[list[Word]] = []
    for item in items:
        if found and has_open_choices(found[-1]) and _is_choice(item, parsed):
            found[-1] += item
        else:
            found.append(list(item))
    return [said(item, parsed) for item in found]


def _is_choice(item: Sequence[Word], parsed: Parsed) -> bool:
    text = said(item, parsed)
    begins = item[0].lower in vocabulary().determiner
    short = len(item) <= _LONGEST_CHOICE
    return short and not begins and not names_a_field(text) and not is_spelled_out(text)


def _first_choice(words: Sequence[Word]) -> int | None:
    """Where the choices after `one of` or `either` begin; None if there are none."""
    for place, word in enumerate(words[:-1]):
        before = words[place - 1].lower if place else ""
        if word.lower == "either" or (word.lower == "of" and before == "one"):
            return place + 1
    return None


def _sliced(words: Sequence[Word], parsed: Parsed) -> str:
    pieces: list[str] = []
    start = 0
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else None
        if word.text != parsed.text[word.start : word.end]:
            pieces += [parsed.text[words[start].start : word.start], word.text]
            start = place + 1
        elif following is None or following.index != word.index + 1:
            pieces.append(parsed.text[words[start].start : word.end])
            start = place + 1
    return " ".join(pieces)
