"""Values for several records at once, made to tell orders, searches and filters apart."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.fields import EntityField, FieldType
from workbench.reference.execution.symbols import Open
from workbench.reference.execution.values import Taken, readings

# Pairs in which the text order is not the order of the numbers, and one in which it is.
_NUMBERS = ((9, 10), (99, 100), (2, 30), (0.9, 0.10), (-2, -10), (1, 2))
_INSTANTS = ("2031-05-01T01:30:00+03:00", "2031-04-30T23:00:00Z", "2031-05-01T00:30:00+02:00")
_DATES = ("2031-05-09", "2031-05-10", "2031-04-30")
_TIMES = ("09:05", "10:00", "08:59")
_WORDS = ("mango", "apple", "zebra")
_DECIMALS = ("9.50", "10.00", "-1.25")


def sorting_column(field: EntityField, examples: int = 3) -> list[JsonValue]:
    """Three different values whose order is for certain; fewer, or none, if the type has none."""
    match field.type:
        case FieldType.INTEGER | FieldType.NUMBER:
            found: list[JsonValue] = next(
                ([*pair] for pair in _NUMBERS if all(is_sure(field, value) for value in pair)), []
            )
            third = next(
                (n for n in (5, 20, 1, 150, 3) if n not in found and is_sure(field, n)), None
            )
            return found if third is None else [*found, third]
        case FieldType.BOOLEAN:
            return [True, False]
        case FieldType.ENUM:
            return [*field.values[:examples]]
        case FieldType.EMAIL:
            return _sure(field, [f"{word}@example.org" for word in _WORDS])
        case FieldType.URL:
            return _sure(field, [f"https://example.org/{word}" for word in _WORDS])
        case FieldType.STRING | FieldType.TEXT:
            return _sure(field, list(_WORDS))
        case FieldType.DATE:
            return [*_DATES]
        case FieldType.DATETIME:
            return [*_INSTANTS]
        case FieldType.TIME:
            return [*_TIMES]
        case FieldType.DECIMAL:
            return [*_DECIMALS]
        case _:
            return []


def search_column(field: EntityField) -> list[str]:
    """Texts to be searched: capital and foreign letters, wildcards, and what only looks like them."""
    match field.type:
        case FieldType.EMAIL:
            texts = ["anfang.mitte@example.org", "a_b@example.org", "axb@example.org"]
        case FieldType.URL:
            texts = [
                "https://example.org/mitte",
                "https://example.org/a_b",
                "https://example.org/axb",
            ]
        case _:
            texts = ["Anfang mitte Ärzte", "50% of a_b", "axb 500 o'f \\"]
    return [str(text) for text in _sure(field, [*texts])]


def is_sure(field: EntityField, value: JsonValue) -> bool:
    """True if every server must accept the value, and store it so."""
    found = readings(field, value)
    return len(found) == 1 and isinstance(found[0], Taken) and not isinstance(found[0].value, Open)


def _sure(field: EntityField, values: list[JsonValue]) -> list[JsonValue]:
    return [value for value in values if is_sure(field, value)]
