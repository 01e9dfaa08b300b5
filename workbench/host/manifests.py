"""What go.mod and package.json name, read without their tools."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_REQUIRE = re.compile(r"^\s*(?:require\s+)?([\w.-]+\.[\w./~-]+)\s+(v\S+)(.*)", re.M)
_INDIRECT = re.compile(r"//\s*indirect\b")


@dataclass(frozen=True)
class RequiredModule:
    """One requirement of a go.mod. `direct`: the sources import it themselves."""

    name: str
    version: str
    direct: bool


def required_modules(manifest: str) -> list[RequiredModule]:
    """The requirements of a go.mod, in its order."""
    return [
        RequiredModule(name, version, _INDIRECT.search(rest) is None)
        for name, version, rest in _REQUIRE.findall(manifest)
    ]


def named_packages(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Name → version of what a package.json, or the root of its lock file, depends on."""
    return {**manifest.get("dependencies", {}), **manifest.get("devDependencies", {})}
