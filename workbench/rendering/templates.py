"""Strict rendering of template files: a missing value is an error, never an empty text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

Filters = tuple[tuple[str, Callable[..., str]], ...]


def render(folder: Path, template: str, filters: Filters = (), /, **values: object) -> str:
    """Renders a template file; `filters` are names and functions that it may use.

    Raises `jinja2.UndefinedError` for a variable that was not given and `jinja2.TemplateNotFound`
    for a missing file: both are internal errors, never a user's.
    """
    return _environment(folder, filters).get_template(template).render(**values)


def render_html(folder: Path, template: str, **values: object) -> str:
    """As `render`, with every value escaped for HTML."""
    return _environment(folder, autoescape=True).get_template(template).render(**values)


@lru_cache(maxsize=16)
def _environment(folder: Path, filters: Filters = (), autoescape: bool = False) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=autoescape,
    )
    environment.filters.update(filters)
    return environment
