"""Rich systems, hand-written as a strong model would answer: over HTTP, and by replay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.recorded.assembling import assemble, document_of, request_of
from stackwright import BuildResult, abuild
from tests.support.deliveries import files_of
from tests.support.scripted_endpoint import KEY, ScriptedEndpoint, answering_from, serving
from workbench.llm.recording import Recording

pytestmark = pytest.mark.extended


def is_mended(result: BuildResult, file: str, right: str, *, coders: tuple[int, int]) -> None:
    """Verified, after the one repair that the first answer needs; `coders` are the calls of each."""
    assert result.verified, result.verdict.summary
    assert result.verdict.attempts == 2
    assert {item.status for item in result.verdict.requirements} == {"proven"}
    assert all(gate.status == "passed" for gate in result.verdict.gates)
    calls = {role: used.calls for role, used in result.verdict.usage.items()}
    backend, frontend = coders
    assert calls == {
        "planner": 1,
        "backend_coder": backend,
        "frontend_coder": frontend,
        "debugger": 1,
    }
    assert right in (result.out / file).read_text()


@pytest.mark.parametrize("system", ["physio", "museum"])
async def test_what_a_model_wrote_in_a_trial_is_verified_at_once(
    system: str, tmp_path: Path
) -> None:
    recording = assemble(system, tmp_path / "calls")
    result = await abuild(
        request_of(system),
        openapi=document_of(system) or "",
        replay=str(recording),
        out=tmp_path / system,
    )
    assert result.verified, result.verdict.summary
    assert result.verdict.attempts == 1


def is_the_studio(result: BuildResult) -> None:
    is_mended(result, "backend/internal/domain/lesson.go", "l.Booked >= l.Places", coders=(1, 1))
    shots = {path.name for path in (result.out / ".stackwright/screenshots").iterdir()}
    assert shots >= {"accounts-register.png", "accounts-sign-in.png", "lessons-list.png"}


async def test_the_studio_is_built_over_http_and_replayed_file_for_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Recording(assemble("studio", tmp_path / "written"))
    with serving(ScriptedEndpoint(otherwise=answering_from(written))) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        first = await abuild(
            request_of("studio"),
            model="openai:scripted",
            out=tmp_path / "first",
            scaffold="off",
            record=str(tmp_path / "recorded"),
        )
    is_the_studio(first)
    assert len(endpoint.requests) == 4

    again = await abuild(
        request_of("studio"), replay=str(tmp_path / "recorded"), out=tmp_path / "again"
    )
    is_the_studio(again)
    assert files_of(tmp_path / "again") == files_of(tmp_path / "first")


async def test_a_shop_comes_in_parts_and_is_verified(tmp_path: Path) -> None:
    recording = assemble("shop", tmp_path / "calls")
    result = await abuild(request_of("shop"), replay=str(recording), out=tmp_path / "shop")
    is_mended(result, "backend/internal/domain/product.go", "p.Stock+quantity < 0", coders=(2, 1))
    proven = {row.id: row.proof for row in result.verdict.requirements}
    assert "last-one" in proven["R6"]
    assert "sales-on-page" in proven["R9"], "the chart was seen with the API's numbers"
    assert (result.out / ".stackwright/screenshots/sales-on-page-revenue-by-product.png").is_file()


async def test_a_clients_own_document_is_met_to_the_letter(tmp_path: Path) -> None:
    recording, document = assemble("trails", tmp_path / "calls"), document_of("trails")
    assert document is not None
    result = await abuild(
        request_of("trails"), openapi=document, replay=str(recording), out=tmp_path / "trails"
    )
    is_mended(result, "backend/internal/domain/report.go", "ReportLifetime = 30 *", coders=(1, 2))
    assert (result.out / "openapi.yaml").read_bytes() == document.read_bytes()
    assert json.loads((result.out / "frontend/public/config.json").read_text()) == {"apiUrl": ""}
