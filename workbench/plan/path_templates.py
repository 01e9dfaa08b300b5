"""Which paths a template stands for: `/notes/{id}` of operations and pages, `/notes/*` of steps."""

from __future__ import annotations

import re
from urllib.parse import unquote

_PARAMETER = re.compile(r"\{([^}]*)\}")


def parameters_of(template: str) -> list[str]:
    """The names of a template's parameters, in order."""
    return _PARAMETER.findall(template)


def shape_of(template: str) -> str:
    """The template, however its parameters are called: ``/notes/{}``."""
    return _PARAMETER.sub("{}", template)


def is_path_of(template: str, path: str) -> bool:
    """True if a path matches the template; its tokens ({{note}}) need not be filled in yet."""
    literal_parts = re.split(r"\{[^/{}]+\}", template)
    return re.fullmatch("[^/]+".join(map(re.escape, literal_parts)), path) is not None


def values_of(template: str, path: str) -> dict[str, str]:
    """The values of a template's parameters in a path, decoded; empty if the path does not match."""
    literal_parts = re.split(r"\{[^/{}]+\}", template)
    match = re.fullmatch("([^/]+)".join(map(re.escape, literal_parts)), path)
    values = map(unquote, match.groups()) if match else ()
    return dict(zip(parameters_of(template), values, strict=False))


def is_like(pattern: str, path: str) -> bool:
    """True if the path matches the pattern, in which * stands for one segment."""
    return re.fullmatch("[^/]+".join(map(re.escape, pattern.split("*"))), path) is not None
