"""An answer is applied whole, or not at all; what cannot be applied says why."""

from __future__ import annotations

import re

import pytest

from workbench.llm.blocks import Block
from workbench.workspace import edits
from workbench.workspace.edits import Draft, draft_of

GO = "backend/a.go"
TEXT = "package a\n\nfunc one() {}\n\nfunc two() {}\n"


def draft(*blocks: Block) -> Draft:
    files = {GO: TEXT.encode()}
    return draft_of(blocks, files.get, ("backend",))


def edit(search: str, replace: str) -> Block:
    text = f"<<<<<<< SEARCH\n{search}=======\n{replace}>>>>>>> REPLACE\n"
    return Block("edit", text, {"path": GO})


def test_an_edit_replaces_the_one_place_that_matches() -> None:
    found = draft(edit("func one() {}\n", "func uno() {}\n"))
    assert found.refusals == []
    assert found.changes == {GO: TEXT.replace("one", "uno").encode()}


def test_an_edit_may_quote_a_part_of_a_line_or_of_several() -> None:
    found = draft(edit("one() {}\n\nfunc tw\n", "uno() {}\n\nfunc tw\n"))
    assert found.changes == {GO: TEXT.replace("one", "uno").encode()}


def test_edits_of_one_file_build_on_each_other() -> None:
    found = draft(edit("func one() {}\n", "func uno() {}\n"), edit("func uno() {}\n", ""))
    assert found.changes[GO] == TEXT.replace("func one() {}\n", "").encode()


def test_whole_files_and_deletions() -> None:
    found = draft(
        Block("file", "new\n", {"path": "backend/new.go"}), Block("delete", "", {"path": GO})
    )
    assert found.changes == {"backend/new.go": b"new\n", GO: None}


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (edit("func three() {}\n", ""), "not in the file"),
        (edit("\n", "x\n"), "empty"),
        (edit("}\n", ""), "2 times"),
        (Block("edit", "no markers", {"path": GO}), "no SEARCH"),
        (Block("edit", "x", {"path": "backend/none.go"}), "no such file"),
        (Block("file", "x", {"path": "frontend/src/x.ts"}), "may only write backend"),
        (Block("file", "x", {"path": "../x"}), "leaves"),
    ],
)
def test_what_cannot_be_applied_is_refused(block: Block, reason: str) -> None:
    found = draft(block)
    assert len(found.refusals) == 1
    assert re.search(reason, found.refusals[0].reason)


def test_a_near_miss_is_answered_with_the_nearest_lines() -> None:
    found = draft(edit("func  one() {}\n", ""))
    assert "func one() {}" in found.refusals[0].reason


def test_an_answer_that_changes_nothing_is_refused() -> None:
    assert draft(Block("note", "hello")).refusals[0].reason == "the answer changes no file"


@pytest.mark.parametrize(
    ("paths", "present", "reason"),
    [
        (["backend/x", "backend/x/y.go"], (), "backend/x is a file"),
        (["backend/x/y.go", "backend/x"], (), "backend/x is a file"),
        (["backend/x/y.go"], ("backend/x",), "backend/x is a file"),
        (["backend/x"], ("backend/x/y.go",), "backend/x is a file"),
        (["backend/X/y.go", "backend/x"], (), "backend/x is a file"),
        (["backend/a.go", "backend/A.go"], (), "in case only"),
        (["backend/A.go"], ("backend/a.go",), "in case only"),
    ],
)
def test_files_of_which_no_file_system_holds_both_are_told(
    paths: list[str], present: tuple[str, ...], reason: str
) -> None:
    blocks = [Block("file", "x", {"path": path}) for path in paths]
    found = draft_of(blocks, lambda _path: None, ("backend",), present)
    assert [reason in refusal.reason for refusal in found.refusals] == [True]


def test_a_file_may_become_a_folder() -> None:
    blocks = [
        Block("delete", "", {"path": "backend/x"}),
        Block("file", "x", {"path": "backend/x/y"}),
    ]
    assert draft_of(blocks, lambda _path: None, ("backend",), ("backend/x",)).refusals == []


def test_what_was_in_the_way_before_is_not_the_answers_fault() -> None:
    present = ("backend/b.go", "backend/B.go")
    block = Block("file", "x", {"path": "backend/c.go"})
    assert draft_of([block], lambda _path: None, ("backend",), present).refusals == []


def test_an_answer_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "MAX_ANSWER_FILES", 2)
    monkeypatch.setattr(edits, "MAX_ANSWER_BYTES", 10 << 20)
    many = draft(*(Block("file", "x", {"path": f"backend/{n}.go"}) for n in range(3)))
    assert [refusal.reason for refusal in many.refusals] == ["the answer has more than 2 files"]
    text = "x" * (1 << 20)
    large = draft(*(Block("file", text, {"path": f"backend/{n}.go"}) for n in range(11)))
    assert "the answer is larger than 10 MiB" in [refusal.reason for refusal in large.refusals]
