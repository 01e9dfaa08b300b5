"""Texts that satisfy a pattern: as many different ones as tests need."""

from __future__ import annotations

import pytest

from workbench.plan.fields import TextField
from workbench.plan.patterns import is_found
from workbench.reference.pattern_values import counted_pattern, pattern_value


def patterned(pattern: str, *examples: str, **more: int) -> TextField:
    field = {"name": "code", "label": "Code", "type": "string", "pattern": pattern}
    return TextField.model_validate(field | {"examples": [*examples]} | more)


PHONE = patterned(r"^\+[0-9]{8,15}$", "+4930123456", "+491701234567", "+33123456789")
PLATE = patterned(r"^[A-Z]{2}-[0-9]{2}$", "AB-12", "CD-34", "EF-56")
SLUG = patterned(r"^[a-z0-9-]+$", "night-watch", "sunflowers", "pearl", maxLength=14)
ZIP = patterned(r"^[1-9][0-9]{4}$", "10115", "20095", "80331")
LETTERS = patterned(r"^[A-Z]{3}$", "EUR", "USD", "CHF")
TWO = patterned(r"^(one|two|three)$", "one", "two", "three")


@pytest.mark.parametrize("field", [PHONE, PLATE, SLUG, ZIP, LETTERS])
def test_a_hundred_values_differ_and_satisfy_the_field(field: TextField) -> None:
    values = [pattern_value(field, number) for number in range(100)]
    assert len(set(values)) == 100
    assert values[:3] == field.examples
    for value in values:
        assert is_found(str(field.pattern), value)
        assert field.max_length is None or len(value) <= field.max_length


def test_values_repeat_where_there_are_no_more() -> None:
    assert [pattern_value(TWO, number) for number in range(4)] == ["one", "two", "three", "one"]


@pytest.mark.parametrize(
    ("field", "template"),
    [(PHONE, "+4930%06d"), (SLUG, "night-watch%d"), (ZIP, "1%04d"), (LETTERS, None), (TWO, None)],
)
def test_a_counter_takes_the_place_of_digits_or_the_end(
    field: TextField, template: str | None
) -> None:
    assert counted_pattern(field) == template
