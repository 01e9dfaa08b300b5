"""Bounds the tasks of one command by a control group, for root, whom the kernel's own limit spares.

Only the standard library: see `supervisor`.
"""

import os

CONTROL_GROUPS = "/sys/fs/cgroup"
CONTROLLER = "pids"


class TaskGroup:
    """A control group with at most `tasks` processes and threads; a fork beyond that fails."""

    def __init__(self, folder: str, tasks: int) -> None:
        self.folder = folder
        os.mkdir(folder)
        try:
            _write(f"{folder}/pids.max", str(tasks))
        except OSError:
            self.remove()
            raise

    def join(self) -> None:
        """Moves this process into the group; all that it starts is in it too."""
        _write(f"{self.folder}/cgroup.procs", "0")

    def remove(self) -> None:
        """Removes the group, once nothing is left in it."""
        try:
            os.rmdir(self.folder)
        except OSError:
            return  # a task of it has not ended yet; the empty group costs nothing


def task_group(tasks: int) -> TaskGroup | None:
    """A new group below this process's own; None if the host does not let us make one."""
    parent = controlling_folder()
    if parent is None:
        return None
    try:
        return TaskGroup(f"{parent}/stackwright-{os.getpid()}", tasks)
    except OSError:
        return None


def controlling_folder(memberships: str = "/proc/self/cgroup") -> str | None:
    """The folder of this process's own group, if groups below it can bound tasks.

    With the first version of control groups each controller has a tree of its own; with the second
    a group must have handed the controller down to the groups below it.
    """
    try:
        with open(memberships) as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if CONTROLLER in controllers.split(","):
            return f"{CONTROL_GROUPS}/{CONTROLLER}{path}".rstrip("/")
        folder = f"{CONTROL_GROUPS}{path}".rstrip("/")
        if not controllers and CONTROLLER in _read(f"{folder}/cgroup.subtree_control").split():
            return folder
    return None


def _read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def _write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)
