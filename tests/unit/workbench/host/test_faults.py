"""What the operating system refuses is named, with what to do; a defect of ours is not hidden."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from workbench.host.faults import HostFault, check_host_folders, host_fault, naming_host_faults


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.ENOSPC, "no space is left"),
        (errno.EDQUOT, "no space is left"),
        (errno.EFBIG, "ulimit -f"),
        (errno.EMFILE, "ulimit -n"),
        (errno.ENFILE, "too many files"),
        (errno.ENOMEM, "no memory"),
        (errno.EAGAIN, "no process can be started"),
        (errno.EIO, "the disk fails"),
        (errno.EACCES, "allow the access"),
        (errno.EROFS, "allow the access"),
        (errno.ENOTDIR, "allow the access"),
    ],
)
def test_every_kind_of_refusal_is_the_environments(code: int, says: str) -> None:
    fault = host_fault(OSError(code, os.strerror(code), "/some/place"))
    assert isinstance(fault, HostFault)
    assert says in str(fault)
    assert (fault.kind, fault.exit_code) == ("environment", 3)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOENT, "No such file", "/some/place"),
        OSError(errno.EPIPE, "Broken pipe"),
        OSError("without a number"),
        ValueError("ours"),
        sqlite3.ProgrammingError("ours"),
    ],
)
def test_what_is_a_defect_of_ours_stays_one(error: Exception) -> None:
    assert host_fault(error) is None
    with pytest.raises(type(error)), naming_host_faults():
        raise error


def test_a_copy_that_fails_says_which_file_did_not_fit() -> None:
    error = shutil.Error([("from", "/data/to", f"[Errno 28] {os.strerror(errno.ENOSPC)}: 'to'")])
    assert "no space is left for /data/to" in str(host_fault(error))


def test_a_file_that_is_no_database_is_the_environments(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints.sqlite"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(HostFault, match="cannot be read"), naming_host_faults():
        sqlite3.connect(path).execute("select 1 from t").fetchall()


def test_a_data_folder_that_cannot_be_made_is_named_with_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("STACKWRIGHT_HOME", str(tmp_path / "file/data"))
    with pytest.raises(HostFault, match=r"cannot be written: .*; set STACKWRIGHT_HOME"):
        check_host_folders()


def test_a_disk_that_is_nearly_full_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=5 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(HostFault, match="5 MB of the 300 MB"):
        check_host_folders()


def test_a_place_that_runs_no_programs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = os.statvfs("/")
    noexec = os.statvfs_result((*found[:8], found.f_flag | os.ST_NOEXEC, found.f_namemax))
    monkeypatch.setattr(os, "statvfs", lambda _path: noexec)
    with pytest.raises(HostFault, match="noexec"):
        check_host_folders()
