"""api.walk accepts a sound system, and shows a fault that needs several requests in a few of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seeded_faults import SOUND, WALK, SeededFault, context_of_variant
from workbench.gates import api_walk
from workbench.progress.results import Status

# How many requests are enough to show each fault; which ones a walk meets depends on the plan.
ENOUGH = {
    "an update touches the neighbour": 5,
    "delete leaves it in the list": 3,
    "an id is given out again": 4,
    "the second update of a record is lost": 4,
    "the list ignores records older than the last update": 5,
    "the total counts deleted ones": 3,
    "an update after a delete revives": 3,
    "the offset is wrong after a delete": 5,
    "the search is stale after an update": 3,
    "created_at changes with an update": 5,
}


# A walk takes ten seconds: so many show the kind, the rest is thorough.
SHOWN_BY = 3


async def test_a_sound_system_passes(notes_variants: Path, tmp_path: Path) -> None:
    result = await api_walk.check(await context_of_variant(notes_variants, SOUND, tmp_path))
    assert result.status is Status.PASSED, result.findings
    assert result.passed_checks == ("walk:notes",)


@pytest.mark.parametrize(
    "fault",
    [
        *WALK[:SHOWN_BY],
        *(pytest.param(fault, marks=pytest.mark.thorough) for fault in WALK[SHOWN_BY:]),
    ],
    ids=[fault.name for fault in WALK],
)
async def test_a_stateful_fault_is_found_and_shortened(
    fault: SeededFault, notes_variants: Path, tmp_path: Path
) -> None:
    context = await context_of_variant(notes_variants, fault.name, tmp_path)
    result = await api_walk.check(context)
    assert result.status is Status.FAILED
    finding = result.findings[0]
    commands = [line for line in finding.evidence.splitlines() if line.startswith("curl ")]
    assert len(commands) <= ENOUGH[fault.name], finding.evidence
    assert finding.expected
    assert finding.expected in finding.evidence
    assert finding.actual in finding.evidence
