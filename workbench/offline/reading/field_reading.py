"""Reads one item of a list of fields by the grammar's `field` rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.offline.reading.calling import named_length
from workbench.offline.reading.field_types import (
    NoteKind,
    is_certain,
    is_certainly_text,
    is_choice,
    is_unit,
    names_a_field,
    type_by_name,
    type_by_unit,
)
from workbench.offline.reading.fields.draft import Draft, parts_of, phrase_of
from workbench.offline.reading.fields.limits import limited
from workbench.offline.reading.fields.text import in_single, leads_to_examples, prepared
from workbench.offline.reading.ideas import FieldIdea
from workbench.offline.reading.naming import SERVER_NAMES, field_name, filter_name, label
from workbench.offline.reading.tokens import grammar
from workbench.offline.reading.vocabulary import Feature, vocabulary
from workbench.plan.fields import TEXTUAL, FieldType

if TYPE_CHECKING:
    from lark import Token, Tree

MOST_WORDS = 5
_SEVERAL = 3
# Types whose names are no names of fields.
_CERTAIN = frozenset({FieldType.INTEGER, FieldType.BOOLEAN, FieldType.STRING, FieldType.DATETIME})


def read_field(text: str) -> FieldIdea | None:
    """The field that an item of a list asks for; None if its words are no field.

    Raises `Contradiction` if no value can satisfy what the item says.
    """
    tree = _tree(text)
    if tree is None:
        return None
    draft = Draft(text)
    for child in parts_of(tree):
        draft.take(child)
    return _field(draft)


def is_spelled_out(text: str) -> bool:
    """True for an item that says more of a field than its name: a type, a limit, choices."""
    tree = _tree(text)
    plain = ("name", "lead", "target")
    if tree is None or not _is_name(next(tree.find_data("name"))):
        return False
    return any(child.data not in plain for child in parts_of(tree))


def is_modifier(text: str) -> bool:
    """True for words that only say more of the field before them: `required`, `at most 80`."""
    tree = _tree("x " + text)
    return tree is not None and len(parts_of(tree)) > 1 and phrase_of(parts_of(tree)[0]) == "x"


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
    said = [child for found in tree.find_data("notes") for child in parts_of(found)]
    first = said[0]
    if first.data == "type" and not is_certain(phrase_of(first)):
        return NoteKind.EITHER if len(said) == 1 else NoteKind.FIELD
    if first.data == "choice" and not (words := phrase_of(first)).isdecimal():
        return NoteKind.FIELD if names_a_field(words) else NoteKind.EITHER
    return NoteKind.NOTE


@lru_cache(maxsize=1024)
def _tree(text: str) -> Tree[Token] | None:
    """The field as the grammar divides it; None if it is none."""
    from lark.exceptions import UnexpectedInput

    try:
        return grammar("field").parse(prepared(text))
    except UnexpectedInput:
        return None


def _field(draft: Draft) -> FieldIdea | None:
    words = draft.called.lower().split()
    known = vocabulary()
    if not is_name(words) or (draft.choices and not _takes_choices(draft)):
        return None
    draft.values = in_single(draft.values)
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
        optional=draft.optional or draft.type is FieldType.LIST,
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
    fits = limited(draft, idea)
    idea.partly = draft.partly
    return idea if fits else None


def _is_name(node: Tree[Token]) -> bool:
    return is_name(phrase_of(node).lower().split())


def is_name(words: list[str]) -> bool:
    """True for words, in lower case, that a field can be called by."""
    known = vocabulary()
    return (
        0 < len(words) <= MOST_WORDS
        and named_length(words) == len(words)
        and not _are_several(words)
        and not any(word in known.not_a_field for word in words)
        and not known.is_limit(words)
        and not (len(words) > 1 and words[0] in known.negation)
        and not (len(words) > 1 and any(word in known.without for word in words))
        and any(letter.isalnum() for word in words for letter in word)
    )


def _are_several(words: list[str]) -> bool:
    """True for `title author year` and `title/author/year`, between which the commas are missing."""
    parts = [part for word in words for part in word.split("/")]
    return len(parts) >= _SEVERAL and all(names_a_field(part) for part in parts)


def _takes_choices(draft: Draft) -> bool:
    """Finds out what the words in parentheses are: choices, a unit, or the size of a type."""
    choices = draft.choices
    if leads_to_examples(choices[0]):
        draft.partly = True  # `e.g. drama`: these are not all
        return True
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
    choices = in_single(choices)
    if len(choices) < 2:
        return False
    draft.values = choices
    draft.guessed = not is_choice(field_name(draft.called))
    return not draft.guessed or not any(
        names_a_field(choice) or names_a_field(choice.split()[0]) for choice in choices
    )


def _limits(draft: Draft) -> bool:
    return draft.low is not None or draft.high is not None or bool(draft.beyond)


def _assumed(draft: Draft, by_name: FieldType, name: str) -> FieldType:
    """The type that name and limits together suggest."""
    bounds = [bound for bound in (draft.low, draft.high) if bound is not None]
    if by_name is FieldType.STRING and draft.is_signed:
        return FieldType.NUMBER
    if by_name is FieldType.STRING and draft.unit:
        return type_by_unit(draft.unit)
    if by_name is FieldType.STRING and draft.beyond and not bounds:
        bounds = draft.beyond_numbers
    if not bounds or by_name is not FieldType.STRING:
        return by_name
    if draft.counts_letters or is_certainly_text(name):
        return FieldType.STRING
    return FieldType.INTEGER if all(bound == int(bound) for bound in bounds) else FieldType.NUMBER
