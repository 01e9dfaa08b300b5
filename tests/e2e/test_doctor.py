"""`doctor --install` fetches toolchains into our own folder, and the system stays as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT


def path_without_toolchains(folder: Path) -> str:
    """A PATH with what every system has and the browser, but neither Go, Node nor npm."""
    folder.mkdir(exist_ok=True)
    for name in (
        "sh",
        "env",
        "uname",
        "dirname",
        "basename",
        "cc",
        "gcc",
        "as",
        "ld",
        "chromium-headless-shell",
        "chromium",
        "ls",
        "cat",
        "cut",
        "expr",
        "grep",
        "getopt",
        "id",
        "sed",
        "tr",
        "stat",
        "which",
        "readlink",
        "realpath",
    ):
        found = shutil.which(name)
        if found and not (folder / name).exists():
            (folder / name).symlink_to(found)
    return str(folder)


def doctor(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs outside the virtual environment, so that its bin gets no links to a passing folder."""
    packages = [path for path in sys.path if path.endswith("site-packages")]
    environment = os.environ | {
        "PATH": path_without_toolchains(home.parent / "path"),
        "STACKWRIGHT_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *packages]),
        "COLUMNS": "200",
    }
    environment.pop("VIRTUAL_ENV", None)
    interpreter = str(getattr(sys, "_base_executable", sys.executable))
    return subprocess.run(
        [interpreter, "-m", "stackwright.cli", "doctor", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.mark.extended
def test_missing_toolchains_are_named_then_installed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = doctor(home)
    assert before.returncode == 3, before.stdout + before.stderr
    assert "✗  go" in before.stdout
    assert "stackwright doctor --install" in before.stdout
    assert not home.exists()
    installed = doctor(home, "--install")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert "✗" not in installed.stdout
    version = subprocess.run(
        [home / "toolchains/bin/go", "version"], capture_output=True, text=True, check=True
    )
    assert "go1.26" in version.stdout
    node = subprocess.run(
        [home / "toolchains/bin/npm", "--version"],
        env={"PATH": path_without_toolchains(tmp_path / "path")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(node.stdout.split(".")[0]) >= 10
