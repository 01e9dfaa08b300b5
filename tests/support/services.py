"""Fake services: the whole graph runs in milliseconds, without a process, a server or a model."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from pydantic import PrivateAttr

from graph.services import Services
from workbench.evidence.audits import Audit
from workbench.gates.registry import GATES
from workbench.harness.gate import Gate
from workbench.harness.gate_context import GateContext
from workbench.harness.runner import GateListener
from workbench.host.dependency_sync import SyncOutcome
from workbench.host.modules import StorageChoice
from workbench.host.sandbox.containment import Containment, SandboxMode
from workbench.host.sandbox.policy import Bubblewrap
from workbench.host.toolchains import Tool, Toolchains
from workbench.llm.blocks import Block, write_blocks
from workbench.offline.chat import OfflineChat
from workbench.progress.results import Finding, GateResult, Status

TOOL = Tool("t", Path("t"), (1,), (1,), "nothing")
BUBBLEWRAP = Bubblewrap(Path("bwrap"), ())
NO_TOOL = Tool("go", None, (), (1,), "everything")
Reply = Callable[[list[Block]], list[Block] | str]


@dataclass
class FakeHost:
    """A host on which every tool is there and does nothing."""

    tool: Tool = TOOL
    repairs: Sequence[str] = ()
    storage: str = ""
    calls: list[str] = field(default_factory=list)

    async def toolchains(self) -> Toolchains:
        return Toolchains(self.tool, TOOL, TOOL, TOOL, TOOL, Path("bin"))

    async def containment(self, mode: SandboxMode) -> Containment:
        return Containment(None, "a fake") if mode == "off" else Containment(BUBBLEWRAP)

    async def choose_storage(self, wanted: str, mode: SandboxMode) -> StorageChoice:
        return StorageChoice(self.storage or ("sqlite" if wanted == "auto" else wanted), "a fake")

    async def typescript_schema(self, openapi: str) -> str:
        assert openapi.startswith("openapi:")
        return "export type paths = object;\n"

    async def sync_dependencies(
        self, folder: Path, base: Mapping[str, str], mode: SandboxMode
    ) -> SyncOutcome:
        self.calls.append("sync")
        return SyncOutcome(repairs=list(self.repairs))

    async def warm_up(self, base: Mapping[str, str], mode: SandboxMode, *, sqlite: bool) -> None:
        self.calls.append("warm_up")

    async def audits(self, folder: Path, mode: SandboxMode) -> tuple[Audit, ...]:
        return ()

    async def module_cache(self, mode: SandboxMode) -> Path:
        return Path("nowhere")


class FakeGates:
    """Gates whose results are scripted: for each judged tree one mapping of gate to outcome.

    An outcome is a list of findings' messages (red), a text (not verified, with this reason), or
    nothing (passed). The last mapping stays in force.
    """

    def __init__(self, *attempts: Mapping[str, list[str] | str]) -> None:
        self._attempts = deque(attempts or [{}])
        self._current: Mapping[str, list[str] | str] = {}
        self.ran: list[str] = []

    async def run(self, context: GateContext, gate: Gate, listen: GateListener) -> GateResult:
        if gate.name == "backend.build":
            more = len(self._attempts) > 1
            self._current = self._attempts.popleft() if more else self._attempts[0]
        self.ran.append(gate.name)
        listen(gate.name, None)
        result = self._result(context, gate.name).attributed(gate.component)
        listen(gate.name, result)
        return result

    def _result(self, context: GateContext, name: str) -> GateResult:
        outcome = self._current.get(name)
        if isinstance(outcome, str):
            return GateResult(gate=name, status=Status.NOT_VERIFIED, reason=outcome)
        if outcome:
            findings = tuple(Finding(gate=name, message=message) for message in outcome)
            return GateResult(gate=name, status=Status.FAILED, findings=findings)
        proven = tuple(s.id for s in context.plan.scenarios) if name == "ui.journey" else ()
        return GateResult(gate=name, status=Status.PASSED, proven=proven)


class ScriptedChat(OfflineChat):
    """A chat model that answers each task's prompt by a function of its blocks."""

    _replies: dict[str, Reply] = PrivateAttr(default_factory=dict)
    _asked: list[list[Block]] = PrivateAttr(default_factory=list)

    def reply(self, blocks: list[Block], nonce: str) -> str:
        self._asked.append(blocks)
        task = next(block.text.strip() for block in blocks if block.kind == "task")
        given = self._replies[task](blocks)
        return given if isinstance(given, str) else write_blocks(given, nonce)

    def shown(self, kind: str) -> list[str]:
        """The texts of all blocks of that kind that it was shown."""
        return [block.text for blocks in self._asked for block in blocks if block.kind == kind]


def scripted_chat(replies: Mapping[str, Reply]) -> ScriptedChat:
    """A chat model with these replies by task: plan, backend, frontend, repair."""
    chat = ScriptedChat()
    chat._replies = dict(replies)
    return chat


def fake_services(gates: FakeGates, chat: BaseChatModel, host: FakeHost | None = None) -> Services:
    """Services without a process: the model is served under the name `fake`."""
    return Services(
        gates=GATES,
        run_gate=gates.run,
        providers={"fake": lambda _name: chat},
        host=host or FakeHost(),
    )
