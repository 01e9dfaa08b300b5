"""Control characters are shown in the terminal, not obeyed; privileges of files are dropped."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest
from rich.table import Table

from stackwright.commands.output import fail
from stackwright.live import Progress
from stackwright.terminal import Terminal
from workbench.evidence import events as ev
from workbench.host.untrusted.modes import drop_privileges
from workbench.host.untrusted.printable import visible
from workbench.workspace.system_files import copy_system

HOSTILE = "a\x1b]52;c;eA==\x07b\x9b31mc\u202ed\u2066e\rf\x00g"


def test_every_control_but_line_end_and_tab_is_shown() -> None:
    assert visible("x\ty\nz – ü “a”") == "x\ty\nz – ü “a”"
    assert visible("\x1b\x00\x7f\x9b\r") == "\\x1b\\x00\\x7f\\x9b\\x0d"
    assert visible("\u202e\u2069\u200f\u2028") == "\\u202e\\u2069\\u200f\\u2028"
    assert visible(HOSTILE).isprintable()


def test_a_terminal_shows_them_in_texts_and_tables() -> None:
    out = io.StringIO()
    terminal = Terminal(file=out, width=300, force_terminal=False)
    table = Table()
    table.add_column("x")
    table.add_row(HOSTILE)
    terminal.print(f"[red]{HOSTILE}[/red]", highlight=False)
    terminal.print(table)
    assert all(line.isprintable() for line in out.getvalue().splitlines())
    assert out.getvalue().count("\\x1b]52") == 2


def test_names_of_files_that_arrive_are_shown_so_too() -> None:
    out = io.StringIO()
    progress = Progress()
    progress.note(ev.NodeStarted(node="backend_coder"), 0.0)
    progress.note(ev.FileArriving(node="backend_coder", path=HOSTILE), 0.0)
    Terminal(file=out, width=300, force_terminal=False).print(progress.render(1.0))
    assert "\x1b" not in out.getvalue()


def test_the_line_of_an_error_too(capsys: pytest.CaptureFixture[str]) -> None:
    fail(False, "input", HOSTILE, 2)
    assert "\x1b" not in capsys.readouterr().err


def test_privileges_are_dropped_and_links_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data/below").mkdir(parents=True)
    outside, inside = tmp_path / "outside", tmp_path / "data/below/program"
    for file in (outside, inside):
        file.write_text("x")
        file.chmod(0o6755)
    (tmp_path / "data/below").chmod(0o2755)
    (tmp_path / "data/link").symlink_to(outside)
    drop_privileges(tmp_path / "data")
    assert stat.S_IMODE(inside.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "data/below").stat().st_mode) == 0o755
    assert stat.S_IMODE(outside.stat().st_mode) == 0o6755


def test_a_copy_of_a_system_has_none(tmp_path: Path) -> None:
    program = tmp_path / "app/backend/run.sh"
    program.parent.mkdir(parents=True)
    program.write_text("x")
    program.chmod(0o6755)
    copy_system(tmp_path / "app", tmp_path / "copy")
    assert stat.S_IMODE((tmp_path / "copy/backend/run.sh").stat().st_mode) == 0o755
