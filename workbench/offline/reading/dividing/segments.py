"""Divides a sentence into segments: a subject, and the things that it has or that are listed."""

from __future__ import annotations

from dataclasses import replace

from workbench.offline.english import is_plural
from workbench.offline.reading.dividing.joints import (
    DASHES,
    Joint,
    Segment,
    asking,
    begins_clause,
    is_kept_for_each,
    joints,
    obliges,
    tells_of,
    wishes,
)
from workbench.offline.reading.dividing.wording import said, says_more
from workbench.offline.reading.field_reading import MOST_WORDS, is_modifier, is_spelled_out
from workbench.offline.reading.field_types import names_a_field
from workbench.offline.reading.tokens import AND, Entry, Group, Parsed, Word
from workbench.offline.reading.vocabulary import vocabulary


def segments(entry: Entry, parsed: Parsed) -> list[Segment]:
    """The segments of one sentence or item; none is empty but perhaps the first."""
    return _Divider(entry, parsed).divide()


class _Divider:
    def __init__(self, entry: Entry, parsed: Parsed) -> None:
        self.parts = entry.parts
        self.bulleted = entry.bulleted
        self.parsed = parsed
        self.found = [Segment(Joint.START)]
        self.aside: list[Segment] = []
        self.place = asking(entry.parts)

    def divide(self) -> list[Segment]:
        """Goes through the sentence once; what is asked begins after `could you`."""
        self.found[0].by = [part for part in self.parts[: self.place] if isinstance(part, Word)]
        while self.place < len(self.parts):
            part = self.parts[self.place]
            if isinstance(part, Group):
                self._close_group(part)
            elif not self._joined(part):
                self._word(part)
        return [*self._gathered(), *self.aside]

    def _gathered(self) -> list[Segment]:
        """The segments, each with those that only say more of it."""
        gathered: list[Segment] = []
        for item in _led(self.found):
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
                if before.joint is Joint.WITHOUT and item.joint is Joint.AND and _can_add(item):
                    item.joint = Joint.WITHOUT  # `without comments and ratings`
                gathered.append(item)
        return gathered

    def _close_group(self, group: Group) -> None:
        self.found[-1].group = group
        self.place += 1
        self._next(Joint.COMMA, 0)

    def _word(self, word: Word) -> None:
        current = self.found[-1]
        current.words.append(word)
        begins = len(current.words) == 1 and word.lower in vocabulary().quantifier
        if not current.statement and not begins and word.lower in vocabulary().modal:
            current.statement = not wishes(current.words)
        self.place += 1

    def _joined(self, word: Word) -> bool:
        """Begins a new segment if the word separates; True if it did."""
        if word.kind == "COMMA":
            return self._next(Joint.COMMA, 1)
        if word.kind == "COLON":
            if self._begins_specification():
                return self._take_specification()
            return self._next(Joint.COLON, 1)
        if word.text in DASHES and self.found[-1].words:
            if self._is_item() and self._begins_specification():
                return self._take_specification()
            return self._next(Joint.COLON if self._heads_list() else Joint.COMMA, 1)
        if self._denies(word):
            return self._next(Joint.WITHOUT, 1)
        following = next(iter(self.parts[self.place + 1 : self.place + 2]), None)
        if word.lower == "have" and obliges(self.found[-1], following):
            obligation = self.found[-1].words.pop()
            self.found[-1].statement = False
            self._next(Joint.HAS, 1)
            self.found[-1].by.append(obligation)
            return True
        if is_kept_for_each(self.found, word, following):
            return self._next(Joint.HAS, 2)
        if tells_of(self.found[-1], word, following):
            return self._set_aside()
        divides = not self.found[-1].statement or self._leads_to_group() or self._is_complete()
        if not divides:
            return False
        if word.lower in AND:
            return self._next(Joint.AND, 1)
        for phrase, joint in joints().get(word.lower, ()):
            if self._reads(phrase) and not (joint is Joint.HAS and self._is_no_having()):
                return self._next(joint, len(phrase))
        if begins_clause(self.found[-1], word, following):
            return self._begin_clause()
        heads = self.place == 0 and word.lower in vocabulary().heading  # `Features:`
        if word.lower in vocabulary().link and not heads:
            return self._next(Joint.LINK, 1)
        return False

    def _denies(self, word: Word) -> bool:
        """True for `without`, and for `no` where an item begins."""
        current, known = self.found[-1], vocabulary()
        if current.statement or self.place + 1 == len(self.parts):
            return False
        if word.lower in known.negation and not current.words:
            limits = is_modifier(said(self._specification(self.place)[:MOST_WORDS], self.parsed))
            return not limits  # `no more than 80`
        return word.lower in known.without

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

    def _set_aside(self) -> bool:
        """`I have seen` of `birds I have seen (name)`: it says more of the birds, and is no item."""
        clause = Segment(Joint.CLAUSE, statement=True)
        while self.place < len(self.parts):
            part = self.parts[self.place]
            if isinstance(part, Group) or part.kind in ("COMMA", "COLON"):
                break
            if clause.words and (part.lower in AND or part.lower in vocabulary().link):
                break
            clause.words.append(part)
            self.place += 1
        if any(word.lower in vocabulary().modal for word in clause.words):
            self.aside.append(clause)  # `that I can edit`: perhaps what every page does
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
        for distance, part in enumerate(self.parts[self.place + 1 : self.place + 9]):
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
            if current.joint in (Joint.COMMA, Joint.AND) or joint is Joint.WITHOUT:
                current.joint = joint
        self.place += width
        return True

    def _specification(self, begin: int | None = None) -> list[Word]:
        """The words after a colon, or from another place on, up to the end of the item."""
        words: list[Word] = []
        for place in range(self.place + 1 if begin is None else begin, len(self.parts)):
            part = self.parts[place]
            if isinstance(part, Group) or part.kind in ("COMMA", "COLON") or part.lower in AND:
                break
            if part.text in DASHES:
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

    def _heads_list(self) -> bool:
        """True for the dash of `book - title (string), pages (int)` and `• books – title, author`."""
        after = self.parts[self.place + 1 :]
        if self.found[-1].joint is not Joint.START or len(self.found) > 1:
            return False
        if self.bulleted:
            listed = any(not isinstance(part, Group) and part.kind == "COMMA" for part in after)
            listed = listed or is_spelled_or_named(self._specification(), self.parsed)
            return listed and is_plural(self.found[-1].words[-1].lower)
        return any(isinstance(part, Group) for part in after[:4])

    def _lists_fields(self, words: list[Word]) -> bool:
        """True for `invoices: number, date`: what could be a type is the first of several fields."""
        end = self.place + 1 + len(words)
        first = self.found[-1].joint is Joint.START and not self.bulleted
        if first and end < len(self.parts) and isinstance(self.parts[end], Group):
            return True
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


def _led(found: list[Segment]) -> list[Segment]:
    """The segments, with `optionally` between commas at the head of what follows it."""
    led: list[Segment] = []
    for item in found:
        before = led[-1] if led else None
        adverb = before and len(before.words) == 1 and before.words[0].lower in vocabulary().maybe
        if before is not None and adverb and _can_add(item) and before.group is None:
            before.words += item.words
        else:
            led.append(item)
    return led


def is_spelled_or_named(words: list[Word], parsed: Parsed) -> bool:
    """True for words that are likely to be a field."""
    text = said(words, parsed)
    return bool(words) and (names_a_field(text) or is_spelled_out(text))


def _can_add(item: Segment) -> bool:
    joined = item.joint in (Joint.COMMA, Joint.AND, Joint.LINK, Joint.CLAUSE)
    return joined and bool(item.words) and item.group is None


def _can_take(item: Segment) -> bool:
    return bool(item.words) and item.group is None and not item.statement
