"""What a text is that is no OpenAPI document, so that the refusal can name it."""

from __future__ import annotations

import re
from typing import Any

# How each format begins, comments left out. Source: each format's own specification.
_BEGINNINGS = (
    (re.compile(r"\s*#%RAML\b"), "RAML"),
    (re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.I), "a web page"),
    (re.compile(r"\s*<"), "XML"),
    (re.compile(r"\s*FORMAT:\s*1A\b"), "API Blueprint"),
    (re.compile(r"(?:\s|//[^\n]*\n)*syntax\s*=\s*[\"']proto"), "Protocol Buffers"),
    (
        re.compile(
            r"(?:\s|#[^\n]*\n|\"\"\"(?:(?!\"\"\").)*\"\"\")*(?:extend\s+)?"
            r"(?:schema|scalar|directive|type|input|interface|enum|union)\b[^:\n]*[{=(@\n]",
            re.S,
        ),
        "a GraphQL schema",
    ),
)
# A member at the top that only documents of that format have.
_MEMBERS = {
    "asyncapi": "AsyncAPI",
    "swaggerVersion": "Swagger 1",
    "arazzo": "Arazzo",
    "overlay": "an OpenAPI overlay",
    "openrpc": "OpenRPC",
    "__schema": "a GraphQL schema",
    "_postman_variable_scope": "a Postman environment",
    "$schema": "a JSON Schema",
}


def other_format(text: str, value: Any = None) -> str:
    """The name of the format that a text, or the value it holds, is in; empty for an unknown one."""
    found = _of_members(value) if isinstance(value, dict) else ""
    return found or next((name for pattern, name in _BEGINNINGS if pattern.match(text)), "")


def _of_members(document: dict[str, Any]) -> str:
    info = document.get("info")
    if isinstance(info, dict) and ("item" in document or "_postman_id" in info):
        return "a Postman collection"
    log = document.get("log")
    if isinstance(log, dict) and "entries" in log:
        return "a HAR recording"
    inner = document.get("data")
    if isinstance(inner, dict) and "__schema" in inner:
        return "a GraphQL schema"
    return next((name for member, name in _MEMBERS.items() if member in document), "")
