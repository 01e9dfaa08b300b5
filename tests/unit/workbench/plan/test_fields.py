"""What a field cannot be on its own."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from workbench.plan.fields import EntityField


@pytest.mark.parametrize("kind", ["number", "decimal", "string"])
def test_an_amount_of_money_is_an_integer(kind: str) -> None:
    field = {"name": "price", "label": "Price", "type": kind, "money": True}
    with pytest.raises(ValidationError, match="an amount of `money` is an integer"):
        EntityField.model_validate(field)
    assert EntityField.model_validate({**field, "type": "integer"}).money
