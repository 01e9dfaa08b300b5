"""A generated system with amounts of money compiles, and its own tests pass."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.systems import context_on, installed, write_system
from tests.support.till import till
from workbench.gates import frontend_tests, frontend_types
from workbench.progress.results import Status


@pytest.fixture
def system(tmp_path: Path, stackwright_home: Path) -> Path:
    """The till as the scaffold writes it."""
    asyncio.run(write_system(till(), tmp_path / "till"))
    return tmp_path / "till"


async def test_the_generated_page_compiles_and_its_tests_pass(system: Path, tmp_path: Path) -> None:
    context = await installed(await context_on(system, tmp_path / "scratch"))
    judged = [(await gate.check(context)).status for gate in (frontend_types, frontend_tests)]
    assert judged == [Status.PASSED] * 2
