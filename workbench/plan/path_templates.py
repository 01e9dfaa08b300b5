"""Which paths a template stands for: `/notes/{id}` of operations and pages, `/notes/*` of steps."""

from __future__ import annotations

import re

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


def is_like(pattern: str, path: str) -> bool:
    """True if the path matches the pattern, in which * stands for one segment."""
    return re.fullmatch("[^/]+".join(map(re.escape, pattern.split("*"))), path) is not None
