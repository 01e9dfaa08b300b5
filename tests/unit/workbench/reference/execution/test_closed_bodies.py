"""Where a client's document forbids members of a body, a server may refuse them or ignore them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.plans import planned
from tests.support.reading_room import reading_room
from workbench.plan.system import SystemPlan
from workbench.reference.execution.bodies_of_own import may_be_forbidden
from workbench.reference.execution.index import purpose_of
from workbench.reference.execution.requests import Request

ROOM = reading_room()
ARTICLE = {"title": "Ice", "body": "It moves.", "topic": "science"}


def forbidden(plan: SystemPlan, operation: str, body: Any) -> bool:
    purpose = purpose_of(plan, plan.operation(operation))
    method, path = purpose.operation.method, purpose.operation.path
    return may_be_forbidden(plan, purpose, Request(method=method, path=path, body=body))


def test_members_that_the_document_does_not_name_may_be_forbidden() -> None:
    assert forbidden(ROOM, "createArticle", ARTICLE | {"writer": {"id": 1}})
    assert not forbidden(ROOM, "createArticle", ARTICLE)


def test_an_empty_change_may_be_forbidden() -> None:
    assert forbidden(ROOM, "changeArticle", {})
    assert not forbidden(ROOM, "changeArticle", {"title": "Ice"})


@pytest.mark.parametrize("body", [{"email": "a@b.example", "more": 1}, [1], None])
def test_an_open_schema_forbids_no_members(body: Any) -> None:
    assert not forbidden(ROOM, "register", body)


def test_without_a_document_unknown_members_are_ignored() -> None:
    plan = planned("notes with title and body")
    assert not forbidden(plan, "createNote", {"title": "Milk", "body": "x", "more": 1})
