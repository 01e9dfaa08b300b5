"""What of the host a sandbox may read: its programs and libraries, our tools; no home, no secrets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import workbench
from workbench.host.folders import Folders
from workbench.host.toolchains import Toolchains

_SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/run/current-system/sw",
)
# Not the whole of /etc: it holds keys and hashes of passwords that a build as root could read.
_SETTINGS = (
    "alternatives",
    "ca-certificates",
    "chromium",
    "chromium.d",
    "fonts",
    "gai.conf",
    "host.conf",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "locale.alias",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "os-release",
    "pki/tls/certs",
    "pki/ca-trust/extracted",
    "protocols",
    "services",
    "ssl/certs",
    "ssl/openssl.cnf",
    "timezone",
)


def readable_system(folders: Folders, toolchains: Toolchains, go_root: Path) -> tuple[Path, ...]:
    """The existing places, resolved where they are folders of ours behind a link. Does blocking I/O."""
    places = [
        *map(Path, _SYSTEM),
        *(Path("/etc") / name for name in _SETTINGS),
        go_root,
        folders.toolchains,
        folders.tools,
        Path(workbench.__file__).parent,
        Path(sys.prefix),
        Path(sys.base_prefix),
        *(place for tool in toolchains.tools if tool.path for place in _around(tool.path)),
    ]
    with_targets = [each for place in places for each in (place, place.resolve())]
    top = [Path(name) for name in _SYSTEM]
    return tuple(
        place
        for place in dict.fromkeys(with_targets)
        if place.exists() and (place in top or not any(map(place.is_relative_to, top)))
    )


def _around(tool: Path) -> Iterator[Path]:
    """The folders that a tool needs: its prefix, but never a home or the system's root."""
    yield tool.parent
    for folder in (tool.parent, tool.resolve().parent):
        if folder.name != "bin":
            yield folder
        elif folder.parent in (Path("/"), Path.home(), Path.home() / ".local"):
            yield from (folder, folder.parent / "lib" / "node_modules")
        else:
            yield folder.parent
