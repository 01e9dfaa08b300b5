"""Checks that package.json and package-lock.json agree, by the rules of `npm ci`.

`npm ci` rejects a lock file that lacks a package of the manifests in a version that they accept:
https://docs.npmjs.com/cli/commands/npm-ci. A package is resolved as Node resolves it: in the nearest
`node_modules` on the way up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nodesemver

from workbench.host.manifests import named_packages

# npm's own limit for a version; `nodesemver` reads ranges with Python's expressions.
MAX_RANGE = 256


@dataclass(frozen=True)
class Mismatch:
    """One entry that `npm ci` would reject, or install in another version than the manifest names."""

    message: str
    expected: str
    actual: str


def mismatches(manifest: Mapping[str, Any], lock: Mapping[str, Any]) -> Iterator[Mismatch]:
    """Every mismatch, the manifest's own dependencies first."""
    packages: dict[str, Any] = lock.get("packages", {})
    locked = named_packages(packages.get("", {}))
    named = named_packages(manifest)
    for name in sorted(named):
        if f"node_modules/{name}" not in packages or locked.get(name) != named[name]:
            yield Mismatch(
                f"the lock file does not have {name} in the version that the manifest names",
                str(named[name]),
                str(locked.get(name, "nothing")),
            )
    for path, package in sorted({**packages, "": manifest}.items()):
        if package.get("link"):
            continue
        by = path.rpartition("node_modules/")[2] or "package.json"
        for name, wanted in _required(package, is_root=not path):
            resolved = _resolved(packages, path, name)
            if resolved is None and path:
                yield Mismatch(
                    f"the lock file lacks {name}, which {by} requires", wanted, "nothing"
                )
            elif resolved is not None and not _accepts(
                wanted, resolved, manifest, is_root=not path
            ):
                yield Mismatch(
                    f"the lock file has a version of {name} that {by} does not accept",
                    wanted,
                    str(resolved.get("version", "no version")),
                )


def _required(package: Mapping[str, Any], *, is_root: bool) -> Iterator[tuple[str, str]]:
    """The names and version ranges that the package requires."""
    may_lack = package.get("peerDependenciesMeta", {})
    optional = package.get("optionalDependencies", {})
    for kind in ("dependencies", "peerDependencies", *(["devDependencies"] if is_root else [])):
        for name, wanted in package.get(kind, {}).items():
            is_optional = kind == "peerDependencies" and may_lack.get(name, {}).get("optional")
            if not is_optional and name not in optional:
                yield name, str(wanted)


def _resolved(packages: Mapping[str, Any], path: str, name: str) -> Mapping[str, Any] | None:
    """The package that the one at `path` gets when it imports this name."""
    while True:
        location = f"{path}/node_modules/{name}" if path else f"node_modules/{name}"
        if location in packages:
            package: Mapping[str, Any] = packages[location]
            return package
        if not path:
            return None
        path = path.rpartition("node_modules/")[0].rstrip("/")


def _accepts(
    wanted: str, package: Mapping[str, Any], manifest: Mapping[str, Any], *, is_root: bool
) -> bool:
    """True if the range accepts the version; anything but a range is judged by the gate."""
    if package.get("link") or (not is_root and manifest.get("overrides")):
        return True
    wanted = wanted.rpartition("@")[2] if wanted.startswith("npm:") else wanted
    wanted, version = " ".join(wanted.split()), str(package.get("version"))
    if max(len(wanted), len(version)) > MAX_RANGE:
        return False
    try:
        wanted_range = nodesemver.make_range(wanted, loose=True)
    except ValueError:
        return True
    try:
        return bool(wanted_range.test(nodesemver.make_semver(version, loose=True)))
    except ValueError:
        return False
