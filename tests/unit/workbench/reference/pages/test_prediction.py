"""The rows that a page must show are those of the list that its controls ask for."""

from __future__ import annotations

from typing import Any

from tests.support.clinic import clinic
from tests.support.lending import lending
from workbench.plan.system import SystemPlan
from workbench.reference.pages.prediction import Caller, Controls, PageReference


def loan(number: int, **values: Any) -> dict[str, Any]:
    usual = {
        "id": number,
        "purpose": f"loan {number}",
        "tool": 1,
        "member": None,
        "state": "asked",
        "urgent": False,
        "due": "2031-05-14",
        "picked_up": None,
        "fee": None,
        "remark": None,
        "created_at": "2031-01-01T00:00:00Z",
        "updated_at": "2031-01-01T00:00:00Z",
    }
    return usual | values


LOANS = [
    loan(1, urgent=True, fee=9.5),
    loan(2, state="lent", tool=2, fee=100),
    loan(5, state="lent", purpose="Garden party", fee=20),
]


def ids(controls: Controls, plan: SystemPlan | None = None) -> list[list[int]]:
    plan = plan or lending()
    tools = [{"id": 1, "name": "Saw"}, {"id": 2, "name": "Drill"}]
    reference = PageReference(plan, plan.entity("Loan"), {"Loan": LOANS, "Tool": tools})
    places = reference.places(controls)
    assert places is not None
    return [[record["id"] for record in place] for place in places]


def test_without_controls_the_newest_come_first() -> None:
    assert ids(Controls()) == [[5], [2], [1]]


def test_every_filter_and_the_search_narrow_the_list() -> None:
    assert ids(Controls(filters={"urgent": True})) == [[1]]
    assert ids(Controls(filters={"urgent": False})) == [[5], [2]]
    assert ids(Controls(filters={"state": "lent"})) == [[5], [2]]
    assert ids(Controls(filters={"state": "lent", "tool": 2})) == [[2]]
    assert ids(Controls("PARTY")) == [[5]]
    assert ids(Controls("loan", {"state": "lent"})) == [[2]]
    assert ids(Controls("nowhere")) == []


def test_an_order_is_that_of_the_field() -> None:
    assert ids(Controls(sort="fee")) == [[1], [5], [2]]
    assert ids(Controls(sort="-fee")) == [[2], [5], [1]]


def test_records_that_are_equal_in_the_order_may_change_places() -> None:
    assert ids(Controls(sort="due")) == [[1, 2, 5]] * 3


def test_controls_are_described_for_a_finding() -> None:
    entity = lending().entity("Loan")
    both = Controls("saw", {"state": "lent"}, "-fee")
    assert both.described(entity) == "State = lent, search “saw”, sorted by -fee"
    assert Controls().described(entity) == "nothing set"


def test_an_account_sees_its_own_records() -> None:
    plan = clinic()
    visit = {
        "room": 1,
        "urgent": True,
        "stars": None,
        "state": "asked",
        "starts": "2031-03-10T10:00:00Z",
        "ends": "2031-03-10T11:00:00Z",
    }
    records = [
        {"id": 1, "reason": "cough", "patient": 7, **visit},
        {"id": 2, "reason": "cold", "patient": 8, **visit},
    ]
    caller = Caller({"id": 7}, "patient")
    reference = PageReference(plan, plan.entity("Visit"), {"Visit": records}, caller)
    assert reference.places(Controls()) == [[records[0]]]
    assert reference.total(Controls("cold")) == 0
