"""ui.journey compares a page with the reference: subtle faults are told by their cause, sound pages pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.fixtures import made_once
from tests.support.lending import lending
from tests.support.page_faults import ACTION_FAULTS, FAULTS
from tests.support.page_variants import (
    SOUND,
    PageVariant,
    findings_of,
    first_of_the_fault,
    write_page_variants,
)
from tests.support.sound_pages import SOUND_PAGES
from workbench.harness.browser import polling
from workbench.rulebook.rules import rules_for

pytestmark = pytest.mark.thorough
GENERATED = tuple(
    PageVariant(SOUND, (), journey) for journey in ("list", "form", "options", "abroad")
)


@pytest.fixture(scope="session")
def loans(shared_folder: Path, stackwright_home: Path) -> Path:
    """The lending system with every variant of its page in one bundle."""
    return made_once(
        shared_folder / "loans",
        lambda folder: write_page_variants(
            lending(), folder, (*FAULTS, *ACTION_FAULTS, *SOUND_PAGES)
        ),
    )


@pytest.mark.parametrize(
    "variant", [*GENERATED, *SOUND_PAGES], ids=lambda v: f"{v.name}-{v.journey}"
)
def test_a_sound_page_passes(
    variant: PageVariant, loans: Path, browser: Browser, tmp_path: Path
) -> None:
    findings = findings_of(loans, variant, "Loan", browser, tmp_path)
    assert [(item.check, item.message, item.expected, item.actual) for item in findings] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_by_its_cause(
    fault: PageVariant,
    loans: Path,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "POLL_SECONDS", 2.0)
    findings = findings_of(loans, fault, "Loan", browser, tmp_path)
    finding = first_of_the_fault(findings, fault, "loans")
    assert finding.rule in {rule.id for rule in rules_for(lending(), "frontend")} | {
        "page.served_by_backend"
    }


def test_a_list_that_shows_what_a_transition_led_to_passes(
    loans: Path, browser: Browser, tmp_path: Path
) -> None:
    sound = PageVariant(SOUND, (), "action")
    assert findings_of(loans, sound, "Member", browser, tmp_path) == []


@pytest.mark.parametrize("fault", ACTION_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_a_transition_is_told(
    fault: PageVariant, loans: Path, browser: Browser, tmp_path: Path
) -> None:
    [finding] = findings_of(loans, fault, "Member", browser, tmp_path)
    assert (finding.check, finding.rule) == ("ui:members.actions", "page.values")
    assert fault.says in finding.message
