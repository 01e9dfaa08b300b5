"""What the request does not want: `without comments`, `no login`.

It is left out of what the catalogue would add. Where the plan has it all the same, as the request
also asks for it, the phrase stays unread and is reported.
"""

from __future__ import annotations

from workbench.offline.reading.kinds import is_given
from workbench.offline.reading.mentions import denied_nouns
from workbench.offline.reading.nouns import key_of
from workbench.offline.reading.sentences import Reader
from workbench.offline.reading.tokens import Word
from workbench.offline.reading.vocabulary import Feature, vocabulary


def leave_out(reader: Reader) -> None:
    """Says what is left out, once all that the plan has is known."""
    for segment in reader.denied:
        nouns = list(denied_nouns(segment))
        if segment.group is None and nouns and not any(_is_there(reader, noun) for noun in nouns):
            words = [
                *(word for word in segment.by if not vocabulary().is_neutral(word.lower)),
                *segment.words,
            ]
            reader.ledger.read(words)
            said = " ".join(word.text for word in words if word.lower != "but" and not word.is_mark)
            reader.result.left_out.append(said)


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
    return key in named or " ".join(word.lower for word in noun) in named
