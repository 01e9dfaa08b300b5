"""Pages with amounts of money: sound ones pass, and each fault in one is found by its cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.fixtures import made_once
from tests.support.page_variants import (
    SOUND,
    PageVariant,
    findings_of,
    first_of_the_fault,
    write_page_variants,
)
from tests.support.till import till
from workbench.harness.browser import polling

FORM, PAGE = "pages/ProductForm.tsx", "pages/ProductPage.tsx"
PAGE_FAULTS = (
    PageVariant(
        "a price is shown in cents",
        ((PAGE, "{shownAmount(record.price)}", "{record.price}"),),
        check="lists",
        says="shows another Price",
    ),
    PageVariant(
        "a price is saved as it was typed",
        ((FORM, "price: amountOf(values.price)", "price: Number(values.price)"),),
        "form",
        check="changes.price",
        says="",
    ),
    PageVariant(
        "the form opens with cents",
        ((FORM, "amountText(record.price)", "String(record.price)"),),
        "form",
        check="changes.",
        says="the edit form does not show the record",
    ),
)
SOUND_PAGES = (
    PageVariant(
        "an amount without its currency",
        ((PAGE, "{shownAmount(record.price)}", "{(record.price / 100).toFixed(2)}"),),
    ),
    PageVariant(
        "an amount with a comma",
        (
            (
                PAGE,
                "{shownAmount(record.price)}",
                '{`${(record.price / 100).toFixed(2)} €`.replace(".", ",")}',
            ),
        ),
    ),
)


@pytest.fixture(scope="session")
def products(shared_folder: Path, stackwright_home: Path) -> Path:
    """The till, with every variant of its page in one bundle."""
    return made_once(
        shared_folder / "products",
        lambda folder: write_page_variants(till(), folder, (*PAGE_FAULTS, *SOUND_PAGES)),
    )


@pytest.mark.parametrize(
    "variant",
    [PageVariant(SOUND), PageVariant(SOUND, (), "form"), *SOUND_PAGES],
    ids=lambda v: f"{v.name}-{v.journey}",
)
def test_a_sound_page_passes(
    variant: PageVariant, products: Path, browser: Browser, tmp_path: Path
) -> None:
    findings = findings_of(products, variant, "Product", browser, tmp_path)
    assert [(item.check, item.message, item.expected, item.actual) for item in findings] == []


@pytest.mark.thorough
@pytest.mark.parametrize("fault", PAGE_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_the_page_is_told_by_its_cause(
    fault: PageVariant,
    products: Path,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "POLL_SECONDS", 2.0)
    findings = findings_of(products, fault, "Product", browser, tmp_path)
    first_of_the_fault(findings, fault, "products")
