"""Trees name whole states of the project; a checkout holds that state and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbench.workspace.trees import TreeStore


@pytest.fixture
def store(tmp_path: Path) -> TreeStore:
    return TreeStore(tmp_path / "trees")


def test_a_tree_is_read_back_by_a_second_store(tmp_path: Path) -> None:
    tree = TreeStore(tmp_path / "t").write(None, {"backend/a/b.go": b"b", "README.md": b"r"})
    again = TreeStore(tmp_path / "t")
    assert again.read_all(tree) == {"backend/a/b.go": b"b", "README.md": b"r"}
    assert again.read(tree, "missing") is None


def test_the_same_content_has_the_same_id(store: TreeStore) -> None:
    one = store.write(None, {"a": b"1", "b": b"2"})
    two = store.write(store.write(None, {"b": b"2"}), {"a": b"1"})
    assert one == two


def test_removed_files_are_gone_and_named_as_changes(store: TreeStore) -> None:
    before = store.write(None, {"a": b"1", "b": b"2"})
    after = store.write(before, {"a": None, "b": b"3"})
    changes = {
        change.path: (change.before, change.after) for change in store.changes(before, after)
    }
    assert changes == {"a": (b"1", None), "b": (b"2", b"3")}


def test_joining_takes_each_side_from_its_own_tree(store: TreeStore) -> None:
    base = store.write(None, {"backend/x": b"0", "frontend/y": b"0", "README.md": b"r"})
    backend = store.write(base, {"backend/x": b"1", "frontend/y": b"ignored"})
    frontend = store.write(base, {"frontend/y": b"2", "backend/x": b"ignored"})
    joined = store.join(base, {"backend": backend, "frontend": frontend})
    assert store.read_all(joined) == {"backend/x": b"1", "frontend/y": b"2", "README.md": b"r"}


def test_parallel_writers_do_not_meet(store: TreeStore) -> None:
    base = store.write(None, {"a": b"1"})
    with ThreadPoolExecutor(8) as pool:
        trees = list(pool.map(lambda n: store.write(base, {f"f{n}": bytes([n])}), range(40)))
    assert [store.read(tree, f"f{n}") for n, tree in enumerate(trees)] == [
        bytes([n]) for n in range(40)
    ]


def test_a_checkout_removes_strays_and_links_but_keeps_installed_packages(
    store: TreeStore, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a").write_text("mine")
    folder = tmp_path / "work"
    (folder / "frontend/node_modules/react").mkdir(parents=True)
    (folder / "stray/deep").mkdir(parents=True)
    (folder / "backend").symlink_to(outside)
    (folder / "link").symlink_to(outside / "a")
    tree = store.write(None, {"backend/a": b"new", "frontend/p": b"p", "link": b"file"})
    store.check_out(tree, folder)
    assert (outside / "a").read_text() == "mine"
    assert (folder / "backend/a").read_bytes() == b"new"
    assert (folder / "link").read_bytes() == b"file"
    assert not (folder / "link").is_symlink()
    assert not (folder / "stray").exists()
    assert (folder / "frontend/node_modules/react").is_dir()
