"""One list serves every check: each filter's value has some records and not all, and no two are alike."""

from __future__ import annotations

from typing import Any

from tests.support.clinic import clinic
from tests.support.lending import lending
from workbench.plan.fields import EntityField, read_field
from workbench.reference.pages.data import is_bound, is_free, listed_record, other_values

PLAN = lending()
LOAN = PLAN.entity("Loan")
RECORDS = [
    listed_record(PLAN, LOAN, number, {"tool": [1, 2], "member": [3, 4]})
    for number in range(3000, 3024)
]

FILTERS: dict[str, list[Any]] = {
    "tool": [1, 2],
    "member": [3, 4, None],
    "state": ["asked", "lent", "returned"],
    "urgent": [True, False],
}


def field(type_: str, **more: Any) -> EntityField:
    return read_field({"name": "field", "label": "Field", "type": type_, **more})


def test_each_value_of_a_filter_has_some_records() -> None:
    for name, values in FILTERS.items():
        counts = [sum(record[name] == value for record in RECORDS) for value in values]
        assert all(0 < count < len(RECORDS) for count in counts), name


def test_two_filters_disagree_on_some_record() -> None:
    assert {(record["state"], record["urgent"]) for record in RECORDS} == {
        (state, urgent) for state in ("asked", "lent", "returned") for urgent in (True, False)
    }


def test_days_are_no_months_and_numbers_have_several_lengths() -> None:
    assert all(int(str(record["due"])[-2:]) > 12 for record in RECORDS)
    lengths = {len(str(record["fee"])) for record in RECORDS if record["fee"] is not None}
    assert len(lengths) > 2


def test_optional_fields_are_empty_in_some_records() -> None:
    for name in ("member", "fee", "picked_up", "remark"):
        assert {record[name] is None for record in RECORDS} == {True, False}


def test_a_field_that_a_rule_reads_keeps_its_value() -> None:
    plan = clinic()
    visit = plan.entity("Visit")
    assert is_bound(plan, visit, visit.field("starts"))
    assert not is_free(plan, visit, visit.field("room"))
    assert is_free(plan, visit, visit.field("stars"))


def test_other_values_are_valid_and_different() -> None:
    assert other_values(field("enum", values=["a", "b", "c"]), "b") == ["a", "c"]
    assert other_values(field("boolean"), True) == [False]
    assert other_values(field("ref", ref="Tool"), 1, [1, 2]) == [2]
    assert other_values(field("ref", ref="Tool"), 1, [1]) == []
    assert other_values(field("string", max_length=3), "abc") == ["abx"]
    assert other_values(field("email", max_length=9), "a@b.co.uk") != ["a@b.co.uk"]
    examples = ["AB12", "CD34", "EF56"]
    patterned = {"pattern": "^[A-Z]{2}[0-9]{2}$", "examples": examples}
    assert other_values(field("string", **patterned), "AB12") == ["CD34"]
    assert other_values(field("string", unique=True, **patterned), "AB12") == []
    assert other_values(field("integer", min=1, max=5), 1) not in ([], [1])


def test_a_number_is_changed_to_zero_too() -> None:
    """A page may take zero for no value."""
    assert other_values(field("integer"), 7)[0] == 0
    assert other_values(field("decimal"), "7.50")[0] == "0.00"
    assert 0 not in other_values(field("integer", min=1), 7)
    assert 0 not in other_values(field("number"), 0)
