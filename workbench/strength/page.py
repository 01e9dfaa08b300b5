"""Which faults of the API client the page's own tests would miss: one copy of the page for each."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from workbench.harness.gate_context import GateContext
from workbench.host.folders import temporary_folder
from workbench.plan.system import BindingRole, SystemPlan
from workbench.progress.results import Finding
from workbench.scaffold.client_views import faulty_functions
from workbench.scaffold.code_templates import render_code
from workbench.strength.outcome import PARALLEL_PAGES, Strength
from workbench.strength.planting import IdleTest, Unmeasurable
from workbench.workspace.system_files import copy_system

HERE = Path(__file__).parent
IDLE_TESTS = TypeAdapter(list[IdleTest])


@dataclass(frozen=True)
class ClientFault:
    """What is switched on, where it applies, and the behaviour that a test must hold."""

    name: str
    role: BindingRole
    what: str
    behaviour: str


CHANGE = BindingRole.REPLACE  # or in part, where that is how a record is changed
FAULTS = (
    ClientFault("list is empty", BindingRole.LIST,
                "the list is always empty", "the page shows the records of the API"),
    ClientFault("dead API looks empty", BindingRole.LIST,
                "an API that does not answer looks like an empty list",
                "the page says so when the API does not answer"),
    ClientFault("query is lost", BindingRole.LIST,
                "the search, filters and page of the list are not sent",
                "the list is narrowed by what is asked for"),
    ClientFault("create is not sent", BindingRole.CREATE,
                "a new record is not sent", "a new record reaches the API"),
    ClientFault("refusal looks like success", BindingRole.CREATE,
                "a refused record looks like a stored one", "what the API refuses is shown"),
    ClientFault("change is not sent", CHANGE,
                "a change is not sent", "a changed record reaches the API"),
    ClientFault("delete is not sent", BindingRole.DELETE,
                "a delete is not sent", "a deleted record is deleted through the API"),
)  # fmt: skip


def applying(plan: SystemPlan) -> list[ClientFault]:
    """The faults that some page of the plan can meet."""
    shown = {page.collection for page in plan.pages if page.collection}
    bindings = [binding for binding in plan.bindings if binding.entity in shown]
    roles = {CHANGE if binding.role is BindingRole.PATCH else binding.role for binding in bindings}
    narrowed = any(b.search or b.filters or b.limit for b in bindings if b.role == "list")
    return [
        fault for fault in FAULTS
        if fault.role in roles and (narrowed or fault.name != "query is lost")
    ]  # fmt: skip


async def measure(context: GateContext, gate: str) -> Strength:
    """Runs the page's tests with each fault. Raises `Unmeasurable`."""
    strength = Strength([_idle(gate, test) for test in await _idle_tests(context)])
    slots = asyncio.Semaphore(PARALLEL_PAGES)

    async def passes(fault: str) -> bool:
        async with slots, temporary_folder("strength") as folder:
            frontend = await asyncio.to_thread(_copy, context, folder / "app", fault)
            ran = await context.node(
                "vitest/vitest.mjs", "run", "--bail=1", "--reporter=dot",
                env={"TZ": "UTC"}, folder=frontend,
            )  # fmt: skip
        return ran.ok

    faults = applying(context.plan)
    sound, *survived = await asyncio.gather(passes(""), *(passes(f.name) for f in faults))
    if not sound:
        raise Unmeasurable("without any fault, the page's tests fail in a copy of the system")
    for fault, unseen in zip(faults, survived, strict=True):
        if unseen:
            strength.findings.append(_finding(gate, fault))
        else:
            strength.noticed.append(f"strength:page.{fault.name}")
    return strength


def _copy(context: GateContext, target: Path, fault: str) -> Path:
    """The frontend of a copy of the system; this fault, if any, is in its API client.

    Nothing in the copy can be switched, so there is nothing that a test could look for.
    """
    copy_system(context.folder, target)
    frontend = target / "frontend"
    (frontend / "node_modules").symlink_to(context.node_modules)
    client, real = frontend / "src" / "api", "x" + secrets.token_hex(4)
    (client / "index.ts").rename(client / f"{real}.ts")
    faulty = render_code(
        HERE, "client_faults.ts.j2", entities=faulty_functions(context.plan), fault=fault,
        real=real,
    )  # fmt: skip
    (client / "index.ts").write_text(faulty)
    return frontend


async def _idle_tests(context: GateContext) -> list[IdleTest]:
    ran = await context.node_script(HERE / "idle_tests.mjs", str(context.frontend))
    if not ran.ok:
        raise Unmeasurable("the page's tests cannot be read: " + ran.output[-600:])
    return IDLE_TESTS.validate_json(ran.stdout)


def _idle(gate: str, test: IdleTest) -> Finding:
    return Finding(
        gate=gate, message=f"the test {test.name} cannot fail: it calls nothing",
        file=f"frontend/{test.file}", line=test.line, expected="a test that can fail",
    )  # fmt: skip


def _finding(gate: str, fault: ClientFault) -> Finding:
    return Finding(
        gate=gate,
        message=f"no test of the page's own fails when {fault.what}",
        check=f"strength:page.{fault.name}",
        file="frontend/src/api/index.ts",
        expected=f"a test that covers: {fault.behaviour}",
        actual="every test passes with this fault in the API client",
    )
