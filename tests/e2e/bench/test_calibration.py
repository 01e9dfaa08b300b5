"""The measurement of the verdict is itself held to its word."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bench.calibration.measuring import Bench
from bench.calibration.notebook import Notebook
from bench.calibration.seeding import (
    FAULTS,
    VARIANTS,
    Edit,
    SeededFault,
    SeedingFailed,
    load,
    seed_fault,
)
from bench.calibration.systems import HOSTS, QUICK, RECORDED, SOUND
from bench.calibration.tables import Outcome, tables
from bench.recorded.assembling import folder_of, written_plan
from tests.support.plans import planned
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.project import base_files, module_name, readme

CHANGES = [*load(FAULTS), *load(VARIANTS)]


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The hosts' sources as the offline model writes them, neither formatted nor judged."""
    folders = {}
    for name in RECORDED:
        folders[name] = tmp_path_factory.mktemp(name) / "system"
        shutil.copytree(folder_of(name), folders[name])
        plan_file = folders[name] / ".stackwright/plan.json"
        plan_file.parent.mkdir()
        plan_file.write_text(written_plan(name).model_dump_json())
    for name, request in HOSTS.items():
        if name in RECORDED:
            continue
        plan = planned(request)
        folders[name] = tmp_path_factory.mktemp(name) / "system"
        files = base_files(plan) | backend_files(plan, module_name(plan)) | frontend_files(plan)
        files["README.md"] = readme(plan, None)
        files[".stackwright/plan.json"] = json.dumps(plan.model_dump(mode="json"), indent=1)
        for path, text in files.items():
            target = folders[name] / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    return folders


def test_there_is_enough_to_say_something() -> None:
    faults = load(FAULTS)
    assert sum(len(fault.hosts) for fault in faults) >= 80
    assert {host for fault in faults for host in fault.hosts} == set(HOSTS)
    assert len(HOSTS) >= 4
    assert len(HOSTS) + len(SOUND) >= 20
    assert {fault.name for fault in faults} >= set(QUICK)
    names = [(fault.name, host) for fault in CHANGES for host in fault.hosts]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_fits_its_hosts(
    change: SeededFault, hosts: dict[str, Path], tmp_path: Path
) -> None:
    for host in change.hosts:
        changed = seed_fault(change, host, hosts[host], tmp_path / host)
        assert changed
        for path in changed:
            before, after = hosts[host] / path, tmp_path / host / path
            content = [file.read_bytes() if file.is_file() else b"" for file in (before, after)]
            assert content[0] != content[1], path


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Edit(file="backend/none.go", find="a", put="b"), "there is no none.go"),
        (Edit(file="backend/cmd/server/main.go", find="no such text", put="b"), "0 times"),
        (Edit(file="backend/cmd/server/main.go", find="err", put="b"), "times"),
    ],
)
def test_a_change_that_does_not_fit_is_no_fault(
    edit: Edit, says: str, hosts: dict[str, Path], tmp_path: Path
) -> None:
    change = SeededFault(name="x", family="storage", hosts=("notes",), edits=(edit,))
    with pytest.raises(SeedingFailed, match=says):
        seed_fault(change, "notes", hosts["notes"], tmp_path / "copy")


def outcome(name: str, family: str, *red: str, rejected: bool | None = None) -> Outcome:
    listed = bool(red) if rejected is None else rejected
    return Outcome(name=name, family=family, host="h", red=red, open=(), rejected=listed)


def test_the_tables_tell_what_slipped_through_and_what_one_gate_alone_holds() -> None:
    text = tables(
        [
            outcome("a", "storage", "api.contract", "ui.journey"),
            outcome("b", "storage", "api.contract"),
            outcome("c", "weak tests"),
            outcome("good", "sound"),
            outcome("other", "variant", "ui.journey"),
        ]
    )
    assert "3 seeded faults: 2 rejected, 1 falsely accepted" in text
    assert "2 sound systems: 1 accepted, 1 falsely rejected" in text
    assert "| storage | 2 | 2 | 0 |" in text
    assert "| weak tests | 1 | 0 | 1 |" in text
    assert "| `api.contract` | 2 | 1: b (h) |" in text
    assert "| `ui.journey` | 1 | nothing |" in text
    assert "- falsely accepted: c (weak tests, h)" in text
    assert "- falsely rejected: other (variant, h): ui.journey" in text


def test_of_several_rounds_a_wrong_one_counts_and_what_differs_is_named() -> None:
    first = [outcome("a", "storage", "api.contract"), outcome("b", "storage", "api.contract")]
    again = [replace(outcome("a", "storage"), round=2), replace(first[1], round=2)]
    text = tables([*first, *again])
    assert "2 seeded faults: 1 rejected, 1 falsely accepted" in text
    assert "Repeated: 2 measured twice." in text
    assert "Verdict not the same each time: a (h)." in text


def test_outcomes_of_other_gates_are_told_apart() -> None:
    first = [replace(outcome("a", "storage", "api.contract"), version="one")]
    assert "changed during the measurement" not in tables(first)
    text = tables([*first, replace(outcome("b", "storage", "api.contract"), version="two")])
    assert "Measurements by version of the gates: 1 with one, 1 with two." in text
    assert "With the last version 1 of 2 systems were measured." in text


@pytest.mark.extended
async def test_a_few_faults_are_rejected_and_their_host_is_not(
    verified_notes: Path, tmp_path: Path
) -> None:
    heard: list[Outcome] = []
    bench = Bench(tmp_path, heard.append)
    shutil.copytree(verified_notes, tmp_path / "notes")
    assert not (await bench.sound("notes", HOSTS["notes"])).rejected
    quick = [change for change in CHANGES if change.name in QUICK]
    found = await asyncio.gather(*(bench.with_fault(change, "notes") for change in quick))
    assert [outcome.name for outcome in found if not outcome.rejected] == []
    again = await asyncio.gather(
        *(
            bench.with_fault(change, "notes", first.red[:1])
            for change, first in zip(quick, found, strict=True)
        )
    )
    for first, second in zip(found, again, strict=True):
        assert second.rejected
        assert second.red[:1] == first.red[:1]
        assert set(second.open) > set(first.open), "one red gate is enough the second time"
    assert len(heard) == 1 + 2 * len(QUICK)
    assert [path.name for path in tmp_path.iterdir()] == ["notes"], "the copies are gone"


@pytest.mark.extended
def test_a_measurement_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "calibration.md"
    first = Notebook(file, go_on=False, planned=3)
    first.note(replace(outcome("a", "storage", "api.contract"), findings=("another: why",)))
    first.note(replace(outcome("c", "weak tests"), findings=("a gate: why",)))
    assert "Not finished: 2 of 3." in file.read_text()
    assert [o.findings for o in first.outcomes] == [(), ("a gate: why",)], "only of a wrong one"
    second = Notebook(file, go_on=True, planned=3)
    assert second.has("a", "h")
    assert second.rejected_by("a", "h") == ("api.contract",)
    assert second.rejected_by("b", "h") == ()
    assert not second.has("b", "h")
    second.note(outcome("a", "storage"))
    second.note(outcome("b", "storage", "ui.journey"))
    assert [o.name for o in second.outcomes] == ["a", "c", "b"]
    assert "Not finished" not in file.read_text()
    assert "3 seeded faults: 2 rejected, 1 falsely accepted" in file.read_text()
