"""Runs one command and makes sure that none of its descendants outlives the one who asked.

Started as ``python -I -S supervisor.py LIFELINE_FD GRACE_SECONDS COMMAND…``. The lifeline is the
reading end of a pipe that nobody writes to: when its other end closes, by intent or because
Stackwright died of any signal, every descendant is ended. On Linux orphans become children of this
process (subreaper), so that a daemonised grandchild is found too. Standard library only, no
imports from the project, and as few as can be: one of these starts for every server of every probe,
and `subprocess` alone would be a third of that.
"""

import ctypes
import os
import select
import signal
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
COMMAND_NOT_FOUND = 127


def adopt_orphans() -> None:
    """Makes orphaned descendants children of this process, where the kernel can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants() -> list[int]:
    """Process ids of every living descendant, parents before children; Linux only."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", "rb") as stat:
                    fields = stat.read().rpartition(b")")[2].split()
            except OSError:
                continue
            if fields[0] != b"Z":
                children.setdefault(int(fields[1]), []).append(int(entry))
    found: list[int] = []
    queue = [os.getpid()]
    while queue:
        below = children.get(queue.pop(), [])
        found += below
        queue += below
    return found


def signal_all(child: int, number: int) -> bool:
    """Signals the child's group and every descendant; False when nothing was left to signal."""
    if sys.platform == "linux":
        targets = descendants()
        for pid in targets:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        return bool(targets)
    try:
        os.killpg(child, number)
    except ProcessLookupError:
        return False
    return True


def reap(statuses: dict[int, int]) -> None:
    """Collects every child that has ended, and notes how."""
    try:
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            statuses[pid] = os.waitstatus_to_exitcode(status)
    except ChildProcessError:
        return


def end_all(child: int, grace: float) -> dict[int, int]:
    """SIGTERM, a grace period, then SIGKILL until nothing is left. Returns exit codes by pid."""
    statuses: dict[int, int] = {}
    deadline = time.monotonic() + grace
    living = signal_all(child, signal.SIGTERM)
    while living and time.monotonic() < deadline:
        time.sleep(0.01)
        reap(statuses)
        living = signal_all(child, 0)
    while living:
        living = signal_all(child, signal.SIGKILL)
        reap(statuses)
        time.sleep(0.01)
    reap(statuses)
    return statuses


def spawn(command: list[str]) -> int:
    """Starts the command in a session of its own; its process id. Ends with 127 if there is none."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and an exec keeps that
    try:
        os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
    os._exit(COMMAND_NOT_FOUND)


def exit_code(child: int) -> int | None:
    """How the child ended, or None while it lives."""
    pid, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if pid else None


def main() -> int:
    lifeline, grace, command = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    adopt_orphans()
    os.set_inheritable(lifeline, False)
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    asked_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked_to_stop.append(received))
    signal.signal(signal.SIGCHLD, lambda _received, _frame: None)
    child = spawn(command)
    while (ended := exit_code(child)) is None and not asked_to_stop:
        ready, _, _ = select.select([lifeline, wake_read], [], [])
        if wake_read in ready:
            os.read(wake_read, 512)
        if lifeline in ready:
            break
    statuses = end_all(child, grace if ended is None else 0.2)
    code = statuses.get(child, 1) if ended is None else ended
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
