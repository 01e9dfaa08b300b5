"""The seeded faults and sound variants of pages are edits of what the scaffold generates."""

from __future__ import annotations

import pytest

from tests.support.lending import lending
from tests.support.page_faults import FAULTS
from tests.support.page_variants import PageVariant
from tests.support.sound_pages import SOUND_PAGES
from workbench.scaffold.frontend import frontend_files

SOURCE = "frontend/src/"


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    files = frontend_files(lending())
    return {path.removeprefix(SOURCE): text for path, text in files.items()}


@pytest.mark.parametrize("variant", [*FAULTS, *SOUND_PAGES], ids=lambda variant: variant.name)
def test_every_edit_finds_its_place(variant: PageVariant, generated: dict[str, str]) -> None:
    assert variant.edits
    files = dict(generated)
    for path, before, after in variant.edits:
        assert before in files[path]
        files[path] = files[path].replace(before, after)
