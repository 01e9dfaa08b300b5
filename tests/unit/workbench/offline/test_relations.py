"""How many of one thing another has, what a thing must have, and what is noted for each."""

from __future__ import annotations

import pytest

from tests.support.plans import planned
from workbench.offline.reading.understanding import understand


def shape(request: str) -> dict[str, list[str]]:
    """Each kind of records, and its fields without those of the catalogue's choosing."""
    return {
        entity.name: [field.name for field in entity.fields]
        for entity in understand(request).entities
    }


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        (
            "Invoices have a number. Each invoice has many lines with description and quantity.",
            {"Invoice": ["number"], "Line": ["description", "quantity", "invoice_id"]},
        ),
        (
            "Doctors (name). Visits have a date and exactly one doctor.",
            {"Doctor": ["name"], "Visit": ["date", "doctor_id"]},
        ),
        (
            "Customers (name). Orders with date, each belonging to a customer",
            {"Customer": ["name"], "Order": ["date", "customer_id"]},
        ),
        (
            "Classes (title). Each class has many students. Students (name)",
            {"Class": ["title"], "Student": ["name", "class_id"]},
        ),
        (
            "Students (name), courses (title). A student has many courses. A course has many students.",
            {"Student": ["name", "courses"], "Course": ["title"]},
        ),
        ("Books must have a title and a year.", {"Book": ["title", "year"]}),
        ("Each book shall have a title.", {"Book": ["title"]}),
        ("Every book has a title and a year", {"Book": ["title", "year"]}),
        (
            "For each patient, we record name and blood type.",
            {"Patient": ["name", "blood_type"]},
        ),
    ],
)
def test_what_a_thing_has(request_text: str, expected: dict[str, list[str]]) -> None:
    assert shape(request_text) == expected
    assert understand(request_text).not_understood == []


def test_what_a_thing_belongs_to_is_an_assumption() -> None:
    plan = planned("Each invoice has several lines with text")
    assert "A line belongs to an invoice." in plan.assumptions
    assert plan.title == "Invoices"


@pytest.mark.parametrize(
    ("request_text", "reported"),
    [
        ("posts (title). Users have many posts", "Users have many posts"),
        ("members (name). Members must not have a dog", "Members must not have a dog"),
        ("members (name). Members will have to pay", "Members will have to pay"),
        ("A contacts app that sends emails", "A contacts app that sends emails"),
        ("people with a name and a salary which only HR can see", "a salary which only HR can see"),
    ],
)
def test_what_else_is_said_of_a_thing_is_reported(request_text: str, reported: str) -> None:
    assert understand(request_text).not_understood == [reported]
