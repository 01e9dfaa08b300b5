"""Stand-ins answer as the plan says, and scenarios can ask what they were asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from bench.recorded.assembling import written_plan
from workbench.harness import servers
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.harness.stand_ins import StandIn, run_stand_ins
from workbench.plan.steps import CalledStep, Match, Matcher

SHOP = written_plan("shop")


def tell(url: str, order: int, path: str = "/parcels") -> int:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(url + path, json={"order": order}, timeout=5).status_code


def called(stand_ins: Mapping[str, StandIn], **step: Any) -> None:
    asked = {"integration": "carrier", "method": "POST", "path": "/parcels"} | step
    runner = HttpRunner("", {"order": 7}, stand_ins)
    runner.run(CalledStep.model_validate(asked))


def test_a_stand_in_answers_what_the_plan_says_and_else_404() -> None:
    with run_stand_ins(SHOP) as stand_ins:
        url = stand_ins["carrier"].url
        assert tell(url, 7) == 201
        assert tell(url, 7, "/elsewhere") == 404
        calls = [(call.method, call.path, call.body) for call in stand_ins["carrier"].calls]
    assert calls == [("POST", "/parcels", {"order": 7}), ("POST", "/elsewhere", {"order": 7})]


def test_a_scenario_sees_how_often_and_with_what_it_was_called() -> None:
    told = Match(pointer="/order", op=Matcher.EQUALS, value="{{order}}")
    with run_stand_ins(SHOP) as stand_ins:
        called(stand_ins, times=0)
        with pytest.raises(StepFailed, match="expected 1 times, got 0 times"):
            called(stand_ins)
        tell(stand_ins["carrier"].url, 7)
        called(stand_ins, body=[told])
        tell(stand_ins["carrier"].url, 8)
        called(stand_ins, times=2)
        with pytest.raises(StepFailed, match="/order equals 7, got 8"):
            called(stand_ins, times=2, body=[told])


async def test_a_server_learns_the_address_from_its_environment() -> None:
    async with servers.server_environment(SHOP) as environment:
        assert environment.variables == {"CARRIER_URL": environment.stand_ins["carrier"].url}
