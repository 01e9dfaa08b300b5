"""A signal at every node of the graph, in three moments: nothing is left, and the run can go on.

The command line runs as a person would run it, in a process of its own, with a scripted model and
scripted gates. Where a node reaches the host, a real child runs meanwhile in the real sandbox,
with a child of its own and a port on which it listens.

python -m bench.chaos.kills [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import product
from pathlib import Path

import psutil

from bench.chaos.outcome import Outcome
from bench.chaos.trigger import MOMENTS, Case, ChildGates, ChildHost, Trigger, watch_nodes
from graph import build as graph_build
from graph.services import Services
from stackwright import cli
from tests.support.replies import replies
from tests.support.services import fake_services, scripted_chat
from workbench.host.folders import data_folders
from workbench.host.ports import free_port, is_free
from workbench.host.sandbox.containment import Containment, SandboxMode, find_containment
from workbench.host.toolchains import find_toolchains

KIND = "kills"
NODES = (
    "prepare",
    "planner",
    "approval",
    "contract",
    "backend_coder",
    "frontend_coder",
    "warm_up",
    "installer",
    "tester",
    "validator",
    "judge",
    "debugger",
    "finish",
)
SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL)
# The other two end a process at once; a shell adds 128 to the number.
HANDLED = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
QUICK = (
    ("planner", "ends", signal.SIGTERM),
    ("warm_up", "works", signal.SIGKILL),
    ("installer", "begins", signal.SIGHUP),
    ("tester", "works", signal.SIGQUIT),
    ("validator", "works", signal.SIGINT),
    ("finish", "ends", signal.SIGTERM),
)
CASE_SECONDS, GONE_SECONDS = 120.0, 20.0
REQUEST, RESULT = "A notes app", "result"


def _services(trigger: Trigger) -> Services:
    chat = scripted_chat(replies())
    return fake_services(ChildGates(trigger), chat, ChildHost(trigger))


def _command_line(arguments: list[str], trigger: Trigger, folder: Path, log: Path) -> int:
    """Runs the command line in a child of this process; how it ended, as `subprocess` says it."""
    child = os.fork()
    if child:
        return _ended(child)
    try:
        os.setsid()
        with log.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.environ |= {"STACKWRIGHT_HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
        tempfile.tempdir = None
        os.chdir(folder / "work")
        services = _services(trigger)
        graph_build.real_services = lambda: services
        watch_nodes(trigger)
        sys.argv = ["stackwright", *arguments, "--json"]
        cli.main()
    except SystemExit as ended:
        sys.stdout.flush()
        os._exit(ended.code if isinstance(ended.code, int) else 1)
    finally:
        os._exit(99)


def _ended(child: int) -> int:
    deadline = time.monotonic() + CASE_SECONDS
    while time.monotonic() < deadline:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 124


def try_case(case: Case, containment: Containment) -> Outcome:
    """Ends a build by the signal, looks at what it left, and resumes it. Does blocking I/O."""
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        folder = Path(name)
        for made in ("home", "tmp", "work"):
            (folder / made).mkdir()
        port = free_port()
        log = folder / "first.log"
        arguments = ["build", REQUEST, "--model", "fake", "--out", RESULT]
        code = _command_line(arguments, Trigger(case, containment, port), folder, log)
        processes, ports = _left(port, folder)
        expected = 128 + case.number if case.number in HANDLED else -case.number
        delivered = (folder / "work" / RESULT).is_dir()
        note, wrong = "", 0
        if code != expected and not (delivered and code == 0):
            wrong, note = 1, f"exit code {code}, not {expected}: {_tail(log)}"
        resumed_log = folder / "second.log"
        again = ["resume", _run_of(log)]
        code = _command_line(again, Trigger(None, containment, 0), folder, resumed_log)
        finished = "is finished; its result is in" in resumed_log.read_text()
        if code != 0 and not (delivered and code == 2 and finished):
            note += f"resume: exit code {code}: {_tail(resumed_log)}"
            wrong += code in (70, 99, 124)
        if not (folder / "work" / RESULT / "backend").is_dir():
            note += "there is no result"
        beside = [p.name for p in (folder / "work").iterdir() if p.name != RESULT]
        return Outcome(
            KIND,
            case.name,
            survived=not note,
            sandbox=containment.bubblewrap is not None,
            processes=processes,
            ports=ports,
            files=len(beside) + len(list((folder / "tmp").iterdir())),
            exit_codes=wrong,
            note=note,
        )


def _run_of(log: Path) -> str:
    for line in log.read_text().splitlines():
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("type") == "run_started":
            return str(event["run"])
    return "unknown"


def _tail(log: Path) -> str:
    return log.read_text()[-300:]


def _left(port: int, folder: Path) -> tuple[int, int]:
    """Processes and ports that are there after some seconds."""
    deadline = time.monotonic() + GONE_SECONDS
    while True:
        left = [process for process in psutil.process_iter() if _is_ours(process, port, folder)]
        ports = 0 if is_free(port) else 1
        if not (left or ports) or time.monotonic() > deadline:
            return len(left), ports
        time.sleep(0.05)


def _is_ours(process: psutil.Process, port: int, folder: Path) -> bool:
    try:
        words = process.cmdline()
        return any(f"600.{port}" in word or str(folder) in word for word in words)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def cases(*, quick: bool = False) -> list[Case]:
    """All of them, or the few of `make test`."""
    if quick:
        return [Case(node, moment, number) for node, moment, number in QUICK]  # type: ignore[arg-type]
    return [Case(*one) for one in product(NODES, MOMENTS, SIGNALS)]


def try_all(chosen: Iterable[Case], say: Callable[[str], None]) -> Iterator[Outcome]:
    """One after the other. This process must have no threads: it forks."""
    toolchains = asyncio.run(find_toolchains(data_folders()))
    modes: tuple[SandboxMode, ...] = ("auto", "off")
    both = [asyncio.run(find_containment(data_folders(), toolchains, mode)) for mode in modes]
    for number, case in enumerate(chosen):
        # What a sandbox changes is how children end: every third case is tried without one.
        containment = both[number % 3 == 2]
        outcome = try_case(case, containment)
        say(f"{outcome.name}: {'; '.join(outcome.problems) or 'survived'}")
        yield outcome


def main() -> None:
    """Prints one outcome a line, as JSON, and what goes on to standard error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only the few of make test")
    given = parser.parse_args()

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    for outcome in try_all(cases(quick=given.quick), say):
        print(json.dumps(asdict(outcome)), flush=True)


if __name__ == "__main__":
    main()
