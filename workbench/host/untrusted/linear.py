"""Expressions for texts that we did not write: RE2, whose time grows with the length of the text alone.

Python's `re` tries one way after the other: for `(a+)+$` and many milder expressions a text of some
kilobytes holds it for days, and nothing but SIGKILL ends that. What reads an answer, a manifest or the
output of a program uses this, scans by hand, or is an expression without two neighbouring repetitions
(`tests/unit/workbench/host/untrusted/test_growth.py` measures each reader).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import re2


class linear:  # noqa: N801 (it is used like `re.compile`)
    """A compiled expression, with the methods of `re`'s. Flags are written into it: `(?i)`.

    RE2 knows no look-around, and its classes (`\\w`, `\\d`, `\\s`, `\\b`) are ASCII.
    """

    def __init__(self, pattern: str) -> None:
        options = re2.Options()
        options.log_errors = False
        self._compiled: Any = re2.compile(pattern, options)  # type: ignore[no-untyped-call]

    def match(self, text: str) -> Any:
        return self._compiled.match(_whole(text))

    def fullmatch(self, text: str) -> Any:
        return self._compiled.fullmatch(_whole(text))

    def search(self, text: str) -> Any:
        return self._compiled.search(_whole(text))

    def finditer(self, text: str) -> Iterator[Any]:
        return iter(self._compiled.finditer(_whole(text)))

    def findall(self, text: str) -> list[Any]:
        return list(self._compiled.findall(_whole(text)))

    def sub(self, replacement: str | Callable[[Any], str], text: str) -> str:
        return str(self._compiled.sub(replacement, _whole(text)))


def _whole(text: str) -> str:
    """The text with `?` for half characters, which are not UTF-8."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
