"""Words that the offline model knows. Small on purpose: what is not in here is said to be unknown."""

from __future__ import annotations

import re

from workbench.plan.fields import FieldType

TYPE_WORDS = {
    "int": FieldType.INTEGER,
    "integer": FieldType.INTEGER,
    "whole": FieldType.INTEGER,
    "number": FieldType.NUMBER,
    "float": FieldType.NUMBER,
    "decimal": FieldType.NUMBER,
    "bool": FieldType.BOOLEAN,
    "boolean": FieldType.BOOLEAN,
    "flag": FieldType.BOOLEAN,
    "date": FieldType.DATE,
    "datetime": FieldType.DATETIME,
    "timestamp": FieldType.DATETIME,
    "string": FieldType.STRING,
    "str": FieldType.STRING,
    "text": FieldType.TEXT,
    "email": FieldType.EMAIL,
    "url": FieldType.URL,
}

# What a field is when only its name is given: the first pattern that fits.
_BY_NAME: tuple[tuple[re.Pattern[str], FieldType], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"^(is|has)_|^(done|completed|active|archived|available|paid|read|favou?rite|public|urgent)$",
         FieldType.BOOLEAN),
        (r"(^|_)(at|time|timestamp)$", FieldType.DATETIME),
        (r"(^|_)(date|day|due|deadline|birthday|on)$|^last_", FieldType.DATE),
        (r"(^|_)e?mail$", FieldType.EMAIL),
        (r"(^|_)(url|website|link|homepage)$", FieldType.URL),
        (r"(^|_)(year|count|quantity|age|days|hours|minutes|stock|rating|pages|servings|capacity"
         r"|priority|points|seats|floor|calories)$", FieldType.INTEGER),
        (r"(^|_)(price|cost|weight|height|width|length|distance|temperature|amount|score)$",
         FieldType.NUMBER),
        (r"(^|_)(description|content|text|body|notes?|comments?|summary|details|instructions"
         r"|ingredients|bio|message|remarks?)$", FieldType.TEXT),
    )
)  # fmt: skip

# Nouns for a place where things are kept; the thing itself is the word before them.
CONTAINERS = frozenset(
    [
        "app",
        "application",
        "apps",
        "list",
        "lists",
        "box",
        "tracker",
        "manager",
        "system",
        "collection",
        "catalog",
        "catalogue",
        "log",
        "book",
        "organizer",
        "organiser",
        "database",
        "planner",
        "tool",
        "site",
        "page",
        "board",
        "service",
        "api",
        "backend",
        "directory",
        "register",
        "registry",
        "archive",
        "inventory",
        "diary",
        "keeper",
        "website",
        "program",
    ]
)

LEADING = re.compile(
    r"^(please|i (want|need|would like)|we (want|need)|build|create|make|give|write|generate|track"
    r"|manage|keep|keep track of|store|record|organi[sz]e|list|me|us|my|our|a|an|the|some|simple"
    r"|small|basic|new|full|complete|to|for|of|app for|system for)\b[\s,:]*",
    re.I,
)

# Asked for in words that the house style already answers.
KNOWN_ABILITIES = {
    "search": "search",
    "searching": "search",
    "search box": "search",
    "filter": "filter",
    "filters": "filter",
    "filtering": "filter",
    "sorting": "sort",
    "sort": "sort",
    "pagination": "pages",
    "paging": "pages",
    "pages": "pages",
    "crud": "crud",
    "dark mode": "look",
    "light and dark": "look",
    "responsive": "look",
    "a responsive page": "look",
}

ABILITY_VERBS = frozenset(
    [
        "add",
        "create",
        "new",
        "edit",
        "update",
        "change",
        "delete",
        "remove",
        "list",
        "view",
        "see",
        "show",
        "read",
        "browse",
        "search",
        "find",
        "filter",
        "sort",
        "save",
        "store",
        "keep",
        "track",
        "manage",
    ]
)
FILLER = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "with",
        "of",
        "for",
        "to",
        "in",
        "on",
        "by",
        "each",
        "every",
        "per",
        "i",
        "we",
        "you",
        "one",
        "can",
        "could",
        "should",
        "be",
        "able",
        "it",
        "them",
        "their",
        "my",
        "our",
        "your",
        "that",
        "which",
        "where",
        "also",
        "all",
        "user",
        "users",
        "people",
        "it's",
        "its",
        "have",
        "has",
        "app",
        "application",
        "system",
        "please",
        "want",
        "need",
    ]
)

# Asked for often, and beyond this model: named so that a field of that name is never invented.
BEYOND = re.compile(
    r"\b(log ?in|sign ?(in|up)|accounts?|authenticat\w+|auth|password\w*|roles?|permissions?"
    r"|admin\w*|payments?|pay|checkout|cart|notif\w+|remind\w+|e-?mails? (to|when)|upload\w*"
    r"|images?|photos?|pictures?|attachments?|export\w*|import\w*|charts?|graphs?|dashboard\w*"
    r"|statistics|stats|reports?|real-?time|chat|sync\w*|offline|share|sharing|maps?|calendar"
    r"|ai|recommend\w*|book(ing)?s? (must|may|can)|multi-?tenan\w+|websocket\w*|tags?)\b",
    re.I,
)


def type_by_name(name: str) -> FieldType:
    """The type that a field's name suggests; a short text when it suggests nothing."""
    for pattern, kind in _BY_NAME:
        if pattern.search(name):
            return kind
    return FieldType.STRING
