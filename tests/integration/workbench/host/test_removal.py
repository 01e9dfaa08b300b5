"""Folders that generated code has filled are removed whole, by an ordinary user too, with few open files."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.repository import ROOT
from workbench.host.removal import remove_tree

LONG = "d" * 200


def nested(folder: Path, name: str, levels: int) -> None:
    place = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=place)
        below = os.open(name, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=place))
    os.close(place)


def locked(folder: Path) -> None:
    for mode in (0o000, 0o100, 0o400, 0o555):
        (folder / f"m{mode}/x").mkdir(parents=True)
        (folder / f"m{mode}/file").write_text("x")
        (folder / f"m{mode}").chmod(mode)
    folder.chmod(0o500)


def links_and_pipes(folder: Path) -> None:
    (folder / "link").symlink_to(ROOT)
    (folder / "broken").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")


def wide(folder: Path) -> None:
    for number in range(500):
        (folder / f"f{number}").mkdir()


KINDS: dict[str, Callable[[Path], None]] = {
    "locked": locked,
    "deep": lambda folder: nested(folder, "d", 3000),
    "long": lambda folder: nested(folder, LONG, 1100),
    "links and pipes": links_and_pipes,
    "wide": wide,
}


@contextmanager
def few_open_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = max(int(name) for name in os.listdir("/proc/self/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (used + 8, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_gone_whatever_is_in_it(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    KINDS[kind](folder)
    with few_open_files():
        assert remove_tree(folder)
    assert list(tmp_path.iterdir()) == []
    assert (ROOT / "pyproject.toml").is_file()
    assert remove_tree(folder)


def test_a_link_is_removed_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "link").symlink_to("kept")
    assert remove_tree(tmp_path / "link")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("kind", ["locked", "long"])
def test_an_ordinary_user_can_too(kind: str, tmp_path: Path) -> None:
    for place in (tmp_path, *tmp_path.parents):
        if (
            place.stat().st_mode & 0o011 != 0o011
            and place.stat().st_uid == 0
            and place != Path("/")
        ):
            place.chmod(place.stat().st_mode | 0o011)
    folder = tmp_path / "above/folder"
    folder.mkdir(parents=True)
    KINDS[kind](folder)
    for place in (tmp_path / "above", folder, *folder.glob("m*"), *folder.glob("m*/*")):
        os.chown(place, 65534, 65534)
    if kind == "long":
        subprocess.run(["chown", "-R", "65534:65534", str(folder)], check=True)
    code = (
        "import importlib.util, os, sys, pathlib\n"
        "spec = importlib.util.spec_from_file_location('removal', sys.argv[1])\n"
        "module = importlib.util.module_from_spec(spec); sys.modules['removal'] = module\n"
        "spec.loader.exec_module(module)\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "sys.exit(not module.remove_tree(pathlib.Path(sys.argv[2])))\n"
    )
    source = str(ROOT / "workbench/host/removal.py")
    subprocess.run([sys.executable, "-c", code, source, str(folder)], check=True)
    assert not folder.exists()
