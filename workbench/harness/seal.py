"""Detects changes to the files under judgement while gates run.

Generated code runs as the same user as the gates. A test that rewrites the server's source, or the
built server, would have one system judged and another delivered. So the files of the system,
the installed packages, and the built server and bundle are compared before and after every gate.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.harness.gate_context import BINARY, BUNDLE, GateContext
from workbench.host.removal import remove_tree
from workbench.progress.results import Finding, GateResult, Status
from workbench.workspace.system_files import PACKAGES, system_files, walk

# `.bin` links to the packages' commands. No npm package name begins with a dot: every other folder of
# node_modules that does is a cache of Vite, Vitest or a similar tool.
_COMMANDS = ".bin"
_SHOWN = {BINARY: "the built server", BUNDLE: "the built frontend"}
_SHOWN_CHANGES = 20
# The largest file under judgement is the built server, of some 30 MiB with the race detector.
MAX_READ_BYTES = 512 << 20


@dataclass(frozen=True)
class _FileState:
    """The metadata of a file, and a SHA-256 digest of its content.

    Only the kernel sets the change time: while `metadata` is the same, so is the content, and the
    file is not read again.
    """

    metadata: tuple[int, int, int, int, int]
    digest: bytes


@dataclass(frozen=True)
class Change:
    """One file under judgement that was changed, added or removed, as `what` says."""

    path: str
    what: str

    @property
    def is_product(self) -> bool:
        """True for a product of a gate: its path is relative to the scratch folder."""
        return self.path.partition("/")[0] in _SHOWN


class Seal:
    """The files under judgement as they are when a gate starts. All methods block.

    `builds` names the products that the gate itself builds in the scratch folder; they may change.
    """

    def __init__(self, context: GateContext, builds: Collection[str] = ()) -> None:
        self._context = context
        self._files = {
            path: _file_state(context.folder / path) for path in system_files(context.folder)
        }
        self._packages = _package_metadata(context.folder / PACKAGES)
        self._products = {
            path: _file_state(context.scratch / path)
            for path in _files_below(context.scratch, {BINARY, BUNDLE} - set(builds))
        }

    @property
    def digest(self) -> str:
        """A digest of the path and the content of every file of the system."""
        whole = hashlib.sha256()
        for path, state in sorted(self._files.items()):
            whole.update(path.encode(errors="surrogateescape") + b"\0" + state.digest)
        return whole.hexdigest()

    def discard(self, changes: Collection[Change]) -> None:
        """Removes products and packages that were changed, so that no other gate judges them.

        Without its product, a gate is not verified; missing packages are installed again.
        """
        tops = {change.path.partition("/")[0] for change in changes if change.is_product}
        for name in tops:
            product = self._context.scratch / name
            if product.is_dir() and not product.is_symlink():
                remove_tree(product)
            else:
                product.unlink(missing_ok=True)
        if any(change.path.startswith(f"{PACKAGES}/") for change in changes):
            remove_tree(self._context.folder / PACKAGES)

    def changes(self, *, with_packages: bool = False) -> list[Change]:
        """Every difference between the files now and when the seal was created, by path.

        Without the installed packages it takes 10 ms; ten thousand installed files take 300 ms.
        """
        folder, scratch = self._context.folder, self._context.scratch
        names = {path.partition("/")[0] for path in self._products}
        now = {path: folder / path for path in system_files(folder)}
        built = {path: scratch / path for path in _files_below(scratch, names)}
        packages = _package_metadata(folder / PACKAGES) if with_packages else self._packages
        return [
            *_compared(self._files, now),
            *_compared(self._products, built),
            *(
                Change(f"{PACKAGES}/{path}", "changed")
                for path in sorted(self._packages.keys() | packages.keys())
                if self._packages.get(path) != packages.get(path)
            ),
        ]


def broken(result: GateResult, changes: list[Change]) -> GateResult:
    """The gate's result with a finding for each file that changed while it ran."""
    findings = tuple(
        Finding(
            gate=result.gate,
            message=f"{_SHOWN.get(change.path.partition('/')[0], change.path)} was {change.what}"
            " while the gates ran: no test and no other part of the system may change what is judged",
            file="" if change.is_product else change.path,
            expected="the file as it was when the gates began",
            actual=f"{change.path} was {change.what}",
        )
        for change in changes[:_SHOWN_CHANGES]
    )
    update = {"status": Status.FAILED, "reason": "", "findings": (*findings, *result.findings)}
    return result.model_copy(update=update)


def _compared(before: Mapping[str, _FileState], now: Mapping[str, Path]) -> Iterator[Change]:
    for path in sorted(before.keys() | now.keys()):
        if path not in now:
            yield Change(path, "removed")
        elif path not in before:
            yield Change(path, "added")
        elif _differs(now[path], before[path]):
            yield Change(path, "changed")


def _differs(path: Path, before: _FileState) -> bool:
    try:
        return _metadata(path) != before.metadata and _file_state(path).digest != before.digest
    except OSError:  # removed since the folder was listed
        return True


def _file_state(path: Path) -> _FileState:
    metadata = _metadata(path)
    kind = stat.S_IFMT(metadata[0])
    if stat.S_ISLNK(kind):
        content = os.fsencode(os.readlink(path))
    else:
        content = _content(path, metadata) if stat.S_ISREG(kind) else b""
    return _FileState(metadata, hashlib.sha256(kind.to_bytes(4) + content).digest())


def _content(path: Path, metadata: tuple[int, int, int, int, int]) -> bytes:
    """The content; for a file above `MAX_READ_BYTES`, its metadata instead.

    A file may claim any size without taking space for it.
    """
    return path.read_bytes() if metadata[1] <= MAX_READ_BYTES else repr(metadata).encode()


def _metadata(path: Path) -> tuple[int, int, int, int, int]:
    status = path.lstat()
    return (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _files_below(folder: Path, names: Collection[str]) -> Iterator[str]:
    """The files of these names, and those below folders of these names."""
    for name in sorted(names):
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            for below, _, files in walk(folder / name):
                yield from ((below / file).relative_to(folder).as_posix() for file in files)
        elif os.path.lexists(folder / name):
            yield name


def _package_metadata(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Size, modification time and inode of every installed file, by path.

    Change time and content are left out: these are tens of thousands of hard links to files that other
    runs share, and every new link changes the change time.
    """
    packages: dict[str, tuple[int, int, int]] = {}
    queue = [""]
    while queue:
        below = queue.pop()
        try:
            entries = list(os.scandir(folder / below))
        except FileNotFoundError:
            continue
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                if not path.startswith(".") or path == _COMMANDS:
                    queue.append(path)
            else:
                data = entry.stat(follow_symlinks=False)
                packages[path] = (data.st_size, data.st_mtime_ns, data.st_ino)
    return packages
