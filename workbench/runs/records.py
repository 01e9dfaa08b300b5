"""The record of each run: its request, its state, and where its result is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import psutil
from pydantic import BaseModel, ConfigDict, model_validator

from workbench.errors import EnvironmentMissing, InputError
from workbench.host.folders import shown_path
from workbench.host.private_files import FILE_MODE, make_private_folder, write_private
from workbench.host.removal import remove_tree
from workbench.host.untrusted.files import UnreadableFile, read_bytes
from workbench.runs.working_places import remove_working_places

RECORD_FILE = "run.json"
CHECKPOINTS_FILE = "checkpoints.sqlite"

State = Literal["running", "waiting", "finished", "stopped", "interrupted"]


class UnknownRun(InputError):
    """There is no such run; the message says how to list the existing ones."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no run is named {shown_path(name)}; list them with: stackwright runs")


class DamagedRun(EnvironmentMissing):
    """Something of a run cannot be read, and cannot be made again from the rest."""

    def __init__(self, name: str, path: Path, reason: str) -> None:
        super().__init__(
            f"run {name} cannot go on: {path} cannot be read ({reason}); build its request again, "
            "and remove the run with: stackwright runs --prune"
        )


class RunRecord(BaseModel):
    """One run. `state` is as last written: `state_now` knows of runs whose process has died."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    request: str
    started: float
    state: State = "running"
    pid: int
    process_started: float
    resumable: bool = False
    options: dict[str, Any] = {}
    target: str = ""  # the folder that the run will deliver into, resolved
    out: str = ""
    verified: bool | None = None
    conclusion: str = ""
    exit_code: int | None = None
    summary: str = ""
    seconds: float = 0.0

    @model_validator(mode="before")
    @classmethod
    def _modern(cls, data: Any) -> Any:
        """A record without the model that older ones had, which was always empty."""
        if not isinstance(data, Mapping):
            return data
        return {key: value for key, value in data.items() if key != "model"}

    @property
    def state_now(self) -> State:
        """`running` only while the process that wrote it lives."""
        if self.state in ("running", "waiting") and not self._is_alive():
            return "interrupted"
        return self.state

    def _is_alive(self) -> bool:
        try:
            return abs(psutil.Process(self.pid).create_time() - self.process_started) < 1
        except psutil.NoSuchProcess:
            return False


class RunStore:
    """The data folder's runs. All methods block."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def root(self) -> Path:
        """The folder that holds one folder a run."""
        return self._root

    def folder(self, name: str) -> Path:
        """Where that run keeps everything of its own."""
        return self._root / name

    def open(self, name: str, request: str, **values: Any) -> RunRecord:
        """A new record of a run in this process, with its folder."""
        make_private_folder(self.folder(name))
        (self.folder(name) / CHECKPOINTS_FILE).touch(FILE_MODE)
        record = RunRecord(
            id=name, request=request, started=time.time(), **_this_process(), **values
        )
        self.write(record)
        return record

    def take_over(self, record: RunRecord) -> RunRecord:
        """The record, changed to say that this process continues the run."""
        taken = record.model_copy(update={**_this_process(), "state": "running"})
        self.write(taken)
        return taken

    def update(self, name: str, **values: Any) -> None:
        """Changes a record if it exists."""
        record = self.find(name)
        if record is not None:
            self.write(record.model_copy(update=values))

    def write(self, record: RunRecord) -> None:
        """Writes a record, whole or not at all."""
        path = self.folder(record.id) / RECORD_FILE
        write_private(path, record.model_dump_json(indent=1) + "\n")

    def find(self, name: str) -> RunRecord | None:
        """That run's record, None if there is none that can be read."""
        try:
            return RunRecord.model_validate_json(read_bytes(self.folder(name), RECORD_FILE))
        except (UnreadableFile, ValueError):  # ValueError: not UTF-8, not JSON, not a record
            return None

    def get(self, name: str) -> RunRecord:
        """That run's record; a name may be cut short. Raises `UnknownRun`, `DamagedRun`."""
        found = [record for record in self.all() if record.id == name]
        if not found and name:
            found = [record for record in self.all() if record.id.startswith(name)]
        if not found and name in self.damaged():
            raise DamagedRun(name, self.folder(name) / RECORD_FILE, "it is not a record of a run")
        if len(found) != 1:
            raise UnknownRun(name)
        return found[0]

    def all(self) -> list[RunRecord]:
        """Every run, newest first."""
        records = [self.find(name) for name in self._names()]
        return sorted((r for r in records if r is not None), key=lambda r: r.id, reverse=True)

    def damaged(self) -> list[str]:
        """The folders whose record cannot be read; they may not be runs."""
        return [name for name in self._names() if self.find(name) is None]

    def _names(self) -> Iterator[str]:
        if self._root.is_dir():
            yield from (folder.name for folder in self._root.iterdir() if folder.is_dir())

    def forget(self, name: str) -> None:
        """Removes a run that came to nothing."""
        remove_working_places(self.folder(name))
        remove_tree(self.folder(name))


def _this_process() -> dict[str, Any]:
    return {"pid": os.getpid(), "process_started": psutil.Process().create_time()}
