"""What totals answer: by span in UTC and by value, over what the caller sees."""

from __future__ import annotations

from typing import Any

from tests.support.clinic import a_visit, clinic, doctor, patient
from tests.support.desk import desk
from tests.support.talking import Talk
from workbench.planning.acceptance import accept_plan
from workbench.reference.execution.symbols import OPEN
from workbench.reference.traces import derive_traces


def read(talk: Talk, path: str, **more: Any) -> list[tuple[str, object]]:
    """Each label with its value, in the order of the answer."""
    body = talk.ask("GET", path, **more).body
    assert isinstance(body, list)
    return [(item["label"], item["value"]) for item in body]


def rooms(*records: dict[str, object]) -> Talk:
    talk = Talk(clinic(seed=clinic().model_dump(mode="json")["seed"][:1]))
    token = doctor(talk)
    for number, record in enumerate(records):
        talk.make("/rooms", {"title": f"Room {number}", "places": 2, **record}, token=token)
    return talk


def test_amounts_are_added_up_per_month_in_the_order_of_the_months() -> None:
    talk = rooms(
        {"since": "2024-05-01", "fee": 0.1},
        {"since": "2024-05-31", "fee": 0.2},
        {"since": "2023-12-31", "fee": 7},
        {"since": None, "fee": 100},
    )
    assert read(talk, "/fees_per_month") == [("2023-12", 7), ("2024-05", 0.3)]


def test_a_record_without_an_amount_adds_nothing_and_keeps_its_month() -> None:
    talk = rooms({"since": "2024-05-01", "fee": None})
    assert read(talk, "/fees_per_month") == [("2024-05", 0)]


def test_sums_that_depend_on_the_order_of_adding_are_not_predicted() -> None:
    talk = rooms({"since": "2024-05-01", "fee": 1e14}, {"since": "2024-06-01", "fee": 0.123456})
    assert read(talk, "/fees_per_month") == [("2024-05", OPEN), ("2024-06", OPEN)]


def test_values_of_a_choice_are_counted_and_those_without_records_left_out() -> None:
    assert read(rooms({"kind": "night"}, {"kind": "night"}), "/rooms_per_kind") == [("night", 2)]
    assert read(rooms({"kind": "night"}, {}), "/rooms_per_kind") == [("day", 1), ("night", 1)]


def test_days_are_those_of_utc_and_of_the_callers_records_only() -> None:
    talk = Talk(clinic())
    anna, bert = patient(talk, "anna"), patient(talk, "bert")
    late = {"starts": "2031-03-10T23:30:00-05:00", "ends": "2031-03-11T05:00:00Z"}
    talk.make("/visits", a_visit(talk, **late), token=anna)
    talk.make("/visits", a_visit(talk), token=bert)
    assert read(talk, "/visits_per_day", token=anna) == [("2031-03-11", 1)]
    assert read(talk, "/visits_per_day", token=bert) == [("2031-03-10", 1)]
    assert talk.status("GET", "/visits_per_day") == {401}


def test_a_sum_of_amounts_that_the_server_computes_is_not_predicted() -> None:
    data = desk(computes=True).model_dump(mode="json", exclude={"operations", "bindings", "pages"})
    data["totals"] = [
        {
            "operation": "wordsPerStatus",
            "entity": "Ticket",
            "by": "status",
            "how": "sum",
            "field": "words",
        }
    ]
    data["invariants"] = []
    plan = accept_plan(data)
    talk = Talk(plan)
    account = {"email": "cy@desk.example", "password": "cy-has-a-secret"}
    token = talk.ask("POST", "/register", account).body["token"]
    talk.make("/tickets", {"subject": "The printer is out of ink"}, token=token)
    assert read(talk, "/words_per_status", token=token) == [("open", OPEN)]
    assert not any("totals" in trace.id for trace in derive_traces(plan))
