"""The recording: every call of a run and its answer, on disk, for resume, record and replay."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from workbench.errors import InputError
from workbench.host.private_files import make_private_folder, write_private
from workbench.host.untrusted.files import MissingFile, UnreadableFile, read_bytes

# Stands for the call's own delimiter, so that a request and its answer do not change with it.
NONCE = "NONCE"
MAX_CALL_BYTES = 64 << 20


class BrokenRecording(InputError):
    """A recording that cannot be read; the message names the file."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: not a recorded call: {reason}")


class RecordedCall(BaseModel):
    """One call: its role, its request and its answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    ordinal: int
    model: str
    request: str
    answer: str
    finish: str = "stop"
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True)
class Drift:
    """The first line in which a request differs from the recorded one."""

    role: str
    ordinal: int
    line: int
    recorded: str
    asked: str


class Recording:
    """A folder of calls, one file each, named by role and ordinal. All methods block."""

    def __init__(self, folder: Path, *mirrors: Path) -> None:
        self._folder = folder
        self._mirrors = mirrors

    def find(self, role: str, ordinal: int) -> RecordedCall | None:
        """That call of that role. Raises `BrokenRecording`."""
        return _read(self._folder / _name(role, ordinal))

    def add(self, call: RecordedCall) -> None:
        """Writes the call, whole or not at all, for its owner alone."""
        for folder in (self._folder, *self._mirrors):
            make_private_folder(folder)
            path = folder / _name(call.role, call.ordinal)
            write_private(path, call.model_dump_json(indent=1) + "\n")

    def calls(self) -> list[RecordedCall]:
        """All calls, by role and ordinal. Raises `BrokenRecording`."""
        if not self._folder.is_dir():
            return []
        found = [_read(path) for path in sorted(self._folder.glob("*.json"))]
        return [call for call in found if call is not None]


def drift_between(recorded: RecordedCall, request: str) -> Drift | None:
    """The first difference between a request and the recorded one; None if they are equal."""
    if recorded.request == request:
        return None
    before, now = recorded.request.splitlines(), request.splitlines()
    pairs = zip(before, now, strict=False)
    line = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(now)))
    return Drift(
        role=recorded.role,
        ordinal=recorded.ordinal,
        line=line + 1,
        recorded=before[line] if line < len(before) else "",
        asked=now[line] if line < len(now) else "",
    )


def _name(role: str, ordinal: int) -> str:
    return f"{role}-{ordinal:03d}.json"


def _read(path: Path) -> RecordedCall | None:
    try:
        return RecordedCall.model_validate_json(read_bytes(path.parent, path.name, MAX_CALL_BYTES))
    except MissingFile:
        return None
    except UnreadableFile as error:
        raise BrokenRecording(path, error.reason) from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise BrokenRecording(path, str(error).splitlines()[0]) from error
