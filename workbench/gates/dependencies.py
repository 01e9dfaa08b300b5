"""dependencies: every package comes from a registry, is locked, and runs no script on install."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.npm_lock import mismatches
from workbench.harness.packages.origins import NAMED_IN, REGISTRY, hosts_of, strangers
from workbench.host.manifests import replaced_modules, required_modules
from workbench.host.pins import (
    DEPENDENCIES,
    DEV_DEPENDENCIES,
    KNOWN_MODULES,
    KNOWN_PACKAGES,
)
from workbench.host.sandbox.registries import find_registries
from workbench.host.untrusted.files import MissingFile, UnreadableFile, read_text
from workbench.host.untrusted.npm import read_lock, read_manifest
from workbench.progress.results import Finding, GateResult, judged

NAME = "dependencies"
PACKAGE, LOCK = "frontend/package.json", "frontend/package-lock.json"
MODULES, SUMS = "backend/go.mod", "backend/go.sum"
# npm runs these when the package, or one that depends on it, is installed.
INSTALL_SCRIPTS = (
    "preinstall",
    "install",
    "postinstall",
    "prepublish",
    "preprepare",
    "prepare",
    "postprepare",
)


async def check(context: GateContext) -> GateResult:
    """Reads manifests and lock files; needs neither the network nor the packages."""
    started = time.monotonic()
    hosts = await _hosts(context)
    findings = await asyncio.to_thread(
        lambda: [*_npm(context.folder, hosts), *_go(context.folder), *_unknown(context)]
    )
    return judged(NAME, findings, seconds=time.monotonic() - started)


async def _hosts(context: GateContext) -> frozenset[str]:
    """The hosts of npm's registries; this machine's own are looked up if the lock file names others."""
    try:
        named = hosts_of(await asyncio.to_thread(read_lock, context.folder, LOCK))
    except UnreadableFile:
        named = set()
    if named <= {REGISTRY} or not context.toolchains.npm.ok:
        return frozenset({REGISTRY})
    registries = await find_registries(context.toolchains)
    return frozenset({REGISTRY, *(host for host, _ in registries.addresses)})


def _npm(folder: Path, hosts: Collection[str]) -> Iterator[Finding]:
    try:
        manifest, lock = read_manifest(folder, PACKAGE), read_lock(folder, LOCK)
    except UnreadableFile as error:
        file = error.path.relative_to(folder).as_posix()
        message = "the file is missing or is not what npm reads"
        yield Finding(gate=NAME, message=message, file=file, actual=error.reason)
        return
    for stranger in strangers(manifest, lock, hosts):
        yield Finding(
            gate=NAME,
            message=stranger.message,
            file=LOCK if stranger.in_lock else PACKAGE,
            expected="a version of the registry's package of this name",
            actual=stranger.actual,
        )
    for script in INSTALL_SCRIPTS:
        if script in manifest.get("scripts", {}):
            yield Finding(
                gate=NAME,
                message=f"npm runs the script {script} on install",
                file=PACKAGE,
                actual=str(manifest["scripts"][script]),
                rule="dependencies.no_install_scripts",
            )
    for item in mismatches(manifest, lock):
        yield Finding(
            gate=NAME,
            message=item.message,
            file=LOCK,
            expected=item.expected,
            actual=item.actual,
            rule="dependencies.locked",
        )
    yield from _locked(lock)


def _unknown(context: GateContext) -> Iterator[Finding]:
    """Packages that are not in the scaffold, not in our list and not allowed by the user."""
    known = KNOWN_PACKAGES | KNOWN_MODULES | DEPENDENCIES.keys() | DEV_DEPENDENCIES.keys()
    allowed = known | set(context.plan.dependencies)
    used: dict[str, str] = {}
    with suppress(UnreadableFile):
        manifest = read_manifest(context.folder, PACKAGE)
        used |= {name: PACKAGE for kind in NAMED_IN for name in manifest.get(kind, {})}
    with suppress(UnreadableFile):
        modules = required_modules(read_text(context.folder, MODULES))
        used |= {module.name: MODULES for module in modules if module.direct}
    for name, file in sorted(used.items()):
        if name not in allowed:
            yield Finding(
                gate=NAME,
                message=f"{name} is not a known package: the name may be mistaken, or malicious",
                file=file,
                actual=name,
                rule="dependencies.known",
                expected=f"code without it, or a run with --allow-dependency {name}",
            )


def _locked(lock: dict[str, Any]) -> Iterator[Finding]:
    for path, package in lock.get("packages", {}).items():
        if not path or _is_bundled(path, package):
            continue
        name = path.removeprefix("node_modules/")
        if not package.get("integrity"):
            message = f"{name} is locked without a digest"
            yield Finding(gate=NAME, message=message, file=LOCK, rule="dependencies.locked")
        if package.get("hasInstallScript") and not package.get("optional"):
            message, rule = f"{name} runs a script on install", "dependencies.no_install_scripts"
            yield Finding(gate=NAME, message=message, file=LOCK, rule=rule)


def _is_bundled(path: str, package: dict[str, Any]) -> bool:
    """True for what lies in the tarball of the package above it, whose digest covers it."""
    return bool(package.get("inBundle")) and "/node_modules/" in path


def _go(folder: Path) -> Iterator[Finding]:
    try:
        manifest = read_text(folder, MODULES)
        known = read_text(folder, SUMS)
    except MissingFile as error:
        if error.path != folder / SUMS:
            yield Finding(gate=NAME, message="the file is missing", file=MODULES)
            return
        known = ""
    except UnreadableFile as error:
        file = error.path.relative_to(folder).as_posix()
        yield Finding(gate=NAME, message="the file cannot be read", file=file, actual=error.reason)
        return
    for name, target in replaced_modules(manifest):
        yield Finding(
            gate=NAME,
            message=f"{MODULES} replaces {name}",
            file=MODULES,
            expected="the module itself",
            actual=target,
        )
    for module in required_modules(manifest):
        sources = f"{module.name} {module.version} h1:"
        described = f"{module.name} {module.version}/go.mod h1:"
        # A module that only other modules import needs no source digest: Go prunes its module graph.
        if described not in known or (module.direct and sources not in known):
            yield Finding(
                gate=NAME,
                message=f"{module.name} {module.version} is not locked",
                file=SUMS,
                expected="its digest",
                rule="dependencies.locked",
            )


GATE = Gate(
    name=NAME,
    stage=Stage.STATIC,
    check=check,
    proves="every dependency comes from a registry, is known or allowed by name (`--allow-dependency`), is locked, and runs no script on install",
    rules=(
        "dependencies.from_registry",
        "dependencies.known",
        "dependencies.locked",
        "dependencies.no_install_scripts",
    ),
)
