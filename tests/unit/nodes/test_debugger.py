"""Within one attempt the debugger may ask for files, and is asked again for what does not apply."""

from __future__ import annotations

from pathlib import Path

from graph.context import BuildOptions
from stackwright.results import BuildResult
from stackwright.session import start_run
from tests.support.plans import NOTES
from tests.support.replies import draft, replies
from tests.support.services import FakeGates, Reply, ScriptedChat, fake_services, scripted_chat
from workbench.llm.blocks import Block

MAIN = "backend/cmd/server/main.go"
OTHER = "backend/internal/domain/note.go"
CODE = "package main\n\nfunc main() { serve(8080) }\n"
RED = {"backend.build": ["undefined: serve"]}


def edit(search: str, replace: str, path: str = MAIN) -> Block:
    text = f"<<<<<<< SEARCH\n{search}\n=======\n{replace}\n>>>>>>> REPLACE\n"
    return Block("edit", text, {"path": path})


async def repaired(tmp_path: Path, *answers: list[Block]) -> tuple[BuildResult, ScriptedChat]:
    """A run whose first version is red; the debugger gives these answers, in this order."""
    left = iter(answers)
    repair: Reply = lambda _blocks: next(left)  # noqa: E731
    written = [*draft(MAIN, CODE), *draft(OTHER, "package domain\n")]
    chat = scripted_chat(replies(backend=lambda _blocks: written, repair=repair))
    options = BuildOptions(model="fake", scaffold="off", out=str(tmp_path / "out"))
    result = await start_run(NOTES, options, services=fake_services(FakeGates(RED, {}), chat))
    assert next(left, None) is None, "an answer was not asked for"
    return result, chat


async def test_an_edit_may_quote_a_part_of_a_line(tmp_path: Path) -> None:
    result, _ = await repaired(tmp_path, [edit("serve(8080)", "listen(8080)")])
    assert (tmp_path / "out" / MAIN).read_text() == CODE.replace("serve", "listen")
    assert result.verdict.attempts == 2


async def test_files_that_are_asked_for_are_shown_protected_ones_too(tmp_path: Path) -> None:
    need = [Block("need", "openapi.yaml\nbackend/none.go")]
    result, chat = await repaired(tmp_path, need, [edit("serve(8080)", "listen(8080)")])
    assert result.verified
    assert chat.shown("needed") == ["backend/none.go: there is no such file\n"]
    assert any(text.startswith("openapi: 3") for text in chat.shown("file"))


async def test_what_does_not_apply_is_asked_again_within_the_attempt(tmp_path: Path) -> None:
    first = [edit("serve(9090)", "listen(9090)"), *draft(OTHER, "package domain // kept\n")]
    result, chat = await repaired(tmp_path, first, [edit("serve(8080)", "listen(8080)")])
    [refused] = chat.shown("refused")
    assert "func main() { serve(8080) }" in refused, "the nearest lines are shown"
    assert result.verdict.attempts == 2
    assert (tmp_path / "out" / OTHER).read_text() == "package domain // kept\n"
    assert "listen(8080)" in (tmp_path / "out" / MAIN).read_text()


async def test_a_debugger_that_never_gives_a_change_that_applies_costs_one_attempt(
    tmp_path: Path,
) -> None:
    wrong = [edit("nowhere", "else")]
    result, _ = await repaired(tmp_path, wrong, wrong, wrong, [edit("serve(8080)", "listen(1)")])
    assert result.verdict.attempts == 3
    assert result.verdict.history[1]["problems"]
