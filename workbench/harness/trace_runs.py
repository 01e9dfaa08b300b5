"""Runs traces and chapters of HTTP steps, each on its own server and database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from workbench.harness import servers
from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import HttpRunner, RefusedInWords, StepFailed
from workbench.harness.requests_as_text.lines import requests_up_to
from workbench.host.folders import temporary_folder
from workbench.plan.steps import ApiStep, CalledStep, HttpStep, PlainStep, Trace
from workbench.plan.system import BindingRole, SystemPlan
from workbench.progress.results import KEPT_OF_LOG, Finding, GateResult, judged
from workbench.reference.error_expectations import operation_called
from workbench.reference.traces import derive_traces

PARALLEL = 4
HOUR = 3600


async def run_traces(context: GateContext, gate: str) -> GateResult:
    """Every trace of the plan, a few at a time, as the result of `gate`.

    If the context names traces, only those are run, and none begins after the first finding.
    """
    started = time.monotonic()
    slots = asyncio.Semaphore(PARALLEL)
    if context.traces is not None:
        return await _until_first_finding(context, gate, context.traces)
    traces = derive_traces(context.plan)
    outcomes = await asyncio.gather(*(_limited(slots, context, gate, trace) for trace in traces))
    findings = [finding for finding in outcomes if isinstance(finding, Finding)]
    findings += _never_created(context.plan, gate, traces, outcomes)
    passed = [trace.id for trace, outcome in zip(traces, outcomes, strict=True) if outcome is None]
    return judged(gate, findings, seconds=time.monotonic() - started, passed_checks=passed)


def _never_created(
    plan: SystemPlan,
    gate: str,
    traces: Sequence[Trace],
    outcomes: Sequence[Finding | RefusedInWords | None],
) -> Iterator[Finding]:
    """Entities of which no trace got a record, because a text-only rule rejected each.

    If a scenario creates one, it shows what the rule allows: an entry of a waiting list, say, may
    need more than a trace knows of.
    """
    if not any(isinstance(outcome, RefusedInWords) for outcome in outcomes):
        return
    pairs = [(t, o) for t, o in zip(traces, outcomes, strict=True) if _creates(plan, t)]
    shown = {
        entity.name
        for entity in plan.entities
        for scenario in plan.scenarios
        if _makes(plan, entity.name, scenario.api_steps)
    }
    for name in dict.fromkeys(trace.entity for trace, _ in pairs if trace.entity not in shown):
        of_it = [outcome for trace, outcome in pairs if trace.entity == name]
        refused = [outcome for outcome in of_it if isinstance(outcome, RefusedInWords)]
        if refused and None not in of_it:
            yield Finding(
                gate=gate,
                message=f"every new {name} is rejected by a text-only rule, so that nothing is proven of it",
                entity=name,
                expected="a record that satisfies the plan is created, unless the rule applies to it",
                actual=str(refused[0]),
            )


def _creates(plan: SystemPlan, trace: Trace) -> bool:
    """True for a trace that expects a record of its entity to be created."""
    return bool(trace.entity) and _makes(plan, trace.entity, trace.steps)


def _makes(plan: SystemPlan, entity: str, steps: Sequence[ApiStep]) -> bool:
    """True if one of the steps expects a record of the entity to be created."""
    binding = plan.binding(entity, BindingRole.CREATE)
    if binding is None:
        return False
    success = [plan.operation(binding.operation).success]
    requests = (step for step in steps if isinstance(step, HttpStep))
    return any(
        step.expect.status == success and called.id == binding.operation
        for step in requests
        if (called := operation_called(plan, step)) is not None
    )


async def _until_first_finding(
    context: GateContext, gate: str, traces: Sequence[Trace]
) -> GateResult:
    started = time.monotonic()
    passed: list[str] = []
    for trace in traces:
        found = await _outcome(context, gate, trace)
        if isinstance(found, Finding):
            return judged(gate, [found], seconds=time.monotonic() - started, passed_checks=passed)
        if found is None:
            passed.append(trace.id)
    return judged(gate, [], seconds=time.monotonic() - started, passed_checks=passed)


async def _limited(
    slots: asyncio.Semaphore, context: GateContext, gate: str, trace: Trace
) -> Finding | RefusedInWords | None:
    async with slots:
        return await _outcome(context, gate, trace)


async def _outcome(
    context: GateContext, gate: str, trace: Trace
) -> Finding | RefusedInWords | None:
    """The finding; None if the trace passed; the refusal that ended it without a result."""
    try:
        return await run_steps(context, gate, trace.id, trace.title, trace.entity, trace.steps)
    except RefusedInWords as refused:
        return refused


async def run_steps(
    context: GateContext,
    gate: str,
    trace: str,
    title: str,
    entity: str,
    steps: Sequence[PlainStep],
) -> Finding | None:
    """Runs HTTP steps on their own server; returns the finding if one fails.

    Raises `RefusedInWords` if they end without a result.
    """
    return await run_chapters(context, gate, trace, title, entity, [(0, steps)])


async def run_chapters(
    context: GateContext,
    gate: str,
    trace: str,
    title: str,
    entity: str,
    chapters: Sequence[tuple[int, Sequence[PlainStep]]],
) -> Finding | None:
    """Runs chapters on one database; each chapter's server starts with the clock advanced by its seconds."""
    began = datetime.now(UTC)
    later = 0
    try:
        async with (
            temporary_folder("data") as data,
            servers.server_environment(context.plan) as environment,
        ):
            runner = HttpRunner("", stand_ins=environment.stand_ins, began=began)
            for later, steps in chapters:
                clock = context.plan.fake_now_env if later else None
                now = (began + timedelta(seconds=later)).isoformat().replace("+00:00", "Z")
                async with servers.server_at(
                    context, context.binary, data, environment, {clock: now} if clock else {}
                ) as server:
                    runner.base_url, runner.database = server.url, server.database
                    await _run_on(server, runner, steps)
    except StepFailed as failed:
        return Finding(
            gate=gate,
            message=f"{title}: {failed.step}{_restarted(later)}",
            check=trace,
            entity=entity,
            expected=failed.expected,
            actual=failed.actual,
            evidence=failed.evidence,
            rule=failed.rule,
        )
    except servers.NotServing as failed:
        message = f"the {failed.what} did not start"
        return Finding(
            gate=gate,
            message=message,
            check=trace,
            evidence=failed.log[-KEPT_OF_LOG:],
            rule="backend.settings",
        )
    return None


async def _run_on(server: servers.Served, runner: HttpRunner, steps: Sequence[PlainStep]) -> None:
    """Runs the steps; the evidence of one that fails has what the server's log says of errors."""
    for number, step in enumerate(steps, 1):
        try:
            await asyncio.to_thread(runner.run, step)
        except StepFailed as failed:
            failed.rule = "api.integrations" if isinstance(step, CalledStep) else ""
            failed.evidence += requests_up_to(steps[:number])
            failed.evidence += servers.errors_in(await asyncio.to_thread(server.process.output))
            raise


def _restarted(later: int) -> str:
    """That a step ran after a restart of the server at a later time: a restart may be the cause too."""
    return f" (after a restart, {later / HOUR:g} hours later)" if later else ""
