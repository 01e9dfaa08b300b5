"""What a killed supervisor leaves, where no sandbox ends with it.

Without bubblewrap a command of the same user can kill its supervisor. What it has started then becomes
a child of this process, if it has asked for that, and is ended here.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from workbench.host.sandbox.kernel_calls import become_subreaper
from workbench.host.sandbox.usage import children_of, family_of

ROUND_SECONDS, ROUNDS = 0.01, 200
_supervisors: set[int] = set()
_adopting = threading.Event()
_lock = threading.RLock()


def adopt_orphans() -> None:
    """From now on, orphans among the descendants of this process become its children. Linux only."""
    if become_subreaper():
        _adopting.set()


@contextmanager
def starting_a_supervisor() -> Iterator[None]:
    """Meanwhile nothing is taken for an orphan: a supervisor has a session of its own, and is not noted yet."""
    if not _adopting.is_set():
        yield
        return
    with _lock:
        yield


def note_supervisor(pid: int) -> None:
    """This child is a supervisor, and ends by itself."""
    with _lock:
        _supervisors.add(pid)


def forget_supervisor(pid: int) -> None:
    """It has ended: another process may get its number."""
    with _lock:
        _supervisors.discard(pid)


def end_orphans() -> None:
    """Kills every child that was adopted, with all that it has started; blocks until they are gone.

    Nothing if this process has not asked for orphans. Adopted is what is in another session than this process and is no supervisor: its own children
    stay in its session. A process that starts others faster than they are found is left after two seconds.
    """
    for _ in range(ROUNDS):
        orphans = _orphans()
        if not orphans:
            return
        for orphan in orphans:
            for pid in (orphan, *family_of(orphan)):
                _kill(pid)
        time.sleep(ROUND_SECONDS)
        for orphan in orphans:
            _reap(orphan)


def reap_orphans() -> None:
    """Collects adopted children that have ended by themselves: nobody else would.

    Blocks no longer than that takes. A child of this process in a session of its own that is not one
    of ours and has ended is collected as well; it is only asked where commands run without a sandbox.
    """
    for orphan in _orphans():
        _reap(orphan)


def _orphans() -> list[int]:
    if not _adopting.is_set():
        return []
    with _lock:
        others = [pid for pid in children_of(os.getpid()) if pid not in _supervisors]
    return [pid for pid in others if _session(pid) not in (None, os.getsid(0))]


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _reap(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
