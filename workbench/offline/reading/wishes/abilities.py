"""What every page lets people do with its records: search, filter, sort, add, edit, delete."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.offline.reading.ideas import EntityIdea
from workbench.offline.reading.nouns import key_of
from workbench.offline.reading.tokens import AND, Word
from workbench.offline.reading.vocabulary import vocabulary

_CAN = frozenset(
    {
        "can",
        "could",
        "may",
        "should",
        "must",
        "shall",
        "will",
        "able",
        "be",
        "is",
        "are",
        "allowed",
        "to",
    }
)
_WISHES = frozenset({"want", "wants", "need", "needs", "like"})
_FIRST = frozenset({"i", "we"})
_OBJECTS = frozenset(
    {"it", "them", "everything", "anything", "all", "any", "these", "those", "records", "new"}
)
_LOOK = frozenset({"for", "at", "up", "through"})
_PLACES = frozenset({"to", "in", "from", "on", "at"})


def is_ability(entities: Sequence[EntityIdea], statement: list[Word]) -> bool:
    """True if a statement only says what every page does with records that there are."""
    words = [word for word in after_asking(statement) if not word.is_mark]
    verb = next((n for n, word in enumerate(words) if _is_verb(words, n, word.lower)), None)
    if verb is None or not _asks(words[:verb]):
        return False
    nouns = _nouns(entities)
    place = verb
    while place < len(words):
        taken = _taken(words, place, nouns)
        if taken == 0:
            return False
        place += taken
    return True


def after_asking(words: list[Word]) -> list[Word]:
    """`I can keep my recipes` of `Can you make a website where I can keep my recipes?`"""
    known = vocabulary()
    place = next((n for n, word in enumerate(words) if word.lower == "where"), 0)
    asking = known.filler | known.opening | known.software | {"can", "could"}
    return words[place + 1 :] if place and {w.lower for w in words[:place]} <= asking else words


def _is_verb(words: list[Word], place: int, lower: str) -> bool:
    """True for a verb of what every page does; `order` only before `by`, `track` of oneself."""
    if lower not in vocabulary().ability:
        return False
    if lower == "order":
        return any(word.lower == "by" for word in words[place:])
    if lower in ("track", "keep"):
        people = vocabulary().person
        return not any(word.lower in people for word in words[:place])
    return True


def _asks(words: list[Word]) -> bool:
    """True for `users can`, `I want to` and `it should be possible to` before the verb."""
    known = vocabulary()
    for place, word in enumerate(words):
        lower = word.lower
        if lower in _WISHES:
            following = [after.lower for after in words[place + 1 : place + 2]]
            before = [first.lower for first in words[:place]]
            if following not in (["to"], []) or (lower == "like" and "would" not in before):
                return False
        elif lower == "help" or not (
            lower in _CAN | AND or lower in known.filler or lower in known.person
        ):
            return False
    return True


def _taken(words: list[Word], place: int, nouns: set[str]) -> int:
    """How many words from there on say what is done, or with what."""
    known, lower = vocabulary(), words[place].lower
    if place and words[place - 1].lower == "look" and lower in _LOOK:
        return 1
    if lower in nouns or key_of([words[place]]) in nouns:
        return 1
    if lower in known.ability:
        return 1 if _is_verb(words, place, lower) else 0
    if lower in AND | _OBJECTS | {"or", "can"} or lower in known.determiner:
        return 1
    if lower == "by":
        return 1 if place + 1 < len(words) else 0
    if lower in _PLACES:
        after = [word.lower for word in words[place + 1 : place + 3]]
        length = 2 if after and after[0] in known.determiner else 1
        named = after[length - 1 : length]
        return length + 1 if named and named[0] in known.container else 0
    return 0


def _nouns(entities: Sequence[EntityIdea]) -> set[str]:
    """The words that records and their fields are called by."""
    texts = [entity.words for entity in entities]
    texts += [field.label.lower() for entity in entities for field in entity.fields]
    return {part for text in texts for part in text.split()}
