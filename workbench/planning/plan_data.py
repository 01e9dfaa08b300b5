"""Reads the JSON of a plan, and rejects data that is too deep or too large to process."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from jsonpointer import escape

from workbench.errors import InputError
from workbench.openapi.reading.scalars import TooManyDigits, has_surrogates, integer
from workbench.plan.problem import PlanProblem

# Levels of objects and arrays: a plan itself has twelve, the rest is for JSON Schemas. Pydantic and
# the validators recurse at least once per level, and Python limits recursion to 1,000 calls.
MAX_DEPTH = 80
# The number of values: the largest plan of the recorded systems has 5,000.
MAX_VALUES = 200_000
# An integer of `MAX_DIGITS` digits has about as many bits; Python does not print much longer ones.
MAX_BITS = 1_024


class UnreadablePlan(InputError):
    """The text is not the JSON of a plan; the message says where and why, in one line."""


def read_plan(text: str) -> object:
    """The value of a plan's JSON text. Raises `UnreadablePlan`."""
    try:
        return json.loads(text, parse_int=integer, parse_constant=_reject_constant)
    except json.JSONDecodeError as error:
        raise UnreadablePlan(f"is not JSON: {error}") from error
    except TooManyDigits as error:
        raise UnreadablePlan(str(error)) from error
    except RecursionError as error:
        raise UnreadablePlan(f"is nested deeper than {MAX_DEPTH} levels") from error


def data_problems(data: object) -> Iterator[PlanProblem]:
    """Every place in a plan's data that is too deep, too large or not JSON; at most one of each kind.

    Read it before the data is validated.
    """
    reported: set[str] = set()
    count = 0
    stack: list[tuple[str, Any, int]] = [("", data, 0)]
    while stack:
        place, node, depth = stack.pop()
        count += 1
        if count > MAX_VALUES:
            yield PlanProblem("plan", f"holds more than {MAX_VALUES:,} values")
            return
        if depth > MAX_DEPTH:
            yield PlanProblem(_where(place), f"is nested deeper than {MAX_DEPTH} levels")
            return
        for message in _value_problems(node):
            if message not in reported:
                reported.add(message)
                yield PlanProblem(_where(place), message)
        if isinstance(node, dict):
            stack += [
                (f"{place}.{escape(str(key))}", child, depth + 1) for key, child in node.items()
            ]
        elif isinstance(node, list):
            stack += [(f"{place}.{index}", child, depth + 1) for index, child in enumerate(node)]


def _value_problems(node: Any) -> Iterator[str]:
    texts = [node] if isinstance(node, str) else list(node) if isinstance(node, dict) else []
    if any(isinstance(text, str) and has_surrogates(text) for text in texts):
        yield "has half a character (a lone surrogate); write the whole character"
    if isinstance(node, float) and not math.isfinite(node):
        yield "is not a JSON number"
    if isinstance(node, int) and node.bit_length() > MAX_BITS:
        yield f"is an integer of more than {MAX_BITS:,} bits; no system needs it"


def _where(place: str) -> str:
    return place.encode(errors="replace").decode()[1:200] or "plan"


def _reject_constant(text: str) -> object:
    raise UnreadablePlan(f"{text} is not JSON")
