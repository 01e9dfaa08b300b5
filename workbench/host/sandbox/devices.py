"""The host's devices in a sandbox of root's: they can be used, and not changed.

Bubblewrap takes them from the host, whose root owns them, and the kernel asks for no more than that
before it changes a mode or a time. Only the standard library: see `supervisor`.
"""

import ctypes
import os

from workbench.host.sandbox.kernel_calls import CLONE_NEWNS, unshare

# What bubblewrap takes for a /dev of its own.
DEVICES = ("full", "null", "random", "tty", "urandom", "zero")
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x1, 0x20, 0x1000, 0x4000, 0x40000  # mount(2)


def keep_devices() -> None:
    """For this process and those that it starts, devices are on read-only mounts. Raises OSError.

    For an ordinary user there is nothing to do: these devices are not his.
    """
    if os.geteuid() != 0:
        return
    unshare(CLONE_NEWNS)
    _mount(None, "/", MS_REC | MS_PRIVATE)
    for device in (f"/dev/{name}" for name in DEVICES):
        if os.path.exists(device):
            _mount(device, device, MS_BIND)
            _mount(None, device, MS_BIND | MS_REMOUNT | MS_RDONLY)


def _mount(source: str | None, target: str, flags: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    given = None if source is None else source.encode()
    if libc.mount(given, target.encode(), None, ctypes.c_ulong(flags), None) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{target} cannot be mounted read-only: {os.strerror(number)}")
