"""Finished work survives failures of delivery, damage and rivals; it is never paid for twice."""

from __future__ import annotations

import asyncio
import errno
import os
from pathlib import Path

import pytest

from graph.context import BuildOptions, Changes
from stackwright.results import BuildResult
from stackwright.session import continue_run, start_run
from tests.support.plans import NOTES
from tests.support.replies import replies
from tests.support.services import FakeGates, fake_services, scripted_chat
from workbench.errors import EnvironmentMissing, InputError
from workbench.evidence.events import Event, RunStarted
from workbench.host.folders import data_folders
from workbench.runs.locks import RunBusy, working_on
from workbench.runs.records import CHECKPOINTS_FILE, RECORD_FILE, DamagedRun, RunStore


def store() -> RunStore:
    return RunStore(data_folders().runs)


async def build(
    out: Path, gates: FakeGates | None = None, events: list[Event] | None = None
) -> BuildResult:
    services = fake_services(gates or FakeGates({}), scripted_chat(replies()))
    options = BuildOptions(model="fake", out=str(out))
    heard = [] if events is None else events
    return await start_run(NOTES, options, on_event=heard.append, services=services)


async def resume(name: str, events: list[Event] | None = None, **changes: object) -> BuildResult:
    """Goes on with a model that must not be asked: every answer was paid for."""
    refusing = scripted_chat({})
    heard = [] if events is None else events
    return await continue_run(
        name,
        Changes.model_validate(changes),
        on_event=heard.append,
        approver=None,
        services=fake_services(FakeGates({}), refusing),
    )


class OccupyingGates(FakeGates):
    """Somebody puts something into the folder of the result while the gates run."""

    def __init__(self, out: Path) -> None:
        super().__init__({})
        self._out = out

    async def run(self, *arguments: object) -> object:  # type: ignore[override]
        self._out.mkdir(exist_ok=True)
        (self._out / "mine.txt").write_text("mine")
        return await super().run(*arguments)  # type: ignore[arg-type]


async def test_a_folder_that_was_occupied_meanwhile_loses_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(EnvironmentMissing, match=r"stackwright resume \S+ --out"):
        await build(out, OccupyingGates(out))
    (record,) = store().all()
    assert (record.state, record.exit_code) == ("stopped", 3)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    result = await resume(record.id, out=str(tmp_path / "other"))
    assert result.verified
    assert (tmp_path / "other/backend/cmd/server/main.go").is_file()
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EXDEV, errno.EIO])
async def test_whatever_the_disk_refuses_at_the_end_the_run_stays(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def refusing(path: Path, target: Path) -> Path:
        if Path(target).name == "out":
            raise OSError(code, os.strerror(code), str(target))
        return real(path, target)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(EnvironmentMissing, match="could not be delivered"):
        await build(tmp_path / "out")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".stackwright-")]
    (record,) = store().all()
    result = await resume(record.id, out=str(tmp_path / "other"))
    assert result.verified


async def test_a_second_build_into_the_same_folder_is_refused_before_it_works(
    tmp_path: Path,
) -> None:
    events: list[Event] = []
    first = asyncio.create_task(build(tmp_path / "out", events=events))
    while not first.done() and not any(event.type == "options_frozen" for event in events):
        await asyncio.sleep(0.01)
    with pytest.raises(InputError, match="will deliver"):
        await build(tmp_path / "out")
    assert (await first).verified


async def test_a_run_that_is_worked_on_is_not_resumed(tmp_path: Path) -> None:
    await stopped(tmp_path)
    (record,) = store().all()
    async with working_on(store(), record.id):
        with pytest.raises(RunBusy):
            await resume(record.id)


async def stopped(tmp_path: Path) -> None:
    """A run that waits for its delivery."""
    with pytest.raises(EnvironmentMissing):
        await build(tmp_path / "out", OccupyingGates(tmp_path / "out"))


async def test_a_resumed_stream_begins_with_the_run(tmp_path: Path) -> None:
    await stopped(tmp_path)
    (record,) = store().all()
    events: list[Event] = []
    await resume(record.id, events, out=str(tmp_path / "other"))
    assert events[0] == RunStarted(run=record.id, request=NOTES, resumed=True)


@pytest.mark.parametrize("damage", [b"", b"no database" * 500, None])
async def test_damaged_checkpoints_are_made_again_without_asking_a_model(
    damage: bytes | None, tmp_path: Path
) -> None:
    await stopped(tmp_path)
    (record,) = store().all()
    path = store().folder(record.id) / CHECKPOINTS_FILE
    content = path.read_bytes()
    torn = content[:4096] + b"\xff" * (len(content) - 4096) if damage is None else damage
    for wal in path.parent.glob(f"{CHECKPOINTS_FILE}-*"):
        wal.unlink()
    path.write_bytes(torn)
    result = await resume(record.id, out=str(tmp_path / "other"))
    assert result.verified
    assert result.run == record.id


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"id": 1}'])
async def test_a_damaged_record_is_named_with_what_to_do(content: bytes, tmp_path: Path) -> None:
    await stopped(tmp_path)
    (record,) = store().all()
    (store().folder(record.id) / RECORD_FILE).write_bytes(content)
    with pytest.raises(DamagedRun, match="--prune") as error:
        await resume(record.id)
    assert error.value.exit_code == 3
