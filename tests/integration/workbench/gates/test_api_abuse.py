"""api.abuse accepts a sound system, and sees what a hostile request could do to a careless one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.systems import built_context
from workbench.gates import api_abuse
from workbench.progress.results import Status

pytestmark = pytest.mark.slow


async def test_a_sound_system_passes(notes: Path, tmp_path: Path) -> None:
    result = await api_abuse.check(await built_context(notes, tmp_path))
    assert result.status is Status.PASSED, result.findings
    assert len(result.passed_checks) == 14


@pytest.mark.parametrize(
    ("stem", "before", "after", "trace"),
    [
        ("store", 'return "%" + likeEscaper.Replace(text) + "%"', 'return "%" + text + "%"', "search"),
        ("request", "maxBodyBytes = 1 << 20", "maxBodyBytes = 1 << 30", "oversized"),
        ("middleware", 'w.Header().Set("Access-Control-Allow-Origin", "*")',
         'w.Header().Set("Access-Control-Allow-Origin", origin)\n'
         '\t\t\t\tw.Header().Set("Access-Control-Allow-Credentials", "true")', "cors"),
        ("request", "if !slices.Contains(allowed, field) {", "if !slices.Contains(allowed, field) && false {",
         "query"),
        ("note_service", "note, err := in.Validate()", "note, err := in.Validate()\n"
         "\tif len(note.Content) > 0 && note.Content[0] == '<' { note.Content = \"\" }", "injection"),
        ("note_handler", 'mux.HandleFunc("POST /notes", h.createNote)',
         "turn := make(chan struct{}, 1)\n"
         '\tmux.HandleFunc("POST /notes", func(w http.ResponseWriter, r *http.Request) {\n'
         "\t\tturn <- struct{}{}\n\t\tdefer func() { <-turn }()\n\t\th.createNote(w, r)\n\t})", "slow"),
    ],
    ids=["wildcards in a search", "no size limit", "credentials for strangers",
         "an order that is none", "a text that is changed", "a slow client holds a lock"],
)  # fmt: skip
async def test_a_planted_fault_is_seen(
    stem: str, before: str, after: str, trace: str, notes: Path, tmp_path: Path
) -> None:
    context = await built_context(notes, tmp_path, **{stem: (before, after)})
    result = await api_abuse.check(context)
    assert f"abuse:notes.{trace}" in [finding.check for finding in result.findings]
