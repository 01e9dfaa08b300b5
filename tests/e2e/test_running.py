"""The delivered system runs by its README's commands, and by `stackwright run`."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import requests

from tests.support.command import leftovers, stackwright, start
from tests.support.usual_ports import usual_ports
from workbench.host.folders import data_folders
from workbench.host.ports import is_free


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    with usual_ports():
        yield


API, PAGE = "http://localhost:8000", "http://localhost:5173"


def until_answers(url: str, seconds: float = 180) -> requests.Response:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            return requests.get(url, timeout=5)
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


def comes_free(port: int, seconds: float = 20) -> bool:
    """True once nothing listens on the port; processes that were told to end need a moment."""
    deadline = time.monotonic() + seconds
    while not is_free(port) and time.monotonic() < deadline:
        time.sleep(0.1)
    return is_free(port)


@contextmanager
def shell(command: str, folder: Path) -> Iterator[None]:
    """Runs a README command as a newcomer would, with the environment's tools on PATH."""
    path = os.pathsep.join([str(data_folders().bin), os.environ["PATH"]])
    process = subprocess.Popen(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        family = psutil.Process(process.pid).children(recursive=True)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
        psutil.wait_procs(family, timeout=20)


def a_plain_client_can_use(api: str) -> None:
    """What any client of such an API expects, without knowing our contract."""
    made = requests.post(f"{api}/notes", json={"content": "hello"}, timeout=5)
    assert made.status_code == 201
    identifier = made.json()["id"]
    assert identifier in [note["id"] for note in requests.get(f"{api}/notes", timeout=5).json()]
    changed = requests.put(f"{api}/notes/{identifier}", json={"content": "updated"}, timeout=5)
    assert changed.json()["content"] == "updated"
    read = requests.get(f"{api}/notes/{identifier}", timeout=5)
    assert read.json()["content"] == "updated"
    assert requests.delete(f"{api}/notes/{identifier}", timeout=5).status_code == 204
    assert requests.get(f"{api}/notes/{identifier}", timeout=5).status_code == 404


def test_the_readmes_commands_work_as_written(verified_notes: Path, tmp_path: Path) -> None:
    assert is_free(8000), "port 8000 is taken: the README's commands cannot be tried as written"
    assert is_free(5173), "port 5173 is taken: the README's commands cannot be tried as written"
    system = tmp_path / "system"
    shutil.copytree(verified_notes, system)
    commands = re.findall(r"```sh\n(.*?)\n```", (system / "README.md").read_text(), re.S)
    assert ["go run" in line or "npm run dev" in line for line in commands[:3]] == [
        True,
        True,
        False,
    ]
    with shell(commands[0], system), shell(commands[1], system):
        until_answers(f"{API}/healthz")
        a_plain_client_can_use(API)
        assert '<div id="root">' in until_answers(PAGE).text
        assert requests.get(f"{PAGE}/config.json", timeout=5).json() == {"apiUrl": API}
    assert comes_free(8000)
    assert comes_free(5173)


def browser_that_notes(path: Path) -> str:
    """A browser for the `webbrowser` module that writes down what it was asked to open."""
    script = path.with_suffix(".sh")
    script.write_text(f'#!/bin/sh\necho "$1" > {path}.new && mv {path}.new {path}\n')
    script.chmod(0o755)
    return f"{script} %s"


def until_there(path: Path, seconds: float = 20) -> str:
    deadline = time.monotonic() + seconds
    while not path.is_file() and time.monotonic() < deadline:
        time.sleep(0.1)
    return path.read_text()


def test_report_says_where_it_is_and_opens_it(
    verified_notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    monkeypatch.setenv("BROWSER", browser_that_notes(opened))
    outcome = stackwright("report", str(verified_notes), "--open", cwd=tmp_path)
    assert outcome.code == 0
    assert outcome.stdout.strip() == str(verified_notes / ".stackwright/report.html")
    assert until_there(opened).strip() == (verified_notes / ".stackwright/report.html").as_uri()


def test_run_starts_both_on_free_ports_opens_the_page_and_stops_both(
    verified_notes: Path, tmp_path: Path, stackwright_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system"
    shutil.copytree(verified_notes, system)
    opened = tmp_path / "opened"
    monkeypatch.setenv("BROWSER", browser_that_notes(opened))
    process = start("run", str(system), "--open", cwd=tmp_path)
    assert process.stdout is not None
    addresses: dict[str, str] = {}
    for line in process.stdout:
        if match := re.match(r"(API|page)\s+(http://\S+)", line):
            addresses[match[1]] = match[2]
        if "Ctrl-C" in line:
            break
    a_plain_client_can_use(addresses["API"])
    assert requests.get(addresses["page"], timeout=5).status_code == 200
    assert until_there(opened).strip() == addresses["page"]
    process.send_signal(signal.SIGINT)
    process.stdout.read()
    assert process.wait(30) == 130
    process.stdout.close()
    assert leftovers(stackwright_home) == []
