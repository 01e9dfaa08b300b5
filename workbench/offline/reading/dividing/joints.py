"""What stands between the segments of a sentence, and how it differs from plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from workbench.offline.english import is_plural
from workbench.offline.reading.dividing.wording import has_open_choices, said, without_pronoun
from workbench.offline.reading.tokens import Group, Parsed, Word
from workbench.offline.reading.vocabulary import vocabulary


class Joint(Enum):
    """What stands before a segment."""

    START = auto()
    COMMA = auto()
    AND = auto()
    LINK = auto()
    HAS = auto()
    COLON = auto()
    CLAUSE = auto()
    WITHOUT = auto()


@dataclass
class Segment:
    """Words without a separator in them, and the group in parentheses after them.

    `by` are the words that join it to what stands before. A `statement` says what somebody can or
    must do, and is never divided; `about` are the words before a clause that it says something of,
    `of` those that name whose item it is. `noted`: what is in the group is known to be a note. `named`: the
    request says that it is a kind of records.
    """

    joint: Joint
    words: list[Word] = field(default_factory=list)
    group: Group | None = None
    by: list[Word] = field(default_factory=list)
    about: list[Word] = field(default_factory=list)
    of: list[Word] = field(default_factory=list)
    statement: bool = False
    noted: bool = False
    named: bool = False

    def text(self, parsed: Parsed) -> str:
        """Its words as the request has them, laid out."""
        return said(self.words, parsed)

    def take(self, other: Segment) -> None:
        """Takes in a segment that only says more of this one."""
        joint = other.by if has_open_choices(self.words) else []
        self.words += [*joint, *without_pronoun(other.words)]


# Words that join what a thing has to the thing: `plants that have a name`.
_HAS: tuple[tuple[str, ...], ...] = (
    ("where", "each", "has"),
    ("that", "has"),
    ("that", "have"),
    ("which", "has"),
    ("which", "have"),
    ("who", "has"),
    ("who", "have"),
    ("consisting", "of"),
    ("consists", "of"),
    ("consist", "of"),
    ("made", "up", "of"),
    ("has",),
    ("have",),
    ("having",),
    ("hat",),
    ("haben",),
)
DASHES = frozenset({"-", "–", "—"})
_LINKS = (("together", "with"), ("along", "with"), ("such", "as"))
_ALSO = (("as", "well", "as"),)
_CLAUSES = (("so", "that"), ("where",), ("but",))


@lru_cache(maxsize=1)
def joints() -> dict[str, list[tuple[tuple[str, ...], Joint]]]:
    """Each joint of several words under its first word."""
    found: dict[str, list[tuple[tuple[str, ...], Joint]]] = {}
    for phrases, joint in (
        (_ALSO, Joint.AND),
        (_HAS, Joint.HAS),
        (_CLAUSES, Joint.CLAUSE),
        (_LINKS, Joint.LINK),
    ):
        for phrase in phrases:
            found.setdefault(phrase[0], []).append((phrase, joint))
    return found


def obliges(current: Segment, following: Word | Group | None) -> bool:
    """True for the words before `have` of `books must have a title`: they do have one."""
    known = vocabulary()
    if len(current.words) < 2 or current.words[-1].lower not in known.obligation:
        return False
    if not isinstance(following, Word) or following.lower in known.negation | {"to", "been"}:
        return False
    before = current.words[:-1]
    return before[-1].lower not in known.person and not any(
        word.lower in known.modal for word in before[1:]
    )


def is_kept_for_each(found: list[Segment], word: Word, following: Word | Group | None) -> bool:
    """True for `we note` after `for each visit`."""
    known = vocabulary()
    if word.lower not in ("we", "i", "they", "you") or not isinstance(following, Word):
        return False
    before = next((segment for segment in reversed(found[-2:]) if segment.words), None)
    each = before is not None and any(w.lower in known.quantifier for w in before.words[:2])
    return each and len(found) <= 3 and following.lower in known.keeping


def begins_clause(current: Segment, word: Word, following: Word | Group | None) -> bool:
    """True for `that` or `which`, and what follows says something of the thing before it."""
    known = vocabulary()
    if word.lower not in known.relative or not current.words:
        return False
    tells = not isinstance(following, Word) or following.lower not in known.opening
    return tells and current.words[-1].lower not in known.preposition | known.determiner


_PERSONS = frozenset({"i", "we", "you", "they"})
_KEEPS = frozenset({"store", "keep", "manage", "track", "record", "save", "contain", "include"})


def tells_of(current: Segment, word: Word, following: Word | Group | None) -> bool:
    """True for `I` of `birds I have seen`, and for `that` of `books that we read`."""
    if current.statement or not current.words or not isinstance(following, Word):
        return False
    known, last = vocabulary(), current.words[-1].lower
    if word.lower in known.relative:
        return following.lower in _PERSONS and last not in known.preposition | known.determiner
    return word.lower in _PERSONS and is_plural(last) and last not in known.person


def asking(parts: Sequence[Word | Group]) -> int:
    """How many words of a sentence only ask: `could you please`, `the app should`."""
    known = vocabulary()
    said = ["" if isinstance(part, Group) else part.lower for part in parts[:8]]
    modal = next((n for n, word in enumerate(said) if word in known.modal), None)
    if modal is None:
        return 0
    place = modal + 1
    polite = said[place : place + 1] == ["you"]
    while said[place : place + 1] in (["you"], ["please"], ["also"], ["just"]):
        place += 1
    before = set(said[:modal])
    verbs = known.opening if polite else _KEEPS
    opens = before <= {"please", "hi", "hello"} if polite else bool(before & known.software)
    neutral = before <= known.filler | known.software
    return place if opens and neutral and said[place : place + 1] and said[place] in verbs else 0


def wishes(words: list[Word]) -> bool:
    """True for `I need …` and `there are …`, which begin a request and are no statement of it."""
    said = [word.lower for word in words]
    if said in (["need"], ["want"]):
        return True
    if said[0] == "there":
        return said[1:] in (["is"], ["are"])
    return said[0] in ("i", "we") and said[-1] in ("need", "needs")


def split_at_verb(segment: Segment) -> tuple[list[Word], list[Word]]:
    """`Users can browse` and `books` of a statement that ends with a thing; else all is the thing."""
    known = vocabulary()
    verbs = known.modal | known.ability
    ends = [n + 1 for n, word in enumerate(segment.words) if word.lower in verbs]
    if not segment.statement or not ends or ends[-1] == len(segment.words):
        return [], segment.words
    return segment.words[: ends[-1]], segment.words[ends[-1] :]
