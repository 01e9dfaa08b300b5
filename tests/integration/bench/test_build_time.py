"""The benchmark's bare commands work on a delivered system, and its ratio is arithmetic."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.build_time import BARE, BuildTime, time_bare


def test_the_ratio_is_against_the_sum_of_the_bare_commands() -> None:
    assert BuildTime(30.0, (("a", 4.0), ("b", 6.0))).ratio == 3.0


@pytest.mark.thorough
async def test_every_bare_command_passes_on_a_delivered_system(
    sound_notes: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(sound_notes, copy)
    times = await time_bare(copy)
    assert [name for name, _ in times] == [" ".join(argv) for _, argv in BARE]
    assert all(seconds > 0 for _, seconds in times)
