"""Every command in surroundings that it cannot use: a line that says what to do, and code 2 or 3."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import typer

from stackwright.cli import app
from tests.support.command import STACKWRIGHT
from tests.support.repository import ROOT

# Each command, as far as it comes without a tool of the machine.
COMMANDS = {
    "build": "build 'Make me rich' --model offline",
    "plan": "plan 'Make me rich' --model offline",
    "resume": "resume",
    "verify": "verify nowhere",
    "run": "run nowhere",
    "runs": "runs",
    "report": "report",
    "doctor": "doctor",
}
# What is done before each command, and behind it.
CLOSED = {
    "standard output is closed": ">&-",
    "standard output can only be read": "1</dev/null",
    "standard error is closed": "2>&-",
    "standard error is full": "2>/dev/full",
    "all is closed": "<&- >&- 2>&-",
}
# The commands that read settings.
WITH_SETTINGS = ("build", "plan", "verify", "run")
# Each start of the command line takes seconds: one command shows the kind, the rest is thorough.
SHOWN_BY = "plan"


def first_sign(*commands: str) -> list[object]:
    """The commands, all but one of them for the thorough tests."""
    thorough = [
        pytest.param(name, marks=pytest.mark.thorough) for name in commands if name != SHOWN_BY
    ]
    return [SHOWN_BY, *thorough]


def shell(script: str, here: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=here,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "STACKWRIGHT_HOME": str(here.with_name("home")),
            **environment,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_every_command_is_tried() -> None:
    assert set(COMMANDS) == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", first_sign(*COMMANDS))
def test_a_stream_that_cannot_be_used_changes_no_exit_code(command: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    sound = shell(f"exec {STACKWRIGHT} {COMMANDS[command]}", here)
    assert sound.returncode in (0, 2, 3), sound.stderr
    for name, redirected in CLOSED.items():
        finished = shell(f"exec {STACKWRIGHT} {COMMANDS[command]} {redirected}", here)
        assert finished.returncode == sound.returncode, (name, finished.stderr)
        assert b"Traceback" not in finished.stderr + finished.stdout, name


@pytest.mark.parametrize("command", first_sign(*WITH_SETTINGS))
def test_a_named_pipe_of_settings_is_not_waited_for(command: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    os.mkfifo(here / ".env")
    finished = shell(f"exec {STACKWRIGHT} {COMMANDS[command]}", here)
    assert finished.returncode == 2
    assert finished.stderr.decode().startswith("stackwright: .env is a named pipe")


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"OPENAI_BASE_URL": "http://[::1"}, 2),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:99999/v1"}, 2),
        ({"OPENAI_API_KEY": "ключ"}, 2),
        ({"ALL_PROXY": "gopher://127.0.0.1:1"}, 3),
        ({"HTTP_PROXY": "http://127.0.0.1:99999"}, 3),
        ({"SSL_CERT_FILE": "/nowhere"}, 3),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
@pytest.mark.parametrize("command", first_sign("build", "plan"))
def test_settings_that_the_models_client_cannot_use_are_named(
    command: str, variables: dict[str, str], code: int, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    environment = {"OPENAI_API_KEY": "sk-x", "NO_PROXY": "", **variables}
    script = f"exec {STACKWRIGHT} {command} 'A notes app' --model openai:gpt-5 --quiet"
    finished = shell(script, here, **environment)
    said = finished.stderr.decode()
    (name,) = variables
    assert finished.returncode == code, said
    assert said.startswith(f"stackwright: {name}: "), said
    assert len(said.splitlines()) == 1


def test_a_plan_goes_to_standard_output_and_nothing_else_does(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    script = f"{STACKWRIGHT} plan 'books (title)' --model offline --out -"
    finished = shell(script, here, PYTHONIOENCODING="ascii")
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith(b"request: books (title)")
    assert b"Records" in finished.stderr
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "socks5://127.0.0.1:9", "nonsense:x"])
def test_what_needs_no_network_asks_no_proxy(proxy: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), proxy) | {"NO_PROXY": ""}
    script = f"{STACKWRIGHT} plan 'books (title)' --model offline -q && {STACKWRIGHT} runs"
    finished = shell(script, here, **proxies)
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == b""
