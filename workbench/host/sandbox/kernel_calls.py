"""Calls of the kernel that Python has no function for. Only the standard library: see `supervisor`."""

import ctypes
import os
import sys

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x10000000, 0x40000000  # linux/sched.h
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
# The number of keyctl(2), whose first operation joins a keyring.
JOIN_KEYRING = {"x86_64": 250, "aarch64": 219}


def become_subreaper() -> bool:
    """Makes orphans among this process's descendants its children; False where the kernel cannot."""
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def leave_keyring() -> None:
    """Gives this process an empty keyring of its own: the kernel hands down that of the session."""
    number = JOIN_KEYRING.get(os.uname().machine)
    if sys.platform == "linux" and number is not None:
        ctypes.CDLL(None).syscall(number, 1, None)


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
