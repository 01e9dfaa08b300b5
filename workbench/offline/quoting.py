"""The request's own words beside each requirement of an offline plan.

Every word that carries meaning is in the plan or is reported as not understood (`ledger`). So each
sentence is quoted by the first requirement of an entity that it names, else by the plan's first.
"""

from __future__ import annotations

import re

from workbench.offline.reading.ideas import Understanding

MOST_WORDS = 30  # "a.b-c" is one word here and several in `planning.coverage`, which allows 60
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")


def quotes_by_entity(request: str, read: Understanding) -> dict[str, list[str]]:
    """Entity name → the pieces of the request that its first requirement quotes.

    What was not understood is left out: requirements of its own quote it.
    """
    quotes: dict[str, list[str]] = {entity.name: [] for entity in read.entities}
    understood = "\n".join(" ".join(line.split()) for line in request.splitlines())
    for phrase in read.not_understood:
        understood = understood.replace(phrase, "\n")
    for sentence in _SENTENCE_END.split(understood):
        lower = sentence.casefold()
        named = (e for e in read.entities if e.words in lower or e.many.casefold() in lower)
        entity = next(named, read.entities[0])
        quotes[entity.name] += pieces(sentence)
    return quotes


def pieces(text: str) -> list[str]:
    """A text in pieces of at most `MOST_WORDS` words; none if it has no word."""
    words = text.split()
    parts = (words[at : at + MOST_WORDS] for at in range(0, len(words), MOST_WORDS))
    return [piece for part in parts if re.search(r"\w", piece := " ".join(part))]
