"""The examples of docs/offline.md are read as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbench.offline.reading.understanding import understand

PAGE = (Path(__file__).parents[3] / "docs/offline.md").read_text(encoding="utf-8")
REPORTED = re.findall(r"^\| `([^`]+)` \| (“.+”) \|$", PAGE, re.M)
READ = [
    text
    for text in re.findall(
        r"(?<!\[)`([a-zA-Z][^`\n]+\([^`\n]+\)[^`\n]*)`", PAGE.replace("\\|", "|")
    )
    if text not in dict(REPORTED) and "condition" not in text and "note (" not in text
]


def test_there_are_examples() -> None:
    assert len(REPORTED) >= 4
    assert len(READ) >= 5


@pytest.mark.parametrize(("request_text", "phrases"), REPORTED)
def test_what_the_page_says_is_reported_is(request_text: str, phrases: str) -> None:
    assert understand(request_text).not_understood == re.findall(r"“([^”]+)”", phrases)


@pytest.mark.parametrize("request_text", READ)
def test_every_other_example_is_understood_whole(request_text: str) -> None:
    read = understand(request_text)
    assert read.entities
    assert read.not_understood == [] or "on posts" in request_text
