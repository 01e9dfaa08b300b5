"""Trees of the generated project, kept as git objects in the run's own repository.

A tree id names a whole state of the project. Writers never touch an index or a working folder, so
parallel coders cannot meet. All methods block; nodes call them through `asyncio.to_thread`.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dulwich.object_store import iter_tree_contents
from dulwich.objects import Blob, ObjectID, Tree
from dulwich.repo import Repo

from workbench.host.removal import remove_tree
from workbench.workspace.system_files import PACKAGES

REGULAR_FILE = 0o100644
MAX_FILE_BYTES = 64 << 20
# Parallel coders write into the same repository, from threads of one process.
_ADDING = threading.Lock()
KEPT_FOLDERS = frozenset({PACKAGES})


@dataclass(frozen=True)
class Change:
    """One file that differs between two trees; None if it does not exist."""

    path: str
    before: bytes | None
    after: bytes | None


class TreeStore:
    """The run's repository."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        exists = (path / "objects").is_dir()
        self._repo = Repo(str(path)) if exists else Repo.init_bare(str(path))

    def write(self, base: str | None, changes: Mapping[str, bytes | None]) -> str:
        """Id of the tree that is `base` with files added, replaced or (None) removed."""
        entries = self._entries(base)
        for path, content in changes.items():
            if content is None:
                entries.pop(path, None)
            else:
                blob = Blob.from_string(content)
                self._add(blob)
                entries[path] = blob.id
        return self._tree(entries)

    def _add(self, item: Blob | Tree) -> None:
        """Adds an object. Dulwich refuses a second writer of the same object, so one writes at a time."""
        with _ADDING:
            self._repo.object_store.add_object(item)

    def join(self, base: str, components: Mapping[str, str]) -> str:
        """`base` with each folder (``"backend"``) taken from its own tree."""
        entries = self._entries(base)
        for component, tree in components.items():
            prefix = component + "/"
            entries = {p: sha for p, sha in entries.items() if not p.startswith(prefix)}
            component_entries = self._entries(tree).items()
            entries |= {p: sha for p, sha in component_entries if p.startswith(prefix)}
        return self._tree(entries)

    def paths(self, tree: str) -> list[str]:
        """Every file's path, sorted."""
        return sorted(self._entries(tree))

    def read(self, tree: str, path: str) -> bytes | None:
        """A file's content, or None if there is none."""
        sha = self._entries(tree).get(path)
        return None if sha is None else self._content(sha)

    def read_all(self, tree: str) -> dict[str, bytes]:
        """Every file's content by path."""
        return {path: self._content(sha) for path, sha in self._entries(tree).items()}

    def digests(self, tree: str) -> dict[str, str]:
        """Every file's git blob id by path."""
        return {path: sha.decode() for path, sha in sorted(self._entries(tree).items())}

    def changes(self, before: str, after: str) -> list[Change]:
        """Files that differ, by path."""
        old, new = self._entries(before), self._entries(after)
        return [
            Change(
                path,
                self._content(old[path]) if path in old else None,
                self._content(new[path]) if path in new else None,
            )
            for path in sorted(old.keys() | new.keys())
            if old.get(path) != new.get(path)
        ]

    def check_out(self, tree: str, folder: Path) -> None:
        """Makes the folder hold the tree and nothing else, but for installed packages.

        Whatever else is found there (stray files, links, folders in the way) is removed first, so
        that nothing is ever written through a link.
        """
        entries = self._entries(tree)
        folder.mkdir(parents=True, exist_ok=True)
        _remove_strays(folder, set(entries))
        for path, sha in entries.items():
            target = folder / path
            content = self._content(sha)
            if not _holds(target, content):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)

    def snapshot(self, folder: Path, paths: Iterable[str]) -> dict[str, bytes | None]:
        """The current content of some files of a folder; None if one is not a regular file,
        or claims a size that no source has."""
        found: dict[str, bytes | None] = {}
        for path in paths:
            file = folder / path
            is_read = file.is_file() and not file.is_symlink()
            is_read = is_read and file.stat().st_size <= MAX_FILE_BYTES
            found[path] = file.read_bytes() if is_read else None
        return found

    def _entries(self, tree: str | None) -> dict[str, ObjectID]:
        if tree is None:
            return {}
        contents = iter_tree_contents(self._repo.object_store, ObjectID(tree.encode()))
        entries: dict[str, ObjectID] = {}
        for entry in contents:
            assert entry.path is not None
            assert entry.sha is not None
            entries[entry.path.decode()] = entry.sha
        return entries

    def _content(self, sha: ObjectID) -> bytes:
        blob = self._repo.object_store[sha]
        assert isinstance(blob, Blob)
        return blob.data

    def _tree(self, entries: Mapping[str, ObjectID]) -> str:
        """Writes tree objects bottom-up. An empty project is an empty tree."""
        files: dict[str, ObjectID] = {}
        folders: dict[str, dict[str, ObjectID]] = {}
        for path, sha in entries.items():
            head, _, rest = path.partition("/")
            if rest:
                folders.setdefault(head, {})[rest] = sha
            else:
                files[head] = sha
        tree = Tree()
        for name, sha in files.items():
            tree.add(name.encode(), REGULAR_FILE, sha)
        for name, below in folders.items():
            tree.add(name.encode(), stat.S_IFDIR, ObjectID(self._tree(below).encode()))
        self._add(tree)
        return tree.id.decode()


def _holds(target: Path, content: bytes) -> bool:
    """True for a file with this content; one of another size is not read."""
    is_same = target.is_file() and target.stat().st_size == len(content)
    return is_same and target.read_bytes() == content


def _remove_strays(folder: Path, wanted: set[str]) -> None:
    parents = {str(parent) for path in wanted for parent in Path(path).parents}
    for root, directories, files in os.walk(folder, followlinks=False):
        relative = Path(root).relative_to(folder)
        for name in list(directories):
            path = str(relative / name)
            target = Path(root) / name
            if target.is_symlink():
                target.unlink()
                directories.remove(name)
            elif path in KEPT_FOLDERS:
                directories.remove(name)
            elif path not in parents:
                remove_tree(target)
                directories.remove(name)
        for name in files:
            target = Path(root) / name
            if str(relative / name) not in wanted or not stat.S_ISREG(target.lstat().st_mode):
                target.unlink()
