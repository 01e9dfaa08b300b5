"""Prompts are rendered strictly, and carry their material in blocks."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest

from prompts import prompt
from workbench.llm.blocks import Block, read_blocks

ROLES: dict[str, dict[str, Any]] = {
    "planner": {
        "stage": "rules",
        "parts": "seed",
        "reference": "- a part",
        "example": "{}",
        "has_document": True,
        "refused": True,
        "feedback": True,
        "is_open": False,
        "is_last": False,
    },
    "backend_coder": {"rules": "- a rule", "has_findings": False, "part": 0},
    "frontend_coder": {"rules": "- a rule", "has_findings": True, "part": 1},
    "component_edits": {"rules": "- a rule", "has_findings": False, "part": 0},
    "debugger": {"rules": "- a rule"},
}


@pytest.mark.parametrize("role", ROLES)
def test_a_prompt_is_prose_followed_by_blocks_that_read_back(role: str) -> None:
    text = prompt(role, [Block("task", "x"), Block("plan", "{}")], "n1", **ROLES[role])
    assert text.startswith("# ")
    material = text.partition("# Material\n")[2]
    assert [block.kind for block in read_blocks(material, "n1")] == ["task", "plan"]


@pytest.mark.parametrize("role", [*ROLES])
def test_an_unknown_variable_is_an_error(role: str) -> None:
    with pytest.raises(jinja2.UndefinedError):
        prompt(role, [], "n1")
