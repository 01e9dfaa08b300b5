"""The shapes of package.json and package-lock.json, as far as we read them.

npm itself takes more: what is of another shape is refused, so that nothing that reads them guesses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from workbench.host.untrusted.files import read_shape


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class PeerMeta(_Part):
    optional: bool = False


class Package(_Part):
    """A package.json, or one entry of a lock file."""

    name: str = ""
    version: str = ""
    resolved: str = ""
    integrity: str = ""
    link: bool = False
    inBundle: bool = False  # noqa: N815 (npm's names)
    hasInstallScript: bool = False  # noqa: N815
    optional: bool = False
    scripts: dict[str, str] = {}
    dependencies: dict[str, str] = {}
    devDependencies: dict[str, str] = {}  # noqa: N815
    optionalDependencies: dict[str, str] = {}  # noqa: N815
    peerDependencies: dict[str, str] = {}  # noqa: N815
    peerDependenciesMeta: dict[str, PeerMeta] = {}  # noqa: N815
    overrides: dict[str, Any] = {}


class Lock(_Part):
    lockfileVersion: int = 0  # noqa: N815
    packages: dict[str, Package] = {}


def read_manifest(folder: Path, name: str = "package.json") -> dict[str, Any]:
    """A package.json. Raises `UnreadableFile`."""
    return read_shape(Package, folder, name).model_dump(exclude_unset=True)


def read_lock(folder: Path, name: str = "package-lock.json") -> dict[str, Any]:
    """A package-lock.json. Raises `UnreadableFile`."""
    return read_shape(Lock, folder, name).model_dump(exclude_unset=True)
