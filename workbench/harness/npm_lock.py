"""Whether package.json and package-lock.json agree, by the rules that `npm ci` applies.

`npm ci` refuses a lock file that does not hold every package that the manifests ask for, in a
version that they accept: https://docs.npmjs.com/cli/commands/npm-ci. Packages are found as Node
finds them: in the nearest `node_modules` on the way up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nodesemver

from workbench.host.manifests import named_packages


@dataclass(frozen=True)
class Disagreement:
    """One thing that `npm ci` would refuse, or install otherwise than the manifest says."""

    message: str
    expected: str
    actual: str


def disagreements(manifest: Mapping[str, Any], lock: Mapping[str, Any]) -> Iterator[Disagreement]:
    """What is out of step, the manifest's own dependencies first."""
    packages: dict[str, Any] = lock.get("packages", {})
    kept = named_packages(packages.get("", {}))
    named = named_packages(manifest)
    for name in sorted(named):
        if f"node_modules/{name}" not in packages or kept.get(name) != named[name]:
            yield Disagreement(
                f"the lock file does not hold {name} as the manifest names it",
                str(named[name]), str(kept.get(name, "nothing")),
            )  # fmt: skip
    for path, package in sorted({**packages, "": manifest}.items()):
        if package.get("link"):
            continue
        by = path.rpartition("node_modules/")[2] or "package.json"
        for name, wanted in _asked_for(package, is_root=not path):
            found = _found(packages, path, name)
            if found is None and path:
                yield Disagreement(
                    f"the lock file lacks {name}, which {by} asks for", wanted, "nothing"
                )
            elif found is not None and not _accepts(wanted, found, manifest, is_root=not path):
                yield Disagreement(
                    f"the lock file holds a version of {name} that {by} does not accept",
                    wanted, str(found.get("version", "no version")),
                )  # fmt: skip


def _asked_for(package: Mapping[str, Any], *, is_root: bool) -> Iterator[tuple[str, str]]:
    """Names and version ranges that must be there when the package is installed."""
    may_lack = package.get("peerDependenciesMeta", {})
    optional = package.get("optionalDependencies", {})
    for kind in ("dependencies", "peerDependencies", *(["devDependencies"] if is_root else [])):
        for name, wanted in package.get(kind, {}).items():
            is_optional = kind == "peerDependencies" and may_lack.get(name, {}).get("optional")
            if not is_optional and name not in optional:
                yield name, str(wanted)


def _found(packages: Mapping[str, Any], path: str, name: str) -> Mapping[str, Any] | None:
    """The package that the one at `path` gets under this name."""
    while True:
        place = f"{path}/node_modules/{name}" if path else f"node_modules/{name}"
        if place in packages:
            found: Mapping[str, Any] = packages[place]
            return found
        if not path:
            return None
        path = path.rpartition("node_modules/")[0].rstrip("/")


def _accepts(
    wanted: str, found: Mapping[str, Any], manifest: Mapping[str, Any], *, is_root: bool
) -> bool:
    """True where the range takes the version; what is no range of versions is judged elsewhere."""
    if found.get("link") or (not is_root and manifest.get("overrides")):
        return True
    wanted = wanted.rpartition("@")[2] if wanted.startswith("npm:") else wanted
    try:
        wanted_range = nodesemver.make_range(wanted, loose=True)
    except ValueError:
        return True
    try:
        return bool(
            wanted_range.test(nodesemver.make_semver(str(found.get("version")), loose=True))
        )
    except ValueError:
        return False
