"""The offline debugger changes only what its prompt shows, and as little as it can."""

from __future__ import annotations

from workbench.llm.blocks import Block
from workbench.offline.repair import repair_blocks
from workbench.workspace.edits import draft_of

GOOD = "package a\n\nfunc one() int { return 1 }\n\nfunc two() int { return 2 }\n"
SCAFFOLD = {"backend/internal/a.go": GOOD, "backend/internal/b.go": "package a\n"}


def repaired(shown: dict[str, str], layout: set[str], *, whole: bool = False) -> list[Block]:
    return repair_blocks(SCAFFOLD, shown, layout, whole_files=whole)


def test_a_small_difference_becomes_an_edit_that_applies() -> None:
    broken = GOOD.replace("return 2", "return 3")
    blocks = repaired({"backend/internal/a.go": broken}, set(SCAFFOLD))
    assert [block.kind for block in blocks] == ["edit"]
    draft = draft_of(blocks, lambda _path: broken.encode(), ("backend",))
    assert draft.changes == {"backend/internal/a.go": GOOD.encode()}


def test_formatting_is_no_difference() -> None:
    formatted = GOOD.replace("{ return 1 }", "{\treturn 1 }")
    assert repaired({"backend/internal/a.go": formatted}, set(SCAFFOLD)) == []


def test_a_file_that_was_not_shown_is_left_alone() -> None:
    assert repaired({}, set(SCAFFOLD)) == []


def test_a_file_that_the_layout_lacks_is_added() -> None:
    blocks = repaired({}, {"backend/internal/a.go"})
    assert [(block.kind, block.path) for block in blocks] == [("file", "backend/internal/b.go")]


def test_a_shown_stray_is_deleted() -> None:
    blocks = repaired({"backend/internal/stray.go": "package b\n"}, set(SCAFFOLD))
    assert [(block.kind, block.path) for block in blocks] == [
        ("delete", "backend/internal/stray.go")
    ]


def test_a_wider_scope_sends_whole_files() -> None:
    broken = GOOD.replace("return 2", "return 3")
    blocks = repaired({"backend/internal/a.go": broken}, set(SCAFFOLD), whole=True)
    assert [block.kind for block in blocks] == ["file"]


def test_the_comma_that_gofmt_takes_out_is_no_difference() -> None:
    text = 'package a\n\nvar orders = []string{"id", "title", }\n'
    shown = {"backend/internal/a.go": text.replace(", }", "}")}
    assert repair_blocks({"backend/internal/a.go": text}, shown, {*shown}, whole_files=True) == []
