"""The wire conventions as data: which status tells which fault, and the limits of a request.

Source: docs/plan.md, "On the wire". A client's own document overrides the statuses by what it
declares (`outcomes.refused`). If several things are wrong with one request, the conventions
decide only that a method that the path does not take, and a missing token, come before the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.plan.conventions.lists import DEFAULT_LIMIT, MAX_LIMIT

__all__ = ["DEFAULT_LIMIT", "MAX_LIMIT"]

MAX_BODY_BYTES = 1 << 20
MAX_SEARCH_CHARACTERS = 200
# int64: what an integer of the plan can hold.
SMALLEST, LARGEST = -(2**63), 2**63 - 1
# First identifier that no server under test can have given out: no run makes that many records.
NEVER_GIVEN_OUT = 1_000_000
# Minimum number of records shown by a list of a client's own document that names no limit.
SHOWN_WITHOUT_LIMIT = 10


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a request: the statuses that tell it, and the field it is about."""

    status: frozenset[int]
    field: str | None = None
    comes_first: bool = False

    def of(self, field: str) -> Fault:
        """The same fault, of a field that the refusal must name."""
        return replace(self, field=field)


def _fault(*status: int, first: bool = False) -> Fault:
    return Fault(frozenset(status), comes_first=first)


NO_SUCH_PATH = _fault(404, first=True)
METHOD_NOT_ALLOWED = _fault(405, first=True)
NO_VALID_TOKEN = _fault(401, first=True)
WRONG_CREDENTIALS = _fault(401)
WRONG_ROLE = _fault(403)
UNKNOWN_RECORD = _fault(404)
ANOTHERS_RECORD = _fault(404)
# The caller may see the record, so that nothing is given away by saying that it is another's.
ANOTHERS_VISIBLE_RECORD = _fault(403, 404)
NOT_AN_ID = _fault(400, 404)
MALFORMED_BODY = _fault(400)
NOT_AN_OBJECT = _fault(400, 422)
BODY_TOO_LARGE = _fault(413)
WRONG_MEDIA_TYPE = _fault(415)
MALFORMED_QUERY = _fault(400)
# A value of another JSON type, or null, may be refused before anybody knows which field it is.
WRONG_TYPE = _fault(400, 422)
NOT_ACCEPTABLE = _fault(422)
TAKEN = _fault(409)
RULE_BROKEN = _fault(409)
STILL_REFERRED_TO = _fault(409)

JSON = r"^application/json"
JSON_MEDIA_TYPES = ("application/json",)
# RFC 3339, in UTC, as the conventions have it.
UTC_INSTANT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$"
