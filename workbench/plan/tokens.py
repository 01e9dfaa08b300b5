"""Tokens in the texts of a step: ``{{name}}`` and ``{{name+1}}`` stand for captured values or moments
(`plan/language/moments.py`), ``{{200*x}}`` for a text of 200 times x."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

_TOKEN = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*(?:([+-]\d{1,18})\s*)?\}\}")
# The start of a token, up to its name.
_BEGUN = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)")
_REPEATED = re.compile(r"\{\{(\d{1,6})\*(.)\}\}")
# Texts of one letter that are longer than this are written as a token.
SHORT = 40
# Returns the value of a captured name, plus an integer (0 if the token has none).
LookUp = Callable[[str, int], Any]


def filled(value: Any, look_up: LookUp) -> Any:
    """The value with its tokens replaced, at any depth.

    A text that is exactly one token becomes the captured value with its type; anything else is
    replaced in place as text.
    """
    if isinstance(value, str):
        whole = _TOKEN.fullmatch(value)
        if whole is not None:
            return _looked_up(whole, look_up)
        value = _REPEATED.sub(lambda token: token[2] * int(token[1]), value)
        return _TOKEN.sub(lambda token: _as_text(_looked_up(token, look_up)), value)
    if isinstance(value, list):
        return [filled(item, look_up) for item in value]
    if isinstance(value, dict):
        return {key: filled(item, look_up) for key, item in value.items()}
    return value


def without_tokens(text: str, change: Callable[[str], str]) -> str:
    """The text with everything between its tokens changed."""
    parts: list[str] = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts += [change(text[end : token.start()]), token[0]]
        end = token.end()
    return "".join([*parts, change(text[end:])])


def names_in(value: Any) -> frozenset[str]:
    """The captured names that the texts of a value use, at any depth."""
    if isinstance(value, str):
        return frozenset(_BEGUN.findall(value))
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return frozenset(name for item in items for name in names_in(item))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with the captured names in `names` replaced."""
    return _BEGUN.sub(lambda token: "{{" + names.get(token[1], token[1]), text)


def shortened(value: Any) -> Any:
    """The value with long texts of one letter written as tokens, at any depth."""
    if isinstance(value, str) and len(value) > SHORT and len(set(value)) == 1:
        return f"{{{{{len(value)}*{value[0]}}}}}"
    if isinstance(value, list):
        return [shortened(item) for item in value]
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items()}
    return value


def _as_text(value: Any) -> str:
    """A captured value inside a text: as JSON, but a text without quotes."""
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)


def _looked_up(token: re.Match[str], look_up: LookUp) -> Any:
    return look_up(token[1], int(token[2] or 0))
