"""Which faults of the API client the frontend's own tests miss: each is seeded in a copy of its own."""

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
from workbench.strength.mutants import HollowTest, Unmeasurable
from workbench.strength.outcome import PARALLEL_TEST_RUNS, Strength
from workbench.workspace.system_files import copy_system

HERE = Path(__file__).parent
HOLLOW_TESTS = TypeAdapter(list[HollowTest])


@dataclass(frozen=True)
class ClientFault:
    """A seeded fault, the operation it applies to, and the behaviour that a test must cover."""

    name: str
    role: BindingRole
    what: str
    behaviour: str


CHANGE = BindingRole.REPLACE  # stands for PATCH as well
FAULTS = (
    ClientFault(
        "list is empty",
        BindingRole.LIST,
        "the list is always empty",
        "the page shows the records of the API",
    ),
    ClientFault(
        "dead API looks empty",
        BindingRole.LIST,
        "an API that does not respond looks like an empty list",
        "the page shows an error when the API does not respond",
    ),
    ClientFault(
        "query is lost",
        BindingRole.LIST,
        "the search, filters and page of the list are not sent",
        "the list request carries the search, the filters and the page",
    ),
    ClientFault(
        "create is not sent",
        BindingRole.CREATE,
        "a new record is not sent",
        "a new record reaches the API",
    ),
    ClientFault(
        "refusal looks like success",
        BindingRole.CREATE,
        "a rejected record looks like a stored one",
        "the API's error is shown",
    ),
    ClientFault(
        "change is not sent", CHANGE, "a change is not sent", "a changed record reaches the API"
    ),
    ClientFault(
        "delete is not sent",
        BindingRole.DELETE,
        "a delete is not sent",
        "deleting a record calls the API",
    ),
)


def applying(plan: SystemPlan) -> list[ClientFault]:
    """The faults that can occur on some page of the plan."""
    shown = {page.collection for page in plan.pages if page.collection}
    bindings = [binding for binding in plan.bindings if binding.entity in shown]
    roles = {CHANGE if binding.role is BindingRole.PATCH else binding.role for binding in bindings}
    narrowed = any(b.search or b.filters or b.limit for b in bindings if b.role == "list")
    return [
        fault
        for fault in FAULTS
        if fault.role in roles and (narrowed or fault.name != "query is lost")
    ]


async def measure(context: GateContext, gate: str) -> Strength:
    """Runs the frontend's own tests with each fault. Raises `Unmeasurable`."""
    strength = Strength([_hollow(gate, test) for test in await _hollow_tests(context)])
    slots = asyncio.Semaphore(PARALLEL_TEST_RUNS)

    async def passes(fault: str) -> bool:
        async with slots, temporary_folder("strength") as folder:
            frontend = await asyncio.to_thread(_copy, context, folder / "app", fault)
            ran = await context.node(
                "vitest/vitest.mjs",
                "run",
                "--bail=1",
                "--reporter=dot",
                env={"TZ": "UTC"},
                folder=frontend,
            )
        return ran.ok

    faults = applying(context.plan)
    passes_without_fault, *survived = await asyncio.gather(
        passes(""), *(passes(f.name) for f in faults)
    )
    if not passes_without_fault:
        raise Unmeasurable("without any fault, the frontend's tests fail in a copy of the system")
    for fault, unnoticed in zip(faults, survived, strict=True):
        if unnoticed:
            strength.findings.append(_finding(gate, fault))
        else:
            strength.noticed.append(f"strength:page.{fault.name}")
    return strength


def _copy(context: GateContext, target: Path, fault: str) -> Path:
    """Copies the system, puts this fault, if any, into its API client, and returns the copy's frontend.

    Nothing in the copy can be switched on or off, so a test cannot detect that it is being measured.
    """
    copy_system(context.folder, target)
    frontend = target / "frontend"
    (frontend / "node_modules").symlink_to(context.node_modules)
    client, real = frontend / "src" / "api", "x" + secrets.token_hex(4)
    (client / "index.ts").rename(client / f"{real}.ts")
    faulty = render_code(
        HERE, "client_faults.ts.j2", entities=faulty_functions(context.plan), fault=fault, real=real
    )
    (client / "index.ts").write_text(faulty)
    return frontend


async def _hollow_tests(context: GateContext) -> list[HollowTest]:
    ran = await context.node_script(HERE / "hollow_tests.mjs", str(context.frontend))
    if not ran.ok:
        raise Unmeasurable("the frontend's tests cannot be parsed: " + ran.output[-600:])
    return HOLLOW_TESTS.validate_json(ran.stdout)


def _hollow(gate: str, test: HollowTest) -> Finding:
    return Finding(
        gate=gate,
        message=f"the test {test.name} cannot fail: it calls nothing",
        file=f"frontend/{test.file}",
        line=test.line,
        expected="a test that can fail",
        rule="tests.assert_something",
    )


def _finding(gate: str, fault: ClientFault) -> Finding:
    return Finding(
        gate=gate,
        message=f"none of the frontend's own tests fails when {fault.what}",
        check=f"strength:page.{fault.name}",
        file="frontend/src/api/index.ts",
        expected=f"a test that covers: {fault.behaviour}",
        actual="every test passes with this fault in the API client",
    )
