"""What can be left out of a single request, or made smaller: query parameters, fields, values, who calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import JsonValue

from workbench.plan.steps import HttpStep

# Texts up to this length are read at a glance; making them shorter would show nothing.
SHORT_TEXT = 8
Part = TypeVar("Part")


def simpler(step: HttpStep) -> Iterator[HttpStep]:
    """The request without one of its parts, or with a smaller value in one."""
    for name in step.query:
        yield step.model_copy(update={"query": _without(step.query, name)})
    if isinstance(step.body, dict):
        for name in step.body:
            yield step.model_copy(update={"body": _without(step.body, name)})
    for name, text in step.query.items():
        for smaller in _smaller_texts(text):
            yield step.model_copy(update={"query": {**step.query, name: smaller}})
    if isinstance(step.body, dict):
        for name, value in step.body.items():
            for other in _smaller_values(value):
                yield step.model_copy(update={"body": {**step.body, name: other}})


def without_account(steps: Sequence[HttpStep]) -> Iterator[list[HttpStep]]:
    """The requests with one account's sent by another account that calls too, and its sign-in left out."""
    accounts = list(dict.fromkeys(step.as_account for step in steps if step.as_account))
    for one in accounts:
        for other in accounts:
            if other != one:
                yield [
                    step.model_copy(
                        update={"as_account": other, "headers": _as(step.headers, one, other)}
                    )
                    if step.as_account == one
                    else step
                    for step in steps
                    if f"{one}_token" not in step.capture
                ]


def operation_of(step: HttpStep) -> str:
    """Method and path, whatever record the path names."""
    path = re.sub(r"\{\{[^}]*\}\}", "{}", step.path)
    return f"{step.method} {path}"


def _as(headers: Mapping[str, str], one: str, other: str) -> dict[str, str]:
    token = "{{" + one + "_token}}"
    return {
        name: value.replace(token, "{{" + other + "_token}}") for name, value in headers.items()
    }


def _without(parts: Mapping[str, Part], name: str) -> dict[str, Part]:
    return {key: value for key, value in parts.items() if key != name}


def _smaller_texts(text: str) -> list[str]:
    if text.isdecimal():
        return [str(number) for number in _smaller_numbers(int(text))]
    if "{{" in text or len(text) <= 1:
        return []
    return [text[:1], text[: len(text) // 2]]


def _smaller_values(value: JsonValue) -> list[JsonValue]:
    match value:
        case bool() | None:
            return []
        case int():
            return [*_smaller_numbers(value)]
        case str() if len(value) > SHORT_TEXT and "{{" not in value:
            return [value[:1], value[: len(value) // 2]]
        case list():
            return [[*value[:place], *value[place + 1 :]] for place in range(len(value))]
    return []


def _smaller_numbers(number: int) -> list[int]:
    """Zero, one and half of it, as far as they are smaller."""
    return [less for less in dict.fromkeys((0, 1, number // 2)) if 0 <= less < number]
