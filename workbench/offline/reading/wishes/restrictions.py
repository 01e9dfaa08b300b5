"""`Only admins can delete tips`: the role, what it alone may do, and with what."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.offline.reading.tokens import AND, Entry, Group, Word
from workbench.offline.reading.vocabulary import vocabulary

_CAN = frozenset({"can", "may", "could", "should", "are", "allowed", "able", "to", "be"})
_ACTIONS = {
    "create": ("add", "create", "post", "write", "enter"),
    "replace": ("edit", "change", "update", "modify"),
    "delete": ("delete", "remove"),
}
_ALL_ACTIONS = frozenset({"manage", "maintain"})
_BETWEEN = AND | {"or", ","}


@dataclass
class Restriction:
    """One clause; `objects` are the nouns after the verbs, `words` all that is said.

    `tail` is where the objects begin among the parts of the sentence.
    """

    role: Word
    actions: list[str]
    words: list[Word]
    objects: list[list[Word]] = field(default_factory=list)
    tail: int = 0


def begins_with_only(entry: Entry) -> bool:
    """True for a sentence that begins with `only`."""
    return _text(entry.parts[0]) == "only"


def restriction(entry: Entry) -> Restriction | None:
    """What the last `only` of a sentence restricts; None if the sentence says it in another form."""
    begin = next(
        (n for n, part in reversed([*enumerate(entry.parts)]) if _text(part) == "only"), None
    )
    if begin is None:
        return None
    found: Restriction | None = None
    clause: list[Word] = []
    for place, part in enumerate(entry.parts[begin:], begin):
        if isinstance(part, Group):
            if found is None or not found.objects[-1]:
                return None
            continue
        clause.append(part)
        if found is None and place == begin + 1:
            if part.lower in vocabulary().person or not part.text.isalpha():
                return None
        elif found is None and place == begin + 2 and part.lower not in _CAN:
            return None
        elif place >= begin + 2 and found is None and (actions := actions_of(part.lower)):
            found = Restriction(clause[1], list(actions), clause, [[]], place + 1)
        elif found is not None:
            _take(found, part, place)
        elif place > begin + 2 and part.lower not in _CAN:
            return None
    return found


def actions_of(verb: str) -> list[str]:
    """The conventional operations that a verb stands for."""
    if verb in _ALL_ACTIONS:
        return list(_ACTIONS)
    return [action for action, verbs in _ACTIONS.items() if verb in verbs]


def _take(found: Restriction, word: Word, place: int) -> None:
    """One word after the first verb: another verb, or a part of an object."""
    actions = actions_of(word.lower)
    if actions and found.objects == [[]]:
        found.actions += actions
        found.tail = place + 1
    elif word.lower in _BETWEEN or word.is_mark:
        if found.objects[-1]:
            found.objects.append([])
        else:
            found.tail = place + 1
    else:
        found.objects[-1].append(word)


def _text(part: Word | Group) -> str:
    return "" if isinstance(part, Group) else part.lower
