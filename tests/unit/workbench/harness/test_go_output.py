"""Compiler messages become findings with file and line."""

from __future__ import annotations

from workbench.harness.go_output import diagnostics


def test_every_message_is_a_finding_once() -> None:
    output = (
        "# notes/backend/internal/domain\n"
        "internal/domain/note.go:12:3: undefined: x\n"
        "internal/domain/note.go:12:3: undefined: x\n"
        "./cmd/server/main.go:7:2: declared and not used: y\n"
    )
    found = [(f.file, f.line, f.message) for f in diagnostics("g", output)]
    assert found == [
        ("backend/internal/domain/note.go", 12, "undefined: x"),
        ("backend/cmd/server/main.go", 7, "declared and not used: y"),
    ]


def test_a_missing_module_is_named_without_a_place() -> None:
    output = "main.go:3:8: no required module provides package example.org/x; to add it:"
    assert diagnostics("g", output)[0].message.startswith("no required module")


def test_a_failure_without_output_is_a_finding() -> None:
    assert diagnostics("g", "")[0].message == "failed without any output"
