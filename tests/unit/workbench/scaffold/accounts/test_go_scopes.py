"""What an account sees of records, in SQL and in Go: its own, or the parts of its own."""

from __future__ import annotations

from tests.support.parts import parts
from tests.support.plans import NOTES, planned
from workbench.scaffold.backend import backend_files
from workbench.scaffold.go_linking import go_entities

SCOPES = {entity.plan.name: entity.scope for entity in go_entities(parts())}
OF_A_TICKET = '"ticket_id" IN (SELECT "id" FROM "tickets" WHERE "customer" = ?)'


def test_records_of_an_account_are_told_by_their_owner() -> None:
    ticket = SCOPES["Ticket"]
    assert (ticket.is_of_parts, ticket.field, ticket.sql("?")) == (
        False,
        "Customer",
        '"customer" = ?',
    )


def test_parts_are_told_by_the_owner_of_what_they_are_part_of() -> None:
    assert SCOPES["Comment"].sql("?") == OF_A_TICKET
    assert SCOPES["Attachment"].sql("?") == (
        f'"comment_id" IN (SELECT "id" FROM "comments" WHERE {OF_A_TICKET})'
    )
    assert SCOPES["Comment"].everywhere("?") == f"(? = 0 OR {OF_A_TICKET})"


def test_in_memory_a_part_is_followed_to_what_it_is_part_of() -> None:
    assert SCOPES["Comment"].found_go == "above.Customer == account"
    assert SCOPES["Attachment"].found_go == "r.store.Comments().isOf(above, account)"


def test_clearing_asks_for_the_owner_and_for_what_is_seen() -> None:
    assert SCOPES["Comment"].clear_parameters == ", owner int64, viewer int64"
    assert SCOPES["Attachment"].clear_parameters == ", viewer int64"
    assert SCOPES["Comment"].is_cleared_go == (
        "!(comment.Author != owner) && (viewer == 0 || r.isOf(comment, viewer))"
    )


def test_a_plan_without_parts_asks_for_nothing_of_that() -> None:
    files = backend_files(planned(NOTES), "m")
    assert not any("IsSeen" in text or "SeenBy" in text for text in files.values())
