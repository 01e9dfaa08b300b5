"""The dependencies of the generated system, with the licences that the packages state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from workbench.host.manifests import named_packages, required_modules
from workbench.host.untrusted.json_texts import NotJson, read_json
from workbench.host.untrusted.npm import Lock

UNKNOWN = "not stated"
# Phrases that identify common licences, with white space normalised.
_LICENCES = (
    ("Apache-2.0", "Apache License"),
    ("MPL-2.0", "Mozilla Public License"),
    ("BSD-3-Clause", "Neither the name of"),
    ("BSD-2-Clause", "Redistributions of source code must retain"),
    ("MIT", "Permission is hereby granted, free of charge"),
)


@dataclass(frozen=True)
class Dependency:
    """One package of the system. `direct`: the system's own manifest names it."""

    component: str
    name: str
    version: str
    licence: str
    direct: bool


def dependencies_of(files: Mapping[str, bytes], module_cache: Path) -> list[Dependency]:
    """Every Go module and npm package, direct ones first. Does blocking I/O: reads licence files of modules."""
    dependencies = _go(files.get("backend/go.mod", b"").decode("utf-8", "replace"), module_cache)
    dependencies += _npm(files.get("frontend/package-lock.json", b"{}").decode("utf-8", "replace"))
    return sorted(dependencies, key=lambda item: (not item.direct, item.component, item.name))


def _go(manifest: str, module_cache: Path) -> list[Dependency]:
    return [
        Dependency(
            "backend",
            module.name,
            module.version,
            _licence(module_cache, module.name, module.version),
            module.direct,
        )
        for module in required_modules(manifest)
    ]


def _licence(module_cache: Path, name: str, version: str) -> str:
    # The cache writes a capital letter as ! and the small letter.
    escaped = re.sub(r"[A-Z]", lambda letter: "!" + letter[0].lower(), name)
    folder = module_cache / f"{escaped}@{version}"
    for path in sorted(folder.glob("LICEN[CS]E*")) if folder.is_dir() else ():
        text = " ".join(path.read_text(errors="replace").split())
        for identifier, sentence in _LICENCES:
            if sentence in text:
                return identifier
    return UNKNOWN


def _npm(lock: str) -> list[Dependency]:
    try:
        packages = Lock.model_validate(read_json(lock)).model_dump(exclude_unset=True)["packages"]
    except (NotJson, ValidationError, KeyError):
        return []  # the gate of dependencies says so
    direct = named_packages(packages.get("", {}))
    return [
        Dependency(
            component="frontend",
            name=(name := path.rpartition("node_modules/")[2]),
            version=str(package.get("version", "")),
            licence=str(package.get("license", UNKNOWN)),
            direct=name in direct and path == f"node_modules/{name}",
        )
        for path, package in packages.items()
        if path
    ]
