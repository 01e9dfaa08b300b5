"""Where a gate works: a checkout, its plan, the tools, and a scratch folder of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.host.folders import Folders
from workbench.host.process import Command, Finished, run
from workbench.host.toolchains import Toolchains
from workbench.plan.system import SystemPlan
from workbench.progress.results import CommandRecord

BINARY = "server"
BUNDLE = "dist"
SCREENSHOTS = "screenshots"


@dataclass(frozen=True)
class GateContext:
    """A tree that is checked out for judging."""

    folder: Path
    plan: SystemPlan
    toolchains: Toolchains
    scratch: Path
    folders: Folders
    cache: Path | None = None
    """Where long measurements that passed are kept; None to measure everything now."""

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
        """The server that the tester built."""
        return self.scratch / BINARY

    @property
    def bundle(self) -> Path:
        """The page that the tester built."""
        return self.scratch / BUNDLE

    @property
    def screenshots(self) -> Path:
        return self.scratch / SCREENSHOTS

    @property
    def node_modules(self) -> Path:
        return self.frontend / "node_modules"

    @property
    def go_environment(self) -> Mapping[str, str]:
        """What go, and a test that it starts, sees beside our own environment."""
        return {**self.toolchains.environment, "GOPROXY": "off", "GOFLAGS": "-mod=readonly"}

    async def go(
        self, *arguments: str, timeout: float = 600.0, folder: Path | None = None
    ) -> Finished:
        """Runs go in backend/, or a copy, without a network: the installer fetched what there is."""
        return await self._run(
            ("go", *arguments), folder or self.backend, self.go_environment, timeout
        )

    async def node(
        self,
        script: str,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        timeout: float = 300.0,
        folder: Path | None = None,
    ) -> Finished:
        """Runs a script of an installed package in frontend/, or a copy of it."""
        argv = ("node", str(self.node_modules / script), *arguments)
        return await self._run(argv, folder or self.frontend, env or {}, timeout)

    async def node_script(self, script: Path, *arguments: str) -> Finished:
        """Runs a script of our own with the system's Node."""
        return await self._run(("node", str(script), *arguments), self.scratch, {}, 60.0)

    async def _run(
        self, argv: tuple[str, ...], cwd: Path, env: Mapping[str, str], timeout: float
    ) -> Finished:
        environment = {**self.toolchains.environment, **env}
        return await run(Command(argv, cwd, environment, timeout))

    def record(self, finished: Finished) -> CommandRecord:
        """The command for the evidence, with this machine's folders taken out."""
        places = {
            str(self.folder): ".",
            str(self.scratch): "<scratch>",
            str(self.tools): "<tools>",
            sys.executable: "python",
        }
        return CommandRecord(
            argv=tuple(_without(places, part) for part in finished.argv),
            exit_code=finished.exit_code,
            seconds=round(finished.seconds, 2),
        )


def _without(places: Mapping[str, str], text: str) -> str:
    for place, name in places.items():
        text = text.replace(place, name)
    return text
