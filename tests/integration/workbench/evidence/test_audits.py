"""Audits are advice where they can be had, and say so where they cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nodes.workstation import toolchains_of
from workbench.evidence.audits import advice_of_govulncheck, advice_of_npm, audits_of
from workbench.host.folders import data_folders
from workbench.host.registry_tools import RegistryTools
from workbench.host.sandbox.containment import SandboxMode, find_containment
from workbench.host.sandbox.registries import find_registries

NPM = {
    "auditReportVersion": 2,
    "vulnerabilities": {
        "vite": {"name": "vite", "via": ["esbuild"]},
        "esbuild": {
            "name": "esbuild",
            "via": [{"title": "Anyone reads", "severity": "moderate", "url": "https://a.example"}],
        },
    },
}
GO = [
    {"config": {"scanner_name": "govulncheck"}},
    {"osv": {"id": "GO-1", "summary": "A loop without end"}},
    {"osv": {"id": "GO-2", "summary": "Not called"}},
    {"finding": {"osv": "GO-1", "trace": [{"module": "example.org/a", "function": "Parse"}]}},
    {"finding": {"osv": "GO-2", "trace": [{"module": "example.org/b"}]}},
]


def test_npms_report_names_each_vulnerability_once() -> None:
    assert [(a.package, a.severity, a.title) for a in advice_of_npm(json.dumps(NPM))] == [
        ("esbuild", "moderate", "Anyone reads")
    ]


def test_gos_report_names_what_the_system_calls() -> None:
    report = "\n".join(json.dumps(message, indent=2) for message in GO)
    assert [(a.package, a.title) for a in advice_of_govulncheck(report)] == [
        ("example.org/a", "A loop without end")
    ]


@pytest.mark.parametrize("report", ["", "{}", '{"message": "405 Method Not Allowed"}'])
def test_what_is_no_report_is_not_taken_for_nothing_found(report: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        advice_of_npm(report)
    with pytest.raises((ValueError, KeyError)):
        advice_of_govulncheck(report)


@pytest.mark.parametrize("mode", ["required", "off"])
async def test_a_registry_that_does_not_answer_is_named(
    mode: SandboxMode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for component in ("frontend", "backend"):
        (tmp_path / component).mkdir()
    lock = {"name": "x", "lockfileVersion": 3, "packages": {"": {"name": "x"}}}
    lock["packages"]["node_modules/react"] = {"version": "19.0.0"}  # type: ignore[index]
    (tmp_path / "frontend/package.json").write_text('{"name": "x"}')
    (tmp_path / "frontend/package-lock.json").write_text(json.dumps(lock))
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:1")
    toolchains = await toolchains_of(data_folders())
    containment = await find_containment(data_folders(), toolchains, mode)
    tools = RegistryTools(toolchains, containment, await find_registries(toolchains))
    npm, go = await audits_of(tmp_path, tools)
    assert (npm.advice, go.advice) == ((), ())
    assert npm.unavailable
    assert "/" not in npm.unavailable, "no path and no address of this machine is told"
    assert go.unavailable
