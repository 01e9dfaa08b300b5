"""api.settings accepts a sound server, and sees each setting that is ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seeded_faults import SETTINGS, SOUND, SeededFault, context_of_variant
from workbench.gates import api_settings
from workbench.progress.results import Status

CHECKS = {
    "document": ("another document", "the document is a text"),
    "origin.allowed": ("an origin of the list is refused", "every origin is welcome"),
    "origin.other": ("every origin is welcome",),
    "page.configuration": ("no configuration",),
    "page.start": ("no start page",),
    "page.file": ("scripts are the start page",),
    "page.unknown_address": ("unknown addresses are not found", "browsers keep the start page"),
    "page.only_for_browsers": ("programs get the start page", "the page hides the API"),
    "no_page.unknown_address": ("without pages every address is there",),
    "no_page.api_for_browsers": ("without pages browsers get nothing",),
    "page.shared_address": (
        "unknown addresses are not found",
        "the page varies by another header",
        "browsers keep the start page",
    ),
    "page.api_at_shared_address": ("the page hides the API",),
    "default.database": ("the database is elsewhere",),
    "named.database": ("a file name is read as a URL",),
    "start.with_settings": (),
    "start.without_pages": (),
    "start.with_defaults": ("the greatest port is refused",),
    "start.port.word": ("a port that is no number is any port",),
    "start.port.negative": (),
    "start.port.too_large": (),
    "start.host": ("every address is listened on",),
}


async def test_a_sound_system_passes(notes_variants: Path, tmp_path: Path) -> None:
    result = await api_settings.check(await context_of_variant(notes_variants, SOUND, tmp_path))
    assert result.status is Status.PASSED, result.findings
    assert set(result.passed_checks) == {f"settings.{name}" for name in CHECKS}


@pytest.mark.parametrize("fault", SETTINGS, ids=[fault.name for fault in SETTINGS])
async def test_a_setting_that_is_ignored_is_seen(
    fault: SeededFault, notes_variants: Path, tmp_path: Path
) -> None:
    context = await context_of_variant(notes_variants, fault.name, tmp_path)
    result = await api_settings.check(context)
    assert {finding.check for finding in result.findings} == {
        f"settings.{name}" for name, faults in CHECKS.items() if fault.name in faults
    }
    assert all(finding.rule for finding in result.findings)
