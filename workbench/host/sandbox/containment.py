"""How well this host contains generated code: looked at once, and said before anything else."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from workbench.errors import EnvironmentMissing
from workbench.host.folders import Folders
from workbench.host.process import Command, run
from workbench.host.sandbox.policy import Bubblewrap, Limits, Network, Sandbox
from workbench.host.sandbox.system import readable_system
from workbench.host.toolchains import Toolchains

SandboxMode = Literal["auto", "required", "off"]
SIZES_SINCE = (0, 7)
# Since then the kernel counts processes for each user namespace: getrlimit(2), RLIMIT_NPROC.
TASKS_COUNTED_SINCE = (5, 14)
PROBE_SECONDS = 20.0
EXPOSED = (
    "generated code runs without a sandbox: it can read and change everything that this user can, "
    "and reach every address on the network"
)


class SandboxMissing(EnvironmentMissing):
    """A sandbox was required, and this host has none; the message says why and what to do."""


@dataclass(frozen=True)
class Containment:
    """The sandbox of this host, or why there is none, and the caches of its Go."""

    bubblewrap: Bubblewrap | None
    reason: str = ""
    go_cache: Path | None = None
    go_modules: Path | None = None
    tool_caches: tuple[Path, ...] = field(default=())

    @property
    def statement(self) -> str:
        """What can be touched if there is no sandbox, and why there is none; else empty."""
        return "" if self.bubblewrap is not None else f"{EXPOSED} ({self.reason})"

    @property
    def caches(self) -> tuple[Path, ...]:
        """What compilers fill and later runs use."""
        found = (self.go_cache, self.go_modules, *self.tool_caches)
        return tuple(path for path in found if path is not None)

    def sandbox(
        self,
        *,
        writable: Sequence[Path] = (),
        readable: Sequence[Path] = (),
        temporary: Sequence[Path] = (),
        network: Network | None = Network(),
        limits: Limits = Limits(),
    ) -> Sandbox:
        """The policy for one command; caches are readable and, unless named, not writable."""
        if self.bubblewrap is None:
            network = None
        return Sandbox(
            self.bubblewrap,
            writable=tuple(writable),
            readable=(*self.caches, *readable),
            temporary=tuple(temporary),
            network=network,
            limits=limits,
        )


async def find_containment(
    folders: Folders, toolchains: Toolchains, mode: SandboxMode = "auto"
) -> Containment:
    """Tries a sandbox once. Raises `SandboxMissing` if one is required and does not work."""
    go = await _go(toolchains)
    root, cache, modules = (Path(go[name]) if go.get(name) else None for name in _GO_VARIABLES)
    zig = folders.toolchains / "zig-cache"
    caches = (zig,) if toolchains.cc.path == folders.bin / "cc" else ()
    for path in (cache, modules, *caches):
        if path is not None:
            await asyncio.to_thread(path.mkdir, parents=True, exist_ok=True)
    without = Containment(None, "--sandbox off", cache, modules, caches)
    if mode == "off":
        return without
    readable = await asyncio.to_thread(readable_system, folders, toolchains, root or Path("/usr"))
    found, reason = await _bubblewrap(readable)
    if found is None and mode == "required":
        raise SandboxMissing(
            f"--sandbox required: {reason}; run: stackwright doctor --install, or allow builds "
            "without a sandbox with --sandbox auto"
        )
    return replace(without, bubblewrap=found, reason=reason)


_GO_VARIABLES = ("GOROOT", "GOCACHE", "GOMODCACHE")


async def _go(toolchains: Toolchains) -> dict[str, str]:
    if toolchains.go.path is None:
        return {}
    command = Command(
        (str(toolchains.go.path), "env", "-json", *_GO_VARIABLES),
        toolchains.go.path.parent,
        toolchains.environment,
        PROBE_SECONDS,
    )
    finished = await run(command)
    values: dict[str, str] = json.loads(finished.stdout) if finished.ok else {}
    return values


async def _bubblewrap(readable: tuple[Path, ...]) -> tuple[Bubblewrap | None, str]:
    """What works here, or why nothing does."""
    path = await asyncio.to_thread(shutil.which, "bwrap")
    if path is None:
        return None, "bubblewrap is not installed"
    version = await run(Command((path, "--version"), Path("/"), timeout=PROBE_SECONDS))
    numbers = tuple(map(int, re.findall(r"\d+", version.stdout)[:2]))
    prlimit = await asyncio.to_thread(_prlimit)
    found = Bubblewrap(
        Path(path),
        readable,
        takes_size=numbers >= SIZES_SINCE,
        kernel=await asyncio.to_thread(kernel_interfaces),
        prlimit=prlimit,
    )
    sandbox = Sandbox(found, network=Network())
    inner = sandbox.wrap_inner(())
    nested = await _runs(sandbox, f"{inner} true")
    if nested == "":
        return found, ""
    alone = await _runs(sandbox, "true")
    if alone == "":
        return replace(found, nests=False), ""
    return None, f"bubblewrap does not work here: {alone}"


def kernel_interfaces(proc: Path = Path("/proc")) -> tuple[Path, ...]:
    """The folders of /proc that are no process's, and the files there that somebody may write."""
    entries = [path for path in proc.iterdir() if not path.name.isdigit() and not path.is_symlink()]
    return tuple(sorted(path for path in entries if path.is_dir() or path.stat().st_mode & 0o222))


def _prlimit() -> Path | None:
    """The program that sets the kernel's bound on processes, where that bound works. Does blocking I/O."""
    kernel = tuple(map(int, re.findall(r"\d+", os.uname().release)[:2]))
    found = shutil.which("prlimit")
    if os.geteuid() == 0 or kernel < TASKS_COUNTED_SINCE or found is None:
        return None
    return Path(found)


async def _runs(sandbox: Sandbox, script: str) -> str:
    """Nothing when the script runs in the sandbox, else the last line of why not."""
    finished = await run(
        Command(("sh", "-c", script), Path("/"), timeout=PROBE_SECONDS, sandbox=sandbox)
    )
    lines = finished.output.strip().splitlines()
    return "" if finished.ok else lines[-1][:200] if lines else f"exit code {finished.exit_code}"
