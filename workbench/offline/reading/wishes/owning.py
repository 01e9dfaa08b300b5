"""Things of one's own: `each user has their own plants`."""

from __future__ import annotations

from workbench.offline.reading.dividing.joints import Segment
from workbench.offline.reading.kinds import Kind, kind_of
from workbench.offline.reading.mentions import Owning, Subject
from workbench.offline.reading.nouns import noun_phrase
from workbench.offline.reading.tokens import Parsed
from workbench.offline.reading.vocabulary import is_own, vocabulary


def owning(
    subject: Subject, items: list[Segment], parsed: Parsed, *, declared: bool
) -> Owning | None:
    """What a sentence says that everybody has; None if it is about records. `accounts` decides the rest.

    `declared`: the subject is a kind of records.
    """
    phrase = subject.phrase
    nobody = not phrase.noun and bool(phrase.quantifier)
    person = bool(phrase.noun) and phrase.noun[-1].lower in vocabulary().person
    own = any(is_own(word.lower) for word in items[0].words)
    things = kind_of(items[0], noun_phrase(items[0].words), parsed) is Kind.THINGS
    things = things or items[0].group is not None
    if not (nobody or (person and (own or (phrase.quantifier and things)))):
        return None
    if declared and not own:
        return None
    return Owning(subject.segment.words, items, sure=own or person)
