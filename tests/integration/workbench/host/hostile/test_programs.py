"""Hostile programs, each in a sandbox of bubblewrap: what they try is refused and leaves nothing."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import socket
import threading
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
import pytest

from workbench.host.folders import data_folders
from workbench.host.process import Command, Finished, run, running
from workbench.host.sandbox.containment import Containment, find_containment
from workbench.host.sandbox.go_commands import go_environment, go_sandbox
from workbench.host.sandbox.policy import MIB, Limits
from workbench.host.toolchains import Toolchains, find_toolchains

SECRET = "the-secret-of-the-host"
MARK = "HOSTILE_MARK"
LIMITS = Limits(
    memory_bytes=600 * MIB, processes=100, file_bytes=40 * MIB, disk_bytes=100 * MIB,
    output_bytes=20 * MIB, temporary_bytes=60 * MIB,
)  # fmt: skip
# A child of the host has none of these; each held a secret somewhere once.
SECRETS = (
    "OPENAI_API_KEY", "DATABASE_URL", "AWS_ACCESS_KEY_ID", "GITHUB_PAT", "SSH_AUTH_SOCK",
    "STACKWRIGHT_ANYTHING", "KUBECONFIG", "PGPASSWORD",
)  # fmt: skip


@dataclass(frozen=True)
class Program:
    """One entry of the table."""

    name: str
    language: str
    source: str
    prints: str = ""
    ended_for: str = ""
    timed_out: bool = False
    quiet_seconds: float = 0.0

    def command_line(self, work: Path) -> tuple[str, ...]:
        if self.language == "go":
            (work / "main.go").write_text(self.source)
            return ("go", "run", "main.go")
        return {"sh": ("sh", "-c"), "node": ("node", "-e")}[self.language] + (self.source,)


PROGRAMS = [
    Program(**entry)
    for entry in tomllib.loads(Path(__file__).with_name("programs.toml").read_text())["program"]
]


@dataclass
class Host:
    """What is on the host beside the workspace."""

    work: Path
    outside: Path
    port: int
    reached: list[str] = field(default_factory=list)

    @property
    def variables(self) -> dict[str, str]:
        return {
            "SECRET_FILE": str(self.outside / "secret.txt"), "HOST_PORT": str(self.port),
            "CACHE": str(self.outside / "cache"), "PACKAGES": str(self.outside / "node_modules"),
            "SUPERVISOR": str(os.getpid()),
        }  # fmt: skip

    def state(self) -> dict[str, str]:
        """Every file outside the workspace with its content, mode and time."""
        return {
            str(path): f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mode} "
            f"{path.stat().st_mtime_ns} {path.stat().st_nlink}"
            for path in sorted(self.outside.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="module")
def toolchains() -> Toolchains:
    return asyncio.run(find_toolchains(data_folders()))


@pytest.fixture(scope="module")
def containment(toolchains: Toolchains) -> Containment:
    return asyncio.run(find_containment(data_folders(), toolchains, "required"))


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    for name in SECRETS:
        monkeypatch.setenv(name, SECRET)
    work, outside = tmp_path / "work", tmp_path / "outside"
    for folder in (work, outside / "cache", outside / "node_modules" / "vite"):
        folder.mkdir(parents=True)
    (outside / "secret.txt").write_text(SECRET)
    (outside / "cache" / "entry").write_text("compiled")
    (outside / "node_modules" / "vite" / "index.js").write_text("vite")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = Host(work, outside, listener.getsockname()[1])

        def accept() -> None:
            try:
                while True:
                    host.reached.append(str(listener.accept()[1]))
            except OSError:
                return  # the test is over

        threading.Thread(target=accept, daemon=True).start()
        yield host
        listener.shutdown(socket.SHUT_RDWR)


async def tried(
    program: Program, host: Host, containment: Containment, toolchains: Toolchains, mark: str
) -> Finished:
    sandbox = containment.sandbox(
        writable=(host.work,),
        readable=(host.outside / "cache", host.outside / "node_modules"),
        limits=replace(LIMITS, quiet_seconds=program.quiet_seconds),
    )
    environment = {**toolchains.environment, **host.variables, MARK: mark}
    if program.language == "go":
        compiler = go_sandbox(containment, (host.work,), runs=("run",))
        sandbox = replace(compiler, limits=replace(LIMITS, memory_bytes=0))
        environment |= go_environment(containment)
    argv = await asyncio.to_thread(program.command_line, host.work)
    timeout = 4 if program.timed_out else 120
    return await run(Command(argv, host.work, environment, timeout, sandbox=sandbox))


def with_mark(mark: str) -> list[psutil.Process]:
    """Every process of this host that was started by the program or by its children."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
async def test_a_hostile_program_sees_changes_and_leaves_nothing(
    program: Program, host: Host, containment: Containment, toolchains: Toolchains
) -> None:
    before, mark = host.state(), uuid.uuid4().hex
    finished = await tried(program, host, containment, toolchains, mark)
    assert re.search(program.prints, finished.stdout), finished
    assert program.ended_for in finished.stopped, finished
    assert bool(program.ended_for) == bool(finished.stopped), finished
    assert program.timed_out == finished.timed_out, finished
    assert SECRET not in finished.output
    assert host.state() == before
    assert host.reached == []
    assert with_mark(mark) == []
    # One more interval of the watch passes before what is written is noticed.
    assert sum(path.lstat().st_size for path in host.work.iterdir()) < LIMITS.disk_bytes * 10


async def test_what_was_printed_first_and_last_is_kept(
    host: Host, containment: Containment, toolchains: Toolchains
) -> None:
    script = "echo first; head -c 9000000 /dev/zero | tr '\\0' 'x'; echo; echo last"
    sandbox = containment.sandbox(writable=(host.work,))
    finished = await run(Command(("sh", "-c", script), host.work, sandbox=sandbox))
    assert finished.ok
    assert finished.stdout.startswith("first\nxxx")
    assert finished.stdout.endswith("xxx\nlast\n")
    assert "bytes are left out" in finished.stdout
    assert len(finished.stdout) < 5 * MIB


async def test_a_process_that_outlives_its_block_is_ended_whatever_it_does(
    host: Host, containment: Containment
) -> None:
    mark = uuid.uuid4().hex
    sandbox = containment.sandbox(writable=(host.work,))
    script = "trap '' TERM HUP INT; (trap '' TERM; sleep 300) & echo ready; sleep 300"
    command = Command(("sh", "-c", script), host.work, {MARK: mark}, sandbox=sandbox)
    async with running(command) as process:
        while "ready" not in await asyncio.to_thread(process.output):
            await asyncio.sleep(0.01)
        assert await asyncio.to_thread(with_mark, mark)
    assert await asyncio.to_thread(with_mark, mark) == []
