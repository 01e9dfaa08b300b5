"""Which control group can bound the tasks of a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.host.sandbox import task_group


def found(tmp_path: Path, memberships: str) -> str | None:
    file = tmp_path / "memberships"
    file.write_text(memberships)
    return task_group.controlling_folder(str(file))


def test_with_the_first_version_the_controller_has_its_own_tree(tmp_path: Path) -> None:
    assert found(tmp_path, "9:memory:/a\n8:pids:/b\n0::/\n") == "/sys/fs/cgroup/pids/b"
    assert found(tmp_path, "8:cpu,pids:/\n") == "/sys/fs/cgroup/pids"


@pytest.mark.parametrize(("handed_down", "usable"), [("cpu pids\n", True), ("cpu\n", False)])
def test_with_the_second_version_it_must_be_handed_down(
    handed_down: str, usable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_group, "CONTROL_GROUPS", str(tmp_path))
    (tmp_path / "own").mkdir()
    (tmp_path / "own/cgroup.subtree_control").write_text(handed_down)
    assert found(tmp_path, "0::/own\n") == (f"{tmp_path}/own" if usable else None)


def test_without_control_groups_there_is_none(tmp_path: Path) -> None:
    assert task_group.controlling_folder(str(tmp_path / "missing")) is None
    assert found(tmp_path, "3:memory:/\n") is None
