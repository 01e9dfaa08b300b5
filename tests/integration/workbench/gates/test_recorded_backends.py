"""Hand-written backends keep their contracts: a shop's, and a client's own OpenAPI document."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench.recorded.assembling import folder_of, written_plan
from tests.support.systems import built_context
from workbench.gates import api_contract, api_scenarios, api_settings
from workbench.progress.results import Status
from workbench.scaffold.project import NORMALISED_FILE, base_files, protected_files


@pytest.mark.thorough
@pytest.mark.parametrize("system", ["shop", "trails"])
async def test_a_recorded_backend_passes(system: str, tmp_path: Path) -> None:
    plan = await asyncio.to_thread(written_plan, system)
    source, folder = folder_of(system), tmp_path / "system"
    written = {
        path.relative_to(source).as_posix(): path.read_text()
        for path in (source / "backend").rglob("*")
        if path.is_file()
    }
    derived = protected_files(plan, "")
    for path, text in (base_files(plan) | derived | written).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    if system == "trails":
        given = (source / "openapi.yaml").read_text()
        assert derived["openapi.yaml"] == derived["backend/api/openapi.yaml"] == given
        assert "its path /api is put before every path" in derived[NORMALISED_FILE]
    context = await built_context(folder, tmp_path)
    for gate in (api_contract, api_scenarios, api_settings):
        result = await gate.check(context)
        assert result.status is Status.PASSED, result.findings
