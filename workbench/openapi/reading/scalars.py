"""Single values of a document as JSON has them, from the text of a JSON or YAML scalar.

Source: the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema). `no`, `on`, dates
and `1:30` are text; `1e9` is a number.
"""

from __future__ import annotations

import math
import re

from workbench.openapi.reading.limits import MAX_DIGITS

Scalar = str | int | float | bool | None

_CONSTANTS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_DECIMAL = re.compile(r"[-+]?[0-9]+\Z")
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")


class TooManyDigits(ValueError):
    """A number has more than `MAX_DIGITS` digits.

    Outside the tree: it is a ValueError, as `int` raises it of such a text; each reader makes its own error of it.
    """

    def __init__(self, text: str) -> None:
        super().__init__(f"a number has {len(text):,} digits; at most {MAX_DIGITS} are read")


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted YAML scalar. Raises `TooManyDigits`."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _DECIMAL.match(text):
        return integer(text)
    if _BASED.match(text):
        return int(_few_digits(text), 0)
    return number(text) if _FLOAT.match(text) else text


def integer(text: str) -> int:
    """The value of a decimal integer. Raises `TooManyDigits`."""
    return int(_few_digits(text))


def number(text: str) -> float | str:
    """The value of a number; its text if it is beyond every double, which JSON cannot hold.

    Raises `TooManyDigits`.
    """
    value = float(_few_digits(text))
    return value if math.isfinite(value) else text


def has_surrogates(text: str) -> bool:
    """True if a text holds half of a character beyond 16 bit, which no encoding can write."""
    return _SURROGATE.search(text) is not None


def without_surrogates(text: str) -> str:
    """The text with U+FFFD in the place of each half character."""
    return _SURROGATE.sub("\ufffd", text)


def _few_digits(text: str) -> str:
    if len(text) > MAX_DIGITS:
        raise TooManyDigits(text)
    return text
