"""Dependencies come from registries, are locked whole, and run nothing when installed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.contexts import context_of
from tests.support.plans import NOTES, planned
from workbench.gates import dependencies
from workbench.plan.system import SystemPlan
from workbench.progress.results import GateResult, Status
from workbench.scaffold.project import base_files

PLAN = planned(NOTES)


async def checked(folder: Path, plan: SystemPlan = PLAN) -> GateResult:
    return await dependencies.check(replace(context_of(folder, {}), plan=plan))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The manifests as they are derived, before a model has touched them."""
    for path, text in base_files(PLAN).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return tmp_path


def edit(folder: Path, path: str, change: Callable[[dict[str, Any]], None]) -> None:
    data = json.loads((folder / path).read_text())
    change(data)
    (folder / path).write_text(json.dumps(data))


async def test_an_unknown_package_must_be_allowed_by_name(base: Path) -> None:
    edit(base, "frontend/package.json", lambda d: d["dependencies"].update({"left-pad": "1.3.0"}))
    module = base / "backend/go.mod"
    module.write_text(module.read_text() + "\nrequire example.org/router v1.2.3\n")
    unknown = {
        f.actual: f for f in (await checked(base)).findings if "is not a known package" in f.message
    }
    assert {name: finding.file for name, finding in unknown.items()} == {
        "left-pad": "frontend/package.json",
        "example.org/router": "backend/go.mod",
    }
    assert unknown["left-pad"].expected.endswith("--allow-dependency left-pad")
    assert {finding.rule for finding in unknown.values()} == {"dependencies.known"}


async def test_what_was_allowed_is_no_finding(base: Path) -> None:
    edit(base, "frontend/package.json", lambda d: d["dependencies"].update({"left-pad": "1.3.0"}))
    plan = PLAN.model_copy(update={"dependencies": ["left-pad"]})
    findings = (await checked(base, plan)).findings
    assert [f.message for f in findings] == [
        "the lock file does not have left-pad in the version that the manifest names"
    ]


async def test_the_derived_manifests_pass(base: Path) -> None:
    result = await checked(base)
    assert result.status is Status.PASSED, result.findings


@pytest.mark.parametrize(
    "source",
    [
        "git+https://example.org/x.git",
        "https://example.org/x.tgz",
        "file:../x",
        "latest",
        "github:someone/x",
        "*",
    ],
)
async def test_what_does_not_come_from_the_registry_is_found(source: str, base: Path) -> None:
    edit(base, "frontend/package.json", lambda data: data["dependencies"].update(react=source))
    findings = (await checked(base)).findings
    assert findings[0].message == "react does not come from the registry"
    assert findings[0].actual == source


@pytest.mark.parametrize(
    "version",
    [
        "19.0.0",
        "^19.0.0",
        "~1.2",
        ">=1.0 <2",
        "1.x",
        "1.0.0 - 2.0.0",
        "^18.0.0 || ^19.0.0",
        "1.0.0-beta.1",
    ],
)
async def test_versions_and_ranges_come_from_the_registry(version: str, base: Path) -> None:
    edit(base, "frontend/package.json", lambda data: data["dependencies"].update(react=version))
    messages = [finding.message for finding in (await checked(base)).findings]
    assert messages[0] == "the lock file does not have react in the version that the manifest names"
    assert not any("registry" in message for message in messages)


async def test_a_script_that_runs_when_installed_is_found(base: Path) -> None:
    edit(
        base, "frontend/package.json", lambda data: data["scripts"].update(postinstall="node x.js")
    )
    (finding,) = (await checked(base)).findings
    assert (finding.message, finding.actual) == (
        "npm runs the script postinstall on install",
        "node x.js",
    )
    assert finding.rule == "dependencies.no_install_scripts"


async def test_a_package_that_runs_a_script_when_installed_is_found(base: Path) -> None:
    edit(
        base,
        "frontend/package-lock.json",
        lambda data: data["packages"]["node_modules/react"].update(hasInstallScript=True),
    )
    (finding,) = (await checked(base)).findings
    assert finding.message == "react runs a script on install"


async def test_a_lock_without_a_digest_is_found(base: Path) -> None:
    edit(
        base,
        "frontend/package-lock.json",
        lambda data: data["packages"]["node_modules/react"].pop("integrity"),
    )
    (finding,) = (await checked(base)).findings
    assert finding.message == "react is locked without a digest"


async def test_a_lock_that_lacks_a_package_is_found(base: Path) -> None:
    edit(
        base, "frontend/package-lock.json", lambda data: data["packages"].pop("node_modules/react")
    )
    finding, *_ = (await checked(base)).findings
    assert "does not have react" in finding.message


async def test_a_replaced_module_is_found(base: Path) -> None:
    path = base / "backend/go.mod"
    path.write_text(path.read_text() + "\nreplace modernc.org/sqlite => ../sqlite\n")
    (finding,) = (await checked(base)).findings
    assert (finding.message, finding.actual) == (
        "backend/go.mod replaces modernc.org/sqlite",
        "../sqlite",
    )


async def test_a_module_that_is_not_locked_is_found(base: Path) -> None:
    path = base / "backend/go.mod"
    path.write_text(path.read_text() + "\nrequire example.org/thing v1.0.0\n")
    plan = PLAN.model_copy(update={"dependencies": ["example.org/thing"]})
    (finding,) = (await checked(base, plan)).findings
    assert finding.message == "example.org/thing v1.0.0 is not locked"
    assert finding.rule == "dependencies.locked"


async def test_a_lock_file_left_behind_by_its_manifest_is_found(base: Path) -> None:
    """As when a range is raised by hand: `npm ci` of the README would refuse it."""
    for path in ("frontend/package.json", "frontend/package-lock.json"):
        edit(
            base,
            path,
            lambda d: d.get("packages", {"": d})[""]["dependencies"].update(react="^99.0.0"),
        )
    (finding,) = (await checked(base)).findings
    assert "version of react that package.json does not accept" in finding.message
    assert (finding.file, finding.expected) == ("frontend/package-lock.json", "^99.0.0")


async def test_a_module_of_which_only_the_manifest_is_locked_is_found(base: Path) -> None:
    sums = base / "backend/go.sum"
    lines = sums.read_text().splitlines(keepends=True)
    sums.write_text(
        "".join(line for line in lines if not line.startswith("modernc.org/sqlite v1.45.0 "))
    )
    (finding,) = (await checked(base)).findings
    assert finding.message == "modernc.org/sqlite v1.45.0 is not locked"


@pytest.mark.parametrize(
    "path", ["frontend/package.json", "frontend/package-lock.json", "backend/go.mod"]
)
async def test_a_missing_manifest_is_found(path: str, base: Path) -> None:
    (base / path).unlink()
    assert [finding.file for finding in (await checked(base)).findings] == [path]
