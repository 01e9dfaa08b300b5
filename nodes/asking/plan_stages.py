"""The conversation with the planner: stage by stage, each asked again until it is accepted.

What an earlier stage decided is not asked for again. A refused stage is shown its own text with the
complaints, and may be answered by edits of that text. A recording may hold the whole plan in one
answer: a first answer with pages or scenarios is checked as a whole, and no other stage is asked.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nodes.asking.role import Asker
from prompts import example
from workbench.errors import InputError
from workbench.llm.blocks import Block
from workbench.llm.calls import Answer
from workbench.llm.errors import NoPlan, NotRecorded
from workbench.llm.limits import MAX_REPAIR_TURNS
from workbench.plan.problem import PlanProblem
from workbench.plan.system import RequirementKind, SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan, records_problems
from workbench.planning.complaints import grouped
from workbench.planning.contradiction import contradiction
from workbench.planning.coverage import not_covered, quote_problems
from workbench.planning.part_reference import part_reference
from workbench.planning.plan_data import UnreadablePlan, read_plan
from workbench.planning.stages import PROOFS, RECORDS, STAGES, Stage, is_whole, merged
from workbench.workspace.edits import edited
from workbench.workspace.paths import RefusedPath

FENCE = "```"
# Requirements of these kinds need no scenario: a person judges them.
JUDGED_BY_PEOPLE = frozenset({RequirementKind.LOOK, RequirementKind.MANUAL})


@dataclass
class PlanConversation:
    """Asks for a plan. `accepted` holds what the stages so far have decided, as JSON."""

    asker: Asker
    request: str
    material: list[Block]
    document: str | None
    feedback: str = ""
    accepted: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    async def plan(self) -> SystemPlan:
        """The accepted plan. Raises `NoPlan`, `InputError` for a refusal, and what asking raises."""
        uncovered = ""
        for stage in STAGES:
            whole = await self._settle(stage)
            if stage is RECORDS:
                uncovered = await asyncio.to_thread(_uncovered, self.accepted, self.request)
                if not whole:
                    await self._ask_once(RECORDS, uncovered)
                    uncovered = ""
            if whole:
                break
        plan = await asyncio.to_thread(accept_plan, self.accepted, self.document)
        await self._ask_once(PROOFS, "\n".join(filter(None, [uncovered, _unproven(plan)])))
        return await asyncio.to_thread(accept_plan, self.accepted, self.document)

    async def _settle(self, stage: Stage) -> bool:
        """Asks for a stage until its answer is accepted; True if it held all of the plan."""
        refused, complaints = "", self.feedback
        for turns_left in reversed(range(MAX_REPAIR_TURNS + 1)):
            answer = await self._ask(stage, refused, complaints, is_last=not turns_left)
            data: dict[str, Any] = {}
            try:
                refused, data = _read(answer, refused)
                await self._accept(stage, data)
            except ImpossiblePlan as error:
                complaints = grouped(error.problems)
                if not turns_left and await self._accept_without_scenarios(stage, data, error):
                    return True
                continue
            return is_whole(data)
        raise NoPlan(self.asker.caller.model, complaints)

    async def _accept_without_scenarios(
        self, stage: Stage, data: dict[str, Any], error: ImpossiblePlan
    ) -> bool:
        """Takes the answer without the scenarios that are wrong, if nothing else is.

        What each of them was to prove becomes a requirement of its own, which nothing proves: other
        scenarios of the same requirement prove other things.
        """
        lost: list[dict[str, Any]] = []
        stated = data.get("requirements", [])
        while wrong := _wrong_scenarios(error.problems):
            scenarios = data.get("scenarios", [])
            left = [item for item in scenarios if item.get("id") not in wrong]
            if len(left) == len(scenarios):
                return False  # an earlier answer decided them
            lost += [item for item in scenarios if item not in left]
            known = stated or self.accepted.get("requirements", [])
            unproven = _unproven_parts(lost, known)
            data = data | {"scenarios": left, "requirements": [*stated, *unproven]}
            self.notes += [
                f"planner: scenario {name} is left out: {reason}" for name, reason in wrong.items()
            ]
            try:
                await self._accept(stage, data)
            except ImpossiblePlan as again:
                error = again
            else:
                return True
        return False

    async def _ask_once(self, stage: Stage, open_points: str) -> None:
        """Asks once about what is missing; an answer that is not accepted leaves all as it was."""
        if not open_points:
            return
        try:
            answer = await self._ask(stage, "", "", Block("open", open_points))
        except NotRecorded:
            return  # a recording made before this question was asked
        try:
            _, data = _read(answer, "")
            await self._accept(stage, data)
        except InputError as error:
            # Refused or impossible: the points stay open, and the verdict lists them.
            self.notes.append(f"planner: the answer about open points was not taken: {error}")

    async def _ask(
        self, stage: Stage, refused: str, complaints: str, *more: Block, is_last: bool = False
    ) -> Answer:
        blocks = [*self.material, *more]
        if self.accepted:
            blocks.append(Block("accepted", _json(self.accepted)))
        if refused:
            blocks.append(Block("refused", refused))
        if complaints:
            blocks.append(Block("feedback", complaints))
        return await self.asker.ask(
            "planner",
            blocks,
            stage=stage.name,
            parts=", ".join(stage.parts),
            reference=await asyncio.to_thread(part_reference, stage),
            example=await asyncio.to_thread(example, stage.name),
            has_document=self.document is not None,
            refused=bool(refused),
            feedback=bool(complaints),
            is_open=bool(more),
            is_last=is_last,
        )

    async def _accept(self, stage: Stage, data: dict[str, Any]) -> None:
        """Takes the answer's parts over. Raises `ImpossiblePlan` with everything that is wrong."""
        joined = merged(self.accepted, data)
        assert isinstance(joined, dict)
        check = _check_records if stage is RECORDS and not is_whole(data) else _check_plan
        await asyncio.to_thread(check, joined, self.document, self.request)
        self.accepted = joined


def _unproven_parts(
    lost: Sequence[Mapping[str, Any]], requirements: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """For each scenario that is left out a requirement that says what it was to prove."""
    whole = {item.get("id"): item for item in requirements}
    parts: list[dict[str, Any]] = []
    for number, scenario in enumerate(lost, 1):
        requirement = whole.get(scenario.get("requirement"), {})
        parts.append(
            {
                "id": f"{scenario.get('requirement')}-{number}",
                "text": f"{requirement.get('text', '')} ({scenario.get('title')})",
                "kind": requirement.get("kind", "api"),
            }
        )
    return parts


def _read(answer: Answer, refused: str) -> tuple[str, dict[str, Any]]:
    """The text of the answer, with its edits applied to the refused text, and its value.

    Raises `InputError` if the model says that there is nothing to build, else `ImpossiblePlan`.
    """
    edits = []
    for block in answer.blocks:
        if block.kind == "refusal":
            raise InputError(" ".join(block.text.split()))
        if block.kind == "plan":
            return block.text, _parsed(block.text)
        if block.kind == "edit":
            edits.append(block)
    if not edits:
        raise _impossible("answer", answer.problem or "there is no plan block")
    text = refused
    for edit in edits:
        try:
            text = edited(Block("edit", edit.text, {"path": "the plan"}), text)
        except RefusedPath as error:
            raise _impossible("edit", error.reason) from error
    return text, _parsed(text)


def _parsed(text: str) -> dict[str, Any]:
    try:
        data = read_plan(_unfenced(text))
    except UnreadablePlan as error:
        raise _impossible("plan", str(error)) from error
    if not isinstance(data, dict):
        raise _impossible("plan", "it must be a JSON object")
    return data


def _unfenced(text: str) -> str:
    """The text without the code fence around it, if it has one."""
    first, _, rest = text.strip().partition("\n")
    is_fenced = first.rstrip() in (FENCE, f"{FENCE}json") and rest.endswith(FENCE)
    return rest.removesuffix(FENCE) if is_fenced else text


def _check_records(data: dict[str, Any], document: str | None, request: str) -> None:
    """Checks requirements and entities alone. Does blocking I/O. Raises `ImpossiblePlan`."""
    plan, problems = records_problems(data, document)
    if plan is not None:
        problems += quote_problems(plan, request)
    if problems:
        raise ImpossiblePlan(problems)


def _check_plan(data: dict[str, Any], document: str | None, request: str) -> None:
    """Checks everything that was decided so far. Does blocking I/O. Raises `ImpossiblePlan`."""
    plan = accept_plan(data, document)
    problems = list(quote_problems(plan, request))
    if plan.scenarios and (found := contradiction(plan)) is not None:
        problems.append(found)
    if problems:
        raise ImpossiblePlan(problems)


def _wrong_scenarios(problems: list[PlanProblem]) -> dict[str, str]:
    """Scenarios with their first problem, if nothing but scenarios is wrong; else nothing."""
    places = [problem.where.split(".") for problem in problems]
    if any(place[0] != "scenarios" or len(place) < 2 for place in places):
        return {}
    return {
        place[1]: problem.message
        for place, problem in reversed(list(zip(places, problems, strict=True)))
    }


def _uncovered(data: dict[str, Any], request: str) -> str:
    """What the planner is asked about parts of the request that no requirement quotes."""
    plan, _ = records_problems(data)
    parts = [] if plan is None else not_covered(plan, request)
    return "\n".join(f"No requirement quotes: “{part}”" for part in parts)


def _unproven(plan: SystemPlan) -> str:
    """What the planner is asked about requirements that nothing proves."""
    proven = {scenario.requirement for scenario in plan.scenarios}
    lines = [
        f"No scenario proves {item.id}: {item.text}"
        for item in plan.requirements
        if item.id not in proven and item.kind not in JUDGED_BY_PEOPLE
    ]
    return "\n".join(lines)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _impossible(where: str, message: str) -> ImpossiblePlan:
    return ImpossiblePlan([PlanProblem(where, message)])
