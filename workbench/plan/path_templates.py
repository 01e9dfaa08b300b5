"""Which paths a template stands for: `/notes/{id}` of operations and pages, `/notes/*` of steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

_PARAMETER = re.compile(r"\{([^}]*)\}")
_FILLED = re.compile(r"\{[^/{}]+\}")


def parameters_of(template: str) -> list[str]:
    """The names of a template's parameters, in order."""
    return _PARAMETER.findall(template)


def shape_of(template: str) -> str:
    """The template, however its parameters are called: ``/notes/{}``."""
    return _PARAMETER.sub("{}", template)


def is_path_of(template: str, path: str) -> bool:
    """True if a path matches the template; its tokens ({{note}}) need not be filled in yet."""
    return _matches(_FILLED.split(template), path)


def values_of(template: str, path: str) -> dict[str, str]:
    """The values of a template's parameters in a path, decoded; empty if the path does not match."""
    literal_parts = re.split(r"\{[^/{}]+\}", template)
    match = re.fullmatch("([^/]+)".join(map(re.escape, literal_parts)), path)
    values = map(unquote, match.groups()) if match else ()
    return dict(zip(parameters_of(template), values, strict=False))


def is_like(pattern: str, path: str) -> bool:
    """True if the path matches the pattern, in which * stands for one segment."""
    return _matches(pattern.split("*"), path)


def _matches(literals: Sequence[str], path: str) -> bool:
    """True if the path is these texts with at least one character, and no slash, between each two.

    Paths come from generated pages and servers, so this is linear, as Python's expressions are not.
    """
    if len(literals) == 1:
        return path == literals[0]
    first, *middle, last = literals
    if not path.startswith(first):
        return False
    wanted, parts = "\0".join(("", *middle, last)).split("/"), path[len(first) :].split("/")
    return len(wanted) == len(parts) and all(map(_fits, wanted, parts))


def _fits(wanted: str, part: str) -> bool:
    """The same for one segment; NUL is where something must stand."""
    first, *rest = wanted.split("\0")
    if not rest:
        return part == first
    *middle, last = rest
    place = len(first)
    for literal in middle:
        found = part.find(literal, place + 1)
        if found < 0:
            return False
        place = found + len(literal)
    return part.startswith(first) and part.endswith(last) and len(part) - len(last) > place
