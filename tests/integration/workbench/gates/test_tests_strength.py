"""tests.strength names each behaviour that no test covers, and ignores faults that break none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.systems import built_context, change, installed
from workbench.gates import tests_strength
from workbench.progress.results import Finding, Status
from workbench.strength.frontend import FAULTS, applying

HANDLER_TEST = "backend/internal/infrastructure/httpapi/note_handler_test.go"
PAGE_TEST = "frontend/src/pages/NotePage.test.tsx"
GONE_BACK = '    expect(await screen.findByText("other 20", { selector: "td" })).toBeVisible();\n'
DELETED = (
    '    await waitFor(() => expect(screen.queryByText(display, { selector: "td" })).not.toBeInTheDocument());\n'
    '    expect(api.seen).toEqual([{ method: "DELETE", path: `/notes/${stored.id}`, body: undefined }]);\n'
)


@pytest.mark.thorough
async def test_a_behaviour_without_a_test_and_a_test_that_cannot_fail_are_findings(
    sound_notes: Path, tmp_path: Path
) -> None:
    context = await installed(await built_context(sound_notes, tmp_path))
    narrowed = '\t\tif len(list) != 1 || list[0]["id"] != want {'
    change(context.folder, HANDLER_TEST, (narrowed, "\t\tif list == nil {"))
    change(
        context.folder, PAGE_TEST, (DELETED, "    expect(stored).toBeDefined();\n"), (GONE_BACK, "")
    )
    (context.backend / "internal/domain/hollow_test.go").write_text(
        'package domain\n\nimport "testing"\n\nfunc TestHollow(t *testing.T) { _ = NoteInput{} }\n'
    )
    (context.frontend / "src/hollow.test.ts").write_text(
        'import { it } from "vitest";\n\nit("is hollow", () => undefined);\n'
    )
    result = await tests_strength.check(context)
    assert result.status is Status.FAILED, result.reason
    located = {(finding.check, finding.file) for finding in result.findings}
    assert ("strength:page.delete is not sent", "frontend/src/api/index.ts") in located
    assert any(trace == "strength:notes.search.content" for trace, _ in located), located
    hollow = {finding.file: finding.message for finding in result.findings if not finding.check}
    assert hollow == {
        "backend/internal/domain/hollow_test.go": "the test TestHollow cannot fail",
        "frontend/src/hollow.test.ts": 'the test "is hollow" cannot fail: it calls nothing',
    }
    searches = _of(result.findings, "strength:notes.search.content")
    assert searches.file.startswith("backend/internal/")
    assert searches.line
    assert "search finds text in content" in searches.expected
    # Behaviours that are still tested are among the passed checks.
    assert "strength:notes.create.persists" in result.passed_checks
    assert "strength:page.create is not sent" in result.passed_checks


@pytest.mark.thorough
async def test_tests_that_fail_without_a_fault_make_the_gate_not_verified(
    sound_notes: Path, tmp_path: Path
) -> None:
    context = await installed(await built_context(sound_notes, tmp_path))
    change(context.folder, HANDLER_TEST, ("http.StatusNoContent", "http.StatusTeapot"))
    result = await tests_strength.check(context)
    assert result.status is Status.NOT_VERIFIED
    assert "switched off, the tests in httpapi fail" in result.reason


async def test_only_faults_that_can_occur_on_a_page_are_seeded(
    sound_notes: Path, tmp_path: Path
) -> None:
    plan = (await built_context(sound_notes, tmp_path)).plan
    assert applying(plan) == list(FAULTS)
    assert applying(plan.model_copy(update={"pages": []})) == []


def _of(findings: tuple[Finding, ...], trace: str) -> Finding:
    return next(finding for finding in findings if finding.check == trace)
