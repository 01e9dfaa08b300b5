"""What go.mod and package.json name, read without their tools."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MODULE = re.compile(r"[\w.-]+\.[\w./~-]+")


@dataclass(frozen=True)
class RequiredModule:
    """One requirement of a go.mod. `direct`: the sources import it themselves."""

    name: str
    version: str
    direct: bool


def required_modules(manifest: str) -> list[RequiredModule]:
    """The requirements of a go.mod, in its order."""
    found = []
    for tokens, comment in _lines(manifest):
        words = tokens[1:] if tokens[:1] == ["require"] else tokens
        if len(words) > 1 and _MODULE.fullmatch(words[0]) and words[1][:1] == "v":
            direct = comment.split()[:1] != ["indirect"]
            found.append(RequiredModule(words[0], words[1], direct))
    return found


def replaced_modules(manifest: str) -> list[tuple[str, str]]:
    """The modules that a go.mod replaces, each with what stands in its place."""
    found = []
    for tokens, _ in _lines(manifest):
        words = tokens[1:] if tokens[:1] == ["replace"] else tokens
        arrow = words.index("=>") if "=>" in words else 0
        if arrow and words[arrow + 1 :]:
            found.append((words[0], words[arrow + 1]))
    return found


def _lines(manifest: str) -> Iterator[tuple[list[str], str]]:
    """The words of each line, as Go's own reader takes them apart, and its comment."""
    for line in manifest.splitlines():
        code, _, comment = line.partition("//")
        words = code.replace("(", " ( ").replace(")", " ) ").split()
        yield [word.strip('"`') for word in words if word not in ("(", ")")], comment


def named_packages(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Name → version of what a package.json, or the root of its lock file, depends on."""
    return {**manifest.get("dependencies", {}), **manifest.get("devDependencies", {})}
