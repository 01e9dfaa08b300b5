"""What a field's name and the words after it say of its type."""

from __future__ import annotations

import re

from workbench.plan.fields import FieldType

_TYPES = {
    FieldType.INTEGER: "integer int whole_number",
    FieldType.NUMBER: "number float double decimal money currency",
    FieldType.BOOLEAN: "boolean bool flag yes/no true/false checkbox",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime timestamp",
    FieldType.STRING: "string str short_text",
    FieldType.TEXT: "text long_text markdown",
    FieldType.EMAIL: "email e-mail",
    FieldType.URL: "url link",
    FieldType.LIST: "list list_of_texts",
}
TYPE_WORDS = {word: kind for kind, words in _TYPES.items() for word in words.split()}

# What a field is when only its name is given: the first pattern that fits.
_BY_NAME: tuple[tuple[re.Pattern[str], FieldType], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            r"^(is|has)_|^(done|completed|active|archived|available|paid|read|favou?rite|public|urgent)$",
            FieldType.BOOLEAN,
        ),
        (r"(^|_)(at|time|timestamp)$", FieldType.DATETIME),
        (
            r"(^|_)(date|day|due|deadline|birthday|on)$|^date_of_"
            r"|^last_(\w+ed|seen|visit|contact|login|update|change|service|payment)$",
            FieldType.DATE,
        ),
        (r"(^|_)e?mail$|^e_mail$", FieldType.EMAIL),
        (r"(^|_)(url|website|link|homepage)$", FieldType.URL),
        (
            r"(^|_)(year|count|quantity|age|days|hours|minutes|stock|rating|pages|servings|capacity"
            r"|priority|points|seats|floor|calories)$|^number_of_",
            FieldType.INTEGER,
        ),
        (
            r"(^|_)(price|cost|weight|height|width|length|distance|temperature|amount|score)$",
            FieldType.NUMBER,
        ),
        (
            r"(^|_)(description|content|text|body|notes?|comments?|summary|details|instructions"
            r"|ingredients|bio|message|remarks?)$",
            FieldType.TEXT,
        ),
    )
)
_UNIT = re.compile(r"_in_[a-z]+$")
_CERTAINLY_TEXT = re.compile(
    r"(^|_)(name|title|code|country|city|street|address|sku|isbn|phone|zip|postcode|nickname|label"
    r"|slug|username|subject|headline|author|currency|colou?r|language|password)$"
)
_CHOICE = re.compile(
    r"(^|_)(status|type|kind|category|priority|state|level|size|gender|difficulty|stage|phase"
    r"|condition|colou?r|role|species|unit|language|season|mood|plan|tier|rank)$"
)


def type_named(text: str) -> FieldType:
    """The type that a request calls `text`. Raises KeyError for any other word."""
    return TYPE_WORDS["_".join(text.lower().split())]


def type_by_name(name: str) -> FieldType:
    """The type that a field's name suggests; a short text when it suggests nothing.

    A unit at its end says nothing of the type: a distance in km is a distance.
    """
    name = _UNIT.sub("", name)
    for pattern, kind in _BY_NAME:
        if pattern.search(name):
            return kind
    return FieldType.STRING


def is_certainly_text(name: str) -> bool:
    """True for a name whose limits are limits of length, such as a country or a code."""
    return _CERTAINLY_TEXT.search(name) is not None


def is_choice(name: str) -> bool:
    """True for a name whose list in parentheses is a list of choices, such as a status."""
    return _CHOICE.search(name) is not None
