"""A person at the page finds things by role, name and label, and says what is not there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from workbench.harness.browser import polling
from workbench.harness.browser.driver import Driver, NotOnPage, StepWrong
from workbench.plan.fields import read_field


@pytest.fixture
def page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setattr(polling, "POLL_SECONDS", 0.2)
    page = browser.new_page()
    yield page
    page.close()


def shown(page: Page, html: str) -> Driver:
    page.set_content(html)
    return Driver(page, "")


@pytest.mark.parametrize(
    "html",
    [
        "<button>Favor it</button>",
        '<a href="#">Favor</a>',
        '<i role="menuitem" tabindex=0>Favor</i>',
    ],
)
def test_what_is_pressed_may_be_a_button_a_link_or_an_item_of_a_menu(html: str, page: Page) -> None:
    assert shown(page, html).button("Favor").is_visible()


def test_another_role_is_found_only_where_it_is_asked_for(page: Page) -> None:
    driver = shown(page, '<div role="tab" tabindex=0>Reports</div>')
    assert driver.button("Reports", roles=("tab",)).is_visible()
    with pytest.raises(NotOnPage, match="a button “Reports”"):
        driver.button("Reports")


def test_a_page_without_exactly_one_h1_is_told_as_such(page: Page) -> None:
    driver = shown(page, "<h1>Notes</h1><h1>Notes</h1>")
    with pytest.raises(StepWrong, match="the page must have one h1") as wrong:
        driver.heading()
    assert (wrong.value.expected, wrong.value.actual) == ("1", "2")
    assert wrong.value.rule == "page.headings"


def test_a_control_that_the_tab_key_skips_is_named(page: Page) -> None:
    driver = shown(page, "<button tabindex=-1>Save</button>")
    with pytest.raises(StepWrong, match='the Tab key does not reach the button "Save"') as wrong:
        driver.focus(driver.button("Save"))
    assert wrong.value.rule == "page.accessible"


DIALOG = '<dialog open role="alertdialog"><button id="inner">{}</button></dialog>'


@pytest.mark.parametrize(("text", "found"), [("Delete", "inner"), ("Close", "outer")])
def test_what_an_open_dialog_has_comes_before_what_it_covers(
    text: str, found: str, page: Page
) -> None:
    row = '<button id="outer" aria-label="Delete Pancakes">Delete</button>'
    driver = shown(page, row + DIALOG.format(text))
    assert driver.pressable("Delete").get_attribute("id") == found
    assert driver.pressable("Delete", page.locator("body")).get_attribute("id") == "outer"


@pytest.mark.parametrize("label", ["Titel", "Titel *", "Titel (freiwillig)"])
def test_a_label_may_say_whether_it_is_required_in_any_language(label: str, page: Page) -> None:
    driver = shown(
        page, f"<form><label>{label} <input></label><button type=submit>ok</button></form>"
    )
    field = read_field({"name": "title", "label": "Titel", "type": "string"})
    assert driver.control(field, driver.form()).is_visible()
    other = field.model_copy(update={"label": "Tite"})
    with pytest.raises(NotOnPage, match="a control named “Tite”") as missing:
        driver.control(other, driver.form())
    assert missing.value.rule == "page.field_names"


def test_a_record_is_the_row_that_begins_with_its_name_not_one_that_refers_to_it(
    page: Page,
) -> None:
    driver = shown(
        page,
        "<table><tr id=wanted><td>Ann</td><td>Acme</td></tr><tr id=other><td>Bo</td><td>Ann</td></tr></table>",
    )
    assert driver.record("Ann").get_attribute("id") == "wanted"
    assert driver.record("Acme").get_attribute("id") == "wanted"
    assert driver.record("Bo").get_attribute("id") == "other"
