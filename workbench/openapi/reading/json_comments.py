"""JSON as people keep it in editors: with comments, and with commas behind the last members."""

from __future__ import annotations

import re

_STRING = r'"(?:\\.|[^"\\])*"'
_COMMENTS = re.compile(rf"({_STRING})|//[^\n]*|/\*.*?\*/", re.S)
_LAST_COMMAS = re.compile(rf"({_STRING})|,(?=\s*[}}\]])", re.S)


def without_comments(text: str) -> str:
    """The text without comments and last commas; texts in it, and its lines, are as they were."""
    bare = _COMMENTS.sub(lambda found: found[1] or _lines(found[0]), text)
    return _LAST_COMMAS.sub(lambda found: found[1] or "", bare)


def _lines(comment: str) -> str:
    return " " + "\n" * comment.count("\n")
