"""What a plan leaves out follows the conventions: role by role, and part by part."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.accounts import account_entity
from workbench.plan.system import BindingRole, SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan

RECORD = {"$ref": "#/components/schemas/Todo"}
USUAL = {
    "GET /todos": "listTodos",
    "POST /todos": "createTodo",
    "GET /todos/{id}": "getTodo",
    "PUT /todos/{id}": "replaceTodo",
    "DELETE /todos/{id}": "deleteTodo",
}


def data(entity: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    todo = {
        "name": "Todo",
        "plural": "todos",
        "labels": {"singular": "Todo", "plural": "Todos"},
        "display_field": "title",
        "fields": [
            {"name": "title", "label": "Title", "type": "string", "required": True},
            {"name": "done", "label": "Done", "type": "boolean", "default": False},
        ],
    }
    system = {"name": "todo", "title": "To do", "summary": "Keeps todos"}
    return {**system, "entities": [{**todo, **(entity or {})}], **parts}


def accepted(entity: dict[str, Any] | None = None, **parts: Any) -> SystemPlan:
    return accept_plan(data(entity, **parts))


def offered(plan: SystemPlan) -> dict[str, str]:
    return {f"{item.method} {item.path}": item.id for item in plan.operations}


def own(method: str, path: str, **parts: Any) -> dict[str, Any]:
    return {"operationId": "mine", "method": method, "path": path, **parts}


def test_one_binding_does_not_remove_the_others() -> None:
    plan = accepted(bindings=[{"entity": "Todo", "role": "list", "operationId": "listTodos"}])
    assert offered(plan) == USUAL
    assert {item.role for item in plan.bindings} == {
        BindingRole(role) for role in ("list", "create", "read", "replace", "delete")
    }


def test_what_a_binding_leaves_out_is_conventional() -> None:
    plan = accepted(bindings=[{"entity": "Todo", "role": "list", "search": None}])
    binding = plan.binding("Todo", BindingRole.LIST)
    assert binding is not None
    assert (binding.operation, binding.search, binding.sort, binding.filters) == (
        "listTodos",
        None,
        "sort",
        {"done": "done"},
    )


def test_one_operation_does_not_remove_the_others() -> None:
    stats = own("GET", "/todo-stats", responses={"200": {"description": "Numbers"}})
    assert offered(accepted(operations=[stats])) == {"GET /todo-stats": "mine", **USUAL}


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/todos", "list"),
        ("POST", "/todos", "create"),
        ("GET", "/todos/{id}", "read"),
        ("PUT", "/todos/{todo_id}", "replace"),
        ("DELETE", "/todos/{id}", "delete"),
    ],
)
def test_an_operation_in_the_conventional_place_takes_it(method: str, path: str, role: str) -> None:
    plan = accepted(operations=[own(method, path)])
    binding = plan.binding("Todo", BindingRole(role))
    assert binding is not None
    assert binding.operation == "mine"
    place = f"{method} {path.replace('todo_id', 'id')}"
    assert offered(plan).keys() - {f"{method} {path}"} == USUAL.keys() - {place}
    usual = accepted().operation(USUAL[place])
    mine = plan.operation("mine")
    assert (mine.success, mine.response, mine.request, mine.tags) == (
        usual.success,
        usual.response,
        usual.request,
        usual.tags,
    )
    assert [item.name for item in mine.parameters if item.location == "path"] == (
        [path.rpartition("{")[2].strip("}")] if "{" in path else []
    )
    assert binding.id_param == (path.rpartition("{")[2].strip("}") if "{" in path else "id")


def test_statuses_that_are_left_out_are_conventional() -> None:
    created = own("POST", "/todos", responses={"201": {"description": "Made"}, "409": {}})
    mine = accepted(operations=[created]).operation("mine")
    assert mine.responses["201"].description == "Made"
    assert mine.response == RECORD
    assert {error.status for error in mine.errors} == {400, 409, 413, 415, 422}


def test_an_own_list_searches_only_where_it_has_the_parameter() -> None:
    status = {"name": "done", "in": "query", "schema": {"type": "boolean"}}
    plan = accepted(operations=[own("GET", "/todos", parameters=[status])])
    binding = plan.binding("Todo", BindingRole.LIST)
    assert binding is not None
    assert (binding.search, binding.sort, binding.limit, binding.filters) == (
        None,
        None,
        None,
        {"done": "done"},
    )


def test_a_role_that_is_bound_elsewhere_has_no_conventional_operation() -> None:
    quick = own(
        "POST",
        "/quick-todos",
        requestBody={"content": {"application/json": {"schema": RECORD}}},
        responses={
            "201": {"description": "Made", "content": {"application/json": {"schema": RECORD}}}
        },
    )
    binding = {"entity": "Todo", "role": "create", "operationId": "mine"}
    plan = accepted(operations=[quick], bindings=[binding])
    assert "POST /todos" not in offered(plan)
    assert offered(plan).keys() == USUAL.keys() - {"POST /todos"} | {"POST /quick-todos"}


def test_a_scenario_of_a_partly_bound_entity_is_no_complaint() -> None:
    scenario = {
        "id": "lists",
        "requirement": "R1",
        "title": "Lists",
        "steps": [{"kind": "http", "method": "GET", "path": "/todos", "expect": {"status": [200]}}],
    }
    plan = accepted(
        bindings=[{"entity": "Todo", "role": "create"}],
        scenarios=[scenario],
        requirements=[{"id": "R1", "text": "Lists", "kind": "api"}],
    )
    assert offered(plan) == USUAL


def test_offers_names_the_conventional_operations() -> None:
    plan = accepted({"offers": ["create", "list", "delete"], "leave_out": ["delete"]})
    assert offered(plan).keys() == {"GET /todos", "POST /todos"}


def test_an_id_of_a_conventional_operation_elsewhere_is_refused_with_both_places() -> None:
    elsewhere = {
        "operationId": "createTodo",
        "method": "POST",
        "path": "/quick",
        "responses": {"201": {"description": "Made"}},
    }
    with pytest.raises(ImpossiblePlan, match=r"operations.createTodo: .*POST /todos has it"):
        accepted(operations=[elsewhere])


def test_an_operation_of_its_own_says_what_success_is() -> None:
    with pytest.raises(ImpossiblePlan, match=r"operations.mine.responses: no success response"):
        accepted(operations=[own("GET", "/todo-stats")])


ACCOUNTS: dict[str, Any] = {
    "accounts": {"entity": "Account", "login": "email", "password": "password", "role": "role"},
    "seed": [
        {
            "entity": "Account",
            "values": {"email": f"{role}@example.org", "password": "a-password-1", "role": role},
        }
        for role in ("clerk", "boss")
    ],
}
ACCOUNT = account_entity("guest", "clerk", "boss", longest=None)


@pytest.mark.parametrize(
    ("listed_by", "given", "expected"),
    [
        (["clerk", "boss"], [], ["clerk", "boss"]),
        (["clerk", "boss"], ["boss"], ["boss"]),
        (["guest", "clerk", "boss"], [], []),
        ([], [], []),
    ],
    ids=["some roles", "the page names its own", "every role", "any account"],
)
def test_a_page_is_for_the_roles_that_may_list_its_records(
    listed_by: list[str], given: list[str], expected: list[str]
) -> None:
    todos = data({"operation_roles": {"list": listed_by, "read": listed_by}}, **ACCOUNTS)
    page = {"route": "/todos", "title": "Todos", "heading": "Todos", "collection": "Todo"}
    todos["pages"] = [page | ({"roles": given} if given else {})]
    todos["entities"].append(ACCOUNT)
    (shown,) = [page for page in accept_plan(todos).pages if page.route == "/todos"]
    assert shown.roles == expected


def test_the_parameters_of_a_path_need_not_be_declared() -> None:
    ok = {"200": {"description": "Done"}}
    plan = accepted(
        operations=[
            {
                "operationId": "close",
                "method": "POST",
                "path": "/todos/{id}/close",
                "responses": ok,
            },
            own("GET", "/lists/{list_id}/{word}", responses=ok),
        ]
    )
    assert _types_in_path(plan, "close") == {"id": "integer"}
    assert _types_in_path(plan, "mine") == {"list_id": "integer", "word": "string"}
    assert {"400", "404"} <= plan.operation("close").responses.keys()


def _types_in_path(plan: SystemPlan, name: str) -> dict[str, object]:
    parameters = plan.operation(name).parameters
    return {item.name: item.json_schema["type"] for item in parameters if item.location == "path"}
