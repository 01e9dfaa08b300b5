"""One request as the reference sees it, and what can be wrong with its body before any field is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.reference.execution import wire
from workbench.reference.execution.symbols import ABSENT, OPEN_TEXT, Undecided, Value, symbol_in
from workbench.reference.execution.wire import Fault


@dataclass(frozen=True)
class Request:
    """A request whose captured values are filled in. Header names are in lower case.

    `body` is a JSON value that may hold symbols; `raw` a body that is sent as it stands.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Value = ABSENT
    raw: str | None = None

    @property
    def has_open_text(self) -> bool:
        """True if its path, its query or a header holds a value that the plan does not decide."""
        texts = (self.path, self.raw or "", *self.query.values(), *self.headers.values())
        return any(OPEN_TEXT in text for text in texts)


@dataclass(frozen=True)
class Body:
    """What one way of reading a body gives: an object, or a fault."""

    value: Mapping[str, Value] = field(default_factory=dict)
    fault: Fault | None = None


def bodies(request: Request) -> list[Body]:
    """Every way in which a body may be read: one, but for an object that names a key twice."""
    faults = _media_type_faults(request)
    if request.raw is None:
        if request.body is ABSENT:
            # A server may miss the body, or the media type that it would have.
            return [Body(fault=wire.MALFORMED_BODY), Body(fault=wire.WRONG_MEDIA_TYPE)]
        if faults is not None:
            return [Body(fault=faults)]
        return [_object(request.body)]
    if len(request.raw.encode()) > wire.MAX_BODY_BYTES:
        return [Body(fault=wire.BODY_TOO_LARGE)]
    readings: list[Body] = []
    try:
        last = _with_symbols(json.loads(request.raw, parse_constant=_no_constant))
        first = _with_symbols(json.loads(request.raw, object_pairs_hook=_first_wins))
    except ValueError:
        readings = [Body(fault=wire.MALFORMED_BODY)]
    else:
        readings = [_object(last)]
        if first != last:  # a key is there twice: either is taken, or the body is refused
            readings += [_object(first), Body(fault=wire.NOT_AN_OBJECT)]
    if faults is None:
        return readings
    # Of two faults a server may report either.
    return [Body(fault=faults), *(reading for reading in readings if reading.fault is not None)]


def _media_type_faults(request: Request) -> Fault | None:
    sent = request.headers.get("content-type")
    if sent is None:
        return None
    media_type = sent.partition(";")[0].strip().lower()
    if media_type in wire.JSON_MEDIA_TYPES:
        return None
    if media_type.endswith("json"):
        raise Undecided(media_type)
    return wire.WRONG_MEDIA_TYPE


def _object(value: Value) -> Body:
    if not isinstance(value, dict):
        return Body(fault=wire.NOT_AN_OBJECT)
    return Body(value)


def _first_wins(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    return dict(reversed(pairs))


def _no_constant(name: str) -> Value:
    """NaN and Infinity are no JSON (RFC 8259)."""
    raise ValueError(name)


def _with_symbols(value: Value) -> Value:
    """The value with identifiers and tokens where a text is one."""
    if isinstance(value, str):
        return symbol_in(value) or value
    if isinstance(value, list):
        return [_with_symbols(item) for item in value]
    if isinstance(value, dict):
        return {key: _with_symbols(item) for key, item in value.items()}
    return value
