"""Moves this process into new namespaces. Only the standard library: see `supervisor`."""

import ctypes
import os

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x10000000, 0x40000000  # linux/sched.h


def unshare(kinds: int) -> None:
    """New namespaces of these kinds; for an ordinary user inside a new user namespace, in which
    that is allowed. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(kinds) == 0:
        return
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER | kinds) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
