"""What the offline model makes of accounts, owners and roles."""

from __future__ import annotations

import pytest

from tests.support.plans import planned
from workbench.offline.reading.understanding import understand
from workbench.plan.system import BindingRole


@pytest.mark.parametrize(
    "request_text",
    [
        "A notes app with sign-in",
        "A notes app with login",
        "Users must sign in with a password. Notes (text)",
        "A notes app. People have to log in with their email and password.",
        "A notes app with user accounts",
        "notes (text), users can register and sign in",
    ],
)
def test_accounts_are_asked_for_in_many_ways(request_text: str) -> None:
    read = understand(request_text)
    assert read.has_accounts
    assert read.not_understood == []
    plan = planned(request_text)
    assert plan.accounts is not None
    assert plan.operation("listNotes").access is not None
    assert any("register" in text for text in plan.assumptions)


def test_a_password_among_fields_is_a_field() -> None:
    assert not understand("wifi networks (name, password)").has_accounts


def test_a_kind_of_sign_in_that_is_not_built_is_reported() -> None:
    assert understand("plants (name), login with Google").not_understood == ["login with Google"]


@pytest.mark.parametrize(
    "request_text",
    [
        "Users must sign in with a password, and each has plants (name, species).",
        "Each user has their own plants (name, species).",
        "plants (name, species). Plants are private.",
        "plants (name, species). Users can only see their own plants.",
        "plants (name, species), where everyone sees only their plants",
    ],
)
def test_records_of_ones_own_have_an_owner(request_text: str) -> None:
    plan = planned(request_text)
    plant = plan.entity("Plant")
    assert plant.owner == "owner_id"
    assert not plant.field("owner_id").is_written_by_client
    assert [field.name for field in plant.client_fields] == ["name", "species"]
    assert any("its own plants only" in text for text in plan.assumptions)
    proven = {scenario.id for scenario in plan.scenarios}
    assert proven >= {"accounts-sign-in", "plants-own", "plants-lifecycle"}


def test_only_a_role_may_do_what_the_request_says() -> None:
    plan = planned("plants (name). Only admins can delete plants")
    roles = {
        role: plan.operation(binding.operation).access.roles  # type: ignore[union-attr]
        for role in BindingRole
        if (binding := plan.binding("Plant", role)) is not None
    }
    assert roles == {
        BindingRole.CREATE: [],
        BindingRole.READ: [],
        BindingRole.LIST: [],
        BindingRole.REPLACE: [],
        BindingRole.DELETE: ["admin"],
    }
    assert [seed.values["role"] for seed in plan.seed] == ["admin"]
    assert any("admin@example.com" in text for text in plan.assumptions)


def test_a_restriction_is_read_to_its_end_whatever_the_commas() -> None:
    plan = planned(
        "Books (title) and loans (due date). Only librarians can add, edit and delete books."
    )
    assert set(plan.entity("Book").operation_roles) == {
        BindingRole.CREATE,
        BindingRole.REPLACE,
        BindingRole.DELETE,
    }
    assert plan.entity("Loan").operation_roles == {}


def test_records_named_as_a_schema_of_accounts_get_another_name() -> None:
    plan = planned("sessions (topic) and notes (text, session), with login")
    assert plan.entity("SessionItem").plural == "sessions"
    assert plan.entity("Note").field("session_id").target == "SessionItem"


def test_users_that_are_records_are_kept_apart_from_accounts() -> None:
    plan = planned("users (name) and tasks (title, user). Users must log in.")
    assert plan.accounts is not None
    assert plan.accounts.entity == "Account"
    assert plan.entity("Task").field("user_id").target == "User"


@pytest.mark.parametrize(
    ("request_text", "restricted"),
    [
        (
            "Users must sign in with a password. Only admins can delete tips (title, text)",
            {"Tip": {"delete": "admin"}},
        ),
        (
            "Only librarians can add, edit and delete books (title)",
            {"Book": {"create": "librarian", "replace": "librarian", "delete": "librarian"}},
        ),
        (
            "Only admins can delete tips (title) and notes (text)",
            {"Tip": {"delete": "admin"}, "Note": {"delete": "admin"}},
        ),
        (
            "plants (name), notes (text). Only gardeners may edit plants and notes",
            {"Plant": {"replace": "gardener"}, "Note": {"replace": "gardener"}},
        ),
        ("tips (title, text) that only admins can delete", {"Tip": {"delete": "admin"}}),
        (
            "plants (name). Only admins can manage everything",
            {"Plant": {"create": "admin", "replace": "admin", "delete": "admin"}},
        ),
    ],
)
def test_a_role_alone_may_do_it(request_text: str, restricted: dict[str, dict[str, str]]) -> None:
    read = understand(request_text)
    assert read.not_understood == []
    assert {entity.name: entity.restricted for entity in read.entities} == restricted


def test_a_restriction_of_what_is_not_kept_is_reported_as_a_whole() -> None:
    read = understand("A library with plants. Only librarians can add, edit and delete tickets")
    assert read.not_understood == ["Only librarians can add, edit and delete tickets"]
    assert not read.has_accounts
