"""The policy for one command, and the bubblewrap command line that holds it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

MIB = 1 << 20
GIB = 1 << 30
HOME = "/home/run"
# A user of no other meaning: a root whose capabilities are gone could not start a second sandbox.
USER = "1000"
TEMPORARY = "/tmp"
HERE = Path(__file__).parent
# The kernel counts threads as processes: Chromium has some 15 in each, Go and Node about as many.
TASKS_EACH = 16
# Compiling SQLite with the race detector on a busy machine is silent for about a minute.
QUIET_SECONDS = 300.0
# go links and starts test binaries here; a test sees it read-only.
GO_TEMPORARY = "/run/go"
_NAMESPACES = (
    "--unshare-user",
    "--unshare-ipc",
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
)


@dataclass(frozen=True)
class Limits:
    """What a command may use up before it is ended; bytes, processes and seconds. 0 means no limit.

    Measured on the generated systems of the calibration, the largest use was 1.1 GiB of memory (the
    race-built SQLite), 40 processes (Chromium) and 3 MiB of output: a sound system stays far below.
    """

    memory_bytes: int = 4 * GIB
    processes: int = 256
    open_files: int = 8192
    file_bytes: int = GIB
    disk_bytes: int = 2 * GIB
    output_bytes: int = 64 * MIB
    quiet_seconds: float = 0.0
    temporary_bytes: int = 2 * GIB


@dataclass(frozen=True)
class Network:
    """A network of its own: loopback only, joined to the host's loopback at these ports.

    `serves` are ports on which the command listens; `reaches` are ports of the host to which it may
    connect.
    """

    serves: tuple[int, ...] = ()
    reaches: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bubblewrap:
    """The bubblewrap of this host, and what every sandbox may read besides its own folders."""

    path: Path
    readable: tuple[Path, ...]
    takes_size: bool = True
    """`--size` for temporary file systems, since bubblewrap 0.7."""

    kernel: tuple[Path, ...] = ()
    """What stands in /proc beside processes. A root's sandbox is no root, but the kernel looks at the
    host's user there: what may only be read must be mounted so."""

    nests: bool = True
    """A sandboxed process can start a stricter sandbox."""

    prlimit: Path | None = None
    """With this program the kernel itself bounds the processes of one sandbox; None if it cannot
    (root has no such bound, before Linux 5.14 all sandboxes of a user are counted together): there
    a control group does it for root, see `task_group`, and else only the supervisor counts, five times
    a second, and a fast fork bomb is larger when it is ended."""


@dataclass(frozen=True)
class Sandbox:
    """What one command may see and change, reach and use up.

    Without `bubblewrap` only the environment and the limits hold. `temporary` are empty folders of
    the command's own in places that it may otherwise only read. `network` None is the host's.
    """

    bubblewrap: Bubblewrap | None
    writable: tuple[Path, ...] = ()
    readable: tuple[Path, ...] = ()
    temporary: tuple[Path, ...] = ()
    measured: tuple[Path, ...] | None = None
    """The folders whose size is limited; None for all that are writable."""

    network: Network | None = field(default_factory=Network)
    limits: Limits = field(default_factory=Limits)

    def with_readable(self, *places: Path) -> Sandbox:
        """The policy with further places that the command may read, and not change."""
        return replace(self, readable=(*self.readable, *places))

    def ended_if_quiet(self) -> Sandbox:
        """The policy of a command that prints as it works: it is ended if it prints nothing for long."""
        return replace(self, limits=replace(self.limits, quiet_seconds=QUIET_SECONDS))

    def wrap(self, argv: Sequence[str], cwd: Path) -> tuple[str, ...]:
        """The command line that runs `argv` inside; `argv` itself if there is no bubblewrap."""
        if self.bubblewrap is None:
            return tuple(argv)
        return (
            str(self.bubblewrap.path),
            *_NAMESPACES,
            "--unshare-pid",
            "--unshare-uts",
            "--uid",
            USER,
            "--gid",
            USER,
            "--hostname",
            "sandbox",
            *self._system(self.bubblewrap),
            *self._folders(),
            "--remount-ro",
            "/",
            "--chdir",
            str(cwd),
            "--",
            *self._task_limit(self.bubblewrap),
            *argv,
        )

    def wrap_inner(self, writable: Sequence[Path]) -> str:
        """What `go test -exec` takes: a sandbox inside this one that may only write these folders.

        It shares the network and the processes of the outer one, whose files it can only read. It
        cannot look into or change the processes that are outside of it: the kernel allows that only
        to who holds a capability in their user namespace. Empty if it cannot be had.
        """
        if self.bubblewrap is None or not self.bubblewrap.nests:
            return ""
        covered = [
            path
            for path in (*self.bubblewrap.readable, *self.readable)
            if path.is_relative_to(TEMPORARY)
        ]
        modes = dict.fromkeys(covered, "--ro-bind-try") | dict.fromkeys(writable, "--bind")
        argv = (
            str(self.bubblewrap.path),
            *_NAMESPACES,
            "--ro-bind",
            "/",
            "/",
            "--dev-bind",
            "/dev",
            "/dev",
            "--ro-bind",
            "/proc",
            "/proc",
            *self._tmpfs(self.bubblewrap, TEMPORARY, self.limits.temporary_bytes),
            *self._tmpfs(self.bubblewrap, HOME, 64 * MIB),
            *_mounts(modes),
            "--setenv",
            "TMPDIR",
            TEMPORARY,
            "--unsetenv",
            "GOTMPDIR",
            "--",
        )
        return shlex.join(argv)

    def orders(self) -> Iterator[str]:
        """What the supervisor is told: the network and the limits."""
        if self.network is not None:
            yield from (f"serves={port}" for port in self.network.serves or ("",))
            yield from (f"reaches={port}" for port in self.network.reaches)
        values = {
            "memory": self.limits.memory_bytes,
            "processes": self.limits.processes,
            "open_files": self.limits.open_files,
            "file_bytes": self.limits.file_bytes,
            "output": self.limits.output_bytes,
            "quiet": self.limits.quiet_seconds,
            "disk": self.limits.disk_bytes,
            "tasks": self.limits.processes * TASKS_EACH,
        }
        yield from (f"{name}={value}" for name, value in values.items() if value)
        measured = self.writable if self.measured is None else self.measured
        yield from (f"folder={path}" for path in measured)
        kept = [path for path in self.readable if any(map(path.is_relative_to, measured))]
        yield from (f"kept={path}" for path in kept)
        if self.bubblewrap is not None:
            yield "devices=kept"
            yield from (f"temporary={place}" for place in (TEMPORARY, GO_TEMPORARY, "/dev/shm"))

    def _task_limit(self, bubblewrap: Bubblewrap) -> Iterator[str]:
        """Set inside, if the kernel counts the tasks of this sandbox alone."""
        if bubblewrap.prlimit is not None and self.limits.processes:
            yield from (str(bubblewrap.prlimit), f"--nproc={self.limits.processes * TASKS_EACH}")

    def _system(self, bubblewrap: Bubblewrap) -> Iterator[str]:
        yield from ("--proc", "/proc", "--dev", "/dev")
        for path in bubblewrap.kernel:
            yield from ("--ro-bind", str(path), str(path))
        yield from self._tmpfs(bubblewrap, "/dev/shm", 512 * MIB)
        yield from ("--remount-ro", "/dev")
        yield from self._tmpfs(bubblewrap, TEMPORARY, self.limits.temporary_bytes)
        yield from self._tmpfs(bubblewrap, GO_TEMPORARY, 2 * self.limits.temporary_bytes)
        yield from self._tmpfs(bubblewrap, "/home", 64 * MIB)
        yield from ("--dir", HOME)
        for name in ("passwd", "hosts"):
            yield from ("--ro-bind", str(HERE / name), f"/etc/{name}")

    def _folders(self) -> Iterator[str]:
        assert self.bubblewrap is not None
        readable = (*self.bubblewrap.readable, *self.readable)
        modes = dict.fromkeys(readable, "--ro-bind-try") | dict.fromkeys(self.writable, "--bind")
        yield from _mounts(modes)
        for path in self.temporary:
            yield from self._tmpfs(self.bubblewrap, str(path), 256 * MIB)

    def _tmpfs(self, bubblewrap: Bubblewrap, place: str, size: int) -> Iterator[str]:
        if bubblewrap.takes_size:
            yield from ("--size", str(size))
        yield from ("--tmpfs", place)


def _mounts(modes: Mapping[Path, str]) -> Iterator[str]:
    """Inner folders after those that hold them, so that the rule of the inner one holds."""
    for path in sorted(modes, key=lambda path: len(path.parts)):
        yield from _mount(modes[path], path)


def _mount(mode: str, path: Path) -> tuple[str, ...]:
    """The same path inside; /bin and its like stay links if the system has links."""
    if path.parent == path.parents[-1] and path.is_symlink():
        return ("--symlink", str(path.readlink()), str(path))
    return (mode, str(path), str(path))
