"""ui.journey sees what a hurried look does not: one page with many faults, one finding each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.gates.sites import built_site, change, installed
from workbench.gates import frontend_build, ui_journey
from workbench.gates.result import Status

pytestmark = pytest.mark.slow

FAULTS: dict[str, tuple[tuple[str, str], ...]] = {
    "frontend/src/kit/ConfirmDelete.tsx": (("<Button onClick={onClose} ", "<Button "),),
    "frontend/src/pages/NotePage.tsx": (
        ("onMove={(offset) => setQuery((old) => ({ ...old, offset }))}", "onMove={() => undefined}"),
        ('<h1 className="', '<p className="min-w-[60rem]">-</p><h1 className="'),
    ),
    "frontend/src/pages/NoteForm.tsx": (
        ("<form onSubmit={submit} noValidate", "<form onSubmit={(event) => event.preventDefault()} noValidate"),
        ('<Button type="submit" look="primary"', '<Button type="submit" onMouseDown={() => void submit()} look="primary"'),
    ),
}  # fmt: skip


async def test_a_careless_page_is_seen_through(notes: Path, tmp_path: Path) -> None:
    site = await installed(await built_site(notes, tmp_path))
    for path, edits in FAULTS.items():
        change(site.folder, path, *edits)
    assert (await frontend_build.check(site)).status is Status.PASSED
    result = await ui_journey.check(site)
    said = {finding.probe: finding.message for finding in result.findings}
    assert said["ui:notes.deletes"] == (
        "/notes, deletes: the question stays when a delete is declined"
    )
    assert "no request was sent" in said["ui:notes.keyboard"]
    assert "the oldest cannot be reached" in said["ui:notes.pages"]
    assert "wider than its window (narrow" in said["ui:notes.fits"]
    assert "ui:notes.creates" in result.passed_probes
