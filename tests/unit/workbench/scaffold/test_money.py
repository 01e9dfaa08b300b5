"""Amounts of money in generated pages: in whole units, in the smallest on the wire."""

from __future__ import annotations

from tests.support.plans import NOTES, planned
from tests.support.till import till
from workbench.scaffold.frontend import frontend_files

SOURCE = "frontend/src"


def test_a_price_is_shown_and_typed_in_whole_units() -> None:
    files = frontend_files(till())
    form, page = files[f"{SOURCE}/pages/ProductForm.tsx"], files[f"{SOURCE}/pages/ProductPage.tsx"]
    assert "amountOf(values.price) as number" in form
    assert "amountText(record.price)" in form
    assert "numberOf(values.stock)" in form
    assert "{shownAmount(record.price)}" in page
    assert '"EUR"' in files[f"{SOURCE}/kit/money.ts"]


def test_tests_type_whole_units_and_expect_the_smallest() -> None:
    test = frontend_files(till())[f"{SOURCE}/pages/ProductPage.test.tsx"]
    assert 'getByLabelText(/^Price( \\*)?$/), "0.01")' in test


def test_without_amounts_there_is_no_such_file() -> None:
    assert f"{SOURCE}/kit/money.ts" not in frontend_files(planned(NOTES))
