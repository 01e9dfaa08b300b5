"""The value types of fields, and who may set a field."""

from __future__ import annotations

import re
from enum import StrEnum

SNAKE_CASE = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
# The names that a client's own document may give fields; other plans use snake_case.
WIRE_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")


class FieldType(StrEnum):
    """The value types that a plan can name."""

    STRING = "string"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    ENUM = "enum"
    EMAIL = "email"
    URL = "url"
    REF = "ref"
    REFS = "refs"
    LIST = "list"


TEXTUAL = frozenset({FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL})
NUMERIC = frozenset({FieldType.INTEGER, FieldType.NUMBER})
# Types whose value is an array.
ARRAYS = frozenset({FieldType.REFS, FieldType.LIST})
# Maximum number of items of an array.
MOST_ITEMS = 100
# The longest text of a list, if the plan says nothing else.
LONGEST_ITEM = 100


class WriteAccess(StrEnum):
    """Who may set a field: any client, only when creating or changing, the path, or the server alone."""

    CLIENT = "client"
    CREATE_ONLY = "create_only"
    CHANGE_ONLY = "change_only"
    PATH = "path"
    SERVER = "server"
