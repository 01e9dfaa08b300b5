"""A fork beyond the bound of a control group fails, also for root."""

from __future__ import annotations

import os
import signal
import time

import pytest

from workbench.host.sandbox.task_group import controlling_folder, task_group

FORKS_FAILED, FORKS_WORKED = 7, 8


@pytest.mark.skipif(
    os.geteuid() != 0 or controlling_folder() is None,
    reason="only root makes control groups, and only where the kernel has the controller",
)
def test_a_fork_beyond_the_bound_fails() -> None:
    group = task_group(6)
    assert group is not None
    child = os.fork()
    if child == 0:
        group.join()
        os._exit(_fork_ten())
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == FORKS_FAILED
    deadline = time.monotonic() + 10
    while os.path.exists(group.folder) and time.monotonic() < deadline:
        group.remove()
    assert not os.path.exists(group.folder)


def _fork_ten() -> int:
    """Starts ten processes that wait, and ends them."""
    children: list[int] = []
    try:
        for _ in range(10):
            pid = os.fork()
            if pid == 0:
                time.sleep(60)
                os._exit(0)
            children.append(pid)
    except OSError:
        return FORKS_FAILED
    finally:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return FORKS_WORKED
