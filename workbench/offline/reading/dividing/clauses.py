"""Sentences that say what somebody does, and name no records: `Print books`, `We lend books`."""

from __future__ import annotations

from workbench.offline.english import is_plural, singular
from workbench.offline.reading.calling import does_something
from workbench.offline.reading.dividing.joints import Joint, Segment
from workbench.offline.reading.nouns import LONGEST_NAME, key_of, noun_phrase
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import vocabulary

_WE = frozenset({"we", "i", "they", "you"})
# `we like books` and `we help members` ask for nothing; `we would like …` does.
_LIKES = frozenset({"like", "help", "love"})
_FEWEST = 3


def says_something(found: list[Segment]) -> bool:
    """True for a sentence about what is done; one with a group of fields is read for these."""
    if any(segment.group is not None for segment in found) or found[0].statement:
        return False
    if any(segment.joint in (Joint.COLON, Joint.HAS) for segment in found):
        return False
    words = [word.lower for word in found[0].words if not word.is_mark]
    return is_done(words)


def is_done(words: list[str]) -> bool:
    """True for words, in lower case, that are a verb with its subject or object."""
    known = vocabulary()
    if len(words) < 2:
        return False
    if does_something(words):
        return words[0] not in known.opening
    if words[0] in _WE:
        asks = known.opening | known.filler | known.ability
        return words[1] not in asks - _LIKES
    if words[0] in known.people:
        return words[1] not in known.preposition | known.link
    return _several_do(words)


def is_several_done(words: list[Word]) -> bool:
    """True for `members borrow books`, which is no kind of records."""
    return _several_do([word.lower for word in words if not word.is_mark])


def _several_do(words: list[str]) -> bool:
    noun = [word for word in words if word not in vocabulary().determiner]
    return len(noun) >= _FEWEST and _is_plain_noun(noun) and _has_inner_plural(noun)


def whole(found: list[Segment]) -> Segment:
    """All that the sentence says, as one statement."""
    words = [word for segment in found for word in (*segment.by, *segment.words)]
    words.sort(key=lambda word: word.index)
    return Segment(Joint.START, words, statement=True)


def names_known(segment: Segment, known: set[str]) -> bool:
    """True for `print books` where there are books: no other kind of records."""
    noun = noun_phrase(segment.words).noun
    return any(
        key_of(noun[place:]) in known
        for place in range(max(1, len(noun) - LONGEST_NAME), len(noun))
    )


def _is_plain_noun(noun: list[str]) -> bool:
    known = vocabulary()
    return not any(word in known.preposition | known.container | known.filler for word in noun)


def _has_inner_plural(noun: list[str]) -> bool:
    """True for `friends borrow books`; names have a plural in them only by exception."""
    allowed = vocabulary().plural_first
    inner = [word for word in noun[:-1] if word not in allowed]
    return is_plural(noun[-1]) and any(is_plural(word) and singular(word) != word for word in inner)
