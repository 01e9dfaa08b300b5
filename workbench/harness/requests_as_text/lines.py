"""The requests of a trace as lines, so that whoever reads a finding sees what was sent before."""

from __future__ import annotations

import json
from collections.abc import Sequence

from workbench.plan.steps import CalledStep, HttpStep, PlainStep

# Characters of one request, and of all of them.
OF_ONE = 400
OF_ALL = 3000


def requests_up_to(steps: Sequence[PlainStep]) -> str:
    """What the evidence of a finding says of the requests that led to it."""
    return f"\n\nThe requests up to it:\n{request_lines(steps)}\n"


def request_lines(steps: Sequence[PlainStep]) -> str:
    """One line for each step: `3. POST /notes {"title": "a"} → 201`; the last ones if they are many."""
    lines = [f"{number}. {_line(step)[:OF_ONE]}" for number, step in enumerate(steps, 1)]
    kept: list[str] = []
    for line in reversed(lines):
        if sum(map(len, kept)) + len(line) > OF_ALL:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(reversed(kept))


def _line(step: PlainStep) -> str:
    if isinstance(step, CalledStep):
        return f"{step.integration} was called {step.times} times: {step.method} {step.path}"
    if isinstance(step, HttpStep):
        return f"{_request(step)} → {' or '.join(map(str, step.expect.status))}"
    counted = ", ".join(f"{number} times {status}" for status, number in step.answers.items())
    different = dict.fromkeys(_request(one) for one in step.steps)
    return f"{len(step.steps)} at once: {'; '.join(different)} → {counted}"


def _request(step: HttpStep) -> str:
    query = "?" + "&".join(f"{key}={value}" for key, value in step.query.items())
    words = [f"{step.method} {step.path}{query if step.query else ''}"]
    if step.raw is not None:
        words.append(step.raw)
    elif step.body is not None:
        words.append(json.dumps(step.body, ensure_ascii=False))
    who = f" as {step.as_account}" if step.as_account else ""
    return " ".join(words) + who
