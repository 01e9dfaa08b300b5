"""api.abuse: attacks do not stop the server, read files or write what they must not.

How a page shows stored markup is checked by ui.journey.
"""

from __future__ import annotations

import asyncio
import time

import requests

from workbench.harness import servers
from workbench.harness.attacks import Attacker
from workbench.harness.entity_client import LoadFailure
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import StepFailed
from workbench.harness.log_secrets import secrets_in_log
from workbench.plan.actors import can_be_written
from workbench.plan.system import Entity
from workbench.progress.results import (
    KEPT_OF_ANSWER,
    KEPT_OF_LOG,
    Finding,
    GateResult,
    Status,
    judged,
)

NAME = "api.abuse"
LOG_CHECK = "abuse:log"


async def check(context: GateContext) -> GateResult:
    """Every attack on every entity, each entity on a server of its own."""
    entities = [entity for entity in context.plan.entities if can_be_written(context.plan, entity)]
    if not entities and context.plan.accounts is None:
        reason = (
            "the plan has no entity whose records can be created, read by their id and listed"
            " by an account of the plan"
        )
        return GateResult(gate=NAME, status=Status.NOT_APPLICABLE, reason=reason)
    started = time.monotonic()
    findings: list[Finding] = []
    passed: list[str] = []
    if context.plan.accounts is not None:
        await _log(context, findings, passed)
    for entity in entities:
        try:
            async with servers.api(context) as server:
                client = Attacker(context.plan, entity, server.url)
                await asyncio.to_thread(_attack, client, entity, findings, passed)
                await asyncio.to_thread(client.close)
        except servers.NotServing as failed:
            findings.append(
                Finding(gate=NAME, message=str(failed), evidence=failed.log[-KEPT_OF_LOG:])
            )
    return judged(NAME, findings, seconds=time.monotonic() - started, passed_checks=passed)


async def _log(context: GateContext, findings: list[Finding], passed: list[str]) -> None:
    """Looks for secrets in the log after accounts used the server; they must be able to."""
    try:
        found = await secrets_in_log(context)
    except (servers.NotServing, StepFailed) as failed:
        findings.append(
            Finding(
                gate=NAME,
                message=f"accounts cannot be used: {failed}",
                rule="api.accounts",
                check=LOG_CHECK,
            )
        )
        return
    if not found:
        passed.append(LOG_CHECK)
        return
    findings.append(
        Finding(
            gate=NAME,
            message=f"the server's log contains {' and '.join(found)}",
            rule="backend.log",
            check=LOG_CHECK,
            expected="no password and no token, not even for rejected requests",
        )
    )


def _attack(client: Attacker, entity: Entity, findings: list[Finding], passed: list[str]) -> None:
    try:
        client.prepare()
    except LoadFailure as failure:
        findings.append(_finding(failure, f"abuse:{entity.plural}.prepare", entity))
        return
    for name, attack in client.attacks():
        trace = f"abuse:{entity.plural}.{name}"
        try:
            attack()
        except LoadFailure as failure:
            findings.append(_finding(failure, trace, entity))
        except (requests.RequestException, OSError) as error:
            message = f"the server stopped responding during the attack: {name}"
            findings.append(
                Finding(
                    gate=NAME,
                    message=message,
                    check=trace,
                    entity=entity.name,
                    actual=type(error).__name__,
                    evidence=str(error)[:KEPT_OF_ANSWER],
                )
            )
            return
        else:
            passed.append(trace)


def _finding(failure: LoadFailure, trace: str, entity: Entity) -> Finding:
    return Finding(
        gate=NAME,
        message=failure.message,
        check=trace,
        entity=entity.name,
        expected=failure.expected,
        actual=failure.actual,
        evidence=failure.evidence,
    )


GATE = Gate(
    name=NAME,
    stage=Stage.STRESS,
    check=check,
    proves="attacks (injection, traversal, oversized, nested and broken bodies, forbidden methods, mass assignment, clients that never finish a request) neither break the server nor change what they may not change; the log contains no password and no token",
    rules=("api.survives_hostile_requests", "backend.log", "api.accounts"),
    turn=1,
    needs=("backend.build",),
    component="backend",
    runs_the_system=True,
    lists_checks=True,
)
