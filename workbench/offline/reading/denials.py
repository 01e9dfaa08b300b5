"""What the request does not want: `without comments`, `no login`.

It is left out of what the catalogue would add. Where the plan has it all the same, as the request
also asks for it, the phrase stays unread and is reported.
"""

from __future__ import annotations

from workbench.offline.reading.dividing.joints import Segment
from workbench.offline.reading.kinds import is_given
from workbench.offline.reading.mentions import denied_nouns
from workbench.offline.reading.nouns import key_of
from workbench.offline.reading.sentences import Reader
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import Feature, vocabulary

MOST_WORDS = 2


def leave_out(reader: Reader) -> None:
    """Says what is left out, once all that the plan has is known."""
    for segment in reader.denied:
        nouns = list(denied_nouns(segment))
        is_plain = segment.group is None and _names_things_only(segment, nouns)
        if is_plain and not any(_is_there(reader, noun) for noun in nouns):
            words = [
                *(word for word in segment.by if not vocabulary().is_neutral(word.lower)),
                *segment.words,
            ]
            reader.ledger.read(words)
            said = " ".join(word.text for word in words if word.lower != "but" and not word.is_mark)
            is_foreign = reader.parsed.is_foreign
            reader.result.left_out.append(reader.ledger.quoted(words) if is_foreign else said)


def _names_things_only(segment: Segment, nouns: list[list[Word]]) -> bool:
    """False for a rule (`no two bookings at the same time`), which is more than a thing not wanted."""
    known = vocabulary()
    more = known.modal | known.preposition | known.quantity
    if any(word.lower in more or word.lower.isdecimal() for word in segment.words):
        return False
    return bool(nouns) and all(
        len(noun) <= MOST_WORDS and not any(_says_which(word) for word in noun[:-1])
        for noun in nouns
    )


def _says_which(word: Word) -> bool:
    """True for `overlapping`, `negative`, `duplicate`: only some of what is named is not wanted."""
    return word.lower.endswith(("ing", "ive", "ate", "ed"))


def _is_there(reader: Reader, noun: list[Word]) -> bool:
    key, result = key_of(noun), reader.result
    if is_given(noun) or not key:
        return True
    if any(vocabulary().features.get(word.lower) is Feature.ACCOUNTS for word in noun):
        return result.has_accounts
    if any(vocabulary().features.get(word.lower) is Feature.CHARTS for word in noun):
        return bool(result.charts)
    named = {entity.words for entity in result.entities}
    named |= {field.label.lower() for entity in result.entities for field in entity.fields}
    says = {key, key_of(noun[-1:]), " ".join(word.lower for word in noun), noun[-1].lower}
    return bool(says & named)
