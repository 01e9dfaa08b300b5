"""Reads a document that is written as YAML 1.2, event by event, so that nothing can grow unbounded.

PyYAML's own composer follows YAML 1.1 (`no` is false), recurses once a level, and lets an alias stand
in itself. Keys are taken as the texts they are written as: `200` is "200", `no` is "no".
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from workbench.openapi.reading.json_reading import too_deep, too_large
from workbench.openapi.reading.limits import MAX_DEPTH, MAX_VALUES
from workbench.openapi.reading.scalars import TooManyDigits, plain_scalar
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.references import pointer_of
from workbench.openapi.repairs import Repairs

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE = "<<"
# JSON's two escapes of one character beyond 16 bit, not preceded by an odd number of backslashes.
_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)


def read_yaml(text: str, repairs: Repairs) -> Any:
    """The value of a YAML text.

    Raises `UnusableDocument` with the line if it is no YAML, is too deep or large, holds an alias
    that contains itself, a key that is not text, or a number of too many digits.
    """
    try:
        return _Builder(repairs).build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        whole = _PAIR.sub(_character, text)
        if whole != text:
            return read_yaml(whole, repairs)
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the document"
        raise UnusableDocument(place, error.problem or "cannot be parsed") from error
    except yaml.YAMLError as error:
        raise UnusableDocument("the document", f"cannot be parsed: {error}") from error


def _character(match: re.Match[str]) -> str:
    pair = bytes.fromhex(match[2]) + bytes.fromhex(match[3])
    return match[1] + pair.decode("utf-16-be")


@dataclass
class _Open:
    """A mapping or sequence whose end was not met yet; `height` is of what lies in it, in levels."""

    value: dict[str, Any] | list[Any]
    anchor: str | None
    values_before: int
    key: str | None = None
    is_merge: bool = False
    merged: list[Any] = field(default_factory=list)
    height: int = 0


@dataclass(frozen=True)
class _Anchored:
    value: Any
    values: int
    height: int


class _Builder:
    """Builds a value from the events of one document."""

    def __init__(self, repairs: Repairs) -> None:
        self.repairs = repairs
        self.open: list[_Open] = []
        self.anchors: dict[str, _Anchored] = {}
        self.values = 0
        self.documents = 0
        self.root: Any = None

    def build(self, events: Iterable[yaml.Event]) -> Any:
        for event in events:
            place = f"line {event.start_mark.line + 1}" if event.start_mark else "the document"
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise UnusableDocument(
                        place, "a second document begins; give a file with one document"
                    )
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event, place)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(str(event.anchor), place)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._begin({} if isinstance(event, yaml.MappingStartEvent) else [], event, place)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self._end(place)
        return self.root

    def _scalar(self, event: Any, place: str) -> None:
        is_plain = event.tag is None and event.implicit[0]
        try:
            value = plain_scalar(event.value) if is_plain else event.value
            if isinstance(value, float) and str(value) != event.value and not self._takes_key:
                self.repairs.written[self._place()] = event.value
        except TooManyDigits as error:
            raise UnusableDocument(place, str(error)) from error
        self._count(1, place)
        if self._takes_key:
            self._key(event.value, place, is_merge=bool(is_plain and event.value == _MERGE))
            value = event.value
        else:
            self._add(value, 0, place)
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(value, 1, 0)

    def _alias(self, name: str, place: str) -> None:
        anchored = self.anchors.get(name)
        if any(item.anchor == name for item in self.open) or anchored is None:
            raise UnusableDocument(place, f"the alias *{name} is recursive or undefined")
        self._count(anchored.values, place)
        if len(self.open) + anchored.height > MAX_DEPTH:
            raise too_deep(place)
        if not self._takes_key:
            self._add(copy.deepcopy(anchored.value), anchored.height, place)
        elif isinstance(anchored.value, str):
            self._key(anchored.value, place, is_merge=False)
        else:
            raise UnusableDocument(place, "a key must be a text")

    def _begin(self, value: dict[str, Any] | list[Any], event: Any, place: str) -> None:
        if self._takes_key:
            raise UnusableDocument(place, "a key must be a text")
        self._count(1, place)
        self.open.append(_Open(value, event.anchor, self.values - 1))
        if len(self.open) > MAX_DEPTH:
            raise too_deep(place)

    def _end(self, place: str) -> None:
        item = self.open.pop()
        value, height = item.value, item.height + 1
        if isinstance(value, dict):
            for merged in item.merged:
                value.update({key: child for key, child in merged.items() if key not in value})
        if item.anchor:
            self.anchors[item.anchor] = _Anchored(value, self.values - item.values_before, height)
        self._add(value, height, place)

    def _place(self) -> str:
        """The pointer of the value that comes next."""
        parts = [len(one.value) if isinstance(one.value, list) else one.key for one in self.open]
        return pointer_of([str(part) for part in parts])

    @property
    def _takes_key(self) -> bool:
        return (
            bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].key is None
        )

    def _key(self, key: str, place: str, *, is_merge: bool) -> None:
        top = self.open[-1]
        if key in top.value:
            self.repairs.note(place, "a key occurs twice in one object; the last value counts", key)
        top.key, top.is_merge = key, is_merge

    def _add(self, value: Any, height: int, place: str) -> None:
        if not self.open:
            self.root = value
            return
        top = self.open[-1]
        top.height = max(top.height, height)
        if isinstance(top.value, list):
            top.value.append(value)
            return
        assert top.key is not None
        several = value if isinstance(value, list) else [value]
        if top.is_merge and all(isinstance(one, dict) for one in several):
            top.merged += several
        else:
            top.value[top.key] = value
        top.key = None

    def _count(self, values: int, place: str) -> None:
        self.values += values
        if self.values > MAX_VALUES:
            raise too_large(place)
