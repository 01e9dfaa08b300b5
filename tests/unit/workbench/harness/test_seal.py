"""Whatever is under judgement and changes is named; what tools make beside it is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.contexts import context_of
from workbench.harness.gate_context import GateContext
from workbench.harness.seal import Change, Seal, broken
from workbench.progress.results import GateResult, Status

SOURCE, OTHER = "backend/internal/domain/note.go", "frontend/src/pages/NotePage.tsx"
PACKAGE = "frontend/node_modules/vite/bin/vite.js"


@pytest.fixture
def context(tmp_path: Path) -> GateContext:
    context = context_of(
        tmp_path / "app",
        {SOURCE: "package domain", OTHER: "export {};", PACKAGE: "// vite", "bin/server": "built"},
    )
    context = replace(context, scratch=tmp_path / "build")
    context.bundle.mkdir(parents=True)
    context.binary.write_bytes(b"a server")
    (context.bundle / "index.html").write_text("<h1>Notes</h1>")
    return context


def write(path: str, text: str) -> Callable[[GateContext], object]:
    def change(context: GateContext) -> None:
        (context.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (context.folder / path).write_text(text)

    return change


def rewrite_with_its_old_times(context: GateContext) -> None:
    """Another content of the same length, with the old times: as one hides a change."""
    path = context.folder / SOURCE
    before = path.stat()
    path.write_text("package DOMAIN")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_by_a_link(context: GateContext) -> None:
    (context.folder / SOURCE).unlink()
    (context.folder / SOURCE).symlink_to(context.folder / OTHER)


def replace_by_another_file(context: GateContext) -> None:
    draft = context.folder / "draft"
    draft.write_text("package domai2")
    draft.rename(context.folder / SOURCE)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (write(SOURCE, "package other"), Change(SOURCE, "changed")),
        (rewrite_with_its_old_times, Change(SOURCE, "changed")),
        (replace_by_a_link, Change(SOURCE, "changed")),
        (replace_by_another_file, Change(SOURCE, "changed")),
        (lambda context: (context.folder / OTHER).unlink(), Change(OTHER, "removed")),
        (
            write("backend/data/x_test.go", "package data"),
            Change("backend/data/x_test.go", "added"),
        ),
        (write(PACKAGE, "// another vite"), Change(PACKAGE, "changed")),
        (lambda context: context.binary.write_bytes(b"a server2"), Change("server", "changed")),
        (lambda context: context.binary.unlink(), Change("server", "removed")),
        (lambda context: (context.bundle / "x.js").write_text("1"), Change("dist/x.js", "added")),
    ],
)
def test_each_change_is_named(
    change: Callable[[GateContext], object], found: Change, context: GateContext
) -> None:
    seal = Seal(context)
    change(context)
    assert seal.changes(with_packages=True) == [found]


@pytest.mark.parametrize(
    "change",
    [
        lambda _context: None,
        lambda context: (context.folder / SOURCE).touch(),
        lambda context: (context.folder / SOURCE).write_text("package domain"),
        lambda context: os.link(context.folder / PACKAGE, context.scratch / "shared"),
        write("frontend/node_modules/.vite/deps/react.js", "cached"),
        write("backend/data/app.db", "records"),
        write("frontend/dist/index.html", "built"),
        lambda context: (context.scratch / "vitest.json").write_text("{}"),
    ],
)
def test_what_is_the_same_or_belongs_to_a_tool_is_no_change(
    change: Callable[[GateContext], object], context: GateContext
) -> None:
    seal = Seal(context)
    change(context)
    assert seal.changes(with_packages=True) == []


def test_a_gate_may_change_what_it_builds_and_nothing_else(context: GateContext) -> None:
    seal = Seal(context, ["server"])
    context.binary.write_bytes(b"built anew")
    assert seal.changes() == []
    (context.bundle / "index.html").write_text("swapped")
    assert seal.changes() == [Change("dist/index.html", "changed")]


def test_products_and_packages_that_changed_are_removed(context: GateContext) -> None:
    seal = Seal(context)
    seal.discard([Change("server", "changed"), Change(SOURCE, "changed")])
    assert not context.binary.exists()
    assert context.bundle.is_dir()
    assert (context.folder / SOURCE).is_file()
    seal.discard([Change("dist/x.js", "added"), Change(PACKAGE, "changed")])
    assert not context.bundle.exists()
    assert not context.node_modules.exists()


def test_the_digest_is_that_of_paths_and_contents(context: GateContext) -> None:
    before = Seal(context).digest
    (context.folder / SOURCE).touch()
    assert Seal(context).digest == before
    (context.folder / SOURCE).rename(context.folder / "backend/internal/domain/other.go")
    assert Seal(context).digest != before


def test_a_result_names_the_file_and_keeps_its_own_findings() -> None:
    passed = GateResult(gate="backend.tests", status=Status.PASSED)
    result = broken(passed, [Change(SOURCE, "changed"), Change("server", "changed")])
    assert result.status is Status.FAILED
    assert [finding.file for finding in result.findings] == [SOURCE, ""]
    assert "the built server was changed" in result.findings[1].message
