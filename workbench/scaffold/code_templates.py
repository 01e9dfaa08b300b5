"""Renders templates of Go and TypeScript files: literals and names in the spellings of each."""

from __future__ import annotations

import json
import re
from pathlib import Path

from workbench.plan import names
from workbench.rendering.templates import render


def render_code(folder: Path, template: str, **values: object) -> str:
    """Renders a template of a source file, with filters for literals and names."""
    return render(folder, template, _FILTERS, **values)


def _go_string(text: str) -> str:
    """A Go string literal; JSON's escapes are a subset of Go's."""
    return json.dumps(text, ensure_ascii=False)


def _go_pattern(path: str) -> str:
    """A path in which * stands for one segment, as a net/http pattern."""
    segments = path.split("/")
    return "/".join(f"{{s{n}}}" if part == "*" else part for n, part in enumerate(segments))


def _ts_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    """A foreign text as one line of a block comment, without the comment's end marker."""
    return " ".join(text.replace("*/", "* /").split())


def _prose(text: str) -> str:
    """A foreign text as one line of Markdown that is text: no code, no block, no table, no HTML."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _line(text: str) -> str:
    """A foreign text as one line of a line comment."""
    return " ".join(text.split())


def _jsx_text(literal: str) -> str:
    """A string literal as the content of a JSX element."""
    return "{" + literal + "}"


# What begins code, HTML or a table's cell within a line of Markdown.
_MARKDOWN = re.compile(r"([\\`<|])")
_FILTERS = (
    ("gostring", _go_string),
    ("go_pattern", _go_pattern),
    ("tsstring", _ts_string),
    ("jsxtext", _jsx_text),
    ("comment", _comment),
    ("prose", _prose),
    ("line", _line),
    ("pascal", names.pascal),
    ("camel", names.camel),
    ("kebab", names.kebab),
)
