"""Everything nodes use outside the graph. The graph is built with the real services, or with fakes.

Everything that starts a process, opens a connection or asks a model goes through here, so that the
whole loop runs in milliseconds with fake services.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from langchain_core.language_models import BaseChatModel

from workbench.evidence.audits import Audit
from workbench.harness.gate import Gate
from workbench.harness.runner import GateRunner
from workbench.host.dependency_sync import SyncOutcome
from workbench.host.modules import StorageChoice
from workbench.host.sandbox.containment import Containment, SandboxMode
from workbench.host.toolchains import Toolchains

# The chat model of a name without a provider's prefix.
ModelFactory = Callable[[str], BaseChatModel]


class Host(Protocol):
    """The tools of the machine that nodes use."""

    async def toolchains(self) -> Toolchains:
        """Go, Node, a C compiler, Chromium: what is there."""
        ...

    async def containment(self, mode: SandboxMode) -> Containment:
        """What generated code runs in. Raises `EnvironmentMissing` if it must be and is not."""
        ...

    async def choose_storage(self, wanted: str, mode: SandboxMode) -> StorageChoice:
        """Where the generated system can store data."""
        ...

    async def typescript_schema(self, openapi: str) -> str:
        """The TypeScript types of an OpenAPI document. Raises `EnvironmentMissing`."""
        ...

    async def sync_dependencies(
        self, folder: Path, base: Mapping[str, str], mode: SandboxMode
    ) -> SyncOutcome:
        """Makes manifests, lock files and installed packages of a checkout agree."""
        ...

    async def warm_up(self, base: Mapping[str, str], mode: SandboxMode, *, sqlite: bool) -> None:
        """Fills the caches of the package managers and compilers with what `base` needs."""
        ...

    async def audits(self, folder: Path, mode: SandboxMode) -> tuple[Audit, ...]:
        """What vulnerability databases know of the checkout's dependencies."""
        ...

    async def module_cache(self, mode: SandboxMode) -> Path:
        """Where Go's modules are, for their licences."""
        ...


@dataclass(frozen=True)
class Services:
    """The gates and their runner, the providers of chat models by name, and the host."""

    gates: Sequence[Gate]
    run_gate: GateRunner
    providers: Mapping[str, ModelFactory]
    host: Host
    # No more than a plan is wanted: no tool of the host is needed, and none is asked.
    only_plans: bool = False
