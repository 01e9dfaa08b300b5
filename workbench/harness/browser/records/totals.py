"""Reads what a page says of the number of its records, outside of the records themselves."""

from __future__ import annotations

from playwright.sync_api import Page

from workbench.reference.pages.rows import RowDifference
from workbench.reference.pages.totals import Counted, Note, wrong_note

_SCRIPT = r"""() => {
  const kept = "tr, li, article, form, dialog, h1, select, table, button, [role=row], [role=listitem], [role=option]";
  const short = (element) => {
    const text = element.innerText?.trim() ?? "";
    return text.length > 0 && text.length < 80 && /\d/.test(text) && !element.querySelector(kept);
  };
  const texts = [...document.querySelectorAll("main *")].filter(
    (element) => !element.closest(kept) && short(element) && !short(element.parentElement),
  );
  const beside = (element) => {
    for (let around = element.parentElement, n = 0; around && n < 3; around = around.parentElement, n++)
      if (around.matches("nav, [role=navigation]") || around.querySelectorAll(":scope button").length > 1) return true;
    return false;
  };
  return texts.map((element) => ({ text: element.innerText.trim(), beside: beside(element) }));
}"""


def wrong_total(page: Page, plural: str, counted: Counted) -> RowDifference | None:
    """What the page says wrongly of the number of its records or pages."""
    notes = [Note(one["text"], one["beside"]) for one in page.evaluate(_SCRIPT)]
    return wrong_note(notes, plural, counted)
