"""Wishes that are named like a field or a thing: `QR codes`, `low-stock alerts`, `drag and drop`."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.offline.english import singular
from workbench.offline.reading.vocabulary import vocabulary

_SHORTEST = 5


def is_wish(words: Sequence[str]) -> bool:
    """True for words, in lower case, that no field and no kind of records holds."""
    known = vocabulary()
    if not words:
        return False
    anywhere = known.wish_anywhere.intersection(words)
    ends = {words[-1], "-".join(words[-2:])}
    return bool(anywhere) or bool(ends & known.wish) or is_doing(words)


def is_wish_alone(words: Sequence[str]) -> bool:
    """True for `version history` and `a meal plan`: among plain fields, they are fields too."""
    return bool(words) and words[-1] in vocabulary().wish_alone


def is_doing(words: Sequence[str]) -> bool:
    """True for `barcode scanning` and `watering`: what somebody does, and no thing as `rating` is."""
    last = words[-1] if words else ""
    return (
        last.endswith("ing")
        and len(last) >= _SHORTEST
        and singular(last) == last
        and last not in vocabulary().thing_in_ing
    )
