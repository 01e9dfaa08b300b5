"""Recordings made of files are whole, and their one fault is where their repair looks for it."""

from __future__ import annotations

from pathlib import Path

from bench.recorded.assembling import assemble, folder_of, request_of, written_plan
from workbench.llm.blocks import read_blocks
from workbench.llm.recording import NONCE, Recording
from workbench.planning.acceptance import unproven_by_plan
from workbench.planning.contradiction import contradiction
from workbench.workspace.edits import draft_of

RECORDED = ("studio", "shop", "trails")


def test_every_requirement_has_a_proof_and_no_scenario_contradicts_the_contract() -> None:
    for system in RECORDED:
        plan = written_plan(system)
        assert unproven_by_plan(plan) == []
        assert contradiction(plan) is None
        assert len(request_of(system)) > 100


def test_the_first_answer_has_one_fault_and_the_debuggers_takes_it_out(tmp_path: Path) -> None:
    assert RECORDED
    for system in RECORDED:
        calls = list(Recording(assemble(system, tmp_path / system)).calls())
        assert {call.role for call in calls} == {
            "planner",
            "backend_coder",
            "frontend_coder",
            "debugger",
        }
        first = {
            block.attributes["path"]: block.text
            for call in calls
            if call.role in ("backend_coder", "frontend_coder")
            for block in read_blocks(call.answer, NONCE)
            if block.kind == "file"
        }
        edits = [
            block
            for call in calls
            if call.role == "debugger"
            for block in read_blocks(call.answer, NONCE)
        ]
        encoded = {path: text.encode() for path, text in first.items()}
        draft = draft_of(edits, encoded.get, ("backend", "frontend"))
        assert not draft.refusals
        faulty = [
            path
            for path, text in first.items()
            if text.rstrip() != (folder_of(system) / path).read_text().rstrip()
        ]
        assert len(faulty) == 1, system
        assert [block.attributes["path"] for block in edits] == faulty
