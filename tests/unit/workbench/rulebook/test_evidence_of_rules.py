"""Each rule has a seeded fault that breaks it and a sound variant that it must accept; those without are listed.

A fault or variant is named by where it is: `calibration: NAME` is one of the corpus of `bench.calibration`,
`PATH::NAME` a test of this repository. The list of rules without one is exact, so that it can only
shrink knowingly.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

import pytest

from bench.calibration.seeding import FAULTS, VARIANTS, load
from workbench.rulebook.rules import all_rules

ROOT = Path(__file__).parents[4]
GATES = "tests/integration/workbench/gates"
UNIT = "tests/unit/workbench/gates"
SUBTLE = f"{GATES}/test_subtle_faults.py"
STUDIO = f"{GATES}/test_accounts.py"
STUDIO_PASSES = f"{STUDIO}::test_the_sound_studio_passes"
SETTINGS = f"{GATES}/test_api_settings.py"
SETTINGS_PASS = f"{SETTINGS}::test_a_sound_system_passes"
DURABLE = f"{GATES}/test_api_durability.py"
DEPENDENCIES = f"{UNIT}/test_dependencies.py"
JOURNEY = f"{GATES}/test_ui_journey.py"
PAGES = f"{GATES}/test_ui_journey_pages.py"
MANY = f"{GATES}/test_many_references.py"
MANY_PAGES = f"{GATES}/test_many_references_pages.py"
MONEY_PAGES = f"{GATES}/test_money_pages.py"
SIGNING_OUT = "tests/integration/workbench/harness/browser/test_signing_out.py"
STRENGTH = f"{GATES}/test_tests_strength.py"
OTHER_WORDS = "calibration: other words on the page"
OTHER_LAYOUT = "calibration: another layout of the backend"
IN_A_LIST = "calibration: records in a list instead of a table"

# Rule → the fault that breaks it, and the sound variant.
EVIDENCE: dict[str, tuple[str, str]] = {
    "backend.sqlite": ("calibration: the database is in memory", OTHER_LAYOUT),
    "backend.settings": (f"{SETTINGS}::test_a_setting_that_is_ignored_is_seen", SETTINGS_PASS),
    "page.served_by_backend": (
        f"{SETTINGS}::test_a_setting_that_is_ignored_is_seen",
        f"{JOURNEY}::test_another_language_and_one_origin_pass_and_a_prescribed_class_is_missed",
    ),
    "api.agrees_with_plan": (
        f"{SUBTLE}::test_a_subtle_fault_is_rejected",
        f"{SUBTLE}::test_a_sound_backend_passes_every_trace",
    ),
    "api.follows_client_document": (
        "calibration: a record without its envelope",
        f"{GATES}/test_recorded_backends.py::test_a_recorded_backend_passes",
    ),
    "api.cors": ("calibration: the total is hidden from the page", OTHER_LAYOUT),
    "api.conforms_to_document": (
        f"{GATES}/test_api_conformance.py::test_a_seeded_fault_is_seen",
        f"{GATES}/test_api_conformance.py::test_a_sound_system_passes",
    ),
    "api.scenarios_hold": ("calibration: the search is ignored", STUDIO_PASSES),
    "api.accounts": (f"{STUDIO}::test_a_fault_is_seen", STUDIO_PASSES),
    "api.invariants": (f"{STUDIO}::test_a_fault_is_seen", STUDIO_PASSES),
    "api.totals": (
        f"{SUBTLE}::test_a_subtle_fault_is_rejected",
        f"{SUBTLE}::test_a_sound_backend_passes_every_trace",
    ),
    "api.parts": (
        f"{GATES}/test_parts.py::test_a_fault_is_seen",
        f"{GATES}/test_parts.py::test_the_generated_system_passes",
    ),
    "backend.log": (
        f"{STUDIO}::test_a_token_in_the_log_is_seen",
        f"{STUDIO}::test_the_log_of_the_sound_studio_has_no_secrets",
    ),
    "api.seed": ("calibration: the first account is not made", STUDIO_PASSES),
    "api.clock": ("calibration: the clock of the environment is ignored", STUDIO_PASSES),
    "api.no_lost_writes": (
        f"{GATES}/test_parallel_requests.py::test_a_race_is_found",
        f"{GATES}/test_parallel_requests.py::test_a_sound_server_passes",
    ),
    "api.no_data_races": (
        "calibration: a counter without a lock",
        f"{DURABLE}::test_a_sound_system_passes",
    ),
    "api.survives_kill": (
        f"{DURABLE}::test_a_seeded_fault_is_seen",
        f"{DURABLE}::test_a_sound_system_passes",
    ),
    "api.ends_in_order": (
        "calibration: requests in flight are cut off",
        f"{DURABLE}::test_a_sound_system_passes",
    ),
    "api.survives_hostile_requests": (
        f"{GATES}/test_api_abuse.py::test_a_seeded_fault_is_seen",
        f"{GATES}/test_api_abuse.py::test_a_sound_system_passes",
    ),
    "backend.own_tests": ("calibration: the backend's own tests are gone", OTHER_LAYOUT),
    "backend.tests_pass": ("calibration: a bad field is a 400", OTHER_LAYOUT),
    "backend.no_skipped_tests": ("calibration: a Go test is skipped", OTHER_LAYOUT),
    "frontend.own_tests": ("calibration: the page's own tests are gone", OTHER_WORDS),
    "frontend.tests_pass": ("calibration: the search is not sent", OTHER_WORDS),
    "frontend.no_skipped_tests": ("calibration: a page test is skipped", OTHER_WORDS),
    "tests.notice_faults": (
        f"{STRENGTH}::test_a_behaviour_without_a_test_and_a_test_that_cannot_fail_are_findings",
        f"{STRENGTH}::test_only_faults_that_can_occur_on_a_page_are_seeded",
    ),
    "tests.assert_something": ("calibration: the page's tests assert nothing", OTHER_WORDS),
    "frontend.type_checks": ("calibration: a type error", OTHER_WORDS),
    "frontend.bundles": ("calibration: a missing module", OTHER_WORDS),
    "frontend.only_through_client": (
        f"{UNIT}/test_frontend_agreement.py::test_other_ways_to_the_network_are_findings",
        f"{UNIT}/test_frontend_agreement.py::test_requests_that_fit_the_document_pass",
    ),
    "frontend.requests_fit_document": (
        f"{UNIT}/test_frontend_agreement.py::test_a_request_that_does_not_is_a_finding",
        f"{UNIT}/test_frontend_agreement.py::test_a_body_that_the_api_itself_refused_is_none",
    ),
    "page.headings": ("calibration: a heading is missing", OTHER_WORDS),
    "api.many": (
        f"{MANY}::test_a_fault_of_the_backend_is_rejected",
        f"{MANY}::test_a_sound_backend_passes_every_trace",
    ),
    "page.money": (
        f"{MONEY_PAGES}::test_a_fault_of_the_page_is_told_by_its_cause",
        f"{MONEY_PAGES}::test_a_sound_page_passes",
    ),
    "page.many": (
        f"{MANY_PAGES}::test_a_fault_of_the_page_is_told_by_its_cause",
        f"{MANY_PAGES}::test_a_sound_page_passes",
    ),
    "page.field_names": ("calibration: a control without a name", OTHER_WORDS),
    "page.create_form": ("calibration: new does nothing", IN_A_LIST),
    "page.records": ("calibration: the list does not show the new record", IN_A_LIST),
    "page.delete_confirms": (
        "calibration: the confirmed delete does nothing",
        "calibration: deleting is confirmed by the browser's own question",
    ),
    "page.shows_failures": (
        "calibration: a refusal is not shown",
        "calibration: other words for what is wrong",
    ),
    "page.usable": ("calibration: the second page cannot be reached", "calibration: shorter pages"),
    **{
        rule: (f"{PAGES}::test_a_fault_is_told_by_its_cause", f"{PAGES}::test_a_sound_page_passes")
        for rule in (
            "page.choices",
            "page.list",
            "page.values",
            "page.filters",
            "page.sorting",
            "page.forms",
            "page.dates",
        )
    },
    "page.sign_out": (
        f"{SIGNING_OUT}::test_a_page_that_remembers_the_account_before_is_found",
        f"{SIGNING_OUT}::test_a_page_that_forgets_it_passes",
    ),
    "page.accessible": ("calibration: the form cannot be sent from the keyboard", IN_A_LIST),
    "page.accounts": ("calibration: signing out keeps the token", OTHER_WORDS),
    "page.hooks": (
        "calibration: a prescribed id is another",
        f"{JOURNEY}::test_another_language_and_one_origin_pass_and_a_prescribed_class_is_missed",
    ),
    "files.no_credentials": (
        f"{UNIT}/test_secrets.py::test_a_secret_in_a_delivered_env_file_is_found",
        f"{UNIT}/test_secrets.py::test_an_example_of_settings_and_a_readme_that_names_them_pass",
    ),
    "dependencies.known": (
        f"{DEPENDENCIES}::test_an_unknown_package_must_be_allowed_by_name",
        f"{DEPENDENCIES}::test_what_was_allowed_is_no_finding",
    ),
    "dependencies.from_registry": (
        f"{DEPENDENCIES}::test_what_does_not_come_from_the_registry_is_found",
        f"{DEPENDENCIES}::test_the_derived_manifests_pass",
    ),
    "dependencies.locked": (
        f"{DEPENDENCIES}::test_a_lock_file_left_behind_by_its_manifest_is_found",
        f"{DEPENDENCIES}::test_the_derived_manifests_pass",
    ),
    "dependencies.no_install_scripts": (
        f"{DEPENDENCIES}::test_a_script_that_runs_when_installed_is_found",
        f"{DEPENDENCIES}::test_the_derived_manifests_pass",
    ),
    "readme.commands_work": (
        f"{GATES}/test_clean_room.py::test_a_command_that_does_not_work_is_named",
        OTHER_LAYOUT,
    ),
    "page.charts": (
        "calibration: the chart has no name",
        "tests/integration/workbench/harness/browser/test_chart.py::"
        "test_a_drawing_with_a_table_of_the_apis_numbers_passes",
    ),
}
# Rules of which no fault is seeded, or no variant held against them.
WITHOUT = {
    "backend.compiles": "no fault that does not compile is seeded in the backend",
    "backend.layers": "no gate reads the imports of the backend's packages",
    "backend.standard_library": "no fault brings in a module that is known and not needed",
    "backend.memory": "no fault is seeded in a backend that keeps its data in memory",
    "api.integrations": "no fault is seeded in a call to another service",
    "api.random_seed": "no recorded system draws by chance",
    "frontend.client_document": "no fault is seeded in the client of a foreign document",
}


def test_every_rule_has_a_fault_and_a_sound_variant_or_is_listed() -> None:
    assert {rule.id for rule in all_rules()} == EVIDENCE.keys() | WITHOUT.keys()
    assert not EVIDENCE.keys() & WITHOUT.keys()


@pytest.mark.parametrize("rule", EVIDENCE)
def test_the_fault_and_the_variant_are_there(rule: str) -> None:
    fault, variant = EVIDENCE[rule]
    assert _is_there(fault, FAULTS), fault
    assert _is_there(variant, VARIANTS), variant
    assert fault != variant


def _is_there(named: str, corpus: Path) -> bool:
    if named.startswith("calibration: "):
        return named.removeprefix("calibration: ") in _corpus(corpus)
    path, _, test = named.partition("::")
    return test in _tests(ROOT / path)


@lru_cache
def _corpus(path: Path) -> frozenset[str]:
    return frozenset(change.name for change in load(path))


@lru_cache
def _tests(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, functions))
