"""Reads one item of a list of fields by the grammar's `field` rule."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.offline.reading.field_types import (
    NoteKind,
    is_certainly_text,
    is_choice,
    is_unit,
    names_a_field,
    type_by_name,
    type_by_unit,
    type_named,
)
from workbench.offline.reading.ideas import Contradiction, FieldIdea
from workbench.offline.reading.naming import SERVER_NAMES, field_name, filter_name, label
from workbench.offline.reading.tokens import grammar
from workbench.offline.reading.vocabulary import Feature, vocabulary
from workbench.plan.fields import NUMERIC, TEXTUAL, FieldType

if TYPE_CHECKING:
    from lark import Token, Tree

MOST_WORDS = 5
# Types whose names are no names of fields.
_CERTAIN = frozenset({FieldType.INTEGER, FieldType.BOOLEAN, FieldType.STRING, FieldType.DATETIME})
LARGEST = 10**15  # what JSON numbers hold exactly
LONGEST = 100_000
# The shortest texts of these types that a value can have.
SHORTEST = {FieldType.EMAIL: 8, FieldType.URL: 14}
_LETTERS = re.compile(r"length|character|chars?\b|letter|digit", re.I)
_BELOW = re.compile(r"<|less|fewer|smaller|lower|shorter|below|under", re.I)
_SIGN = re.compile("negative|positive", re.I)
_NUMBER = re.compile(r"-?[\d,]*\d(?:\.\d+)?")
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?)\D*?(-?\d+(?:\.\d+)?)\D*$")


class _Draft:
    """A field under reading: what its words say, before the words are weighed against each other."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        self.called = ""
        self.type: FieldType | None = None
        self.optional = self.unique = self.required = False
        self.values: list[str] = []
        self.choices: list[str] = []
        self.target: str | None = None
        self.low: float | None = None
        self.high: float | None = None
        self.counts_letters = False
        self.unit = ""
        self.beyond: list[str] = []
        self.partly = self.guessed = False

    def take(self, node: Tree[Token]) -> None:
        """Takes in one part of the field's tree."""
        words = [str(word) for word in node.scan_values(lambda _value: True)]
        match node.data:
            case "name":
                self.called = " ".join(words)
            case "type" | "plain_type":
                self.type = type_named(words[0])
            case "optional" | "unique" | "required":
                setattr(self, node.data, True)
            case "target":
                self.target = " ".join(words)
            case "values" | "listed":
                self.values = [_phrase(child) for child in _parts(node)]
            case "refers":
                self.target = _phrase(_parts(node)[0])
            case "unit":
                self.unit = words[0]
            case "above" | "below" | "sign":
                self.beyond.append(words[0])
            case "default":
                self.partly = True
            case "choice":
                self.choices.append(" ".join(words))
            case "notes":
                for child in _parts(node):
                    self.take(child)
            case "least" | "most" | "between" | "exact":
                self._bounds(node.data, words[0])

    def _bounds(self, kind: str, text: str) -> None:
        self.counts_letters |= _LETTERS.search(text) is not None
        self.partly |= re.search(r"letter|digit", text, re.I) is not None
        if kind == "between":
            pair = _PAIR.search(re.sub(r"(?<=\d)\s*-\s*(?=\d)", " ", text))
            assert pair is not None
            self.low, self.high = float(pair[1]), float(pair[2])
            return
        number = _NUMBER.search(text)
        assert number is not None
        value = float(number[0].replace(",", ""))
        if kind in ("least", "exact"):
            self.low = value
        if kind in ("most", "exact"):
            self.high = value

    @property
    def is_signed(self) -> bool:
        """True if it says whether it may be negative: only a number can be."""
        return any(_SIGN.search(text) for text in self.beyond)

    def limit_beyond(self, *, whole: bool) -> None:
        """Takes in `more than 3`, `< 5` and `positive`: the numbers themselves are no values."""
        for text in self.beyond:
            number = _NUMBER.search(text)
            value = float(number[0].replace(",", "")) if number else 0.0
            step = 1 if whole or _LETTERS.search(text) else 0
            self.counts_letters |= _LETTERS.search(text) is not None
            if "negative" in text.lower():
                self.low = 0
                continue
            self.partly |= step == 0
            if _BELOW.search(text):
                self.high = value - step
            else:
                self.low = value + step


def read_field(text: str) -> FieldIdea | None:
    """The field that an item of a list asks for; None if its words are no field.

    Raises `Contradiction` if no value can satisfy what the item says.
    """
    tree = _tree(text)
    if tree is None:
        return None
    draft = _Draft(text)
    for child in _parts(tree):
        draft.take(child)
    return _field(draft)


def is_spelled_out(text: str) -> bool:
    """True for an item that says more of a field than its name: a type, a limit, choices."""
    tree = _tree(text)
    plain = ("name", "lead", "target")
    if tree is None or not _is_name(next(tree.find_data("name"))):
        return False
    return any(child.data not in plain for child in _parts(tree))


def is_modifier(text: str) -> bool:
    """True for words that only say more of the field before them: `required`, `at most 80`."""
    tree = _tree("x " + text)
    return tree is not None and len(_parts(tree)) > 1 and _phrase(_parts(tree)[0]) == "x"


def is_note(items: Sequence[str]) -> bool:
    """True for items in parentheses after a field that can be no list of fields themselves.

    At least one says what only a note says, `required` or `1-5`; no other is the name of a field.
    """
    kinds = [_note_kind(item) for item in items]
    return NoteKind.FIELD not in kinds and NoteKind.NOTE in kinds


def _note_kind(item: str) -> NoteKind:
    tree = _tree(f"x ({item})")
    if tree is None:
        return NoteKind.FIELD
    said = [child for found in tree.find_data("notes") for child in _parts(found)]
    first = said[0]
    if first.data == "type" and type_named(_phrase(first)) not in _CERTAIN:
        return NoteKind.EITHER if len(said) == 1 else NoteKind.FIELD
    if first.data == "choice" and not (words := _phrase(first)).isdecimal():
        return NoteKind.FIELD if names_a_field(words) else NoteKind.EITHER
    return NoteKind.NOTE


@lru_cache(maxsize=1024)
def _tree(text: str) -> Tree[Token] | None:
    """The field as the grammar divides it; None if it is none."""
    from lark.exceptions import UnexpectedInput

    try:
        return grammar("field").parse(text)
    except UnexpectedInput:
        return None


def _field(draft: _Draft) -> FieldIdea | None:
    words = draft.called.lower().split()
    known = vocabulary()
    if not is_name(words) or (draft.choices and not _takes_choices(draft)):
        return None
    if len(draft.values) == 1:
        return None
    says_type = draft.type is not None or bool(draft.values) or draft.target is not None
    if not says_type and any(known.features.get(word) is Feature.FILES for word in words):
        return None
    idea = FieldIdea(
        name=field_name(draft.called),
        label=label(draft.called),
        type=FieldType.ENUM if draft.values else draft.type or FieldType.STRING,
        typed=says_type,
        optional=draft.optional,
        unique=draft.unique,
        values=draft.values,
        target=draft.target,
        guessed=draft.guessed,
    )
    if idea.name in SERVER_NAMES:
        return idea
    if not says_type:
        idea.type = _assumed(draft, type_by_name(idea.name), idea.name)
    if draft.unit:
        idea.label = f"{idea.label} ({draft.unit})"
    if idea.type in (FieldType.ENUM, FieldType.BOOLEAN):
        idea.name = filter_name(idea.name)
        if idea.unique:
            return None  # there are fewer values than records
    draft.limit_beyond(whole=idea.type is FieldType.INTEGER)
    limited = _limited(draft, idea)
    idea.partly = draft.partly
    return idea if limited else None


def _is_name(node: Tree[Token]) -> bool:
    return is_name(_phrase(node).lower().split())


def is_name(words: list[str]) -> bool:
    """True for words, in lower case, that a field can be called by."""
    known = vocabulary()
    return (
        len(words) <= MOST_WORDS
        and not any(word in known.not_a_field for word in words)
        and not known.is_limit(words)
        and not (len(words) > 1 and words[0] in known.negation)
        and not (len(words) > 1 and any(word in known.without for word in words))
        and any(letter.isalnum() for word in words for letter in word)
    )


def _takes_choices(draft: _Draft) -> bool:
    """Finds out what the words in parentheses are: choices, a unit, or the size of a type."""
    choices = draft.choices
    if draft.type is not None and all(choice.isdecimal() for choice in choices):
        if draft.type in TEXTUAL and len(choices) == 1:
            draft.high = float(choices[0])
        else:
            draft.partly = True  # decimal(10,2): how many decimals there may be is not kept
        return True
    certain = draft.type in _CERTAIN or draft.required or draft.optional or draft.unique
    if certain or draft.values or _limits(draft):
        draft.partly = True
        return True
    if draft.type is not None:
        return False
    if len(choices) == 1 and is_unit(choices[0]):
        draft.unit = choices[0]
        return True
    if len(choices) == 1:
        choices = [part for part in choices[0].split("/") if part]
    if len(choices) < 2:
        return False
    draft.values = choices
    draft.guessed = not is_choice(field_name(draft.called))
    return not draft.guessed or not any(names_a_field(choice) for choice in choices)


def _limits(draft: _Draft) -> bool:
    return draft.low is not None or draft.high is not None or bool(draft.beyond)


def _assumed(draft: _Draft, by_name: FieldType, name: str) -> FieldType:
    """The type that name and limits together suggest."""
    bounds = [bound for bound in (draft.low, draft.high) if bound is not None]
    if by_name is FieldType.STRING and draft.is_signed:
        return FieldType.NUMBER
    if by_name is FieldType.STRING and draft.unit:
        return type_by_unit(draft.unit)
    if by_name is FieldType.STRING and draft.beyond and not bounds:
        bounds = [float(number[0]) for text in draft.beyond if (number := _NUMBER.search(text))]
    if not bounds or by_name is not FieldType.STRING:
        return by_name
    if draft.counts_letters or is_certainly_text(name):
        return FieldType.STRING
    return FieldType.INTEGER if all(bound == int(bound) for bound in bounds) else FieldType.NUMBER


def _limited(draft: _Draft, idea: FieldIdea) -> bool:
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


def _limit_number(draft: _Draft, idea: FieldIdea) -> None:
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


def _limit_length(draft: _Draft, idea: FieldIdea) -> None:
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


def _parts(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if not isinstance(child, str)]


def _phrase(node: Tree[Token]) -> str:
    return " ".join(str(word) for word in node.scan_values(lambda _value: True))
