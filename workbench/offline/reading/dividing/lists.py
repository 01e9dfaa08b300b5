"""Where the lists of a sentence begin and end."""

from __future__ import annotations

from workbench.offline.reading.dividing.joints import Joint, Segment
from workbench.offline.reading.nouns import noun_phrase


def defines(found: list[Segment]) -> bool:
    """True for an item that has a list of its own."""
    return any(segment.joint in (Joint.HAS, Joint.COLON) for segment in found)


def end_of_list(found: list[Segment], place: int) -> int:
    """Where the list that begins at `place` ends: at a statement, or where the next list begins."""
    end = place + 1
    while end < len(found):
        if found[end].statement and found[end].joint is not Joint.AND:
            break
        if found[end].joint is Joint.WITHOUT or begins_list(found, end):
            break
        end += 1
    return end


def begins_list(found: list[Segment], place: int) -> bool:
    """True if the segment there has a list of its own: `books with title and author`."""
    if place + 1 >= len(found) or found[place].group is not None:
        return False
    following = found[place + 1].joint
    return following is Joint.HAS or (
        following in (Joint.LINK, Joint.COLON) and noun_phrase(found[place].words).is_plural
    )
