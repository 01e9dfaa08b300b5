"""Answers, documents, plans and files that try to make our own process do harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bench.chaos.answers import Answer, answers, try_answer
from bench.chaos.documents import Document, Plan, documents, plans, try_document, try_plan
from bench.chaos.left_files import DAMAGE, LEFT, Leave, try_damage, try_left
from bench.chaos.surroundings import surroundings


@pytest.mark.parametrize("answer", answers(), ids=lambda answer: answer.name)
def test_an_answer_is_refused_whole(answer: Answer, tmp_path: Path) -> None:
    with surroundings(tmp_path) as around:
        assert try_answer(answer, around).problems == []


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.name)
def test_a_document_is_data(document: Document, tmp_path: Path) -> None:
    with surroundings(tmp_path) as around:
        assert try_document(document, around).problems == []


@pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan.name)
def test_a_plan_is_data(plan: Plan, tmp_path: Path) -> None:
    with surroundings(tmp_path) as around:
        assert try_plan(plan, around).problems == []


@pytest.mark.parametrize("leave", LEFT, ids=lambda leave: leave.__name__)
def test_files_left_by_tests_are_not_read_blindly(leave: Leave, tmp_path: Path) -> None:
    with surroundings(tmp_path) as around:
        assert try_left(leave, around).problems == []


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_damaged_packages_are_not_used(
    damage: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    with surroundings(tmp_path) as around:
        assert try_damage(damage, around).problems == []
