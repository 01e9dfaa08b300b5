"""npm and go where they fetch packages: in a sandbox whose network is the registries and nothing else.

Neither runs code of the system or of a package here: npm's install scripts are switched off, and go
only fetches and compiles. So both may write the caches that later runs use; what they store there is
checked against the lock file and go.sum as it is fetched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.host.folders import temporary_folder
from workbench.host.process import Command, Finished, run
from workbench.host.sandbox.containment import Containment
from workbench.host.sandbox.gateway import gateway
from workbench.host.sandbox.go_commands import COMPILER, cache_environment
from workbench.host.sandbox.policy import GO_TEMPORARY, Network
from workbench.host.sandbox.registries import Registries
from workbench.host.toolchains import Toolchains

# npm waits five minutes for each answer unless it is told otherwise, and asks three times.
PATIENCE = {
    "npm_config_fetch_timeout": "60000",
    "npm_config_fetch_retries": "2",
    "npm_config_fetch_retry_maxtimeout": "10000",
}
NPM_SECONDS = 900.0
GO_SECONDS = 900.0


@dataclass(frozen=True)
class RegistryTools:
    """Both tools on this host. Without a sandbox they have the host's network."""

    toolchains: Toolchains
    containment: Containment
    registries: Registries = field(default_factory=Registries)

    async def npm(
        self,
        folder: Path,
        *arguments: str,
        variables: Mapping[str, str] | None = None,
        timeout: float = NPM_SECONDS,
    ) -> Finished:
        """Runs npm in a folder that it may write."""
        return await self.run(("npm", *arguments), folder, variables or {}, timeout)

    async def go(self, folder: Path, *arguments: str) -> Finished:
        """Runs go in a folder that it may write. It must not start what it compiles."""
        async with temporary_folder("go") as temporary:
            place = GO_TEMPORARY if self.containment.bubblewrap else str(temporary)
            variables = {"GOFLAGS": "", "GOTMPDIR": place}
            return await self.run(("go", *arguments), folder, variables, GO_SECONDS)

    async def run(
        self, argv: Sequence[str], folder: Path, variables: Mapping[str, str], timeout: float
    ) -> Finished:
        """Runs a command of ours that asks the registries."""
        environment = {**self.toolchains.environment, **PATIENCE, **variables}
        if self.containment.bubblewrap is None:
            return await run(Command(tuple(argv), folder, environment, timeout))
        caches = [*self.containment.caches]
        if self.registries.npm_cache is not None:
            caches.append(self.registries.npm_cache)
        for cache in caches:
            await asyncio.to_thread(cache.mkdir, parents=True, exist_ok=True)
        async with gateway(self.registries.addresses, self.registries.proxy) as opened:
            sandbox = self.containment.sandbox(
                writable=(folder, *caches),
                readable=(*self.registries.readable, *filter(Path.is_absolute, [Path(argv[0])])),
                network=Network(reaches=(opened.port, *self.registries.loopback_ports)),
                limits=COMPILER,
            )
            environment |= {
                **(self.registries.variables or {}),
                **cache_environment(self.containment),
                **self._through(opened.port),
            }
            command = Command(
                tuple(argv),
                folder,
                environment,
                timeout,
                sandbox=replace(sandbox, measured=(folder,)),
            )
            return await run(command)

    def _through(self, port: int) -> dict[str, str]:
        """Variables that send npm and go through the gateway."""
        address = f"http://127.0.0.1:{port}"
        names = (
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "http_proxy",
            "https_proxy",
            "npm_config_proxy",
            "npm_config_https_proxy",
        )
        variables = dict.fromkeys(names, address) | {"npm_config_noproxy": ""}
        if self.registries.npm_cache is not None:
            variables["npm_config_cache"] = str(self.registries.npm_cache)
        return variables
