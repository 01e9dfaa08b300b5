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


def edit(folder: Path, path: str, change: Callable[[dict[str, Any]], object]) -> None:
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
    assert (finding.message, finding.actual) == ("modernc.org/sqlite is replaced", "../sqlite")


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


REACT = "node_modules/react"
ELSEWHERE = "https://evil.example/react/-/react-19.0.0.tgz"
STRANGE_LOCKS: dict[str, Callable[[dict[str, Any]], object]] = {
    "another host": lambda d: d["packages"][REACT].update(resolved=ELSEWHERE),
    "git": lambda d: d["packages"][REACT].update(resolved="git+ssh://git@example.org/react.git"),
    "a file": lambda d: d["packages"][REACT].update(resolved="file:../react.tgz"),
    "a user at the registry's name": lambda d: d["packages"][REACT].update(
        resolved="https://registry.npmjs.org@evil.example/react/-/react-19.0.0.tgz"
    ),
    "another package": lambda d: d["packages"][REACT].update(
        resolved="https://registry.npmjs.org/evil/-/evil-19.0.0.tgz"
    ),
    "an alias": lambda d: d["packages"][REACT].update(name="evil"),
    "a link": lambda d: d["packages"].update({REACT: {"link": True, "resolved": "../react"}}),
    "a folder": lambda d: d["packages"].update({"packages/evil": {"version": "1.0.0"}}),
    "no version": lambda d: d["packages"][REACT].update(version="file:../react"),
    "a bundle that is none": lambda d: d["packages"][REACT].update(inBundle=True),
    "an old form": lambda d: d.update(lockfileVersion=1),
}


@pytest.mark.parametrize("kind", STRANGE_LOCKS)
async def test_a_lock_that_leads_elsewhere_is_found(kind: str, base: Path) -> None:
    edit(base, "frontend/package-lock.json", STRANGE_LOCKS[kind])
    result = await checked(base)
    assert result.status is Status.FAILED
    assert any(
        "from the registry" in f.message or "another version than npm" in f.message
        for f in result.findings
    )


@pytest.mark.parametrize(
    "change",
    [
        {"optionalDependencies": {"evil": "http://evil.example/x.tgz"}},
        {"peerDependencies": {"evil": "git+https://evil.example/x.git"}},
        {"dependencies": {"react": "npm:evil@19.0.0"}},
        {"overrides": {"react": "http://evil.example/x.tgz"}},
        {"overrides": {"vite": {"esbuild": {".": "npm:evil@1"}}}},
        {"workspaces": ["../../.."]},
    ],
)
async def test_a_manifest_that_leads_elsewhere_is_found(change: dict[str, Any], base: Path) -> None:
    edit(base, "frontend/package.json", lambda data: data.update(change))
    messages = [finding.message for finding in (await checked(base)).findings]
    assert any("from the registry" in m or "from folders" in m for m in messages)


async def test_overrides_by_version_and_by_reference_are_the_registrys(base: Path) -> None:
    change = {"overrides": {"a": "1.2.3", "b": {".": "^2.0.0", "c": "$react"}}}
    edit(base, "frontend/package.json", lambda data: data.update(change))
    assert (await checked(base)).findings == ()


async def test_optional_packages_must_be_known_too(base: Path) -> None:
    change = {"optionalDependencies": {"left-pad": "1.3.0"}}
    edit(base, "frontend/package.json", lambda data: data.update(change))
    messages = [finding.message for finding in (await checked(base)).findings]
    assert any("left-pad is not a known package" in message for message in messages)
