"""One call over real HTTP: every way in which an endpoint can fail has a name or a repair turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.scripted_endpoint import (
    KEY,
    Behaviour,
    BreakOff,
    Hang,
    Page,
    Say,
    ScriptedEndpoint,
    Status,
    serving,
)
from workbench.errors import BudgetReached
from workbench.llm import endpoint as endpoints
from workbench.llm import errors, limits, registry
from workbench.llm.blocks import Block, write_blocks
from workbench.llm.budget import Budget, SpendTracker
from workbench.llm.caller import Caller
from workbench.llm.calls import Answer, ask
from workbench.llm.endpoint import Reply
from workbench.llm.recording import Recording
from workbench.llm.retrying import RequestBudget

NONCE = "abc123"
FILES = [Block("file", f"text {n}\n", {"path": f"f{n}.txt"}) for n in range(4)]
GOOD = write_blocks(FILES, NONCE)
AT_ONCE = {"retry-after-ms": "1"}


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ScriptedEndpoint]:
    monkeypatch.chdir(tmp_path)
    with serving(ScriptedEndpoint(otherwise=lambda _body: Say(GOOD))) as served:
        monkeypatch.setenv("OPENAI_BASE_URL", served.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield served


def caller(folder: Path, budget: Budget | None = None, ordinal: int = 0) -> Caller:
    return Caller(
        role="planner",
        model="openai:scripted:7b",
        client=lambda name: registry.chat_model(name, {}),
        base_url="",
        own=Recording(folder),
        tracker=SpendTracker(budget or Budget()),
        ordinal=ordinal,
        requests=RequestBudget(20),
    )


async def asked(tmp_path: Path, *script: Behaviour, endpoint: ScriptedEndpoint) -> Answer:
    return (await counted(tmp_path, *script, endpoint=endpoint))[0]


async def counted(
    tmp_path: Path, *script: Behaviour, endpoint: ScriptedEndpoint
) -> tuple[Answer, list[Reply]]:
    """The answer, and every reply that it is made of."""
    endpoint.script = deque(script)
    replies: list[Reply] = []
    line = caller(tmp_path / "calls")
    line.on_exchange = lambda exchange: replies.append(exchange.reply)
    return await ask(line, "the prompt", NONCE), replies


async def test_an_answer_is_streamed_and_counted(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    answer, replies = await counted(tmp_path, endpoint=endpoint)
    assert answer.blocks == FILES
    assert [(reply.input_tokens, reply.output_tokens) for reply in replies] == [(11, 7)]
    assert endpoint.requests[0]["stream"] is True
    assert endpoint.requests[0]["model"] == "scripted:7b"


async def test_a_server_that_counts_no_tokens_is_estimated_never_free(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    _, (reply,) = await counted(tmp_path, Say(GOOD, usage=None), endpoint=endpoint)
    assert reply.input_tokens > 0
    assert reply.output_tokens >= len(GOOD) // 4


async def test_an_answer_cut_off_by_its_length_is_continued(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    parts = [GOOD[:70], GOOD[70:120], GOOD[120:]]
    script = [Say(part, finish="length") for part in parts[:-1]] + [Say(parts[-1])]
    answer, replies = await counted(tmp_path, *script, endpoint=endpoint)
    assert answer.blocks == FILES
    assert len(replies) == 3
    said = endpoint.requests[2]["messages"]
    assert said[1]["content"] == parts[0] + parts[1]
    assert "cut off" in said[2]["content"]


async def test_a_continuation_that_begins_the_block_anew_replaces_its_torso(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    half = GOOD.index("text 2") + 3
    anew = GOOD[GOOD.index(f'<<<begin {NONCE} file path="f2.txt"') :]
    answer = await asked(tmp_path, Say(GOOD[:half], finish="length"), Say(anew), endpoint=endpoint)
    assert answer.blocks == FILES


@pytest.mark.parametrize(
    ("first", "complaint"),
    [
        (Say("Certainly!"), "there is no block"),
        (Say("", tool="write_file"), "a tool was called"),
        (Say('{"files": ['), "there is no block"),
        (Say(GOOD[:-10]), "has no end"),
    ],
)
async def test_an_answer_that_cannot_be_read_gets_one_repair_turn(
    first: Say, complaint: str, endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    answer = await asked(tmp_path, first, endpoint=endpoint)
    assert answer.blocks == FILES
    assert complaint in answer.complaints[0]
    assert complaint in endpoint.requests[1]["messages"][-1]["content"]


async def test_an_empty_answer_is_asked_for_in_one_piece_then_with_the_reason(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    answer, replies = await counted(tmp_path, Say(""), Say(""), endpoint=endpoint)
    assert answer.blocks == FILES
    assert "it is empty" in answer.complaints[0]
    assert [bool(request.get("stream")) for request in endpoint.requests] == [True, False, True]
    assert sum(reply.input_tokens for reply in replies) == 33


async def test_a_busy_endpoint_is_asked_again(endpoint: ScriptedEndpoint, tmp_path: Path) -> None:
    busy = [Status(429, AT_ONCE), Status(503, AT_ONCE), Status(500, AT_ONCE)]
    answer = await asked(tmp_path, *busy, endpoint=endpoint)
    assert answer.blocks == FILES
    assert len(endpoint.requests) == 4


async def test_an_answer_that_breaks_off_is_asked_for_again(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    answer = await asked(tmp_path, BreakOff(GOOD[:50]), endpoint=endpoint)
    assert answer.blocks == FILES


@pytest.mark.parametrize(
    ("script", "error", "says"),
    [
        ([Status(401)], errors.KeyRefused, "check OPENAI_API_KEY"),
        ([Status(404)], errors.ModelNotServed, "check its name"),
        ([Status(429, AT_ONCE)] * 9, errors.RateLimited, "wait, then stackwright resume"),
        ([Status(502, AT_ONCE)] * 9, errors.EndpointDown, "502 to 5 tries"),
        ([Status(400, message="context too long")], errors.RequestRefused, "context too long"),
        ([Page()] * 9, errors.NotAnAnswer, "check OPENAI_BASE_URL"),
        ([BreakOff("half")] * 9, errors.StreamDropped, "broke off"),
        ([Say("", refusal="I will not")] * 2, errors.ModelRefused, "I will not"),
        ([Say("x", finish="content_filter")], errors.ModelRefused, "filter"),
    ],
)
async def test_what_cannot_be_mended_has_a_name_and_a_remedy(
    script: list[Behaviour],
    error: type[errors.ModelFailed],
    says: str,
    endpoint: ScriptedEndpoint,
    tmp_path: Path,
) -> None:
    with pytest.raises(error, match=says):
        await asked(tmp_path, *script, endpoint=endpoint)
    assert len(endpoint.requests) <= 5


async def test_a_wrong_key_fails_at_the_first_try(
    endpoint: ScriptedEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "wrong")
    with pytest.raises(errors.KeyRefused):
        await asked(tmp_path, endpoint=endpoint)
    assert endpoint.requests == []


async def test_an_endpoint_that_hangs_is_given_up(
    endpoint: ScriptedEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "FIRST_TOKEN_SECONDS", 0.2)
    with pytest.raises(errors.EndpointTimeout):
        await asked(tmp_path, Hang(1), Hang(1), endpoint=endpoint)


async def test_nobody_at_the_address_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_RETRIES", 0)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(errors.EndpointDown, match="check OPENAI_BASE_URL"):
        await ask(caller(tmp_path / "calls"), "p", NONCE)


async def test_an_answer_that_was_paid_for_is_not_asked_for_again(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    first = await ask(caller(tmp_path / "calls"), f"prompt {NONCE}", NONCE)
    again = await ask(caller(tmp_path / "calls"), "prompt other", "other")
    assert [block.path for block in again.blocks] == [block.path for block in first.blocks]
    assert len(endpoint.requests) == 1


async def test_another_question_or_a_later_one_is_asked(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    await ask(caller(tmp_path / "calls"), "a", NONCE)
    await ask(caller(tmp_path / "calls"), "b", NONCE)
    await ask(caller(tmp_path / "calls", ordinal=1), "b", NONCE)
    assert len(endpoint.requests) == 3


async def test_a_call_is_not_sent_when_it_could_exceed_the_budget(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    line = caller(tmp_path / "calls", Budget(tokens=600))
    await ask(line, "short", NONCE)
    with pytest.raises(BudgetReached):
        await ask(line, "long " * 100, NONCE)
    assert len(endpoint.requests) == 1
    assert endpoint.requests[0]["max_completion_tokens"] <= 600


async def test_a_replay_answers_without_an_endpoint_and_names_what_drifted(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    await ask(caller(tmp_path / "recorded"), "line one\nline two", NONCE)
    line = caller(tmp_path / "fresh")
    line.model, line.replayed = "replay", Recording(tmp_path / "recorded")
    answer = await ask(line, "line one\nline 2", NONCE)
    assert answer.blocks == FILES
    assert [(drift.line, drift.recorded, drift.asked) for drift in line.drifts] == [
        (2, "line two", "line 2")
    ]
    assert len(endpoint.requests) == 1


async def test_a_replay_without_an_answer_says_so(tmp_path: Path) -> None:
    line = caller(tmp_path / "fresh")
    line.replayed, line.replayed_from = Recording(tmp_path / "nothing"), "rec"
    with pytest.raises(
        errors.NotRecorded, match="--replay rec: the planner's answer number 1 was not recorded"
    ):
        await ask(line, "p", NONCE)
