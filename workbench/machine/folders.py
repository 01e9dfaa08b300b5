"""Where Stackwright keeps its own things: never below the generated project or the repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True)
class Folders:
    """Stackwright's own data folder and its parts."""

    home: Path

    @property
    def toolchains(self) -> Path:
        return self.home / "toolchains"

    @property
    def bin(self) -> Path:
        """Launchers of the installed toolchains, first on every child's PATH."""
        return self.toolchains / "bin"

    @property
    def runs(self) -> Path:
        return self.home / "runs"

    @property
    def packages(self) -> Path:
        """Installed npm packages by digest of their lock file."""
        return self.home / "packages"

    @property
    def tools(self) -> Path:
        """Our own npm tools, apart from the generated system's."""
        return self.home / "tools"


def data_folders() -> Folders:
    """The folders below STACKWRIGHT_HOME, or the platform's place for application data."""
    override = os.environ.get("STACKWRIGHT_HOME")
    return Folders(Path(override).resolve() if override else user_data_path("stackwright"))
