"""The reader of files that others left: it waits for nobody, follows nothing, and says nothing of secrets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.support.odd_files import NOT_JSON, ODD, OTHER_SHAPES, SECRET, name_of, write
from workbench.errors import InputError
from workbench.host.untrusted.files import (
    MissingFile,
    UnreadableFile,
    copy_pictures,
    read_bytes,
    read_shape,
    read_text,
    read_users_file,
)
from workbench.host.untrusted.npm import read_lock, read_manifest

Leave = Callable[[Path], None]


class Numbered(BaseModel):
    number: int


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "app"
    made.mkdir()
    return made


def test_a_file_is_read_by_its_name_below_the_folder(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a/b.txt").write_bytes(b"text\xff")
    assert read_bytes(folder, "a/b.txt") == b"text\xff"
    assert read_text(folder, "a/b.txt") == "text\ufffd"
    with pytest.raises(MissingFile):
        read_bytes(folder, "a/c.txt")
    with pytest.raises(MissingFile):
        read_bytes(folder, "c/c.txt")


@pytest.mark.parametrize("leave", ODD, ids=name_of)
def test_what_is_no_file_of_its_own_is_refused_at_once(leave: Leave, folder: Path) -> None:
    leave(folder / "file")
    with pytest.raises(UnreadableFile) as raised:
        read_bytes(folder, "file")
    assert SECRET not in str(raised.value)


def test_a_folder_on_the_way_may_be_no_link(folder: Path) -> None:
    (folder.parent / "host").mkdir()
    (folder.parent / "host/file").write_text(SECRET)
    (folder / "below").symlink_to(folder.parent / "host")
    for name in ("below/file", "../host/file", str(folder.parent / "host/file"), "", "..", "a\0b"):
        with pytest.raises(UnreadableFile):
            read_bytes(folder, name)


def test_a_file_that_is_larger_than_it_may_be_is_refused(folder: Path) -> None:
    (folder / "file").write_bytes(bytes(11))
    assert len(read_bytes(folder, "file", 11)) == 11
    with pytest.raises(UnreadableFile, match="larger"):
        read_bytes(folder, "file", 10)


@pytest.mark.parametrize("content", [*NOT_JSON, *OTHER_SHAPES], ids=lambda c: repr(c)[:20])
def test_a_wrong_shape_is_one_kind_of_error(content: str | bytes, folder: Path) -> None:
    write(folder / "file", content)
    with pytest.raises(UnreadableFile) as raised:
        read_shape(Numbered, folder, "file")
    assert len(str(raised.value)) < 600
    (folder / "file").write_text('{"number": 7}')
    assert read_shape(Numbered, folder, "file").number == 7


@pytest.mark.parametrize(
    "content",
    [
        '{"dependencies": []}',
        '{"dependencies": null}',
        '{"dependencies": {"x": 1}}',
        '{"scripts": null}',
        '{"packages": []}',
        '{"packages": {"": {}, "node_modules/x": "y"}}',
        '{"packages": {"": {"dependencies": {"x": null}}}}',
        '{"packages": {"": {"peerDependenciesMeta": {"x": []}}}}',
    ],
)
def test_manifests_of_another_shape_are_refused(content: str, folder: Path) -> None:
    (folder / "package.json").write_text(content)
    read = read_lock if "packages" in content else read_manifest
    with pytest.raises(UnreadableFile):
        read(folder, "package.json")


@pytest.mark.parametrize(
    "leave", [leave for leave in ODD if name_of(leave) != "a_link_to_a_secret"]
)
def test_a_file_that_a_user_names_is_refused_in_one_line(leave: Leave, folder: Path) -> None:
    leave(folder / "plan.yaml")
    with pytest.raises(InputError, match="--plan") as raised:
        read_users_file(str(folder / "plan.yaml"), "--plan")
    assert "\n" not in str(raised.value)


def test_a_user_may_name_a_link(folder: Path) -> None:
    (folder / "plan.yaml").write_text("a")
    (folder / "link").symlink_to("plan.yaml")
    assert read_users_file(str(folder / "link"), "--plan") == b"a"
    with pytest.raises(InputError, match="No such file"):
        read_users_file(str(folder / "none"), "--plan")


@pytest.mark.parametrize("leave", ODD, ids=name_of)
def test_only_pictures_are_copied(leave: Leave, folder: Path) -> None:
    leave(folder / "odd.png")
    (folder / "one.png").write_bytes(b"png")
    (folder / "other.txt").write_bytes(b"text")
    target = folder.parent / "target"
    copy_pictures(folder, target)
    assert [path.name for path in target.iterdir()] == ["one.png"]


def test_pictures_in_a_folder_that_is_a_link_are_not_copied(folder: Path) -> None:
    (folder / "one.png").write_bytes(b"png")
    (folder.parent / "link").symlink_to(folder)
    for missing in ("link", "nothing"):
        copy_pictures(folder.parent / missing, folder.parent / "target")
    assert not (folder.parent / "target").exists()
