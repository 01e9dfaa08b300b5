"""Arguments and options that are paths: the one place where each is checked as it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from workbench.host.folders import given_path


def path_argument(help_text: str) -> Any:
    """A required argument that is a path which something can have."""
    return typer.Argument(help=help_text, callback=_checked)


def path_option(help_text: str, *names: str) -> Any:
    """An option that is a path which something can have."""
    return typer.Option(*names, help=help_text, callback=_checked)


def _checked(parameter: typer.CallbackParam, value: Path | None) -> Path | None:
    """The value as it was given. Raises `StackwrightError` for what is no path here."""
    if value is not None:
        given_path(str(value), _name(parameter))
    return value


def _name(parameter: typer.CallbackParam) -> str:
    """As a person writes it: the long name of an option, the bare one of an argument."""
    names = [name for name in parameter.opts if name.startswith("--")]
    return names[0] if names else str(parameter.name)
