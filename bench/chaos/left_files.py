"""Files that a test may leave in the system's folder: our own process never reads them blindly."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.chaos.outcome import Outcome
from bench.chaos.surroundings import SECRET, Surroundings
from tests.support.contexts import context_of
from workbench.errors import StackwrightError
from workbench.gates import dependencies, secrets
from workbench.gates.frontend_agreement import _network_access
from workbench.harness.seal import Seal
from workbench.host.dependency_sync import _missing_packages
from workbench.host.stored_packages import is_whole, place, seal
from workbench.workspace.system_files import copy_system, system_files
from workbench.workspace.trees import TreeStore

KIND = "files left by tests"
SOURCES = {"backend/main.go": "package main\n", "frontend/src/main.tsx": "export {};\n"}
GIANT_BYTES = 1 << 40

Leave = Callable[[Path, Surroundings], None]


def a_pipe_in_place_of_a_source(app: Path, _around: Surroundings) -> None:
    """Whoever opens it to read waits for a writer."""
    (app / "backend/main.go").unlink()
    os.mkfifo(app / "backend/main.go")


def a_pipe_beside_the_sources(app: Path, _around: Surroundings) -> None:
    os.mkfifo(app / "frontend/src/pipe.ts")


def a_link_to_an_endless_device(app: Path, _around: Surroundings) -> None:
    (app / "backend/main.go").unlink()
    (app / "backend/main.go").symlink_to("/dev/zero")


def a_link_to_the_secret(app: Path, around: Surroundings) -> None:
    (app / "backend/secret_test.go").symlink_to(around.outside / "secret.txt")


def a_link_to_a_folder_of_the_host(app: Path, around: Surroundings) -> None:
    (app / "backend/folder").symlink_to(around.outside)


def a_folder_replaced_by_a_link(app: Path, around: Surroundings) -> None:
    shutil.rmtree(app / "frontend/src")
    (app / "frontend/src").symlink_to(around.outside)


def links_in_a_circle(app: Path, _around: Surroundings) -> None:
    (app / "backend/a").symlink_to("b")
    (app / "backend/b").symlink_to("a")
    (app / "backend/self").symlink_to(".")


def a_sparse_giant(app: Path, _around: Surroundings) -> None:
    """A terabyte that takes no space, in place of a source."""
    with (app / "backend/main.go").open("wb") as file:
        file.truncate(GIANT_BYTES)


def a_name_that_is_not_utf8(app: Path, _around: Surroundings) -> None:
    with open(os.fsencode(app / "backend") + b"/odd\xff.go", "wb") as file:
        file.write(b"package main\n")


def a_socket(app: Path, _around: Surroundings) -> None:
    before = os.getcwd()
    os.chdir(app / "backend")  # the path of a socket may be no longer than 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("socket")
    finally:
        os.chdir(before)


def a_folder_in_place_of_a_source(app: Path, _around: Surroundings) -> None:
    (app / "backend/main.go").unlink()
    (app / "backend/main.go/x").mkdir(parents=True)


def a_folder_with_the_name_of_a_source(app: Path, _around: Surroundings) -> None:
    (app / "frontend/src/x.ts").mkdir()
    (app / "frontend/src/x.ts/y.css").write_text("")


def a_pipe_in_place_of_a_manifest(app: Path, _around: Surroundings) -> None:
    os.mkfifo(app / "frontend/package.json")


def a_manifest_that_is_nested_too_deep(app: Path, _around: Surroundings) -> None:
    (app / "frontend/package.json").write_text("[" * 200_000)


def a_thousand_folders_in_one_another(app: Path, _around: Surroundings) -> None:
    place = os.open(app / "backend", os.O_RDONLY)
    for _ in range(1000):
        os.mkdir("d", dir_fd=place)
        below = os.open("d", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = below
    os.close(place)


LEFT: tuple[Leave, ...] = (
    a_pipe_in_place_of_a_source,
    a_pipe_beside_the_sources,
    a_link_to_an_endless_device,
    a_link_to_the_secret,
    a_link_to_a_folder_of_the_host,
    a_folder_replaced_by_a_link,
    links_in_a_circle,
    a_sparse_giant,
    a_name_that_is_not_utf8,
    a_socket,
    a_folder_in_place_of_a_source,
    a_folder_with_the_name_of_a_source,
    a_pipe_in_place_of_a_manifest,
    a_manifest_that_is_nested_too_deep,
    a_thousand_folders_in_one_another,
)


def try_left(leave: Leave, around: Surroundings) -> Outcome:
    """Lets everything that reads the folder after a gate read it. Does blocking I/O."""
    app = around.work / "app"
    context = replace(context_of(app, SOURCES), scratch=around.work / "build")
    (around.work / "build").mkdir()
    sealed = Seal(context)
    trees = TreeStore(around.work / "trees")
    tree = trees.write(None, {path: text.encode() for path, text in SOURCES.items()})
    leave(app, around)
    before = around.state()
    note, copied = "", b""
    try:
        if not sealed.changes():
            note = "nobody saw it"
        Seal(context)
        trees.snapshot(app, [*SOURCES, *system_files(app)])
        for gate in (secrets, dependencies):
            asyncio.run(gate.check(context))
        list(_network_access(context))
        _missing_packages(context.frontend)
        if leave is not a_sparse_giant:  # a copy of it is as sparse, and takes no longer
            copy_system(app, around.work / "copy")
            copied = b"".join(
                p.read_bytes() for p in (around.work / "copy").rglob("*") if p.is_file()
            )
        trees.check_out(tree, app)
        if sorted(system_files(app)) != sorted(SOURCES):
            note = "the checkout holds more than the tree"
    except (StackwrightError, OSError, ValueError, MemoryError, RecursionError) as error:
        note = f"{type(error).__name__}: {error}"[:300]
    files, caches = around.changed(before)
    return Outcome(
        KIND,
        leave.__name__.replace("_", " "),
        survived=not note,
        files=files,
        caches=caches,
        secrets=int(SECRET.encode() in copied),
        note=note,
    )


def a_changed_package(stored: Path, placed: Path) -> None:
    """A test without a sandbox writes through a hard link."""
    (placed / "vite/index.js").write_text("evil!")


def a_missing_package(stored: Path, _placed: Path) -> None:
    (stored / "node_modules/vite/index.js").unlink()


def an_added_package(stored: Path, _placed: Path) -> None:
    (stored / "node_modules/evil.js").write_text("evil")


def a_broken_seal(stored: Path, _placed: Path) -> None:
    (stored / "sealed").write_bytes(b"\xff")


def a_package_replaced_by_a_link(stored: Path, _placed: Path) -> None:
    (stored / "node_modules/vite/index.js").unlink()
    (stored / "node_modules/vite/index.js").symlink_to("/dev/zero")


DAMAGE: tuple[Callable[[Path, Path], None], ...] = (
    a_changed_package,
    a_missing_package,
    an_added_package,
    a_broken_seal,
    a_package_replaced_by_a_link,
)


def try_damage(damage: Callable[[Path, Path], None], around: Surroundings) -> Outcome:
    """Damages stored packages: they must not be used again. Does blocking I/O."""
    stored, placed = around.work / "stored", around.work / "node_modules"
    (stored / "node_modules/vite").mkdir(parents=True)
    (stored / "node_modules/vite/index.js").write_text("vite!")
    seal(stored)
    place(stored, placed)
    whole_before = is_whole(stored)
    damage(stored, placed)
    note = "" if whole_before and not is_whole(stored) else "the damage is not seen"
    return Outcome("caches", damage.__name__.replace("_", " "), survived=not note, note=note)
