"""api.durability accepts a sound system, and sees a race, a lost write and a bad stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.systems import built_context
from workbench.gates import api_durability
from workbench.progress.results import Status

pytestmark = pytest.mark.slow


async def test_a_sound_system_passes(notes: Path, tmp_path: Path) -> None:
    result = await api_durability.check(await built_context(notes, tmp_path))
    assert result.status is Status.PASSED, result.findings
    assert result.passed_checks == ("durability.load", "durability.drain", "durability.kill")


@pytest.mark.parametrize(
    ("stem", "before", "after", "trace", "message"),
    [
        ("note_handler", "func (h *handler) createNote(w",
         "var creates int\n\nfunc (h *handler) createNote(w", "", ""),
        ("store", 'url.URL{Path: path}', 'url.URL{Path: path + fmt.Sprint(os.Getpid())}',
         "durability.kill", "an acknowledged write is gone"),
        ("main", "os.Interrupt, syscall.SIGTERM", "os.Interrupt, syscall.SIGUSR1",
         "durability.drain", "SIGTERM cuts off a request that was begun"),
        ("note_service", "return s.ports.Notes.Replace(ctx, note)",
         "if id%7 == 0 { return nil }; return s.ports.Notes.Replace(ctx, note)",
         "durability.load", "a write was lost or mixed up"),
    ],
    ids=["harmless change", "other file after a restart", "no drain", "some updates lost"],
)  # fmt: skip
async def test_a_planted_fault_is_seen(
    stem: str, before: str, after: str, trace: str, message: str, notes: Path, tmp_path: Path
) -> None:
    context = await built_context(notes, tmp_path, **{stem: (before, after)})
    result = await api_durability.check(context)
    assert [(f.check, f.message) for f in result.findings] == ([(trace, message)] if trace else [])


async def test_a_data_race_is_seen_under_load(notes: Path, tmp_path: Path) -> None:
    handler = (
        "var in domain.NoteInput\n\tif err := decodeBody(w, r, &in); err != nil {\n"
        "\t\th.writeError(w, r, err)\n\t\treturn\n\t}\n\tnote, err := h.services.Notes.Create"
    )
    racing = "racingCreates++\n\t" + handler
    context = await built_context(
        notes, tmp_path,
        note_handler=(handler, racing),
        problem=("type requestError struct", "var racingCreates int\n\ntype requestError struct"),
    )  # fmt: skip
    result = await api_durability.check(context)
    assert [f.message for f in result.findings] == ["a data race under load"]
    assert (
        "racingCreates" in result.findings[0].evidence
        or "createNote" in result.findings[0].evidence
    )
