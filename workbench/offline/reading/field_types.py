"""What a field's name and the words after it say of its type."""

from __future__ import annotations

import re
from enum import StrEnum

from workbench.plan.fields import FieldType


class NoteKind(StrEnum):
    """What an item in parentheses after a field can be."""

    NOTE = "says more of the field, as only a note does"
    FIELD = "the name of another field, perhaps with its own limits"
    EITHER = "a note or another field"


_TYPES = {
    FieldType.INTEGER: "integer int bigint smallint serial whole_number",
    FieldType.NUMBER: "number numeric float double decimal real money currency",
    FieldType.BOOLEAN: "boolean bool flag yes/no true/false checkbox",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime timestamp",
    FieldType.STRING: "string str varchar char uuid short_text",
    FieldType.TEXT: "text long_text markdown",
    FieldType.EMAIL: "email e-mail",
    FieldType.URL: "url link",
    FieldType.LIST: "list list_of_texts",
}
TYPE_WORDS = {word: kind for kind, words in _TYPES.items() for word in words.split()}

_FORMAL = frozenset(["decimal", "numeric", "float", "double", "real", "long text", "markdown"])

# What a field is when only its name is given: the first pattern that fits.
_BY_NAME: tuple[tuple[re.Pattern[str], FieldType], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            r"^(is|has)_|^(done|completed|active|archived|available|paid|read|favou?rite|public|urgent"
            r"|finished|sold|returned|approved|verified|email_verified|checked_out)$",
            FieldType.BOOLEAN,
        ),
        (
            r"^(opening|business|office)_(hours|times)$|_(cooking|preparation|prep|baking|full|part|half)_time$"
            r"|^(cooking|preparation|prep|baking|travel|delivery|response|lead|full|part|half|run|play)_time$",
            FieldType.STRING,
        ),
        (r"(^|_)(at|time|timestamp)$", FieldType.DATETIME),
        (
            r"(^|_)(date|day|due|deadline|birthday|birthdate|on)$|^(born|released|published|expiry|expires)$|^date_(of_|\w+ed$)"
            r"|^last_(\w+ed|seen|visit|contact|login|update|change|service|payment)$",
            FieldType.DATE,
        ),
        (r"(^|_)e?mail(_address)?$|^e_mail(_address)?$", FieldType.EMAIL),
        (r"(^|_)(url|website|website_address|web_address|link|homepage|home_page)$", FieldType.URL),
        (
            r"(^|_)(year|count|quantity|age|days|hours|minutes|stock|rating|pages|servings|capacity"
            r"|priority|points|seats|floor|calories|duration)$|^number_of_",
            FieldType.INTEGER,
        ),
        (
            r"(^|_)(price|cost|weight|height|width|length|distance|temperature|amount|score|total"
            r"|subtotal|fee|salary|discount|percentage|latitude|longitude|tax_rate|interest_rate)$",
            FieldType.NUMBER,
        ),
        (
            r"(^|_)(description|content|text|body|notes?|comments?|summary|details|instructions"
            r"|ingredients|bio|message|remarks?)$",
            FieldType.TEXT,
        ),
    )
)
_IN_UNIT = re.compile(r"_in_([a-z]+)$")
# What is counted in such a unit is a whole number; what is measured or paid in it, any number.
_COUNTED = frozenset(
    [
        "hour",
        "hours",
        "minute",
        "minutes",
        "second",
        "seconds",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "star",
        "stars",
        "point",
        "points",
    ]
)
_MEASURED = frozenset(
    [
        "%",
        "€",
        "percent",
        "euro",
        "euros",
        "dollar",
        "dollars",
        "usd",
        "eur",
        "kg",
        "g",
        "km",
        "cm",
        "mm",
        "m",
        "ml",
        "l",
        "litre",
        "litres",
        "liter",
        "liters",
        "kcal",
    ]
)
_CERTAINLY_TEXT = re.compile(
    r"(^|_)(name|title|code|country|city|street|address|sku|isbn|phone|zip|postcode|nickname|label"
    r"|slug|username|subject|headline|author|currency|colou?r|language|password)$"
)
_CHOICE = re.compile(
    r"(^|_)(status|type|kind|category|priority|state|level|size|gender|difficulty|stage|phase"
    r"|condition|colou?r|severity|genre|role|species|unit|language|season|mood|plan|tier|rank)$"
)


def type_named(text: str) -> FieldType:
    """The type that a request calls `text`. Raises KeyError for any other word."""
    return TYPE_WORDS["_".join(text.lower().split())]


def is_certain(text: str) -> bool:
    """True for the name of a type that is no name of a field, as `text` and `date` are."""
    certain = {FieldType.INTEGER, FieldType.BOOLEAN, FieldType.STRING, FieldType.DATETIME}
    return text.lower() in _FORMAL or type_named(text) in certain


def is_type(text: str) -> bool:
    """True for the name of a type."""
    return "_".join(text.lower().split()) in TYPE_WORDS


def type_by_name(name: str) -> FieldType:
    """The type that a field's name suggests; a short text when it suggests nothing.

    A unit at its end says nothing of the type: a distance in km is a distance.
    """
    plain = _IN_UNIT.sub("", name)
    for pattern, kind in _BY_NAME:
        if pattern.search(plain):
            return kind
    unit = _IN_UNIT.search(name)
    return type_by_unit(unit[1]) if unit else FieldType.STRING


def is_unit(word: str) -> bool:
    """True for a unit that numbers are given in."""
    return word.lower() in _COUNTED | _MEASURED


def type_by_unit(unit: str) -> FieldType:
    """The type of what is given in that unit; a text if it is none."""
    if unit.lower() in _COUNTED:
        return FieldType.INTEGER
    return FieldType.NUMBER if unit.lower() in _MEASURED else FieldType.STRING


def is_certainly_text(name: str) -> bool:
    """True for a name whose limits are limits of length, such as a country or a code."""
    return _CERTAINLY_TEXT.search(name) is not None


def names_a_field(text: str) -> bool:
    """True for words that a field is likely to be called by, and no choice is."""
    name = "_".join(text.lower().split())
    named = name in TYPE_WORDS or is_certainly_text(name)
    return named or type_by_name(name) is not FieldType.STRING


def is_choice(name: str) -> bool:
    """True for a name whose list in parentheses is a list of choices, such as a status."""
    return _CHOICE.search(name) is not None
