"""Entities and fields are found by name; one that must be there and is not is an error."""

from __future__ import annotations

import pytest

from tests.support.plans import NOTES, planned

PLAN = planned(NOTES)
[NOTE] = PLAN.entities


def test_an_entity_is_found_by_its_name() -> None:
    assert PLAN.find_entity(NOTE.name) is NOTE
    assert PLAN.entity(NOTE.name) is NOTE


@pytest.mark.parametrize("name", ["Nothing", "", None])
def test_there_is_no_entity_of_another_name(name: str | None) -> None:
    assert PLAN.find_entity(name) is None


def test_a_field_is_found_by_its_name() -> None:
    field = NOTE.fields[0]
    assert NOTE.find_field(field.name) is field
    assert NOTE.field(field.name) is field


def test_there_is_no_field_of_another_name() -> None:
    assert NOTE.find_field("nothing") is None


def test_what_must_be_there_and_is_not_is_an_error() -> None:
    with pytest.raises(KeyError, match="Nothing"):
        PLAN.entity("Nothing")
    with pytest.raises(KeyError, match="nothing"):
        NOTE.field("nothing")
