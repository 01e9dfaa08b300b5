"""The words of an item as the grammar of fields reads them, and which items belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.offline.reading.field_reading import is_modifier, is_spelled_out
from workbench.offline.reading.field_types import is_choice, names_a_field
from workbench.offline.reading.naming import field_name
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
    for item in with_choices(items, parsed):
        if found and says_more(found[-1], item, parsed):
            found[-1] += item
        else:
            found.append(list(item))
    return found


def with_choices(items: Sequence[Sequence[Word]], parsed: Parsed) -> list[Sequence[Word]]:
    """The items, with `either` for what stands before the first of several choices.

    These are `genre: drama, comedy or horror`, and `priority: low, medium, high` of what has choices.
    """
    found = list(items)
    for place, item in enumerate(found):
        mark = _mark(item)
        if mark is None or (place + 1 == len(found) and not _ends_choices(item)):
            continue
        begin, end = mark
        several = _several(item[end:], found[place + 1 :], parsed)
        name = field_name(" ".join(word.text for word in item[:begin]))
        if several == "certain" or (several and is_choice(name)):
            either = replace(item[end - 1], text="either", kind="CHOICES")
            found[place] = [*item[:begin], either, *item[end:]]
    return found


def _mark(item: Sequence[Word]) -> tuple[int, int] | None:
    """Where the words between a name and its first choice begin and end."""
    for place, word in enumerate(item[1:3], 1):
        if word.kind == "COLON" or word.text in ("-", "–", "="):
            return (place, place + 1) if place + 1 < len(item) else None
        if word.lower in ("is", "are"):
            return (place, place + 1) if place + 1 < len(item) else None
        if word.lower in ("can", "may") and [w.lower for w in item[place + 1 : place + 2]] == [
            "be"
        ]:
            return (place, place + 2) if place + 2 < len(item) else None
    return None


def _several(first: Sequence[Word], after: Sequence[Sequence[Word]], parsed: Parsed) -> str:
    """`certain` if a choice after `or` ends them, `likely` if there are others; empty if there are none."""
    if not first or len(first) > _LONGEST_CHOICE + 2 or not _is_choice(first, parsed):
        return ""
    if any(word.kind == "PIPE" for word in first):
        return ""
    if _ends_choices(first):
        return "certain"
    likely = ""
    for item in after:
        if not item or not _is_choice(_without_or(item), parsed):
            break
        likely = "likely"
        if _ends_choices(item):
            return "certain"
    return likely


def _without_or(item: Sequence[Word]) -> Sequence[Word]:
    return [word for word in item if word.lower not in _OR] or item


def _ends_choices(item: Sequence[Word]) -> bool:
    return any(word.lower == "or" for word in item)


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
    says = names_a_field(text) or is_spelled_out(text) or is_modifier(text)
    return short and not begins and not says


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
