"""What an item of a list can be: a field, several things, a wish beyond records, or a statement."""

from __future__ import annotations

from enum import Enum, auto

from workbench.offline.catalogue.entries import system, thing
from workbench.offline.english import is_plural, singular
from workbench.offline.reading.dividing.clauses import is_several_done
from workbench.offline.reading.dividing.joints import Segment
from workbench.offline.reading.dividing.wishes_named import is_wish
from workbench.offline.reading.dividing.wording import notes
from workbench.offline.reading.field_reading import is_note, is_spelled_out
from workbench.offline.reading.field_types import is_choice, is_type, names_a_field, type_by_name
from workbench.offline.reading.naming import field_name
from workbench.offline.reading.nouns import NounPhrase, about_records, known_as, noun_phrase
from workbench.offline.reading.tokens import Parsed, Word
from workbench.offline.reading.vocabulary import Feature, vocabulary
from workbench.plan.fields import FieldType


class Kind(Enum):
    """What an item of a list can be."""

    NOTHING = auto()
    GIVEN = auto()
    FEATURE = auto()
    STATEMENT = auto()
    FIELD = auto()
    THINGS = auto()


def kind_of(item: Segment, phrase: NounPhrase, parsed: Parsed) -> Kind:
    """What an item without a group is; a group is always a thing's."""
    if item.group is not None:
        return Kind.FIELD if is_noted(item, parsed) else Kind.THINGS
    if not item.words:
        return Kind.NOTHING
    if item.statement or is_limit(item.words) or is_clause(item.words):
        return Kind.STATEMENT
    if is_given(item.words):
        return Kind.GIVEN
    if is_optional_feature(item.words):
        return Kind.FEATURE
    if is_spelled_out(item.text(parsed)):
        return Kind.FIELD
    if item.named:
        return Kind.THINGS
    if has_feature(about_records(item.words)) or is_wish(_called(phrase)):
        return Kind.FEATURE
    if is_several_done(item.words):
        return Kind.STATEMENT
    one = item.words[0].lower in ("a", "an")  # `a species`, which is one and many
    counted = not parsed.is_foreign or item.words[-1].is_many
    things = phrase.is_plural and phrase.is_name and counted and not one
    return Kind.THINGS if things else Kind.FIELD


def _called(phrase: NounPhrase) -> list[str]:
    """The words of a noun, in lower case: `service` of `streaming service` is one too."""
    end = phrase.noun[-1].index if phrase.noun else 0
    after = [word for word in phrase.container if word.index > end]
    return [word.lower for word in (*phrase.noun, *after)]


def says_fields(items: list[Segment], parsed: Parsed) -> bool:
    """True if an item of a list is plainly a field: by what it says, or by what it is called."""
    if any(_has_choices(item) for item in items):
        return True
    plain = [item for item in items if item.group is None and item.words and not item.statement]
    called = [noun_phrase(item.words) for item in plain]
    return any(is_spelled_out(item.text(parsed)) for item in plain) or any(
        (names_a_field(phrase.text) or phrase.text.lower() in parsed.names.fields)
        and not phrase.is_plural
        for phrase in called
    )


def _has_choices(item: Segment) -> bool:
    """True for `status (open, done)`: what is in parentheses are no fields."""
    phrase = noun_phrase(item.words)
    return item.group is not None and not phrase.is_plural and is_choice(field_name(phrase.text))


def kinds_of(items: list[Segment], parsed: Parsed) -> list[Kind]:
    """What each item of a list is."""
    return [kind_of(item, noun_phrase(item.words), parsed) for item in items]


def spelled_out(items: list[Segment], parsed: Parsed) -> bool:
    """True if an item of a list has parentheses, or says more than a name."""
    return any(item.group or is_spelled_out(item.text(parsed)) for item in items)


def is_clause(words: list[Word]) -> bool:
    """True for words that name nothing: `employees submit them`, `a player plays`, `as a user`."""
    known = vocabulary()
    said = [word.lower for word in words if not word.is_mark]
    if len(said) < 2:
        return False
    if said[0] in known.manner or any(word in known.pronoun for word in said[2:]):
        return True
    if said[0] == "as" and said[1] in ("a", "an"):
        return True
    end = next((n for n, word in enumerate(said) if n and word in known.preposition), len(said))
    if said[0] not in ("a", "an") or end < 3 or any(word in known.container for word in said):
        return False
    return is_plural(said[end - 1]) and singular(said[end - 1]) != said[end - 1]


def is_limit(words: list[Word]) -> bool:
    """True for `at least one organiser` and `a maximum of 30 participants`."""
    known = vocabulary()
    said_words = [word.lower for word in words if not word.is_mark]
    if said_words and said_words[0] in known.determiner - {"one"}:
        said_words = said_words[1:]
    return known.is_limit(said_words)


def is_noted(item: Segment, parsed: Parsed) -> bool:
    """True for `isbn (unique)`: what is in the group says more of a field, and lists none."""
    if item.group is None or not item.words:
        return False
    if item.noted:
        return True
    items = notes(item.group.items, parsed)
    phrase = noun_phrase(item.words)
    if phrase.is_plural and items and not is_note(items[:1]):
        return is_note(items) and is_field_in_plural(phrase, has_fields=True)
    return is_note(items)


def note_types(phrase: NounPhrase, items: list[Segment], parsed: Parsed) -> None:
    """Marks `title (text)` and `born (date)` in a list of fields: the type is a note."""
    if phrase.noun and system(known_as(phrase)) is None:
        for item in items:
            item.noted = item.noted or is_typed(item, parsed)


def is_typed(item: Segment, parsed: Parsed) -> bool:
    """True for `title (text)` and `born (date)`: a thing alone, and nothing but a type."""
    if item.group is None or not item.words:
        return False
    items = notes(item.group.items, parsed)
    phrase = noun_phrase(item.words)
    plural = phrase.is_plural and not is_field_in_plural(phrase, has_fields=True)
    return len(items) == 1 and not plural and is_type(items[0])


def is_field_in_plural(phrase: NounPhrase, has_fields: bool) -> bool:
    """`notes` beside other fields, or `ingredients`, is a text or a number and no thing."""
    by_name = type_by_name(field_name(phrase.english))
    if by_name in (FieldType.TEXT, FieldType.INTEGER):
        return has_fields or thing(phrase.key) is None
    return is_field_of_each(phrase)


def is_field_of_each(phrase: NounPhrase) -> bool:
    """`due dates` and `ratings`: each record has one."""
    if not phrase.is_plural or thing(phrase.key) is not None:
        return False
    measured = {FieldType.DATE, FieldType.DATETIME, FieldType.NUMBER, FieldType.INTEGER}
    plain = type_by_name(field_name(phrase.english)) is FieldType.STRING
    return plain and type_by_name(field_name(phrase.key)) in measured


def is_attribute(phrase: NounPhrase) -> bool:
    """`tags`, `categories` and `ratings` say something of other things, and are not kept for themselves."""
    known = thing(phrase.key)
    return is_field_of_each(phrase) or (known is not None and (known.sorts or known.several))


def is_given(said_words: list[Word]) -> bool:
    """True for what every page has anyway: search, filters, dark mode."""
    known = vocabulary()
    words = [word for word in said_words if not word.is_mark]
    said = [word.lower for word in words if word.lower not in known.determiner]
    if " ".join(said) in known.given:
        return True
    return bool(said) and all(word in known.ability - known.in_sentences for word in said)


def is_optional_feature(words: list[Word]) -> bool:
    """True for `optional login`, which is no field."""
    said = [word.lower for word in words if not word.is_mark]
    feature = vocabulary().features.get(said[-1]) if said else None
    return len(said) == 2 and said[0] == "optional" and feature is Feature.ACCOUNTS


def has_feature(words: list[Word]) -> bool:
    known = vocabulary()
    found = {known.features.get(word.lower) for word in words} - {None}
    return bool(found - {Feature.OWNERSHIP})


def lists_roles(segment: Segment) -> bool:
    """True for `roles (admin, editor)`, which are no fields."""
    known = vocabulary()
    if segment.group is None or not segment.words:
        return False
    about = known.features.get(segment.words[-1].lower) is Feature.ROLES
    return about and any(word.lower in known.role for item in segment.group.items for word in item)
