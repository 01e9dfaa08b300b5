"""The enumerated traces accept a sound backend and reject subtle faults, each with its true cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.plans import planned
from tests.support.systems import built_context
from workbench.harness.gate_context import GateContext
from workbench.harness.trace_runs import run_steps
from workbench.reference.enumeration.traces import enumerated_traces
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import base_files, module_name, protected_files

REQUEST = (
    "Tasks (title, body:text optional, code unique optional, status: open|doing|done, urgent:bool, "
    "effort:int min 1 max 200, at:datetime optional)"
)
# File, what is there, what is put in its place, and the trace that must reject it.
FAULTS = {
    "seconds are dropped": (
        "validation", "instant = instant.UTC()", "instant = instant.UTC().Truncate(time.Minute)",
        "tasks.values.at",
    ),
    "a filter ignores one value": (
        "task_repository", "if query.Status != nil {",
        'if query.Status != nil && *query.Status != "doing" {', "tasks.filters",
    ),
    "lengths are counted in bytes": (
        "validation", "utf8.RuneCountInString(text)", "max(len(text), utf8.RuneCountInString(text))",
        "tasks.values.title",
    ),
    "a limit is cut silently": (
        "request", "Limit: limit, Offset", "Limit: min(limit, 50), Offset", "tasks.paging",
    ),
    "numbers are sorted as texts": (
        "task_repository", '` ORDER BY "` + query.Order.Field + `"`',
        '` ORDER BY CAST("` + query.Order.Field + `" AS TEXT)`', "tasks.sorting",
    ),
    "search and filter are joined with the wrong precedence": (
        "task_repository",
        '`(instr(lower_case("title"), ?) > 0 OR instr(lower_case("body"), ?) > 0 OR instr(lower_case("code"), ?) > 0)`',
        '`instr(lower_case("title"), ?) > 0 OR instr(lower_case("body"), ?) > 0 OR instr(lower_case("code"), ?) > 0`',
        "tasks.filters",
    ),
}  # fmt: skip


async def rejected(context: GateContext, wanted: str = "") -> set[str]:
    """Ids of the traces, out of all or the one wanted, that the built backend does not pass."""
    found = set()
    for trace in enumerated_traces(context.plan):
        if wanted in ("", trace.id):
            steps = trace.steps
            finding = await run_steps(context, "g", trace.id, trace.title, trace.entity, steps)
            found |= {trace.id} if finding is not None else set()
    return found


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backend as the scaffold writes it."""
    plan, folder = planned(REQUEST), tmp_path_factory.mktemp("tasks")
    files = base_files(plan) | protected_files(plan, "") | backend_files(plan, module_name(plan))
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


async def test_a_sound_backend_passes_every_trace(system: Path, tmp_path: Path) -> None:
    assert await rejected(await built_context(system, tmp_path)) == set()


@pytest.mark.parametrize("fault", list(FAULTS))
async def test_a_subtle_fault_is_rejected(fault: str, system: Path, tmp_path: Path) -> None:
    stem, before, after, trace = FAULTS[fault]
    context = await built_context(system, tmp_path, **{stem: (before, after)})
    assert await rejected(context, trace) == {trace}
