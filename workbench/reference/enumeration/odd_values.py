"""Values at the edges of what a field accepts, and the odd ones of its type.

Each is one JSON text, so that 1.0, 1e2 and 100 are three values. Which of them must be accepted is
the reference's to say.
"""

from __future__ import annotations

import json

from pydantic import JsonValue

from workbench.plan.fields import (
    LONGEST_ITEM,
    BoundedField,
    EntityField,
    EnumField,
    FieldType,
    ListField,
    TextField,
)
from workbench.reference.data_for_tests import valid_value

# Two bytes and one UTF-16 unit; four bytes and two units: lengths are counted in characters.
WIDE, WIDER = "ä", "😀"
LONGEST = 100_000


def edges(field: EntityField) -> list[str]:
    """Values at each limit of a field and one beyond it."""
    found: list[JsonValue] = []
    match field:
        case TextField() if field.type in (FieldType.STRING, FieldType.TEXT):
            found = _lengths(field) if field.pattern is None else []
        case BoundedField():
            step = 1 if field.type is FieldType.INTEGER else 0.25
            bounds = [bound for bound in (field.min, field.max) if bound is not None]
            found = [_plain(bound + n * step) for bound in bounds for n in (-1, 0, 1)]
        case ListField():
            longest = field.max_length or LONGEST_ITEM
            found = [[WIDE * longest], [WIDER * longest, "x"], ["x" * (longest + 1)]]
        case EnumField():
            found = [*field.values]
    return _json(found)


def _lengths(field: TextField) -> list[JsonValue]:
    low, high = field.min_length or 0, field.max_length
    found: list[JsonValue] = []
    if low:
        found += [WIDER * (low - 1), "x" * low] if low > 1 else ["x"]
    if high is not None and high <= LONGEST:
        found += [WIDE * high, WIDER * high, "x" * (high + 1)]
    return found


def odd(field: EntityField) -> list[str]:
    """Odd values of a field's type, and values of other types."""
    return [*_json(_ODD[field.type]), *_written(field)]


def _written(field: EntityField) -> list[str]:
    """Numbers in spellings of their own, and members of an enum in another case."""
    sample = valid_value(field, 0)
    if field.type is FieldType.INTEGER:
        return [f"{sample}.0", f"{sample}.5", "1e2", "1e400"]
    if field.type is FieldType.NUMBER:
        return ["1e2", "1E+2", "25e-2", "-0.0", "1e400"]
    if field.type is FieldType.ENUM:
        first = field.values[0]
        spelled = [first.upper(), first.title(), first + "x", first[:-1], ""]
        return _json([text for text in spelled if text not in field.values])
    return []


_OTHERS: list[JsonValue] = [True, [], {}, ["x"]]
_ODD: dict[FieldType, list[JsonValue]] = {
    FieldType.STRING: [
        12345,
        *_OTHERS,
        "",
        "  spaced  ",
        "null",
        "0",
        "Zoë ‹O’Hara›",
        'a "quoted" \\ text',
        "<b>&amp;",
    ],
    FieldType.TEXT: [
        12345,
        *_OTHERS,
        "",
        "  spaced  ",
        "two\nlines",
        "\ttab",
        "Ärzte 😀 日本",
        "'; DROP TABLE x; --",
    ],
    FieldType.EMAIL: [
        12345,
        *_OTHERS,
        "a.b+c@mail.example.org",
        "no-at-sign",
        "@example.org",
        "ada@",
    ],
    FieldType.URL: [
        12345,
        *_OTHERS,
        "http://example.org",
        "https://example.org/a?b=c&d=e#f",
        "not a url",
        "example.org",
        "//example.org/x",
    ],
    FieldType.INTEGER: ["5", *_OTHERS, 0, -1, 7, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1],
    FieldType.NUMBER: ["5", *_OTHERS, 0, -0.5, 0.1, 7, 1234567.25],
    FieldType.DECIMAL: [
        12.5,
        *_OTHERS,
        "0",
        "0.10",
        "1.005",
        "100",
        "-0.5",
        "123456789012.345678",
        "12,50",
        "1e2",
        ".5",
        "5.",
        "+1",
        "1.5x",
        "--1",
        "1.2.3",
    ],
    FieldType.BOOLEAN: [True, False, "true", "false", 1, 0, [], {}],
    FieldType.DATE: [
        20240310,
        *_OTHERS,
        "2024-02-29",
        "1969-07-20",
        "9999-12-31",
        "2023-02-29",
        "2024-02-30",
        "2024-13-01",
        "2024-00-10",
        "2024-3-1",
        "2024-03-10x",
        "2024-03-10T00:00:00Z",
        "20240310",
        "10.03.2024",
    ],
    FieldType.DATETIME: [
        1710063000,
        *_OTHERS,
        "1969-07-20T20:17:40Z",
        "2024-03-10T09:30:07Z",
        "2024-03-10T09:30:00+02:00",
        "2024-03-10T09:30:00-05:30",
        "2024-12-31T23:30:00-02:00",
        "2024-02-29T23:59:59Z",
        "2024-03-10T09:30:00.5Z",
        "2024-03-10T09:30:59.123Z",
        "2024-03-10T09:30:00.25+01:00",
        "2023-02-29T09:30:00Z",
        "2024-03-10T25:00:00Z",
        "2024-03-10T09:61:00Z",
        "2024-03-10T09:30:00Zx",
        "x2024-03-10T09:30:00Z",
        "2024-03-10",
        "now",
    ],
    FieldType.TIME: [930, *_OTHERS, "00:00", "23:59", "24:00", "09:60", "09:30x", "noon"],
    FieldType.ENUM: [0, *_OTHERS],
    FieldType.REF: ["abc", *_OTHERS, 0, -1, 987654321],
    FieldType.REFS: [
        "abc",
        {},
        1,
        True,
        [],
        [0],
        [-1],
        [True],
        [None],
        [[]],
        [987654321],
        [0, "x"],
    ],
    FieldType.LIST: [
        "abc",
        {},
        1,
        [],
        ["b", "a", "b"],
        [1],
        [["x"]],
        [None],
        ["Zoë 日本", "a, b; c"],
        [""],
        ["a", ""],
        ["two\nlines"],
        [" spaced "],
        ["x"] * 100,
        ["x"] * 101,
    ],
}


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _json(values: list[JsonValue]) -> list[str]:
    return list(dict.fromkeys(json.dumps(value, ensure_ascii=False) for value in values))
