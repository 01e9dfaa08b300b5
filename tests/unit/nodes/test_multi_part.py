"""A component that is too large for one answer comes in several, and is one component in the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from langgraph.graph import END, START, StateGraph

from graph.context import Settings
from graph.state import BuildState, RunInfo
from nodes.asking.multi_part import WholeAnswer, ask_in_parts
from nodes.asking.role import Asker
from tests.support.services import FakeGates, fake_services, scripted_chat
from workbench.llm.blocks import Block, write_blocks
from workbench.llm.limits import MAX_NEEDS, MAX_PARTS
from workbench.llm.recording import NONCE, RecordedCall, Recording
from workbench.workspace.edits import draft_of

ROLE = "backend_coder"
FILES = {"backend/store.go": b"package store // as it is\n"}
SERVICES = replace(fake_services(FakeGates(), scripted_chat({})), providers={})


def file(path: str, text: str = "package x\n") -> Block:
    return Block("file", text, {"path": path})


async def written(folder: Path, *answers: list[Block]) -> tuple[WholeAnswer, list[str]]:
    """What these answers are as a whole, and every request that was made for it."""
    recording = Recording(folder / "recording")
    for ordinal, blocks in enumerate(answers):
        text = write_blocks(blocks, NONCE)
        recording.add(
            RecordedCall(role=ROLE, ordinal=ordinal, model="openai:x", request="", answer=text)
        )
    settings = Settings(
        models=dict.fromkeys(("planner", "coder", "debugger"), "replay"),
        replay=str(folder / "recording"),
        storage_reason="",
        approve=False,
        into="",
    )
    wholes: list[WholeAnswer] = []

    async def coder(state: BuildState) -> BuildState:
        asker = await Asker.of(state, SERVICES, ROLE)
        task = [Block("task", "backend")]
        wholes.append(await ask_in_parts(asker, ROLE, task, FILES, rules="", has_findings=False))
        return {"usage": {ROLE: asker.usage}}

    graph = StateGraph(BuildState)
    graph.add_node("coder", coder)
    graph.add_edge(START, "coder")
    graph.add_edge("coder", END)
    run = RunInfo(id="r", folder=str(folder / "run"), started=0.0)
    state = BuildState(run=run, settings=settings.model_dump(mode="json"))
    after = await graph.compile().ainvoke(state)
    asked = [call.request for call in Recording(folder / "run" / "calls").calls()]
    assert after["usage"][ROLE]["calls"] == len(asked)
    return wholes[0], asked


async def test_an_answer_without_more_is_the_whole_component(tmp_path: Path) -> None:
    whole, asked = await written(tmp_path, [file("backend/a.go")])
    assert [block.path for block in whole.blocks] == ["backend/a.go"]
    assert not whole.problem
    assert len(asked) == 1


async def test_it_is_asked_again_with_what_is_there_and_what_is_missing(tmp_path: Path) -> None:
    whole, asked = await written(
        tmp_path,
        [file("backend/a.go", "package a // the first\n"), Block("more", "backend/b.go")],
        [file("backend/b.go")],
    )
    assert [block.path for block in whole.blocks] == ["backend/a.go", "backend/b.go"]
    assert "answer number 2" not in asked[0]
    assert "answer number 2" in asked[1]
    assert "package a // the first" in asked[1]
    missing = asked[1].partition("NONCE missing>>>\n")[2]
    assert missing.startswith("backend/b.go\n")


async def test_files_that_it_has_to_see_first_are_shown(tmp_path: Path) -> None:
    whole, asked = await written(
        tmp_path,
        [Block("need", "backend/store.go\nbackend/none.go")],
        [file("backend/a.go"), Block("more", "backend/b.go")],
        [file("backend/b.go")],
    )
    assert [block.path for block in whole.blocks] == ["backend/a.go", "backend/b.go"]
    assert "package store" not in asked[0]
    assert all("package store // as it is" in request for request in asked[1:])
    assert "backend/none.go: there is no such file" in asked[1]
    assert "answer number 2" not in asked[1]
    assert "answer number 2" in asked[2]


async def test_an_answer_that_only_asks_for_files_is_not_whole_in_the_end(tmp_path: Path) -> None:
    asking = [[Block("need", "backend/store.go")] for _ in range(MAX_NEEDS + 1)]
    whole, _ = await written(tmp_path, *asking)
    assert whole.problem == f"it asked for files more than {MAX_NEEDS} times"


async def test_files_are_shown_a_number_of_times_at_most(tmp_path: Path) -> None:
    asking = [[Block("need", "backend/store.go")] for _ in range(MAX_NEEDS)]
    whole, asked = await written(
        tmp_path, *asking, [Block("need", "backend/store.go"), file("backend/a.go")]
    )
    assert [block.path for block in whole.blocks] == ["backend/a.go"]
    assert len(asked) == MAX_NEEDS + 1


async def test_a_file_that_is_sent_twice_is_the_later_one(tmp_path: Path) -> None:
    whole, _ = await written(
        tmp_path,
        [file("backend/a.go", "package one\n"), Block("more", "backend/a.go")],
        [file("backend/a.go", "package two\n")],
    )
    assert [block.text for block in whole.blocks] == ["package two\n"]


async def test_edits_of_one_file_are_applied_one_after_the_other(tmp_path: Path) -> None:
    def edit(before: str, after: str) -> Block:
        text = f"<<<<<<< SEARCH\n{before}\n=======\n{after}\n>>>>>>> REPLACE\n"
        return Block("edit", text, {"path": "backend/a.go"})

    whole, asked = await written(
        tmp_path,
        [file("backend/a.go", "one\ntwo\n"), edit("one", "1"), Block("more", "backend/b.go")],
        [edit("two", "2"), file("backend/b.go")],
    )
    draft = draft_of(whole.blocks, lambda path: None, ("backend",))
    assert not draft.refusals
    assert draft.changes["backend/a.go"] == b"1\n2\n"
    assert "<<<<<<< SEARCH" in asked[1], "an edit is shown as it was sent"


async def test_a_component_that_never_becomes_whole_is_given_up(tmp_path: Path) -> None:
    endless = [[file(f"backend/{n}.go"), Block("more", "backend/z.go")] for n in range(9)]
    whole, asked = await written(tmp_path, *endless)
    assert len(asked) == MAX_PARTS
    assert "missing: backend/z.go" in whole.problem


@pytest.mark.parametrize("size", [10, 200_000])
async def test_only_as_much_as_the_limit_allows_is_shown_again(tmp_path: Path, size: int) -> None:
    _, asked = await written(
        tmp_path,
        [file("backend/a.go", "x" * size + "\n"), Block("more", "backend/b.go")],
        [file("backend/b.go")],
    )
    assert ("x" * size in asked[1]) == (size == 10)
    assert "backend/a.go" in asked[1]
