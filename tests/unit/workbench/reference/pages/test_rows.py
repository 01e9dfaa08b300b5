"""Rows are compared with the records that they must show, whatever elements they are made of."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.lending import lending
from workbench.reference.pages.rows import ShownRow, rows_of_records, wrong_rows, wrong_value
from workbench.reference.pages.texts import Words

LOAN = lending().entity("Loan")
WORDS = Words(
    options={"urgent": {"true": "Yes", "false": "No"}},
    names={"tool": {1: "Saw", 2: "Drill"}, "member": {1: "Ann"}},
)


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
        "fee": 7.5,
        "remark": None,
    }
    return usual | values


def row(purpose: str, **cells: str) -> ShownRow:
    usual = {"tool": "Saw", "state": "asked", "urgent": "No", "due": "5/14/2031", "fee": "7.50"}
    shown = {"purpose": purpose} | usual | cells
    return ShownRow(text=" ".join(shown.values()), cells=shown)


def test_rows_in_the_order_of_the_records_are_right() -> None:
    assert wrong_rows(LOAN, [[loan(2)], [loan(1)]], [row("loan 2"), row("loan 1")]) is None


@pytest.mark.parametrize(
    "rows",
    [
        [row("loan 1"), row("loan 2")],
        [row("loan 2")],
        [row("loan 2"), row("loan 1"), row("loan 3")],
        [row("loan 2"), row("loan 2")],
        [],
    ],
)
def test_other_rows_are_a_difference(rows: list[ShownRow]) -> None:
    wrong = wrong_rows(LOAN, [[loan(2)], [loan(1)]], rows)
    assert wrong is not None
    assert wrong.expected == "2: loan 2; loan 1"


def test_equal_records_may_stand_in_any_order_but_each_once() -> None:
    tied = [[loan(1), loan(2)], [loan(1), loan(2)]]
    assert wrong_rows(LOAN, tied, [row("loan 2"), row("loan 1")]) is None
    assert wrong_rows(LOAN, tied, [row("loan 2"), row("loan 2")]) is not None


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"tool": "Drill"}, "tool"),
        ({"state": "lent"}, "state"),
        ({"urgent": "Yes"}, "urgent"),
        ({"due": "5/13/2031"}, "due"),
        ({"fee": "7"}, "fee"),
        ({"member": "Ann"}, "member"),
        ({"remark": "undefined"}, "remark"),
    ],
)
def test_a_cell_with_another_value_is_a_difference_of_its_field(
    cells: dict[str, str], field: str
) -> None:
    wrong = wrong_value(LOAN, [[loan(1)]], [row("loan 1", **cells)], WORDS)
    assert wrong is not None
    assert wrong.field == field
    assert wrong_value(LOAN, [[loan(1)]], [row("loan 1")], WORDS) is None


def test_the_same_words_for_yes_and_no_are_a_difference() -> None:
    places = [[loan(2, urgent=True)], [loan(1)]]
    rows = [row("loan 2", urgent="•"), row("loan 1", urgent="•")]
    wrong = wrong_value(LOAN, places, rows, Words())
    assert wrong is not None
    assert wrong.field == "urgent"


def test_a_check_box_says_the_value_of_a_boolean() -> None:
    shown = row("loan 1")
    for state, is_right in ((False, True), (True, False)):
        boxed = ShownRow(shown.text, shown.cells, {"urgent": state})
        assert (wrong_value(LOAN, [[loan(1)]], [boxed], WORDS) is None) is is_right


def test_cards_without_labels_show_what_most_of_them_show() -> None:
    places = [[loan(n, tool=1 + n % 2)] for n in range(5)]
    texts = [f"loan {n} {'Drill' if n % 2 else 'Saw'}" for n in range(5)]
    assert wrong_value(LOAN, places, [ShownRow(text) for text in texts], WORDS) is None
    texts[3] = "loan 3 Saw"
    wrong = wrong_value(LOAN, places, [ShownRow(text) for text in texts], WORDS)
    assert wrong is not None
    assert wrong.field == "tool"


def test_the_outermost_element_of_each_record_is_its_row() -> None:
    known = [loan(1), loan(2)]
    around = ShownRow("loan 1 Saw loan 2 Saw", parent=9)
    item = ShownRow("loan 1 Saw", path=(0,), parent=1)
    inner = ShownRow("loan 1", path=(0, 1), parent=2)
    unknown = ShownRow("loan 7", path=(0,), parent=1)
    elsewhere = ShownRow("a tip of the day", parent=3)
    found = rows_of_records(LOAN, [around, item, inner, unknown, elsewhere], known)
    assert found == [item, unknown]


def test_a_record_may_refer_to_what_is_called_like_another_record() -> None:
    known = [loan(1), loan(2)]
    shown = [row("loan 2", tool="loan 1"), row("loan 1", tool="loan 2")]
    assert rows_of_records(LOAN, shown, known) == shown
    assert wrong_rows(LOAN, [[loan(2)], [loan(1)]], shown) is None


def test_a_name_that_is_a_part_of_another_stands_for_itself() -> None:
    """Records that the order leaves open may stand in any of their places."""
    short, long = loan(1, purpose="amber"), loan(2, purpose="3000 amber")
    places = [[short, long], [short, long]]
    for rows in ([row("3000 amber"), row("amber")], [row("amber"), row("3000 amber")]):
        assert wrong_rows(LOAN, places, rows) is None
    twice = wrong_rows(LOAN, places, [row("3000 amber"), row("3000 amber")])
    assert twice is not None


def test_many_records_that_may_stand_in_one_place_are_counted() -> None:
    every = [loan(number) for number in range(9)]
    wrong = wrong_rows(LOAN, [every], [row("another")])
    assert wrong is not None
    assert "any of 9 records (loan 0, loan 1, loan 2, …)" in wrong.expected
