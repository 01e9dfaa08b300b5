"""Reads JSON that we did not write: whatever it holds, there is a value, or one kind of error.

Python's own reader raises several kinds: `RecursionError` for nested brackets, plain `ValueError` for
a number of many digits, `UnicodeDecodeError` for bytes.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from workbench.errors import MeasurementError

MAX_JSON_BYTES = 8 << 20
# Functions that call themselves for each level can take so many.
MAX_LEVELS = 100
# The largest double has 309.
MAX_DIGITS = 400
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HALVES = re.compile("[\ud800-\udfff]")


class NotJson(MeasurementError, ValueError):
    """A text is no JSON, or more of it than anything of a generated system has."""


def read_json(text: str | bytes, most: int = MAX_JSON_BYTES) -> Any:
    """The value of a text of at most so many bytes. Raises `NotJson`.

    Half characters (lone surrogates) are replaced: no file and no request can hold them.
    """
    if len(text) > most:
        raise NotJson(f"it is longer than {most >> 10:,} KiB")
    try:
        whole = text if isinstance(text, str) else text.decode("utf-8-sig")
        value = json.loads(whole, parse_int=_integer, parse_constant=_refused)
    except RecursionError as error:
        raise NotJson(f"it is nested deeper than {MAX_LEVELS} levels") from error
    except ValueError as error:
        raise NotJson(str(error)[:200]) from error
    if _levels(value) > MAX_LEVELS:
        raise NotJson(f"it is nested deeper than {MAX_LEVELS} levels")
    return _whole(value) if _HALF.search(whole) else value


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number has more than {MAX_DIGITS} digits")
    return int(digits)


def _refused(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _levels(value: Any) -> int:
    """How deep objects and arrays are nested, counted up to one more than is allowed."""
    level, depth = [value], 0
    while level and depth <= MAX_LEVELS:
        level = [node for node in level if isinstance(node, dict | list)]
        depth += bool(level)
        level = [child for node in level for child in _children(node)]
    return depth


def _children(node: Any) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else node


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_whole(key): _whole(child) for key, child in value.items()}
    return [_whole(child) for child in value] if isinstance(value, list) else value
