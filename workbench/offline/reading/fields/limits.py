"""Puts the limits that a request says where the type of the field has them."""

from __future__ import annotations

import math

from workbench.offline.reading.fields.draft import Draft
from workbench.offline.reading.ideas import Contradiction, FieldIdea
from workbench.plan.fields import NUMERIC, TEXTUAL, FieldType

LARGEST = 10**15  # what JSON numbers hold exactly
LONGEST = 100_000
# The shortest texts of these types that a value can have.
SHORTEST = {FieldType.EMAIL: 8, FieldType.URL: 14}


def limited(draft: Draft, idea: FieldIdea) -> bool:
    """Puts the limits where they belong; False if the type has none."""
    if len({value.lower() for value in idea.values}) < len(idea.values):
        raise Contradiction(f"“{draft.text}”: a choice is there twice.")
    low, high = draft.low, draft.high
    if low is None and high is None:
        return True
    if low is not None and high is not None and low > high:
        raise Contradiction(f"“{draft.text}”: {low:g} is more than {high:g}.")
    if idea.type in NUMERIC:
        _limit_number(draft, idea)
        return not draft.counts_letters
    if idea.type in TEXTUAL:
        _limit_length(draft, idea)
        return True
    return False


def _limit_number(draft: Draft, idea: FieldIdea) -> None:
    for bound in (draft.low, draft.high):
        if bound is not None and abs(bound) > LARGEST:
            raise Contradiction(f"“{draft.text}”: numbers have at most 15 digits.")
    idea.low, idea.high = draft.low, draft.high
    if idea.type is FieldType.INTEGER:
        idea.low = None if draft.low is None else math.ceil(draft.low)
        idea.high = None if draft.high is None else math.floor(draft.high)
        if idea.low is not None and idea.high is not None and idea.low > idea.high:
            raise Contradiction(
                f"“{draft.text}”: there is no whole number from {draft.low:g} to {draft.high:g}."
            )


def _limit_length(draft: Draft, idea: FieldIdea) -> None:
    for bound in (draft.low, draft.high):
        if bound is not None and (bound != int(bound) or bound < 0):
            raise Contradiction(f"“{draft.text}”: a text has a whole number of characters.")
        if bound is not None and bound > LONGEST:
            raise Contradiction(f"“{draft.text}”: a text has at most {LONGEST:,} characters.")
    idea.shortest = None if draft.low is None else int(draft.low)
    idea.longest = None if draft.high is None else int(draft.high)
    least = SHORTEST.get(idea.type, 1)
    if idea.longest is not None and idea.longest < least:
        raise Contradiction(f"“{draft.text}”: no {idea.label.lower()} is that short.")
