"""What a page says of the number of its records is right, wherever it can be told what it counts."""

from __future__ import annotations

import pytest

from workbench.reference.pages.totals import Counted, Note, wrong_note

FIRST = Counted(first=0, shown=20, size=20, total=23, everything=40)


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("1–20 of 23", False),
        ("1 bis 20 von 23", True),
        ("Page 1 of 2", True),
        ("20 of 23", True),
        ("23 loans", False),
        ("40 loans", False),
        ("20 loans", False),
        ("2 of 5 stars", False),
        ("Version 3", True),
        ("Loans of 2031", False),
    ],
)
def test_a_right_or_another_number_is_not_judged(text: str, beside: bool) -> None:
    plural = "Members" if "2031" in text else "Loans"
    assert wrong_note([Note(text, beside)], plural, FIRST) is None


@pytest.mark.parametrize(
    ("text", "beside"),
    [("1–20 of 20", False), ("1–20 of 40", True), ("Page 1 of 3", True), ("24 loans", False)],
)
def test_a_wrong_number_is_told(text: str, beside: bool) -> None:
    wrong = wrong_note([Note(text, beside)], "Loans", FIRST)
    assert wrong is not None
    assert wrong.actual == text
    assert wrong.expected == "23 records on 2 pages"
