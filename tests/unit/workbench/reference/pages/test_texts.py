"""A text on a page stands for a value however it is formatted, and never for another value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from workbench.plan.fields import EntityField, FieldType, IntegerField, read_field
from workbench.reference.pages.texts import Words, days_of, says, says_day, says_number

WORDS = Words(
    options={"state": {"open": "Offen", "in_progress": "In Arbeit"}},
    names={"tool": {1: "Big saw", 2: "Small saw"}},
    zones=("UTC",),
)


def field(type_: str, **more: Any) -> EntityField:
    name = {"enum": "state", "ref": "tool"}.get(type_, "field")
    if type_ == "enum":
        more["values"] = ["open", "in_progress", "done"]
    if type_ == "ref":
        more["ref"] = "Tool"
    return read_field({"name": name, "label": "Field", "type": type_, **more})


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("string", "a  long\ntitle", "a long title · new"),
        ("string", "a text that is too long for its column", "a text that is too long…"),
        ("email", "ann@example.org", "mail ann@example.org"),
        ("enum", "open", "Offen"),
        ("enum", "in_progress", "in progress"),
        ("enum", "done", "Erledigt"),
        ("ref", 1, "Big saw"),
        ("ref", 9, "a record that is not listed"),
        ("time", "14:30", "2:30 PM"),
        ("time", "08:05", "8.05 Uhr"),
        ("list", ["a", "b"], "a, b"),
        ("string", None, "–"),
        ("enum", None, "not set"),
        ("decimal", "12.50", "12,50 €"),
        ("date", "2031-05-17", "Saturday, 17 May 2031"),
        ("datetime", "2031-05-17T12:30:00Z", "17.5.2031, 12:30:00"),
    ],
)
def test_a_text_says_the_value(type_: str, value: Any, text: str) -> None:
    assert says(field(type_), value, text, WORDS)


@pytest.mark.parametrize(
    ("type_", "value", "text"),
    [
        ("string", "a title", "another title"),
        ("string", "a text that is too long for its column", "a text…"),
        ("enum", "open", "In Arbeit"),
        ("enum", "done", "Offen"),
        ("ref", 1, "Small saw"),
        ("ref", None, "Small saw"),
        ("time", "14:30", "14:03"),
        ("list", ["a", "b"], "a"),
        ("string", None, "null"),
        ("integer", None, "NaN"),
        ("date", None, "Invalid Date"),
        ("decimal", "12.50", "12"),
        ("date", "2031-05-17", "5/16/2031"),
        ("datetime", "2031-05-17T12:30:00Z", "May 18, 2031"),
    ],
)
def test_a_text_says_another_value(type_: str, value: Any, text: str) -> None:
    assert not says(field(type_), value, text, WORDS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("7", "7"),
        ("7", "7.00"),
        ("1250", "1,250"),
        ("1250", "1.250,00"),
        ("1250", "€ 12.50"),
        ("1250", "1 250"),
        ("7.5", "7,50"),
        ("0.5", "50 %"),
        ("-3", "−3"),
        ("-3", "(3.00)"),
        ("1234567.25", "1'234'567.25"),
        ("2.345", "2.35"),
    ],
)
def test_a_number_is_said_with_any_separators(value: str, text: str) -> None:
    assert says_number(Decimal(value), text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("7", "70"), ("7.5", "7"), ("-3", "3"), ("1250", "125"), ("40", "300"), ("7", "seven")],
)
def test_another_number_is_not_taken_for_it(value: str, text: str) -> None:
    assert not says_number(Decimal(value), text)


def test_a_text_without_a_day_is_not_judged() -> None:
    assert says_day([date(2031, 5, 17)], "in three weeks")
    assert not says_day([date(2031, 5, 17)], "")
    assert not says_day([date(2031, 5, 17)], "May 2031")


def test_an_instant_may_be_shown_in_each_of_the_zones() -> None:
    days = days_of("2031-05-17T23:30:00Z", ("UTC", "Pacific/Kiritimati"))
    assert days == [date(2031, 5, 17), date(2031, 5, 18)]


PRICE = IntegerField(name="price", label="Price", type=FieldType.INTEGER, money=True)


@pytest.mark.parametrize(
    ("value", "text", "said"),
    [
        (1250, "€12.50", True),
        (1250, "12,50 €", True),
        (1250, "1250", False),
        (1250, "€125.00", False),
        (123456, "€1,234.56", True),
        (100, "1 €", True),
        (7, "0,07 €", True),
        (-250, "-€2.50", True),
        (-250, "€2.50", False),
    ],
)
def test_an_amount_of_money_is_said_in_whole_units(value: int, text: str, said: bool) -> None:
    assert says(PRICE, value, text, Words()) is said
