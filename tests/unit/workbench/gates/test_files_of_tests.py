"""Files and lines that tests leave for the gates: whatever they are, the gate says so and goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.contexts import context_of
from tests.support.odd_files import NOT_JSON, ODD, OTHER_SHAPES, SECRET, name_of, write
from tests.support.plans import NOTES, planned
from workbench.evidence.licences import dependencies_of
from workbench.evidence.store import EvidenceStore
from workbench.gates import backend_tests, dependencies, frontend_agreement, frontend_tests
from workbench.harness.gate_context import GateContext
from workbench.host.dependency_sync import _missing_packages
from workbench.progress.results import GateResult, Status
from workbench.runs.records import RunStore
from workbench.scaffold.project import base_files
from workbench.strength.backend import _read as read_reached
from workbench.strength.mutants import Tampered

Leave = Callable[[Path], None]
SOURCE = "frontend/src/a.ts"


@pytest.fixture
def context(tmp_path: Path) -> GateContext:
    plan = planned(NOTES)
    files = {**base_files(plan), SOURCE: "import x from 'left-pad';\n"}
    made = replace(context_of(tmp_path / "app", files), plan=plan, scratch=tmp_path / "scratch")
    (made.scratch / "vitest").mkdir(parents=True)
    (made.scratch / "log").mkdir()
    return made


@pytest.mark.parametrize("leave", ODD, ids=name_of)
def test_a_list_of_reached_mutants_that_was_replaced(leave: Leave, context: GateContext) -> None:
    leave(context.scratch / "log/one")
    with pytest.raises(Tampered) as raised:
        read_reached(context.scratch / "log/one")
    assert SECRET not in repr(raised.value)


@pytest.mark.parametrize("text", [SECRET, "1 -2", "9" * 5000, "1\n²", "1 x"])
def test_a_list_of_reached_mutants_that_holds_something_else(
    text: str, context: GateContext
) -> None:
    (context.scratch / "log/one").write_text(text)
    with pytest.raises(Tampered) as raised:
        read_reached(context.scratch / "log/one")
    assert SECRET not in repr(raised.value)
    (context.scratch / "log/one").write_text("3\n12\n3\n")
    assert read_reached(context.scratch / "log/one") == {3, 12}
    assert read_reached(context.scratch / "log/none") == set()


@pytest.mark.parametrize("leave", ODD, ids=name_of)
def test_sources_of_the_page_that_are_none(leave: Leave, context: GateContext) -> None:
    leave(context.folder / "frontend/src/odd.ts")
    found = list(frontend_agreement._network_access(context))
    is_folder = name_of(leave) == "a_folder"
    assert [finding.file for finding in found] == ([] if is_folder else ["frontend/src/odd.ts"])
    assert SECRET not in repr(found)
    assert _missing_packages(context.frontend) == ["left-pad"]


@pytest.mark.parametrize("leave", ODD, ids=name_of)
def test_a_report_of_vitest_that_was_replaced(leave: Leave, context: GateContext) -> None:
    leave(context.scratch / frontend_tests.REPORT)
    (finding,) = frontend_tests._findings(context)
    assert "change the report" in finding.message
    assert SECRET not in repr(finding)
    assert frontend_tests._findings(context) == []


@pytest.mark.parametrize(
    "content",
    [*NOT_JSON, *OTHER_SHAPES, '{"testResults": [{"name": 1}], "numTotalTests": 0}'],
    ids=lambda content: repr(content)[:20],
)
def test_a_report_of_vitest_of_another_shape(content: str | bytes, context: GateContext) -> None:
    write(context.scratch / frontend_tests.REPORT, content)
    (finding,) = frontend_tests._findings(context)
    assert "change the report" in finding.message


@pytest.mark.parametrize(
    "line", [*OTHER_SHAPES, '{"Action": "output"}', '{"Test": 1}', "[" * 100_000, "9" * 5000]
)
def test_lines_of_go_test_of_another_shape(line: str) -> None:
    passed = '{"Action": "pass", "Package": "p", "Test": "T"}'
    run = backend_tests._read(f"{line}\n{passed}\n", "p")
    assert run.outcomes == {("p", "T"): "pass"}


@pytest.mark.parametrize("leave", ODD, ids=name_of)
@pytest.mark.parametrize(
    "path", [dependencies.PACKAGE, dependencies.LOCK, dependencies.MODULES, dependencies.SUMS]
)
def test_manifests_that_are_none(path: str, leave: Leave, context: GateContext) -> None:
    (context.folder / path).unlink()
    leave(context.folder / path)
    assert path in {finding.file for finding in _checked(context).findings}


@pytest.mark.parametrize("content", [*NOT_JSON, "[]"], ids=lambda content: repr(content)[:20])
@pytest.mark.parametrize("path", [dependencies.PACKAGE, dependencies.LOCK])
def test_manifests_of_another_shape(path: str, content: str | bytes, context: GateContext) -> None:
    write(context.folder / path, content)
    assert {finding.file for finding in _checked(context).findings} == {path}
    _missing_packages(context.frontend)
    assert dependencies_of({path: (context.folder / path).read_bytes()}, context.folder) == []


@pytest.mark.parametrize("leave", ODD, ids=name_of)
def test_pictures_that_lead_elsewhere_are_no_evidence(leave: Leave, context: GateContext) -> None:
    shots = context.scratch / "screenshots"
    shots.mkdir()
    leave(shots / "odd.png")
    (shots / "one.png").write_bytes(b"png")
    store = EvidenceStore(context.scratch / "evidence")
    name = store.open()
    store.add(name, GateResult(gate="g", status=Status.PASSED, screenshots=("one.png",)), shots)
    assert [path.name for path in store.screenshots(name).iterdir()] == ["one.png"]


@pytest.mark.parametrize("leave", ODD, ids=name_of)
def test_a_record_of_a_run_that_is_none_is_damaged(leave: Leave, tmp_path: Path) -> None:
    (tmp_path / "runs/one").mkdir(parents=True)
    leave(tmp_path / "runs/one/run.json")
    store = RunStore(tmp_path / "runs")
    assert store.all() == []
    assert store.damaged() == ["one"]


def _checked(context: GateContext) -> GateResult:
    return asyncio.run(dependencies.check(context))
