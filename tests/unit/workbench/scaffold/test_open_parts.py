"""What a plan leaves to a coder: nothing if the scaffold expresses all of it."""

from __future__ import annotations

from bench.recorded.assembling import written_plan
from tests.support.desk import desk
from tests.support.plans import LIBRARY, NOTES, planned
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.go_handlers import refused_routes
from workbench.scaffold.go_linking import go_entities
from workbench.scaffold.open_parts import open_parts
from workbench.scaffold.project import base_files, readme
from workbench.scaffold.ts_pages import ts_pages

ROLES = (
    "Only admins can delete plants. Users must sign in, and each has notes (text). plants (name)"
)


def places(plan: SystemPlan) -> list[str]:
    return [
        f"{part.component} {part.place}"
        for name in ("backend", "frontend")
        for part in open_parts(plan, name)
    ]


def test_what_the_offline_model_plans_leaves_nothing_open() -> None:
    for request in (NOTES, LIBRARY, ROLES):
        assert places(planned(request)) == []


def test_accounts_seats_and_transitions_leave_a_page_of_the_plans_own_open() -> None:
    assert places(written_plan("studio")) == ["frontend page /bookings"]


def test_an_operation_of_the_plans_own_is_open_and_has_a_stub_that_compiles() -> None:
    data = planned(NOTES).model_dump(mode="json")
    data["operations"].append(
        {
            "id": "summariseNotes",
            "method": "GET",
            "path": "/notes-summary",
            "success": 200,
            "summary": "Summarise",
            "response": {"type": "object"},
        }
    )
    plan = accept_plan(data)
    assert places(plan) == ["backend GET /notes-summary", "frontend summariseNotes"]
    stub = backend_files(plan, "m")["backend/internal/infrastructure/httpapi/open_operations.go"]
    assert 'mux.HandleFunc("GET /notes-summary", h.summariseNotes)' in stub
    assert 'mux.HandleFunc("/notes-summary", methodNotAllowed("GET, HEAD"))' in stub
    assert "http.StatusNotImplemented" in stub


def test_a_refusal_for_a_reason_in_words_is_open() -> None:
    data = planned(NOTES).model_dump(mode="json", by_alias=True)
    create = next(item for item in data["operations"] if item["operationId"] == "createNote")
    create["responses"]["409"] = {"description": "five notes a day at most"}
    reason, tests = open_parts(accept_plan(data), "backend")
    assert str(reason) == "POST /notes: 409: five notes a day at most"
    assert tests.place == "the tests of Note in backend/internal/infrastructure/httpapi"


def test_files_of_accounts_are_there_only_where_the_plan_has_accounts() -> None:
    without = backend_files(planned(NOTES), "m") | frontend_files(planned(NOTES))
    with_accounts = backend_files(planned(ROLES), "m") | frontend_files(planned(ROLES))
    assert not any("auth" in path or "session" in path for path in without)
    assert "frontend/src/pages/SignInPage.tsx" in with_accounts
    assert "backend/internal/infrastructure/passwords/passwords.go" in with_accounts


def test_the_readme_names_seeded_accounts_and_the_variables_of_their_passwords() -> None:
    plan = planned(ROLES)
    text = readme(plan, None)
    assert "| admin@example.com | admin | `admin-password-1` | `ADMIN_PASSWORD` |" in text
    assert "ADMIN_PASSWORD=change-me" in base_files(plan)[".env.example"]
    assert "golang.org/x/crypto v0.43.0" in base_files(plan)["backend/go.mod"]
    assert "golang.org/x/crypto" not in base_files(planned(NOTES))["backend/go.mod"]


def test_only_the_owner_sees_a_record_and_only_a_role_deletes() -> None:
    files = backend_files(planned(ROLES), "m")
    handler = files["backend/internal/infrastructure/httpapi/plant_handler.go"]
    assert 'h.signedIn(h.deletePlant, "admin")' in handler
    assert "h.signedIn(h.createPlant)" in handler
    service = files["backend/internal/application/note_service.go"]
    assert "return s.own(ctx, caller, id)" in service
    assert "query.OwnerID = caller" in service


def test_a_path_beside_those_of_records_names_each_method_that_it_refuses() -> None:
    data = planned(NOTES).model_dump(mode="json", by_alias=True)
    latest = {"operationId": "latest", "method": "GET", "path": "/notes/latest"}
    data["operations"].append({**latest, "responses": {"200": {"description": "The latest"}}})
    routes = dict(refused_routes(accept_plan(data)))
    assert routes == {
        f"{method} /notes/latest": "GET, HEAD" for method in ("POST", "PUT", "PATCH", "DELETE")
    }


def test_a_page_of_the_plans_own_that_lists_for_accounts_asks_for_one() -> None:
    plan = planned("Users must sign in, and each has notes (text).")
    hooked = [
        page.model_copy(update={"collection": "Note", "route": "/mine"})
        for page in plan.pages
        if page.collection == "Note"
    ]
    pages = ts_pages(plan.model_copy(update={"pages": hooked}))
    assert [page.needs_account for page in pages] == [True]


def test_what_tests_change_is_never_a_reference() -> None:
    plan = planned("owners (name), pets (owner, weight:int)")
    for entity in go_entities(plan):
        assert entity.tested is not None
        assert entity.tested.target is None


def test_a_transition_from_a_later_value_is_generated_and_tested_on_its_way() -> None:
    plan = desk()
    assert not [place for place in places(plan) if "archive" in place]
    rules = backend_files(plan, "m")["backend/internal/infrastructure/httpapi/rules_test.go"]
    archiving = rules.partition("func TestTicketArchivedAfterSolved(")[2].partition("\n}\n")[0]
    assert archiving.index('path+"/solve"') < archiving.index('path+"/archive"')


def test_what_moves_accounts_is_left_to_the_coder() -> None:
    """Accounts have no handlers of their own where no operation reads or changes them."""
    data = desk().model_dump(mode="json", by_alias=True)
    promote = next(item for item in data["operations"] if item["operationId"] == "solveTicket")
    data["operations"].append(
        promote
        | {
            "operationId": "promoteAccount",
            "path": "/accounts/{id}/promote",
            "tags": ["Account"],
            "responses": {"200": {"content": promote["responses"]["200"]["content"]}},
        }
    )
    data["invariants"].append(
        {
            "id": "promoted",
            "kind": "transition",
            "entity": "Account",
            "field": "role",
            "before": "customer",
            "after": "agent",
            "operation": "promoteAccount",
        }
    )
    plan = accept_plan(data)
    assert "backend POST /accounts/{id}/promote" in places(plan)
    assert "promote" not in "".join(
        text for path, text in backend_files(plan, "m").items() if path.endswith("_test.go")
    )
