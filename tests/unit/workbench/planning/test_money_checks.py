"""Amounts of money need a currency with hundredths."""

from __future__ import annotations

import pytest

from tests.support.till import PLAN
from workbench.planning.acceptance import ImpossiblePlan, accept_plan


def test_a_currency_without_hundredths_is_refused_with_what_to_do() -> None:
    with pytest.raises(
        ImpossiblePlan, match="JPY is not divided into hundredths: leave `money` out"
    ):
        accept_plan(PLAN | {"currency": "JPY"})


def test_others_are_taken() -> None:
    assert accept_plan(PLAN | {"currency": "MXN"}).entity("Product").field("price").is_money
