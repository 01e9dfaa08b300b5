"""The terminal or pipe that a command prints to."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console


class Terminal(Console):
    """Rich's console; when the reader of a pipe is gone, the command ends quietly in `cli.main`."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError
