"""Requests as commands for a shell, so that a difference can be seen by hand."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from workbench.plan.pointers import parts_of
from workbench.plan.steps import HttpStep, is_header
from workbench.plan.tokens import filled

_VARIABLE = re.compile("\ue010([a-z0-9_]+)\ue011")


def curl_commands(steps: Sequence[HttpStep], captured: Mapping[str, Any]) -> str:
    """One command a line, `$API` being the server's address.

    Numbers that were captured are written out: on an empty database they are the same again. Other
    captures that a later request uses become variables of the shell.
    """
    used = _used(steps)
    return "\n".join(_command(step, captured, used) for step in steps)


def _command(step: HttpStep, captured: Mapping[str, Any], used: set[str]) -> str:
    def fill(name: str, _: int) -> Any:
        value = captured.get(name)
        return value if isinstance(value, int) else f"\ue010{name}\ue011"

    query = "&".join(
        f"{quote(key)}={_quoted(str(filled(value, fill)))}" for key, value in step.query.items()
    )
    path = str(filled(step.path, fill)) + (f"?{query}" if query else "")
    words = ["curl -sS -i", *([f"-X {step.method}"] if step.method != "GET" else [])]
    words.append('"$API"' + _word(path))
    for name, value in step.headers.items():
        words.append("-H " + _word(f"{name}: {filled(value, fill)}"))
    if step.body is not None:
        words.append("-H 'Content-Type: application/json'")
        words.append("-d " + _word(json.dumps(filled(step.body, fill), ensure_ascii=False)))
    variables = [
        (name, place)
        for name, place in step.capture.items()
        if name in used and not isinstance(captured.get(name), int) and not is_header(place)
    ]
    if not variables:
        return " ".join(words)
    words[0] = "curl -sS"
    answer = "answer=$(" + " ".join(words) + ")"
    taken = [
        f'{name}=$(echo "$answer" | jq -r {shlex.quote(_jq(place))})' for name, place in variables
    ]
    return "; ".join([answer, *taken])


def _used(steps: Sequence[HttpStep]) -> set[str]:
    return {
        name
        for step in steps
        for name in re.findall(r"\{\{([a-z][a-z0-9_]*)", step.model_dump_json(exclude={"capture"}))
    }


def _jq(pointer: str) -> str:
    return "." + "".join(
        f"[{part}]" if part.isdigit() else f"[{json.dumps(part)}]" for part in parts_of(pointer)
    )


def _quoted(text: str) -> str:
    parts = _VARIABLE.split(text)
    return "".join(
        f"\ue010{part}\ue011" if number % 2 else quote(part) for number, part in enumerate(parts)
    )


def _word(text: str) -> str:
    """The text as one word of a shell, with its variables left open."""
    parts = _VARIABLE.split(text)
    return "".join(
        (f'"${part}"' if number % 2 else shlex.quote(part))
        for number, part in enumerate(parts)
        if part
    )
