"""What a step must expect, from every outcome that the reference allows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from workbench.plan.steps import Expectation, Match, Matcher
from workbench.plan.system import SystemPlan
from workbench.plan.tokens import shortened
from workbench.reference.execution import wire
from workbench.reference.execution.formats import DecimalText, InstantText, same_decimal
from workbench.reference.execution.outcomes import Outcome
from workbench.reference.execution.symbols import (
    ABSENT,
    Among,
    Moment,
    Open,
    RecordId,
    Token,
    Value,
)

# A symbol, and the capture token that stands for it in a trace.
Names = Mapping[Value, str]
# Maximum number of records of a list whose fields are all compared; others are known by their id.
COMPARED_IN_FULL = 2


def expectation(
    plan: SystemPlan,
    outcomes: Sequence[tuple[Outcome, Names]],
    compared_in_full: int = COMPARED_IN_FULL,
) -> Expectation | None:
    """What holds of every outcome; None if the plan does not decide the answer.

    Of the first `compared_in_full` records of a list every field is compared, of the others the id.
    """
    if any(not outcome.status for outcome, _ in outcomes):
        return None
    status = sorted({status for outcome, _ in outcomes for status in outcome.status})
    expected = [
        _OutcomeMatches(plan, names, compared_in_full).of(outcome) for outcome, names in outcomes
    ]
    headers, body = expected[0]
    for other_headers, other_body in expected[1:]:
        headers = {key: value for key, value in headers.items() if other_headers.get(key) == value}
        body = [match for match in body if match in other_body]
    return Expectation(status=status, headers=headers, body=body)


class _OutcomeMatches:
    """Turns one outcome into headers and matches."""

    def __init__(self, plan: SystemPlan, names: Names, compared_in_full: int) -> None:
        self.plan, self.names = plan, names
        self.compared_in_full = compared_in_full

    def of(self, outcome: Outcome) -> tuple[dict[str, str], list[Match]]:
        if outcome.refused:
            return self._refusal(outcome)
        headers = dict(outcome.headers)
        if outcome.location is not None:
            headers["Location"] = "."
        if outcome.body is ABSENT:
            return headers, []
        headers["Content-Type"] = wire.JSON
        return headers, list(self._matches("", outcome.body))

    def _refusal(self, outcome: Outcome) -> tuple[dict[str, str], list[Match]]:
        profile = self.plan.error_profile
        headers = {**outcome.headers, "Content-Type": "^" + re.escape(profile.media_type)}
        matches: list[Match] = []
        if self.plan.document is None:
            matches.append(_some_words(profile.message))
            if len(outcome.status) == 1:
                [status] = outcome.status
                matches.append(Match(pointer="/status", op=Matcher.EQUALS, value=status))
        if outcome.status <= {409, 422} and len(outcome.status) == 1:
            named = [self._named(name) for name in outcome.fields]
            matches += [*named, *self._message()] if named else []
        return headers, matches

    def _named(self, name: str) -> Match:
        pointer = self.plan.error_profile.field_pointer
        if pointer:
            return Match(pointer=pointer.replace("{field}", name), op=Matcher.PRESENT)
        named: JsonValue = {"field": name}
        return Match(pointer="/errors", op=Matcher.CONTAINS, value=named)

    def _message(self) -> list[Match]:
        """Problem details say of each field in words what is wrong."""
        if self.plan.error_profile.field_pointer:
            return []
        return [_some_words("/errors/0/message")]

    def _matches(self, pointer: str, value: Value) -> list[Match]:
        match value:
            case Open():
                return [Match(pointer=pointer, op=Matcher.PRESENT)]
            case RecordId() | Token():
                return self._symbol(pointer, value)
            case Moment():
                return self._moment(pointer, value)
            case InstantText():
                same = Match(pointer=pointer, op=Matcher.INSTANT, value=str(value))
                return [same, *self._in_utc(pointer)]
            case DecimalText():
                return [Match(pointer=pointer, op=Matcher.MATCHES, value=same_decimal(value))]
            case dict():
                return [
                    m
                    for key, part in value.items()
                    for m in self._matches(f"{pointer}/{key}", part)
                ]
            case list() if any(isinstance(item, dict | Among) for item in value):
                return self._items(pointer, value)
            case list() if not value:
                return [Match(pointer=pointer, op=Matcher.LENGTH, value=0)]
            case list():
                return self._array(pointer, value)
        return [Match(pointer=pointer, op=Matcher.EQUALS, value=shortened(value))]

    def _array(self, pointer: str, items: list[Value]) -> list[Match]:
        """An array of texts or ids: in its order, but where a document decides that."""
        named = [self._named_item(item) for item in items]
        if None in named:
            return [Match(pointer=pointer, op=Matcher.LENGTH, value=len(items))]
        op = Matcher.EQUALS if self.plan.document is None else Matcher.UNORDERED
        return [Match(pointer=pointer, op=op, value=named)]

    def _named_item(self, item: Value) -> JsonValue:
        """An item as a trace writes it; None for an id that was never captured."""
        if not isinstance(item, RecordId):
            short: JsonValue = shortened(item)
            return short
        return "{{" + self.names[item] + "}}" if item in self.names else None

    def _items(self, pointer: str, items: list[Value]) -> list[Match]:
        matches = [Match(pointer=pointer, op=Matcher.LENGTH, value=len(items))]
        groups: list[Among] = []
        for index, item in enumerate(items):
            place = f"{pointer}/{index}"
            if not isinstance(item, Among):
                matches += self._item(place, item, in_full=index < self.compared_in_full)
                continue
            shared = self._shared(item)
            matches += [
                m for key, part in shared.items() for m in self._matches(f"{place}/{key}", part)
            ]
            if item.whole and item not in groups:
                groups.append(item)
        ids = [name for group in groups for tree in group.trees if (name := self._name(tree))]
        return matches + [Match(pointer=pointer, op=Matcher.CONTAINS, value=one) for one in ids]

    def _item(self, place: str, tree: dict[str, Value], *, in_full: bool) -> list[Match]:
        named = [
            match
            for key, part in tree.items()
            if isinstance(part, RecordId) and part in self.names
            for match in self._matches(f"{place}/{key}", part)
        ]
        return self._matches(place, tree) if in_full or not named else named[:1]

    def _shared(self, group: Among) -> dict[str, Value]:
        """The fields that all records of a group have alike."""
        first, *others = group.trees
        return {
            key: value
            for key, value in first.items()
            if not isinstance(value, Moment | dict)
            and all(tree.get(key) == value for tree in others)
        }

    def _name(self, tree: dict[str, Value]) -> dict[str, JsonValue] | None:
        for key, value in tree.items():
            if isinstance(value, RecordId) and value in self.names:
                return {key: "{{" + self.names[value] + "}}"}
            return None
        return None

    def _symbol(self, pointer: str, value: RecordId | Token) -> list[Match]:
        if value in self.names:
            named = "{{" + self.names[value] + "}}"
            return [Match(pointer=pointer, op=Matcher.EQUALS, value=named)]
        if isinstance(value, Token):
            return [Match(pointer=pointer, op=Matcher.TYPE, value="string")]
        if self.plan.entity(value.entity).id == "int64" and self.plan.document is None:
            return [Match(pointer=pointer, op=Matcher.TYPE, value="integer")]
        return [Match(pointer=pointer, op=Matcher.PRESENT)]

    def _moment(self, pointer: str, value: Moment) -> list[Match]:
        if value in self.names:
            named = "{{" + self.names[value] + "}}"
            return [Match(pointer=pointer, op=Matcher.INSTANT, value=named)]
        return self._in_utc(pointer) or [Match(pointer=pointer, op=Matcher.PRESENT)]

    def _in_utc(self, pointer: str) -> list[Match]:
        if self.plan.document is not None:
            return []
        return [Match(pointer=pointer, op=Matcher.MATCHES, value=wire.UTC_INSTANT)]


def _some_words(pointer: str) -> Match:
    """A text for people: which words it has is open, but not that there are some."""
    return Match(pointer=pointer, op=Matcher.MATCHES, value=r"\S")
