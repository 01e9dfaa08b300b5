"""The scaffold searches what the plan marks, in SQLite and in memory."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.recipes import recipes
from tests.support.systems import built_context
from workbench.gates import api_contract, backend_tests
from workbench.progress.results import Status
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import base_files, module_name, protected_files


def write_system(storage: str, folder: Path) -> None:
    plan = recipes(chef=storage == "memory", storage=storage)
    files = base_files(plan) | protected_files(plan, "") | backend_files(plan, module_name(plan))
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


@pytest.mark.parametrize("storage", ["sqlite", pytest.param("memory", marks=pytest.mark.thorough)])
async def test_the_scaffold_searches_lists_and_texts_of_the_server(
    storage: str, tmp_path: Path
) -> None:
    await asyncio.to_thread(write_system, storage, tmp_path / "system")
    context = await built_context(tmp_path / "system", tmp_path)
    for gate in (api_contract, backend_tests):
        result = await gate.check(context)
        assert result.status is Status.PASSED, result.findings
