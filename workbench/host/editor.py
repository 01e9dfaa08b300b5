"""The user's own editor, on the user's own terminal."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from workbench.errors import EnvironmentMissing


class EditorFailed(EnvironmentMissing):
    """The editor could not be started or ended badly; the text is as it was."""

    def __init__(self, command: str, reason: str) -> None:
        self.command = command
        super().__init__(f"{command}: {reason}; set EDITOR to another")


def edit_text(text: str, suffix: str) -> str:
    """The text after $VISUAL or $EDITOR (else vi) has been over it. Blocks.

    Not supervised: it needs the terminal, and ends when the user ends it. Raises `EditorFailed`.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="stackwright-edit-") as folder:
        path = Path(folder) / f"plan{suffix}"
        path.write_text(text)
        try:
            finished = subprocess.run([*shlex.split(command), str(path)], check=False)
        except OSError as error:
            raise EditorFailed(command, error.strerror or "cannot be started") from error
        if finished.returncode != 0:
            raise EditorFailed(command, f"exit code {finished.returncode}")
        return path.read_text()
