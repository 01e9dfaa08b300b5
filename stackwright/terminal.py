"""The terminal or pipe that a command prints to."""

from __future__ import annotations

from typing import Any, NoReturn

from rich.console import Console
from rich.text import Text

from workbench.host.untrusted.printable import visible


class Terminal(Console):
    """Rich's console; when the reader of a pipe is gone, the command ends quietly in `cli.main`."""

    def render_str(self, text: str, **options: Any) -> Text:
        """What is printed may be of a generated program: its control characters are shown."""
        return super().render_str(visible(text), **options)

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError
