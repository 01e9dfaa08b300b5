"""Reads the rows of a page, and what the page calls the values of its fields."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

from workbench.reference.pages.rows import ShownRow

_SCRIPT = Path(__file__).with_name("rows.js")


def read_rows(page: Page) -> list[ShownRow]:
    """Every visible element that may be a record, in the order of the document."""
    return [
        ShownRow(
            text=row["text"],
            cells=row["cells"],
            checks=row["checks"],
            path=tuple(row["path"]),
            parent=row["parent"],
        )
        for row in page.evaluate(_script())
    ]


@lru_cache(maxsize=1)
def _script() -> str:
    return _SCRIPT.read_text()
