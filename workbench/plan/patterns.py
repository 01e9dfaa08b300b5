"""Patterns of plans and matchers: RE2, as in Go, so that both runners agree and matching is linear."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2


class BadPattern(ValueError):
    """A text that is not an RE2 pattern; the message says why.

    Outside the tree: Pydantic makes a problem of a plan only of a ValueError.
    """


def is_found(pattern: str, text: str) -> bool:
    """True if the pattern matches somewhere in the text. Raises `BadPattern`."""
    return _compiled(pattern).search(text) is not None


def pattern_problem(pattern: str) -> str | None:
    """Why a text is not an RE2 pattern; None if it is one."""
    try:
        _compiled(pattern)
    except BadPattern as problem:
        return str(problem)
    return None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)  # type: ignore[no-untyped-call]
    except re2.error as error:
        reason = error.args[0] if error.args else error
        message = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise BadPattern(f"pattern does not compile: {message}") from error
