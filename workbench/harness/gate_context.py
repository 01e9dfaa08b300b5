"""The context of a gate: a checkout, its plan, the tools, and a scratch folder."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.host.folders import Folders
from workbench.host.packages import NODE_CACHES
from workbench.host.process import Command, Finished, run
from workbench.host.sandbox.containment import Containment
from workbench.host.sandbox.go_commands import go_environment, go_sandbox, with_inner_sandbox
from workbench.host.sandbox.policy import Network, Sandbox
from workbench.host.toolchains import Toolchains
from workbench.plan.steps import Trace
from workbench.plan.system import SystemPlan
from workbench.progress.results import CommandRecord

BINARY = "server"
BUNDLE = "dist"
SCREENSHOTS = "screenshots"
# What other gates judge, by the gate that builds it: a file of it in the scratch folder, and its name.
PRODUCTS = {
    "backend.build": (BINARY, "server binary"),
    "frontend.build": (f"{BUNDLE}/index.html", "bundle"),
}


@dataclass(frozen=True)
class GateContext:
    """A checked-out tree under judgement, with everything that gates need."""

    folder: Path
    plan: SystemPlan
    toolchains: Toolchains
    scratch: Path
    folders: Folders
    cache: Path | None = None
    """The folder of the result cache; None to run every gate afresh."""

    containment: Containment = field(
        default_factory=lambda: Containment(None, "the caller asked for no sandbox")
    )

    traces: Sequence[Trace] | None = None
    """Calibration's choice of traces, in its order, up to the first finding; None for all of them."""

    @property
    def tools(self) -> Path:
        """Our own npm tools."""
        return self.folders.tools

    @property
    def backend(self) -> Path:
        return self.folder / "backend"

    @property
    def frontend(self) -> Path:
        return self.folder / "frontend"

    @property
    def binary(self) -> Path:
        """The server that backend.build built."""
        return self.scratch / BINARY

    @property
    def bundle(self) -> Path:
        """The bundle that frontend.build built."""
        return self.scratch / BUNDLE

    def lacks(self, needs: Sequence[str]) -> str:
        """Which product of these gates there is not, and why; empty if there are all. Blocks."""
        for gate in needs:
            file, what = PRODUCTS.get(gate, ("", ""))
            if file and not (self.scratch / file).is_file():
                return f"there is no {what}: {gate} did not pass"
        return ""

    @property
    def screenshots(self) -> Path:
        return self.scratch / SCREENSHOTS

    @property
    def node_modules(self) -> Path:
        return self.frontend / "node_modules"

    @property
    def go_variables(self) -> Mapping[str, str]:
        """The environment of `go` and of the tests it starts."""
        return {**self.toolchains.environment, **go_environment(self.containment)}

    async def go(
        self,
        *arguments: str,
        timeout: float = 600.0,
        folder: Path | None = None,
        writes: Sequence[Path] = (),
    ) -> Finished:
        """Runs `go` in backend/, or a copy, without a network: the installer has fetched the modules.

        `writes` are folders for its results, besides the system's own and the scratch folder. The
        compiler fills Go's cache; the tests that it starts cannot change it.
        """
        cwd = folder or self.backend
        sandbox = go_sandbox(self.containment, (cwd.parent, self.scratch, *writes), runs=arguments)
        sandbox = sandbox.with_readable(self.node_modules).ended_if_quiet()
        argv = with_inner_sandbox(("go", *arguments), sandbox, cwd.parent)
        finished = await run(Command(argv, cwd, self.go_variables, timeout, sandbox=sandbox))
        return replace(finished, argv=("go", *arguments))

    async def node(
        self,
        script: str,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        timeout: float = 300.0,
        folder: Path | None = None,
        writes: Path | None = None,
    ) -> Finished:
        """Runs a script of an installed package in frontend/, or a copy of it.

        `writes` is its output folder in the scratch folder; it is created if it is missing.
        """
        argv = ("node", str(self.node_modules / script), *arguments)
        cwd = folder or self.frontend
        results = () if writes is None else (writes,)
        for each in results:
            await asyncio.to_thread(each.mkdir, parents=True, exist_ok=True)
        sandbox = self.node_sandbox(writable=(cwd.parent, *results)).ended_if_quiet()
        environment = {**self.toolchains.environment, **(env or {})}
        return await run(Command(argv, cwd, environment, timeout, sandbox=sandbox))

    async def node_script(self, script: Path, *arguments: str) -> Finished:
        """Runs one of our own scripts in Node; it may read the folders among its arguments."""
        argv = ("node", str(script), *arguments)
        folders = [Path(each) for each in arguments if Path(each).is_absolute()]
        sandbox = self.node_sandbox(readable=folders)
        command = Command(argv, self.scratch, self.toolchains.environment, 60.0, sandbox=sandbox)
        return await run(command)

    def node_sandbox(
        self,
        *,
        writable: Sequence[Path] = (),
        readable: Sequence[Path] = (),
        network: Network | None = Network(),
    ) -> Sandbox:
        """A sandbox for Node; installed packages are read-only, because later runs share them."""
        caches = [self.node_modules / name for name in NODE_CACHES]
        return self.containment.sandbox(
            writable=writable,
            readable=(self.scratch, self.node_modules, *readable),
            temporary=[cache for cache in caches if cache.is_dir()],
            network=network,
        )

    def record(self, finished: Finished) -> CommandRecord:
        """The command for the evidence, with the host's folders replaced by names."""
        folder_names = {
            str(self.folder): ".",
            str(self.scratch): "<scratch>",
            str(self.tools): "<tools>",
            sys.executable: "python",
        }
        return CommandRecord(
            argv=tuple(_without(folder_names, part) for part in finished.argv),
            exit_code=finished.exit_code,
            seconds=round(finished.seconds, 2),
        )


def _without(folder_names: Mapping[str, str], text: str) -> str:
    for folder, name in folder_names.items():
        text = text.replace(folder, name)
    return text
