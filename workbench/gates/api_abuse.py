"""api.abuse: hostile requests neither break the server, nor get out a file, nor write what they should not.

Hostile text on the page is the journey's: there it must be shown, never executed.
"""

from __future__ import annotations

import asyncio
import time

import requests

from workbench.contract.plan import BindingRole, Entity
from workbench.gates import serving
from workbench.gates.entity_client import LoadFault
from workbench.gates.hostile import HostileClient
from workbench.gates.result import Finding, GateResult, judged, not_verified
from workbench.gates.site import Site

GATE = "api.abuse"


async def check(site: Site) -> GateResult:
    """Every attack on every entity, each entity on a server of its own."""
    if not await asyncio.to_thread(site.binary.is_file):
        return not_verified(GATE, "there is no server binary: backend.build did not pass")
    started = time.monotonic()
    findings: list[Finding] = []
    passed: list[str] = []
    for entity in site.plan.entities:
        roles = (BindingRole.CREATE, BindingRole.READ, BindingRole.LIST)
        if not all(site.plan.binding(entity.name, role) for role in roles):
            continue
        try:
            async with serving.api(site) as server:
                client = HostileClient(site.plan, entity, server.url)
                await asyncio.to_thread(_attack, client, entity, findings, passed)
                await asyncio.to_thread(client.close)
        except serving.NotServing as failed:
            findings.append(Finding(gate=GATE, message=str(failed), evidence=failed.log[-4000:]))
    return judged(GATE, findings, seconds=time.monotonic() - started, passed_probes=passed)


def _attack(
    client: HostileClient, entity: Entity, findings: list[Finding], passed: list[str]
) -> None:
    try:
        client.prepare()
    except LoadFault as fault:
        findings.append(_finding(fault, f"abuse:{entity.plural}.prepare", entity))
        return
    for name, attack in client.attacks():
        probe = f"abuse:{entity.plural}.{name}"
        try:
            attack()
        except LoadFault as fault:
            findings.append(_finding(fault, probe, entity))
        except (requests.RequestException, OSError) as error:
            message = f"the server did not survive: {name}"
            findings.append(
                Finding(
                    gate=GATE, message=message, probe=probe, entity=entity.name,
                    actual=type(error).__name__, evidence=str(error)[:1000],
                )
            )  # fmt: skip
            return
        else:
            passed.append(probe)


def _finding(fault: LoadFault, probe: str, entity: Entity) -> Finding:
    return Finding(
        gate=GATE, message=fault.message, probe=probe, entity=entity.name,
        expected=fault.expected, actual=fault.actual, evidence=fault.evidence,
    )  # fmt: skip
