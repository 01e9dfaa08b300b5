"""Each sentence of docs/plan.md, "On the wire", is one test of the reference."""

from __future__ import annotations

import pytest

from tests.support.clinic import a_visit, clinic, doctor, patient
from tests.support.plans import NOTES, PLANTS, planned
from tests.support.talking import Talk
from workbench.plan.steps import HttpStep, Match, Matcher
from workbench.reference.enumeration.expecting import expectation
from workbench.reference.execution import wire
from workbench.reference.execution.symbols import Moment, RecordId
from workbench.reference.traces import derive_traces

UNKNOWN = "/notes/987654321"
BIG = " " * (wire.MAX_BODY_BYTES + 1) + "{}"


@pytest.fixture
def notes() -> Talk:
    return Talk(planned(NOTES))


def test_ids_are_never_reused(notes: Talk) -> None:
    first = notes.make("/notes", {"content": "a"})
    notes.ask("DELETE", f"/notes/{first}")
    assert notes.make("/notes", {"content": "b"}) != first


def test_a_list_is_a_bare_array_and_never_null(notes: Talk) -> None:
    assert notes.ask("GET", "/notes").body == []


def test_the_newest_comes_first(notes: Talk) -> None:
    made = [notes.make("/notes", {"content": text}) for text in "abc"]
    assert [item["id"] for item in notes.ask("GET", "/notes").body] == made[::-1]


def test_limit_and_offset_cut_a_page_and_the_header_counts_all(notes: Talk) -> None:
    made = [notes.make("/notes", {"content": text}) for text in "abc"]
    page = notes.ask("GET", "/notes", query={"limit": 1, "offset": 1})
    assert [item["id"] for item in page.body] == [made[1]]
    assert page.headers == {"X-Total-Count": "^3$"}


def test_a_page_holds_twenty_if_nobody_says_how_many(notes: Talk) -> None:
    for number in range(21):
        notes.make("/notes", {"content": str(number)})
    assert len(notes.ask("GET", "/notes").body) == wire.DEFAULT_LIMIT == 20


def test_times_are_instants_of_the_server(notes: Talk) -> None:
    made = notes.make("/notes", {"content": "a"})
    assert isinstance(notes.ask("GET", f"/notes/{made}").body["created_at"], Moment)


def test_unknown_fields_are_ignored(notes: Talk) -> None:
    assert notes.status("POST", "/notes", {"content": "a", "colour": "red"}) == {201}


def test_what_the_server_writes_is_ignored_in_a_body(notes: Talk) -> None:
    made = notes.ask(
        "POST", "/notes", {"content": "a", "created_at": "2001-01-01T00:00:00Z", "id": 7}
    )
    assert isinstance(made.body["created_at"], Moment)
    assert isinstance(made.body["id"], RecordId)


def test_put_replaces_all_writable_fields() -> None:
    plants = Talk(planned(PLANTS))
    made = plants.make("/plants", {"name": "fern", "species": "x", "last_watered": "2024-03-10"})
    least = {"name": "fern", "species": "x", "watering_days": 3}
    assert plants.ask("PUT", f"/plants/{made}", least).body["last_watered"] is None


def test_patch_is_taken_only_where_it_is_declared(notes: Talk) -> None:
    refused = notes.ask("PATCH", UNKNOWN, {"content": "a"})
    assert refused.status == {405}


def test_a_create_is_201_with_the_location_of_the_new_record(notes: Talk) -> None:
    made = notes.ask("POST", "/notes", {"content": "a"})
    assert (set(made.status), made.location) == ({201}, f"/notes/{made.body['id']}")
    assert notes.ask("GET", made.location or "").body["content"] == "a"


def test_read_and_replace_are_200_and_delete_is_204(notes: Talk) -> None:
    made = notes.make("/notes", {"content": "a"})
    assert notes.ask("GET", f"/notes/{made}").status == {200}
    assert notes.ask("PUT", f"/notes/{made}", {"content": "b"}).status == {200}
    assert notes.ask("DELETE", f"/notes/{made}").status == {204}
    assert notes.ask("GET", f"/notes/{made}").status == {404}


@pytest.mark.parametrize("raw", ["", '{"', "{} {}", "{'a': 1}", "NaN"])
def test_a_malformed_body_is_400(notes: Talk, raw: str) -> None:
    assert notes.status("POST", "/notes", raw=raw) == {400}


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "many"},
        {"offset": -1},
        {"sort": "nothing"},
        {"q": "x" * 201},
    ],
)
def test_a_malformed_query_is_400(notes: Talk, query: dict[str, object]) -> None:
    assert notes.status("GET", "/notes", query=query) == {400}


def test_a_query_parameter_that_nobody_declared_is_ignored(notes: Talk) -> None:
    assert notes.status("GET", "/notes", query={"colour": "red"}) == {200}


def test_field_errors_are_422_and_name_the_field(notes: Talk) -> None:
    refused = notes.ask("POST", "/notes", {})
    assert (set(refused.status), list(refused.fields)) == ({422}, ["content"])


def test_a_taken_value_is_409_and_names_the_field() -> None:
    talk = Talk(clinic())
    token = doctor(talk)
    refused = talk.ask("POST", "/rooms", {"title": "Entrance", "places": 1}, token=token)
    assert (set(refused.status), list(refused.fields)) == ({409}, ["title"])


def test_what_is_referred_to_is_409() -> None:
    plants = Talk(planned(PLANTS))
    plant = plants.make("/plants", {"name": "fern", "species": "x", "watering_days": 3})
    plants.make("/notes", {"text": "a", "plant_id": plant})
    assert plants.status("DELETE", f"/plants/{plant}") == {409}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_record_is_404(notes: Talk, method: str) -> None:
    assert notes.status(method, UNKNOWN, {"content": "a"}) == {404}


def test_anothers_record_is_404() -> None:
    talk = Talk(clinic())
    mine, theirs = (patient(talk, name) for name in ("ada", "bob"))
    visit = talk.make("/visits", a_visit(talk), token=mine)
    assert talk.status("GET", f"/visits/{visit}", token=theirs) == {404}
    assert talk.status("GET", f"/visits/{visit}", token=mine) == {200}


def test_without_a_valid_token_it_is_401_whatever_else_is_wrong() -> None:
    talk = Talk(clinic())
    assert talk.status("DELETE", "/rooms/abc") == {401}
    assert talk.status("POST", "/rooms", {}, token="forged") == {401}


def test_a_wrong_role_is_403() -> None:
    talk = Talk(clinic())
    room = {"title": "North", "places": 1}
    assert talk.status("POST", "/rooms", room, token=patient(talk, "ada")) == {403}
    assert talk.status("POST", "/rooms", room, token=doctor(talk)) == {201}


def test_a_method_that_a_path_does_not_take_is_405_with_allow(notes: Talk) -> None:
    refused = notes.ask("PATCH", "/notes", {})
    assert refused.status == {405}
    assert set(refused.headers) == {"Allow"}


def test_a_body_of_more_than_a_mebibyte_is_413(notes: Talk) -> None:
    assert notes.status("POST", "/notes", raw=BIG) == {413}


@pytest.mark.parametrize(
    ("media_type", "status"),
    [
        ("text/plain", {415}),
        ("application/x-www-form-urlencoded", {415}),
        ("application/json", {201}),
        ("Application/JSON; charset=utf-8", {201}),
    ],
)
def test_a_body_that_is_not_json_is_415(notes: Talk, media_type: str, status: set[int]) -> None:
    headers = {"content-type": media_type}
    assert notes.status("POST", "/notes", {"content": "a"}, headers=headers) == status


def test_where_several_things_are_wrong_any_of_them_may_be_told(notes: Talk) -> None:
    assert notes.status("PUT", UNKNOWN, {}) == {404, 422}
    assert notes.status("PUT", UNKNOWN, raw="{") == {400, 404}


def test_a_path_that_the_plan_does_not_have_is_404(notes: Talk) -> None:
    assert notes.status("GET", "/nothing/at/all") == {404}


def test_json_names_are_those_of_the_plan_in_snake_case(notes: Talk) -> None:
    made = notes.ask("POST", "/notes", {"content": "a"}).body
    assert set(made) == {"id", "content", "created_at", "updated_at"}


def test_times_are_told_in_utc_with_z() -> None:
    tasks = planned("tasks (title, at:datetime)")
    talk = Talk(tasks)
    made = talk.ask("POST", "/tasks", {"title": "a", "at": "2031-05-01T01:30:00+03:00"})
    found = expectation(tasks, [(made, {})])
    assert found is not None
    for name in ("at", "created_at", "updated_at"):
        patterns = [
            m.value for m in found.body if m.pointer == f"/{name}" and m.op is Matcher.MATCHES
        ]
        assert patterns == [wire.UTC_INSTANT], name
    assert Match(pointer="/at", op=Matcher.INSTANT, value="2031-05-01T01:30:00+03:00") in found.body


@pytest.mark.parametrize(
    ("cents", "status"), [(1999, {201}), (19.99, {400, 422}), ("1999", {400, 422})]
)
def test_money_is_a_whole_number_of_minor_units(cents: object, status: set[int]) -> None:
    talk = Talk(planned("bills (title, cents:int)"))
    assert talk.status("POST", "/bills", {"title": "a", "cents": cents}) == status


def test_ids_are_whole_numbers_of_64_bits(notes: Talk) -> None:
    made = notes.ask("POST", "/notes", {"content": "a"})
    found = expectation(planned(NOTES), [(made, {})])
    assert found is not None
    assert Match(pointer="/id", op=Matcher.TYPE, value="integer") in found.body
    assert notes.status("GET", f"/notes/{2**63 - 1}") == {404}
    assert notes.status("GET", f"/notes/{2**63}") == {400, 404}


def test_the_total_is_exposed_to_the_page() -> None:
    [preflight] = [t for t in derive_traces(planned(NOTES)) if t.id == "notes.cors.preflight"]
    exposed = [
        step.expect.headers["Access-Control-Expose-Headers"]
        for step in preflight.steps
        if isinstance(step, HttpStep) and "Access-Control-Expose-Headers" in step.expect.headers
    ]
    assert any("X-Total-Count" in pattern for pattern in exposed)


def test_a_value_that_was_left_out_is_null_and_not_absent() -> None:
    plants = Talk(planned(PLANTS))
    made = plants.make("/plants", {"name": "fern"})
    read = plants.ask("GET", f"/plants/{made}").body
    assert read["species"] is None
    assert read["last_watered"] is None


def test_a_state_that_was_left_is_409() -> None:
    talk = Talk(clinic())
    token = patient(talk, "ada")
    visit = talk.make("/visits", a_visit(talk), token=token)
    assert talk.ask("POST", f"/visits/{visit}/finish", token=token).status == {200}
    assert talk.status("POST", f"/visits/{visit}/finish", token=token) == {409}


def test_what_does_not_fit_any_more_is_409() -> None:
    talk = Talk(clinic())
    token = patient(talk, "ada")
    for hour in (10, 12, 14, 16):
        times = {"starts": f"2031-03-10T{hour}:00:00Z", "ends": f"2031-03-10T{hour + 1}:00:00Z"}
        status = talk.status("POST", "/visits", a_visit(talk, **times), token=token)
        assert status == ({409} if hour == 16 else {201})
        if status == {201}:
            talk.make("/visits", a_visit(talk, **times), token=token)


def test_errors_are_problem_details_that_name_the_field_and_say_what_is_wrong(notes: Talk) -> None:
    refused = notes.ask("POST", "/notes", {})
    found = expectation(planned(NOTES), [(refused, {})])
    assert found is not None
    assert found.headers["Content-Type"] == r"^application/problem\+json"
    assert Match(pointer="/status", op=Matcher.EQUALS, value=422) in found.body
    assert Match(pointer="/errors", op=Matcher.CONTAINS, value={"field": "content"}) in found.body
    assert Match(pointer="/errors/0/message", op=Matcher.MATCHES, value=r"\S") in found.body
    assert Match(pointer="/title", op=Matcher.MATCHES, value=r"\S") in found.body
