"""What a gate concludes from traces that text-only rules ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.contexts import context_of
from workbench.harness import trace_runs
from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import RefusedInWords
from workbench.plan.steps import Trace
from workbench.progress.results import Finding, GateResult, Status

REFUSED = RefusedInWords("POST /notes", 422)


async def result_of(
    passing: set[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    with_scenarios: bool = False,
) -> GateResult:
    """The result of a gate in which a rule ends every trace but the passing ones."""

    async def outcome(_: GateContext, __: str, trace: Trace) -> Finding | RefusedInWords | None:
        return None if trace.id in passing else REFUSED

    monkeypatch.setattr(trace_runs, "_outcome", outcome)
    context = context_of(folder, {})
    if not with_scenarios:
        bare = context.plan.model_copy(update={"scenarios": []})
        context = replace(context, plan=bare)
    return await trace_runs.run_traces(context, "api.contract")


async def test_a_system_that_creates_nothing_does_not_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await result_of({"notes.list.empty", "notes.create.malformed"}, tmp_path, monkeypatch)
    assert result.status is Status.FAILED
    [finding] = result.findings
    assert finding.message.startswith("every new Note is rejected by a text-only rule")
    assert "POST /notes" in finding.actual


async def test_one_record_that_was_created_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await result_of({"notes.create.persists"}, tmp_path, monkeypatch)
    assert result.status is Status.PASSED


async def test_what_a_scenario_creates_may_need_more_than_a_trace_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = await result_of(set(), tmp_path, monkeypatch, with_scenarios=True)
    assert result.status is Status.PASSED
