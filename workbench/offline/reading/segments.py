"""Divides a sentence into segments: a subject, and the things that it has or that are listed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import lru_cache

from workbench.offline.english import is_plural
from workbench.offline.reading.field_reading import is_modifier, is_spelled_out
from workbench.offline.reading.field_types import names_a_field
from workbench.offline.reading.tokens import AND, Entry, Group, Parsed, Word
from workbench.offline.reading.vocabulary import vocabulary
from workbench.offline.reading.wording import has_open_choices, said, says_more, without_pronoun


class Joint(Enum):
    """What stands before a segment."""

    START = auto()
    COMMA = auto()
    AND = auto()
    LINK = auto()
    HAS = auto()
    COLON = auto()
    CLAUSE = auto()


@dataclass
class Segment:
    """Words without a separator in them, and the group in parentheses after them.

    `by` are the words that join it to what stands before. A `statement` says what somebody can or
    must do, and is never divided; `about` are the words before a clause that it says something of.
    """

    joint: Joint
    words: list[Word] = field(default_factory=list)
    group: Group | None = None
    by: list[Word] = field(default_factory=list)
    about: list[Word] = field(default_factory=list)
    statement: bool = False

    def text(self, parsed: Parsed) -> str:
        """Its words as the request has them, laid out."""
        return said(self.words, parsed)

    def take(self, other: Segment) -> None:
        """Takes in a segment that only says more of this one."""
        joint = other.by if has_open_choices(self.words) else []
        self.words += [*joint, *without_pronoun(other.words)]
        self.group = other.group


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
_DASHES = frozenset({"-", "–", "—"})
_LINKS = (("together", "with"), ("along", "with"), ("such", "as"))
_ALSO = (("as", "well", "as"),)
_CLAUSES = (("so", "that"), ("where",), ("but",))


@lru_cache(maxsize=1)
def _joints() -> dict[str, list[tuple[tuple[str, ...], Joint]]]:
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


def segments(entry: Entry, parsed: Parsed) -> list[Segment]:
    """The segments of one sentence or item; none is empty but perhaps the first."""
    return _Divider(entry, parsed).divide()


class _Divider:
    def __init__(self, entry: Entry, parsed: Parsed) -> None:
        self.parts = entry.parts
        self.bulleted = entry.bulleted
        self.parsed = parsed
        self.found = [Segment(Joint.START)]
        self.place = 0

    def divide(self) -> list[Segment]:
        """Goes through the sentence once."""
        while self.place < len(self.parts):
            part = self.parts[self.place]
            if isinstance(part, Group):
                self._close_group(part)
            elif not self._joined(part):
                self._word(part)
        return self._gathered()

    def _gathered(self) -> list[Segment]:
        """The segments, each with those that only say more of it."""
        gathered: list[Segment] = []
        for item in self.found:
            before = gathered[-1] if gathered else None
            if before is None:
                gathered.append(item)
            elif (
                _can_add(item)
                and _can_take(before)
                and says_more(before.words, item.words, self.parsed)
            ):
                before.take(item)
            elif item.words or item.group:
                gathered.append(item)
        return gathered

    def _close_group(self, group: Group) -> None:
        self.found[-1].group = group
        self.place += 1
        self._next(Joint.COMMA, 0)

    def _word(self, word: Word) -> None:
        current = self.found[-1]
        current.words.append(word)
        if not current.statement and word.lower in vocabulary().modal:
            current.statement = not _wishes(current.words)
        self.place += 1

    def _joined(self, word: Word) -> bool:
        """Begins a new segment if the word separates; True if it did."""
        if word.kind == "COMMA":
            return self._next(Joint.COMMA, 1)
        if word.kind == "COLON":
            if self._begins_specification():
                return self._take_specification()
            return self._next(Joint.COLON, 1)
        if word.text in _DASHES and self.found[-1].words:
            if self._is_item() and self._begins_specification():
                return self._take_specification()
            return self._next(Joint.COMMA, 1)
        divides = not self.found[-1].statement or self._leads_to_group() or self._is_complete()
        if not divides:
            return False
        if word.lower in AND:
            return self._next(Joint.AND, 1)
        for phrase, joint in _joints().get(word.lower, ()):
            if self._reads(phrase) and not (joint is Joint.HAS and self._is_no_having()):
                return self._next(joint, len(phrase))
        if self._begins_clause(word):
            return self._begin_clause()
        if word.lower in vocabulary().link:
            return self._next(Joint.LINK, 1)
        return False

    def _begins_clause(self, word: Word) -> bool:
        """True for `that` or `which`, and what follows says something of the thing before it."""
        known, before = vocabulary(), self.found[-1].words
        if word.lower not in known.relative or not before:
            return False
        following = next(iter(self.parts[self.place + 1 :]), None)
        tells = not isinstance(following, Word) or following.lower not in known.opening
        return tells and before[-1].lower not in known.preposition | known.filler

    def _begin_clause(self) -> bool:
        """The pronoun is a word of the clause, so that it is reported with it."""
        about = self.found[-1].words
        self._next(Joint.CLAUSE, 0)
        pronoun = self.parts[self.place]
        assert isinstance(pronoun, Word)
        self.found[-1].words.append(pronoun)
        self.found[-1].statement = True
        self.found[-1].about = about
        self.place += 1
        return True

    def _is_complete(self) -> bool:
        """True after `that must be unique`, which says no more than a modifier does."""
        current = self.found[-1]
        if current.joint is not Joint.CLAUSE or len(self.found) < 2:
            return False
        return says_more(self.found[-2].words, current.words, self.parsed)

    def _is_no_having(self) -> bool:
        """True for `must have` and `have to`, which are parts of a statement."""
        words = self.found[-1].words
        following = self.parts[self.place + 1 : self.place + 2]
        obliges = any(isinstance(part, Word) and part.lower == "to" for part in following)
        if obliges:
            self.found[-1].statement = True
        return obliges or (bool(words) and words[-1].lower in vocabulary().modal)

    def _reads(self, phrase: tuple[str, ...]) -> bool:
        parts = self.parts[self.place : self.place + len(phrase)]
        texts = tuple(part.lower if isinstance(part, Word) else "" for part in parts)
        return texts == phrase

    def _leads_to_group(self) -> bool:
        """True if only a thing and its group follow, which are no part of the statement."""
        for distance, part in enumerate(self.parts[self.place + 1 :]):
            if isinstance(part, Group):
                return distance > 0
            if distance > 6 or part.kind in ("COMMA", "COLON") or part.lower in AND:
                return False
        return False

    def _next(self, joint: Joint, width: int) -> bool:
        by = [
            part for part in self.parts[self.place : self.place + width] if isinstance(part, Word)
        ]
        current = self.found[-1]
        if current.words or current.group is not None or len(self.found) == 1:
            self.found.append(Segment(joint, by=by))
        else:  # `, and` or `with a` are one joint; the stronger of the two counts
            current.by += by
            if current.joint in (Joint.COMMA, Joint.AND):
                current.joint = joint
        self.place += width
        return True

    def _specification(self, begin: int | None = None) -> list[Word]:
        """The words after a colon, or from another place on, up to the end of the item."""
        words: list[Word] = []
        for part in self.parts[self.place + 1 if begin is None else begin :]:
            if isinstance(part, Group) or part.kind in ("COMMA", "COLON") or part.lower in AND:
                break
            if part.text in _DASHES:
                break
            words.append(part)
        return words

    def _is_item(self) -> bool:
        """True for an item of a list, in which a dash can stand before the type: `name - text`."""
        return self.bulleted or self.found[-1].joint is not Joint.START

    def _begins_specification(self) -> bool:
        """True if what follows the colon is a type, a limit or choices."""
        name, words = self.found[-1].words, self._specification()
        if not name or not words or self._lists_fields(words):
            return False
        return is_spelled_out("x: " + said(words, self.parsed))

    def _lists_fields(self, words: list[Word]) -> bool:
        """True for `invoices: number, date`: what could be a type is the first of several fields."""
        end = self.place + 1 + len(words)
        following = self._specification(end + 1)
        return (
            end < len(self.parts)
            and len(words) == 1
            and names_a_field(words[0].lower)
            and is_plural(self.found[-1].words[-1].lower)
            and not (following and is_modifier(said(following, self.parsed)))
        )

    def _take_specification(self) -> bool:
        words = self._specification()
        mark = self.parts[self.place]
        assert isinstance(mark, Word)
        current = self.found[-1]
        if not any(word.kind == "COLON" for word in current.words):
            current.words.append(replace(mark, text=":", kind="COLON"))
        current.words += words
        self.place += 1 + len(words)
        return True


def _can_add(item: Segment) -> bool:
    joined = item.joint in (Joint.COMMA, Joint.AND, Joint.LINK, Joint.CLAUSE)
    return joined and bool(item.words) and item.group is None


def _can_take(item: Segment) -> bool:
    return bool(item.words) and item.group is None and not item.statement


def _wishes(words: list[Word]) -> bool:
    """True for `I need …` and `there are …`, which begin a request and are no statement of it."""
    said = [word.lower for word in words]
    if said[0] == "there":
        return said[1:] in (["is"], ["are"])
    return said[0] in ("i", "we") and said[-1] in ("need", "needs")
