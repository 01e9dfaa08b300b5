"""The whole loop with fake gates, a fake model and a fake host: every way a run can go and end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.context import BuildOptions
from stackwright.results import BuildResult
from stackwright.session import start_run
from tests.support.plans import NOTES, planned
from tests.support.replies import draft, numbered, plan_block, replies
from tests.support.services import (
    NO_TOOL,
    FakeGates,
    FakeHost,
    Reply,
    ScriptedChat,
    fake_services,
    scripted_chat,
)
from workbench.errors import (
    BudgetReached,
    EnvironmentMissing,
    InputError,
    InternalError,
    StackwrightError,
)
from workbench.evidence.events import AttemptJudged, Event, NodeFinished
from workbench.gates.registry import GATES
from workbench.host.folders import data_folders
from workbench.llm.blocks import Block
from workbench.planning.plan_file import write_plan_file
from workbench.runs.records import RunStore

# Findings name the component that the repair must change.
RED_BACKEND = {"backend.build": ["undefined: x"]}
RED_FRONTEND = {"frontend.types": ["TS2304: no name"]}


@dataclass
class Ran:
    """A finished run."""

    result: BuildResult
    nodes: list[str]
    attempts: list[AttemptJudged]
    chat: ScriptedChat

    @property
    def outcome(self) -> str:
        return self.result.verdict.outcome


async def run(
    tmp_path: Path,
    *attempts: Mapping[str, list[str] | str],
    host: FakeHost | None = None,
    answers: dict[str, Reply] | None = None,
    gates: FakeGates | None = None,
    options: Mapping[str, object] | None = None,
) -> Ran:
    chat = scripted_chat(answers or replies())
    services = fake_services(gates or FakeGates(*attempts), chat, host)
    events: list[Event] = []
    given = {"model": "fake", "scaffold": "off", "out": str(tmp_path / "out")} | dict(options or {})
    result = await start_run(
        NOTES, BuildOptions.model_validate(given), on_event=events.append, services=services
    )
    return Ran(
        result,
        [event.node for event in events if isinstance(event, NodeFinished)],
        [event for event in events if isinstance(event, AttemptJudged)],
        chat,
    )


async def test_a_green_system_is_verified_and_delivered_in_one_attempt(tmp_path: Path) -> None:
    ran = await run(tmp_path, {})
    assert ran.result.verified
    assert sorted(ran.nodes[3:7]) == ["backend_coder", "contract", "frontend_coder", "warm_up"]
    assert ran.nodes[-5:] == ["installer", "tester", "validator", "judge", "finish"]
    assert (tmp_path / "out/backend/cmd/server/main.go").read_text() == "version 0\n"
    assert (tmp_path / "out/.stackwright/verdict.json").is_file()


async def test_every_gate_runs_once_in_the_order_of_its_stages(tmp_path: Path) -> None:
    gates = FakeGates({})
    await run(tmp_path, gates=gates)
    assert len(gates.ran) == len(set(gates.ran)) == len(GATES)
    assert gates.ran.index("api.contract") > gates.ran.index("frontend.tests")
    assert gates.ran[-2:] == ["tests.strength", "clean_room"]


async def test_a_red_test_goes_to_the_debugger_and_its_repair_is_verified(tmp_path: Path) -> None:
    ran = await run(tmp_path, RED_BACKEND, {})
    assert ran.result.verified
    assert [attempt.red for attempt in ran.attempts] == [["backend.build"], []]
    assert ran.nodes.count("debugger") == 1
    assert "validator" not in ran.nodes[: ran.nodes.index("debugger")], "red tests come first"


async def test_a_red_validation_goes_to_the_debugger_too(tmp_path: Path) -> None:
    ran = await run(tmp_path, {"api.contract": ["wrong status"]}, {})
    assert ran.result.verified
    assert [attempt.red for attempt in ran.attempts] == [["api.contract"], []]
    assert ran.nodes.count("validator") == 2


async def test_later_stages_do_not_run_on_a_red_one(tmp_path: Path) -> None:
    gates = FakeGates({"api.contract": ["wrong"]}, {})
    await run(tmp_path, gates=gates)
    first = gates.ran[: gates.ran.index("backend.build", 1)]
    assert "api.conformance" in first, "the rest of the stage is reported"
    assert not {"api.durability", "tests.strength", "clean_room"} & set(first)


async def test_attempts_without_progress_widen_the_scope_and_end_the_run(tmp_path: Path) -> None:
    ran = await run(tmp_path, RED_BACKEND)
    assert ran.outcome == "stagnation"
    assert ran.result.exit_code == 1
    assert [attempt.scope for attempt in ran.attempts] == ["edit", "file", "component", ""]
    assert ran.nodes.count("backend_coder") == 2, "the last scope writes the component afresh"
    assert (tmp_path / "out").is_dir(), "the best version is delivered"


async def test_the_best_version_is_delivered_not_the_last(tmp_path: Path) -> None:
    worse = {"backend.build": ["undefined: x", "undefined: y"]}
    ran = await run(tmp_path, RED_BACKEND, worse)
    assert ran.outcome == "stagnation"
    assert not (tmp_path / "out/backend/internal/domain/note.go").exists()


async def test_progress_resets_the_count_of_attempts_without_it(tmp_path: Path) -> None:
    ten = [f"finding {n}" for n in range(10)]
    fewer = [{"backend.build": ten[: 10 - n]} for n in range(9)]
    ran = await run(tmp_path, *fewer, {})
    assert ran.result.verified
    assert len(ran.attempts) == 10


async def test_the_number_of_attempts_is_bounded(tmp_path: Path) -> None:
    messages = [{"backend.build": [f"finding {n}"]} for n in range(9)]
    ran = await run(tmp_path, *messages, options={"max_attempts": 3})
    assert ran.outcome == "attempts"
    assert len(ran.attempts) == 3


async def test_findings_of_one_component_are_repaired_by_its_own_coder(tmp_path: Path) -> None:
    ran = await run(tmp_path, RED_FRONTEND)
    assert ran.nodes.count("frontend_coder") == 2
    assert ran.nodes.count("backend_coder") == 1


async def test_an_answer_that_cannot_be_read_is_a_red_result_of_its_own(tmp_path: Path) -> None:
    chatter = iter(["Certainly!", "Certainly!"])
    write = numbered("backend/cmd/server/main.go")

    def backend(blocks: list[Block]) -> list[Block] | str:
        return next(chatter, None) or write(blocks)

    ran = await run(tmp_path, {}, answers=replies(backend=backend))
    assert ran.result.verified
    assert [attempt.red for attempt in ran.attempts] == [["answer"], []]
    assert ran.attempts[0].scope == "edit"
    assert ran.nodes.count("backend_coder") == 2, "there is no draft to edit"
    assert ran.nodes.count("frontend_coder") == 1, "the answer was about the backend"


async def test_a_protected_file_is_refused_and_said_so(tmp_path: Path) -> None:
    ran = await run(
        tmp_path, {}, answers=replies(backend=lambda _b: draft("backend/api/api.go", "package x"))
    )
    assert ran.outcome == "stagnation"
    assert "protected" in ran.result.verdict.history[0]["problems"][0]


async def test_a_repair_that_changes_nothing_is_an_attempt_without_progress(
    tmp_path: Path,
) -> None:
    same = draft("backend/internal/domain/note.go", "the same\n")
    ran = await run(tmp_path, RED_BACKEND, answers=replies(repair=lambda _b: same))
    assert ran.outcome == "stagnation"
    assert ran.nodes.count("tester") == 4


async def test_an_open_gate_is_run_once_more_then_the_run_ends_not_verified(
    tmp_path: Path,
) -> None:
    ran = await run(tmp_path, {"ui.journey": "Chromium is missing"})
    assert ran.outcome == "not verified"
    assert ran.result.exit_code == 3
    assert ran.nodes.count("tester") == 2
    assert ran.nodes.count("debugger") == 0


async def test_missing_packages_are_installed_again(tmp_path: Path) -> None:
    missing = {"frontend.types": "the npm packages are not installed"}
    ran = await run(tmp_path, missing, {})
    assert ran.result.verified
    assert ran.nodes.count("installer") == 2


async def test_an_impossible_plan_goes_back_to_the_planner_with_the_reason(
    tmp_path: Path,
) -> None:
    bad = iter([[Block("plan", '{"name": "Bad Name"}')], [Block("plan", "not json")]])

    def plan(blocks: list[Block]) -> list[Block]:
        return next(bad, None) or plan_block(blocks)

    ran = await run(tmp_path, {}, answers=replies(plan=plan))
    assert ran.result.verified
    feedback = ran.chat.shown("feedback")
    assert len(feedback) == 2
    assert "is not JSON" in feedback[1]


async def test_a_planner_that_never_gives_a_plan_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMissing, match="no plan that can be built"):
        await run(tmp_path, {}, answers=replies(plan=lambda _b: [Block("plan", "{}")]))
    assert not (tmp_path / "out").exists()


async def test_a_refused_request_is_bad_input(tmp_path: Path) -> None:
    refusal = [Block("refusal", "Say what\nto store.")]
    with pytest.raises(InputError, match="Say what to store"):
        await run(tmp_path, {}, answers=replies(plan=lambda _b: refusal))
    assert RunStore(data_folders().runs).all() == [], "a run that came to nothing leaves nothing"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"model": "llama"}, "--model llama"),
        ({"replay": "nowhere"}, "--replay"),
        ({"openapi": "nowhere.yaml"}, "--openapi"),
    ],
)
async def test_bad_options_end_the_run_before_a_model_is_asked(
    tmp_path: Path, options: dict[str, object], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        await run(tmp_path, {}, options=options)
    assert not (tmp_path / "out").exists()


async def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(InputError, match="--replace"):
        await run(tmp_path, {})
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


async def test_a_missing_toolchain_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMissing, match="go: missing or too old"):
        await run(tmp_path, {}, host=FakeHost(tool=NO_TOOL))


async def test_a_token_budget_ends_the_run_with_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(BudgetReached, match="--budget-tokens"):
        await run(tmp_path, {}, options={"budget_tokens": 10})


async def test_a_time_budget_ends_a_run_without_a_judged_version(tmp_path: Path) -> None:
    with pytest.raises(BudgetReached, match="--budget-seconds"):
        await run(tmp_path, {}, options={"budget_seconds": 1e-6})


async def test_a_budget_that_ends_a_repair_delivers_the_version_before(tmp_path: Path) -> None:
    def over(_blocks: list[Block]) -> list[Block]:
        raise BudgetReached.at("--budget-tokens", "10 tokens", "9")

    ran = await run(tmp_path, RED_BACKEND, answers=replies(repair=over))
    assert ran.outcome == "budget"
    assert "resume" in ran.result.verdict.stopped
    assert (tmp_path / "out/backend/cmd/server/main.go").is_file()


async def test_a_defect_of_ours_in_a_coder_ends_the_run_in_order(tmp_path: Path) -> None:
    def broken(_blocks: list[Block]) -> list[Block]:
        raise ZeroDivisionError("a defect")

    with pytest.raises(InternalError, match="ZeroDivisionError"):
        await run(tmp_path, {}, answers=replies(backend=broken))
    (record,) = RunStore(data_folders().runs).all()
    assert record.exit_code == 70


async def test_a_defect_of_ours_in_a_repair_still_delivers_the_best_version(
    tmp_path: Path,
) -> None:
    def broken(_blocks: list[Block]) -> list[Block]:
        raise ZeroDivisionError("a defect")

    ran = await run(tmp_path, RED_BACKEND, answers=replies(repair=broken))
    assert ran.outcome == "internal"
    assert (tmp_path / "out/backend/cmd/server/main.go").is_file()


async def test_what_one_coder_fails_on_does_not_cancel_the_other(tmp_path: Path) -> None:
    def down(_blocks: list[Block]) -> list[Block]:
        raise EnvironmentMissing("the endpoint is down")

    asked: list[str] = []
    write = numbered("frontend/src/main.tsx")

    def frontend(blocks: list[Block]) -> list[Block] | str:
        asked.append("frontend")
        return write(blocks)

    with pytest.raises(StackwrightError, match="the endpoint is down"):
        await run(tmp_path, {}, answers=replies(backend=down, frontend=frontend))
    assert asked == ["frontend"]


async def test_repairs_of_the_installer_are_in_the_history(tmp_path: Path) -> None:
    ran = await run(tmp_path, {}, host=FakeHost(repairs=["backend/go.mod was brought up to date"]))
    assert ran.result.verdict.history[0]["notes"] == ["backend/go.mod was brought up to date"]


async def test_a_plan_that_nothing_can_satisfy_is_planned_again_once(tmp_path: Path) -> None:
    ran = await run(tmp_path, RED_BACKEND, {}, options={"max_stagnation": 0})
    assert ran.nodes.count("planner") == 1, "a plan without a contradiction is not planned again"


async def test_where_the_scaffold_is_the_whole_system_no_coder_is_asked(tmp_path: Path) -> None:
    ran = await run(tmp_path, options={"scaffold": "on"})
    assert ran.result.verified
    assert [text.strip() for text in ran.chat.shown("task")] == ["plan"]
    delivered = ran.result.out / "backend/internal/application/note_service.go"
    assert "NoteService" in delivered.read_text()


async def test_a_plan_of_the_users_is_built_and_no_planner_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    edited = planned(NOTES).model_copy(update={"title": "My own notes"})
    file.write_text(write_plan_file(edited, NOTES))
    ran = await run(tmp_path, options={"scaffold": "on", "plan": str(file)})
    assert ran.result.verdict.title == "My own notes"
    assert ran.chat.shown("task") == []
