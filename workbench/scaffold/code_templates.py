"""Renders templates of Go and TypeScript files: literals and names in the spellings of each."""

from __future__ import annotations

import json
import re
from pathlib import Path

from workbench.plan import names
from workbench.rendering.templates import render


def render_code(folder: Path, template: str, **values: object) -> str:
    """Renders a template of a source file, with filters for literals and names.

    Go files import what they use: a template lists every import that some plan needs.
    """
    text = render(folder, template, _FILTERS, **values)
    return _without_unused_imports(text) if template.endswith(".go.j2") else text


def _without_unused_imports(text: str) -> str:
    """A Go file without the imports whose package it never names; a blank import stays."""
    block = _GO_IMPORTS.search(text)
    if block is None:
        return text
    code = text[block.end() :]
    names_used = set(_QUALIFIER.findall(_NOT_CODE.sub("", code)))

    def kept(line: str) -> bool:
        found = _GO_IMPORT.fullmatch(line)
        if found is None or found["alias"] == "_":
            return True
        return (found["alias"] or _package(found["path"])) in names_used

    lines = [line for line in block[0].splitlines() if kept(line)]
    if not any(map(_GO_IMPORT.fullmatch, lines)):
        return text[: block.start()] + code.lstrip("\n")
    return text[: block.start()] + "\n".join(lines) + "\n" + code


def _package(path: str) -> str:
    """The package's name by its path; a last segment that is a version is not the name."""
    *rest, last = path.split("/")
    return rest[-1] if rest and re.fullmatch(r"v\d+", last) else last


def _go_string(text: str) -> str:
    """A Go string literal; JSON's escapes are a subset of Go's."""
    return json.dumps(text, ensure_ascii=False)


def _go_pattern(path: str) -> str:
    """A path in which * stands for one segment, as a net/http pattern."""
    segments = path.split("/")
    return "/".join(f"{{s{n}}}" if part == "*" else part for n, part in enumerate(segments))


def _ts_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _ts_template(text: str) -> str:
    """A text with placeholders such as {name} as a template literal that fills them in."""
    escaped = re.sub(r"[\\`]|\$(?=\{)", r"\\\g<0>", text)
    return "`" + _PLACEHOLDER.sub(r"${\1}", escaped) + "`"


def _go_format(text: str, verb: str) -> str:
    """A text with one placeholder as a Go string literal for fmt.Sprintf."""
    return _go_string(_PLACEHOLDER.sub(verb, text.replace("%", "%%")))


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


_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_GO_IMPORTS = re.compile(r"^import \(\n.*?^\)\n", re.M | re.S)
_GO_IMPORT = re.compile(r'\t(?:(?P<alias>\w+) )?"(?P<path>[^"]+)"')
_QUALIFIER = re.compile(r"\b([A-Za-z_]\w*)\.")
# A comment, a string or a rune of Go: whichever begins first.
_NOT_CODE = re.compile(r"//[^\n]*|`[^`]*`|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)+'")
# What begins code, HTML or a table's cell within a line of Markdown.
_MARKDOWN = re.compile(r"([\\`<|])")
_FILTERS = (
    ("gostring", _go_string),
    ("goformat", _go_format),
    ("go_pattern", _go_pattern),
    ("tsstring", _ts_string),
    ("tstemplate", _ts_template),
    ("jsxtext", _jsx_text),
    ("comment", _comment),
    ("prose", _prose),
    ("line", _line),
    ("pascal", names.pascal),
    ("camel", names.camel),
    ("kebab", names.kebab),
)
