"""Where npm would take each package from: a registry, or something that only looks like one.

A version in a manifest says little: the lock file may send npm anywhere for it, under any name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from workbench.host.untrusted.linear import linear

REGISTRY = "registry.npmjs.org"
_RANGE = linear(r"[\^~<>=\s]*v?\d[\w.+-]*([\s|<>=^~-]+v?\d[\w.+-]*)*")
NAMED_IN = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
# A lock file of version 1 has another form, which nothing here reads.
LOCK_VERSIONS = (2, 3)


@dataclass(frozen=True)
class Stranger:
    """A package that does not come from the registry, and what says so."""

    message: str
    actual: str
    in_lock: bool = False


def strangers(
    manifest: Mapping[str, Any], lock: Mapping[str, Any], hosts: Collection[str]
) -> Iterator[Stranger]:
    """Every package that is not from one of the registries' hosts, those of the manifest first."""
    for kind in NAMED_IN:
        for name, wanted in manifest.get(kind, {}).items():
            if not _RANGE.fullmatch(str(wanted)):
                yield Stranger(f"{name} does not come from the registry", str(wanted))
    for place, wanted in _overrides(manifest.get("overrides", {}), ""):
        if not wanted.startswith("$") and wanted != "" and not _RANGE.fullmatch(wanted):
            yield Stranger(f"{place} does not come from the registry", wanted)
    if manifest.get("workspaces"):
        yield Stranger("packages come from folders (workspaces)", str(manifest["workspaces"]))
    if lock.get("lockfileVersion") not in LOCK_VERSIONS:
        actual = str(lock.get("lockfileVersion"))
        yield Stranger("the lock file is of another version than npm writes", actual, in_lock=True)
    for path, package in lock.get("packages", {}).items():
        reason = _reason(path, package, hosts) if path else ""
        if reason:
            name = path.rpartition("node_modules/")[2]
            yield Stranger(f"{name} does not come from the registry", reason, in_lock=True)


def hosts_of(lock: Mapping[str, Any]) -> set[str]:
    """The hosts that the lock file names."""
    packages = lock.get("packages", {}).values()
    return {_address(package.get("resolved", ""))[1] for package in packages} - {""}


def _reason(path: str, package: Mapping[str, Any], hosts: Collection[str]) -> str:
    """Why an entry of the lock file is not the registry's package of its name; empty if it is."""
    name = path.rpartition("node_modules/")[2]
    if not path.startswith("node_modules/"):
        return f"it is the folder {path}"
    if package.get("link"):
        return f"it is a link to {package.get('resolved', 'a folder')}"
    if package.get("name", name) != name:
        return f"it is the package {package['name']}"
    if package.get("inBundle") and "/node_modules/" not in path:
        return "it is said to be in a bundle, and there is none"
    version = str(package.get("version", ""))
    if version and not _RANGE.fullmatch(version):
        return version
    resolved = str(package.get("resolved", ""))
    if not resolved:
        return ""  # npm asks the registry for the name and the version
    scheme, host, place = _address(resolved)
    is_registry = scheme in ("http", "https") and host in hosts
    if is_registry and f"/{name}/-/{name.rpartition('/')[2]}-{version}.tgz" in place:
        return ""
    return resolved


def _address(url: str) -> tuple[str, str, str]:
    """Scheme, host and path of an address without a user; empty texts for anything else."""
    try:
        parts = urlsplit(url)
        if parts.username is not None or parts.query or parts.fragment:
            return "", "", ""
        return parts.scheme, parts.hostname or "", unquote(parts.path)
    except ValueError:
        return "", "", ""


def _overrides(node: Any, place: str) -> Iterator[tuple[str, str]]:
    """Each override with its place; npm nests them."""
    if isinstance(node, dict):
        for name, below in node.items():
            yield from _overrides(below, f"{place} > {name}" if place else str(name))
    else:
        yield place, node if isinstance(node, str) else repr(node)
