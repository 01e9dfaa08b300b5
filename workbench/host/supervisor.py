"""Runs one command and makes sure that none of its descendants outlives the one who asked.

Started as ``python -I -S supervisor.py LIFELINE_FD REPORT_FD GRACE_SECONDS [NAME=VALUE…] -- COMMAND…``.
The lifeline is the reading end of a pipe that nobody writes to: when its other end closes, by intent
or because Stackwright died of any signal, every descendant is ended. On Linux orphans become
children of this process (subreaper), so that a daemonised grandchild is found too. The orders before
``--``, none of which must be given:

- ``serves`` and ``reaches``, a port each: a network of its own, see `sandbox.network`;
- ``memory``, ``processes``, ``output``, ``quiet``, ``disk``, ``folder``, ``kept``, ``temporary``: see
  `sandbox.watch`;
- ``devices``: see `sandbox.devices`;
- ``tasks``: see `sandbox.task_group`;
- ``open_files`` and ``file_bytes``: limits that the kernel holds;
- ``home``: a folder that is removed when the command has ended, also after a kill of who started it.

Why a command was ended is written to the report. Standard library only, and as few imports as can
be: one of these starts for every server of every trace, and `subprocess` alone would be a third of
that.
"""

import os
import resource
import select
import signal
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.host.sandbox.task_group import TaskGroup
    from workbench.host.sandbox.watch import Watch

NOT_ISOLATED, COMMAND_NOT_FOUND = 126, 127
TICK_SECONDS, POLL_SECONDS = 0.2, 0.005
# It ends with what it contains. A SIGTERM to it would kill that at once instead.
SANDBOX = b"bwrap"

Orders = dict[str, list[str]]


def prepare() -> None:
    """Makes orphaned descendants children of this process, and leaves the session's keyring."""
    from workbench.host.sandbox.kernel_calls import become_subreaper, leave_keyring

    become_subreaper()
    leave_keyring()


def descendants() -> dict[int, bytes]:
    """Every living descendant, parents before children, with its command's name; Linux only."""
    children: dict[int, list[int]] = {}
    names: dict[int, bytes] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", "rb") as stat:
                    before, _, after = stat.read().rpartition(b")")
            except OSError:
                continue
            state, parent = after.split()[:2]
            if state != b"Z":
                names[int(entry)] = before.partition(b"(")[2]
                children.setdefault(int(parent), []).append(int(entry))
    found: dict[int, bytes] = {}
    queue = [os.getpid()]
    while queue:
        below = children.get(queue.pop(), [])
        found.update((pid, names[pid]) for pid in below)
        queue += below
    return found


def signal_all(child: int, number: int) -> bool:
    """Signals the child's group and every descendant; False when nothing was left to signal.

    Parents are first: with a sandbox that is killed the kernel ends all that is in it at once.
    """
    if sys.platform == "linux":
        targets = descendants()
        for pid, name in targets.items():
            if number == signal.SIGTERM and name == SANDBOX:
                continue
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
    living = signal_all(child, signal.SIGTERM) if grace else True
    while living and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        reap(statuses)
        living = signal_all(child, 0)
    while living:
        living = signal_all(child, signal.SIGKILL)
        reap(statuses)
        time.sleep(POLL_SECONDS)
    reap(statuses)
    return statuses


def limit(orders: Orders) -> None:
    """The limits that the kernel holds, for this process and its descendants."""
    kinds = {"open_files": resource.RLIMIT_NOFILE, "file_bytes": resource.RLIMIT_FSIZE}
    for name, kind in kinds.items():
        if name in orders:
            most = resource.getrlimit(kind)[1]
            wanted = int(orders[name][0])
            value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
            resource.setrlimit(kind, (value, value))


def isolate(orders: Orders) -> None:
    """A network of its own and devices that stay as they are, if ordered; ends with 126 without them."""
    try:
        if "serves" in orders or "reaches" in orders:
            from workbench.host.sandbox.network import isolate as isolate_network

            given = [orders.get(name, []) for name in ("serves", "reaches")]
            isolate_network(*([int(port) for port in ports if port] for ports in given))
        if "devices" in orders:
            from workbench.host.sandbox.devices import keep_devices

            keep_devices()
    except OSError as error:
        os.write(2, f"{(error.strerror or str(error)).lower()}\n".encode())
        end_all(0, 0)
        sys.exit(NOT_ISOLATED)


def spawn(command: list[str], orders: Orders, group: "TaskGroup | None") -> int:
    """Starts the command in a session of its own; its process id. Ends with 127 if there is none."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and an exec keeps that
    try:
        limit(orders)
        if group is not None:
            group.join()
        os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
    os._exit(COMMAND_NOT_FOUND)


def group_of(orders: Orders) -> "TaskGroup | None":
    """The control group of the command; None if none is ordered or can be had."""
    if sys.platform != "linux" or "tasks" not in orders or os.geteuid() != 0:
        return None
    from workbench.host.sandbox.task_group import task_group

    return task_group(int(orders["tasks"][0]))


def exit_code(child: int) -> int | None:
    """How the child ended, or None while it lives."""
    pid, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if pid else None


def watch_of(orders: Orders) -> "Watch | None":
    """What watches the limits that the kernel does not hold; None if there is none."""
    names = ("memory", "processes", "output", "quiet", "disk")
    if sys.platform != "linux" or not any(name in orders for name in names):
        return None
    from workbench.host.sandbox.watch import Watch

    memory, processes, output, quiet, disk = (float(orders.get(name, ["0"])[0]) for name in names)
    return Watch(
        memory=int(memory),
        processes=int(processes),
        output=int(output),
        quiet=quiet,
        disk=int(disk),
        folders=orders.get("folder", []),
        kept=orders.get("kept", []),
        temporary=orders.get("temporary", []),
    )


def remove_home(orders: Orders) -> None:
    """Removes the home of a command that had no sandbox."""
    if "home" in orders:
        from pathlib import Path

        from workbench.host.removal import remove_tree

        remove_tree(Path(orders["home"][0]))


def parse(arguments: list[str]) -> tuple[Orders, list[str]]:
    """The orders before the first ``--``, and the command after it."""
    end = arguments.index("--")
    orders: Orders = {}
    for order in arguments[:end]:
        name, _, value = order.partition("=")
        orders.setdefault(name, []).append(value)
    return orders, arguments[end + 1 :]


def main() -> int:
    lifeline, report, grace = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    orders, command = parse(sys.argv[4:])
    prepare()
    for own in (lifeline, report):
        os.set_inheritable(own, False)
    isolate(orders)
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    asked_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked_to_stop.append(received))
    signal.signal(signal.SIGCHLD, lambda _received, _frame: None)
    group = group_of(orders)
    child = spawn(command, orders, group)
    watch = watch_of(orders)
    tick = None if watch is None else TICK_SECONDS
    due = time.monotonic() + TICK_SECONDS
    while (ended := exit_code(child)) is None and not asked_to_stop:
        ready, _, _ = select.select([lifeline, wake_read], [], [], tick)
        if wake_read in ready:
            os.read(wake_read, 512)
        if lifeline in ready:
            break
        if watch is not None and time.monotonic() >= due:
            if excess := watch.excess():
                os.write(report, excess.encode())
                grace = 0
                break
            due = time.monotonic() + TICK_SECONDS
    statuses = end_all(child, grace if ended is None else 0.2)
    remove_home(orders)
    if group is not None:
        group.remove()
    code = statuses.get(child, 1) if ended is None else ended
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    # Started as a script and without an installation's paths: what it imports of its own is here.
    sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    sys.exit(main())
