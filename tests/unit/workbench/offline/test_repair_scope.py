"""How much the offline debugger rewrites follows the scope that the judge decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.plans import NOTES, planned
from workbench.llm.blocks import Block
from workbench.offline.skills import answer
from workbench.progress.rule import SCOPES
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import module_name
from workbench.workspace.repair_scope import RepairScope

PROMPT = Path(__file__).parents[4] / "prompts" / "debugger.md"
PLAN = planned(NOTES)
FILES = backend_files(PLAN, module_name(PLAN))
BROKEN = "backend/internal/domain/note.go"


def repaired(scope: RepairScope) -> list[Block]:
    return answer(
        [
            Block("task", "repair"),
            Block("plan", PLAN.model_dump_json()),
            Block("layout", "\n".join([*FILES])),
            Block("findings", "1. [backend.build] it does not compile"),
            Block("scope", scope),
            Block("needed", ""),
            Block("file", FILES[BROKEN] + "\nbroken\n", {"path": BROKEN}),
        ]
    )


def of_the_broken_file(blocks: list[Block]) -> list[str]:
    return [block.kind for block in blocks if block.path == BROKEN]


def test_the_scope_edit_is_answered_with_edits() -> None:
    assert of_the_broken_file(repaired(RepairScope.EDIT)) == ["edit"]


@pytest.mark.parametrize("scope", [scope for scope in SCOPES if scope is not RepairScope.EDIT])
def test_the_wider_scopes_are_answered_with_whole_files(scope: RepairScope) -> None:
    assert of_the_broken_file(repaired(scope)) == ["file"]


def test_every_scope_is_one_of_the_judges() -> None:
    assert set(SCOPES) == set(RepairScope)


@pytest.mark.parametrize("scope", [RepairScope.EDIT, RepairScope.FILE])
def test_the_debuggers_prompt_names_the_scopes_by_their_values(scope: RepairScope) -> None:
    assert f"with `{scope}` send" in PROMPT.read_text(encoding="utf-8")
