"""Strict rendering of the template files that live beside the code."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workbench.contract import names


def render(folder: Path, template: str, **values: object) -> str:
    """Renders a template file.

    Raises `jinja2.UndefinedError` for a variable that was not given and `jinja2.TemplateNotFound`
    for a missing file: both are faults of ours, never of a user.
    """
    return _environment(folder).get_template(template).render(**values)


def render_html(folder: Path, template: str, **values: object) -> str:
    """As `render`, with every value escaped for HTML."""
    return _environment(folder, autoescape=True).get_template(template).render(**values)


@lru_cache(maxsize=16)
def _environment(folder: Path, autoescape: bool = False) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=autoescape,
    )
    environment.filters.update(
        gostring=_go_string,
        go_pattern=_go_pattern,
        tsstring=_ts_string,
        jsxtext=_jsx_text,
        pascal=names.pascal,
        camel=names.camel,
        kebab=names.kebab,
    )
    return environment


def _go_string(text: str) -> str:
    """A Go string literal; JSON's escapes are a subset of Go's."""
    return json.dumps(text, ensure_ascii=False)


def _go_pattern(path: str) -> str:
    """A path in which * stands for one segment, as a pattern of net/http."""
    segments = path.split("/")
    return "/".join(f"{{s{n}}}" if part == "*" else part for n, part in enumerate(segments))


def _ts_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _jsx_text(literal: str) -> str:
    """A string literal as the content of a JSX element."""
    return "{" + literal + "}"
