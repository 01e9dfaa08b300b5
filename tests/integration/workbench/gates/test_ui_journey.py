"""ui.journey sees what a hurried look does not: one page with many faults, one finding each."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.verification import prepared_context
from tests.support.plans import NOTES, planned
from tests.support.systems import built_context, change, installed
from workbench.gates import backend_build, frontend_build, ui_journey
from workbench.planning.acceptance import accept_plan
from workbench.progress.results import Status
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.project import PLAN_FILE, base_files, module_name

FAULTS: dict[str, tuple[tuple[str, str], ...]] = {
    "frontend/src/kit/ConfirmDelete.tsx": (("<Button onClick={onClose} ", "<Button "),),
    "frontend/src/pages/NotePage.tsx": (
        (
            "onMove={(to) => setQuery((old) => ({ ...old, offset: to }))}",
            "onMove={() => undefined}",
        ),
        ('<h1 className="', '<p className="min-w-[60rem]">-</p><h1 className="'),
    ),
    "frontend/src/pages/NoteForm.tsx": (
        (
            "<form onSubmit={submit} noValidate",
            "<form onSubmit={(event) => event.preventDefault()} noValidate",
        ),
        (
            '<Button type="submit" look="primary"',
            '<Button type="submit" onMouseDown={() => void submit()} look="primary"',
        ),
    ),
}


async def test_a_careless_page_is_seen_through(sound_notes: Path, tmp_path: Path) -> None:
    beside_the_page = ("h.withCORS(h.withPage(mux))", "h.withCORS(mux)")
    context = await installed(await built_context(sound_notes, tmp_path, server=beside_the_page))
    for path, edits in FAULTS.items():
        change(context.folder, path, *edits)
    assert (await frontend_build.check(context)).status is Status.PASSED
    result = await ui_journey.check(context)
    said = {finding.check: finding.message for finding in result.findings}
    assert said["ui:notes.deletes"] == (
        "/notes, deletes: the confirmation dialog stays open when a delete is declined"
    )
    assert "no request was sent" in said["ui:notes.keyboard"]
    assert "next page: the list shows other records" in said["ui:notes.pages"]
    assert "wider than its window (narrow" in said["ui:notes.fits"]
    assert "/notes does not get the page" in said["ui:shipped"]
    assert "ui:notes.creates" in result.passed_checks


GERMAN = {
    "create": "Neue Notiz",
    "save": "Sichern",
    "edit": "Bearbeiten",
    "delete": "Löschen",
    "confirm": "Löschen",
    "search": "Suche",
    "next": "Weiter",
}


@pytest.fixture
def german_notes(tmp_path: Path) -> Path:
    """Notes in German, page and API from one server, with what a client's scripts look for."""
    plan = planned(NOTES, "memory").model_dump(mode="json")
    plan |= {"locale": "de-AT", "timezone": "Europe/Vienna", "origin": "single", "scenarios": []}
    plan["entities"][0]["fields"][0]["label"] = "Titel"
    plan["pages"][0] |= {
        "title": "Notizen",
        "heading": "Notizen",
        "actions": GERMAN,
        "hooks": [
            {"element": "Titel", "attribute": "name", "value": "title"},
            {"element": "heading", "attribute": "class", "value": "font-semibold"},
            {"element": "record", "attribute": "class", "value": "note"},
        ],
    }
    german = accept_plan(plan)
    files = base_files(german) | backend_files(german, module_name(german)) | frontend_files(german)
    files[PLAN_FILE] = german.model_dump_json()
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.mark.thorough
async def test_another_language_and_one_origin_pass_and_a_prescribed_class_is_missed(
    german_notes: Path,
) -> None:
    async with prepared_context(german_notes) as prepared:
        for gate in (backend_build, frontend_build):
            assert (await gate.check(prepared.context)).status is Status.PASSED
        result = await ui_journey.check(prepared.context)
    assert [(finding.check, finding.message, finding.actual) for finding in result.findings] == [
        (
            "ui:notes.hooks",
            "/notes, hooks: “record” does not have the prescribed class",
            "none",
        )
    ]
    passed = set(result.passed_checks)
    assert {
        "ui:notes.opens",
        "ui:notes.edits",
        "ui:notes.pages",
        "ui:notes.api_down",
        "ui:shipped",
    } <= passed
