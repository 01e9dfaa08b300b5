"""A first answer that is spoiled in one way ends verified, and the history says what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from graph.build import real_services
from graph.context import BuildOptions
from stackwright import BuildResult
from stackwright.session import start_run
from tests.support.spoiled_answers import (
    Fault,
    Spoil,
    adding,
    chatter,
    every_second_file,
    replacing,
    spoiled_model,
)
from workbench.evidence.events import AttemptJudged, Event, InstallerFixed
from workbench.llm.blocks import Block

INTERNAL = "backend/internal"
HANDLER = f"{INTERNAL}/infrastructure/httpapi/note_handler.go"
SERVICE = f"{INTERNAL}/application/note_service.go"
PAGE = "frontend/src/pages/NotePage.tsx"


@dataclass
class Run:
    """A finished run and everything it told."""

    result: BuildResult
    events: list[Event]

    @property
    def red_gates(self) -> set[str]:
        return {gate for e in self.events if isinstance(e, AttemptJudged) for gate in e.red}


async def run_with(tmp_path: Path, *faults: Fault) -> Run:
    chat = spoiled_model(*faults)
    services = replace(real_services(), providers={"spoiled": lambda _name: chat})
    events: list[Event] = []
    # In memory: what is repaired here has nothing to do with where data is stored.
    options = BuildOptions(
        out=str(tmp_path / "out"), model="spoiled", storage="memory", scaffold="off"
    )
    result = await start_run("A notes app", options, on_event=events.append, services=services)
    return Run(result, events)


@dataclass(frozen=True)
class Case:
    """A fault in the first answer, the gate that must see it, and the file that must be mended."""

    task: str
    spoil: Spoil
    gate: str
    mended: str


REPAIRED = {
    "go syntax error": Case(
        "backend",
        replacing(SERVICE, "return &NoteService{ports: ports}", "return &NoteService{"),
        "backend.build",
        SERVICE,
    ),
    "missing import": Case(
        "backend", replacing(HANDLER, '\t"strconv"\n', ""), "backend.build", HANDLER
    ),
    "undefined symbol": Case(
        "backend",
        replacing(HANDLER, "writeJSON(w, http.StatusCreated", "sendJSON(w, http.StatusCreated"),
        "backend.build",
        HANDLER,
    ),
    "handler with the wrong status": Case(
        "backend",
        replacing(HANDLER, "http.StatusCreated", "http.StatusAccepted"),
        "backend.tests",
        HANDLER,
    ),
    "update that does not store": Case(
        "backend",
        replacing(SERVICE, "return s.ports.Notes.Replace(ctx, note)", "return nil"),
        "backend.tests",
        SERVICE,
    ),
    "delete that does not delete": Case(
        "backend",
        replacing(
            SERVICE,
            "return s.ports.Notes.Delete(ctx, id)",
            "_, err := s.ports.Notes.Get(ctx, id); return err",
        ),
        "backend.tests",
        SERVICE,
    ),
    "typescript type error": Case(
        "frontend",
        replacing(PAGE, "const pageSize = 20;", 'const pageSize: number = "20";'),
        "frontend.types",
        PAGE,
    ),
    "page that calls a route that is not there": Case(
        "frontend",
        replacing(
            PAGE,
            "queryFn: () => listNotes(query)",
            'queryFn: () => fetch("http://localhost:8000/nowhere").then((r) => r.json() as ReturnType<typeof listNotes>)',
        ),
        "frontend.tests",
        PAGE,
    ),
    "button that does nothing": Case(
        "frontend",
        replacing(PAGE, "onClick={() => setCreating(true)}", "onClick={() => undefined}"),
        "frontend.tests",
        PAGE,
    ),
    "only half of the files": Case(
        "backend", every_second_file, "backend.build", f"{INTERNAL}/domain/errors.go"
    ),
}


# One whole repair; the others differ in the gate that is red.
FIRST = "update that does not store"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(FIRST, marks=pytest.mark.thorough),
        *(pytest.param(n, marks=pytest.mark.extended) for n in REPAIRED if n != FIRST),
    ],
)
async def test_a_spoiled_first_answer_is_repaired(name: str, tmp_path: Path) -> None:
    case = REPAIRED[name]
    run = await run_with(tmp_path, Fault(case.task, case.spoil))
    verdict = run.result.verdict
    assert verdict.verified, verdict.summary
    assert verdict.attempts == 2
    first, second = verdict.history
    assert case.gate in first["red"]
    assert first["findings"]
    assert case.mended in second["changed"]
    assert second["outcome"] == "verified"
    report = (run.result.out / ".stackwright/report.html").read_text()
    assert "Attempt 2: " in report
    assert f"<strong>{case.mended}</strong>" in report


@pytest.mark.extended
async def test_a_missing_go_mod_is_restored_without_a_model(tmp_path: Path) -> None:
    fault = Fault("backend", adding(Block("delete", "", {"path": "backend/go.mod"})))
    run = await run_with(tmp_path, fault)
    assert run.result.verified, run.result.verdict.summary
    assert [e.what for e in run.events if isinstance(e, InstallerFixed)] == [
        "backend/go.mod was missing and is back"
    ]
    assert "backend/go.mod was missing and is back" in run.result.verdict.history[0]["notes"]


@pytest.mark.extended
async def test_an_npm_package_that_is_not_in_package_json_is_installed(tmp_path: Path) -> None:
    spoil = replacing(
        "frontend/src/main.tsx",
        'import { App } from "./App";',
        'import clsx from "clsx";\nimport { App } from "./App";\n\ndocument.body.className = clsx("app");',
    )
    run = await run_with(tmp_path, Fault("frontend", spoil))
    assert run.result.verified, run.result.verdict.summary
    repairs = [event.what for event in run.events if isinstance(event, InstallerFixed)]
    assert repairs == ["npm package clsx was added to frontend/package.json"]
    assert '"clsx"' in (run.result.out / "frontend" / "package.json").read_text()


@pytest.mark.extended
async def test_an_unreadable_answer_is_asked_for_again(tmp_path: Path) -> None:
    run = await run_with(tmp_path, Fault("backend", chatter))
    assert run.result.verified, run.result.verdict.summary
    assert run.result.verdict.usage["backend_coder"].calls == 2
    assert "there is no block in the answer" in run.result.verdict.history[0]["notes"][0]


@pytest.mark.extended
async def test_answers_that_stay_unreadable_make_the_side_be_written_afresh(tmp_path: Path) -> None:
    run = await run_with(tmp_path, Fault("backend", chatter, times=2))
    verdict = run.result.verdict
    assert verdict.verified, verdict.summary
    assert verdict.history[0]["red"] == ["answer"]
    assert "cannot be read" in verdict.history[0]["findings"][0]


@pytest.mark.extended
async def test_writing_a_protected_file_is_refused_and_a_finding(tmp_path: Path) -> None:
    weaker = Block(
        "file", "package contract\n", {"path": "backend/tests/contract/contract_test.go"}
    )
    run = await run_with(tmp_path, Fault("backend", adding(weaker)))
    verdict = run.result.verdict
    assert verdict.verified, verdict.summary
    assert "protected" in verdict.history[0]["findings"][0]
    assert (
        "TestContract" in (run.result.out / "backend/tests/contract/contract_test.go").read_text()
    )


@pytest.mark.extended
async def test_a_fault_that_is_never_repaired_ends_as_stagnation(tmp_path: Path) -> None:
    wrong = replacing(HANDLER, "http.StatusCreated", "http.StatusAccepted")
    stubborn = Fault("repair", lambda blocks: [Block("refusal", "I like it as it is.")], times=99)
    run = await run_with(tmp_path, Fault("backend", wrong, times=99), stubborn)
    verdict = run.result.verdict
    assert not verdict.verified
    assert verdict.outcome == "stagnation"
    assert verdict.attempts == 4 < 10
    assert run.result.exit_code == 1
    assert {gate.name for gate in verdict.gates if gate.status == "failed"} == {"backend.tests"}
    assert "http.StatusAccepted" in (run.result.out / HANDLER).read_text()
