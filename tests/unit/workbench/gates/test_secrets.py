"""secrets: documented credential formats are found; ordinary code is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.contexts import context_of
from tests.support.plans import planned
from tests.support.practice import practice
from workbench.gates import secrets
from workbench.progress.results import Status
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files


@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        'key := "AKIA' + 'IOSFODNN7EXAMPLE"',
        "OPENAI=sk-" + "a1" * 20,
        "token ghp_" + "a" * 36,
        "postgres://admin:hunter2hunter2@" + "db/prod",
        'const dbPassword = "correct-horse' + '-battery"',
    ],
)
async def test_a_credential_is_found_with_its_place(line: str, tmp_path: Path) -> None:
    result = await secrets.check(context_of(tmp_path, {"backend/a.go": f"package a\n{line}\n"}))
    assert [(f.file, f.line) for f in result.findings] == [("backend/a.go", 2)]


@pytest.mark.parametrize(
    "line",
    [
        'const types = { password: "password" };',
        'fields: { password: "Password" },',
        '<input autoComplete={password ? "current-password" : "new-password"} />',
        'const tokenPath = "/reset-token";',
    ],
)
async def test_what_only_names_a_secret_is_none(line: str, tmp_path: Path) -> None:
    result = await secrets.check(context_of(tmp_path, {"frontend/src/a.tsx": line}))
    assert result.status is Status.PASSED, result.findings


async def test_the_scaffolds_code_is_clean(tmp_path: Path) -> None:
    plan = planned("accounts (name, token, password_hint, url) and keys for each account (name)")
    files = backend_files(plan, "m") | frontend_files(plan)
    result = await secrets.check(context_of(tmp_path, files))
    assert result.status is Status.PASSED, result.findings


@pytest.mark.parametrize(
    "path", [".env", "backend/.env", "frontend/.env.production", "backend/data/prod.env"]
)
async def test_a_secret_in_a_delivered_env_file_is_found(path: str, tmp_path: Path) -> None:
    result = await secrets.check(context_of(tmp_path, {path: "JWT_SECRET=9f86d081884c7d65\n"}))
    assert [(f.gate, f.file, f.line) for f in result.findings] == [("secrets", path, 1)]


async def test_an_example_of_settings_and_a_readme_that_names_them_pass(tmp_path: Path) -> None:
    files = {
        ".env.example": "JWT_SECRET=change-me\nDATABASE_PASSWORD=\nPORT=8000\n",
        "README.md": "Set `JWT_SECRET` to a text of your own, for example with openssl.\n",
    }
    result = await secrets.check(context_of(tmp_path, files))
    assert result.status is Status.PASSED, result.findings


async def test_what_is_not_delivered_is_not_scanned(tmp_path: Path) -> None:
    files = {"frontend/node_modules/x/.env": "JWT_SECRET=9f86d081884c7d65\n"}
    assert (await secrets.check(context_of(tmp_path, files))).status is Status.PASSED


async def test_a_seeded_password_of_the_plan_may_stand_in_the_source(tmp_path: Path) -> None:
    seeded = 'defaultPassword := "therapist-1"\notherPassword := "correct-horse-battery"\n'
    context = replace(context_of(tmp_path, {"backend/seed.go": seeded}), plan=practice())
    result = await secrets.check(context)
    assert [finding.line for finding in result.findings] == [2]
