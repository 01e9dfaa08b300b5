"""Free ports, and proof of who listens on one."""

from __future__ import annotations

import random
import socket

import psutil

# Below the ports that outgoing connections are given (Linux: from 32768, IANA: from 49152): one that
# the system picks may be taken by a client's connection before its server has started.
SERVER_PORTS = range(20000, 32768)


def free_port() -> int:
    """A TCP port on loopback that was free a moment ago, and that no outgoing connection is given."""
    while True:
        port = random.choice(SERVER_PORTS)
        if is_free(port):
            return port


def is_free(port: int) -> bool:
    """True when nothing listens on the port, on loopback or on every interface."""
    for address in ("127.0.0.1", "0.0.0.0"):
        with socket.socket() as trace:
            trace.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trace.bind((address, port))
            except OSError:
                return False
    return True


def is_owned_by(port: int, root_pid: int) -> bool:
    """True when a process below root_pid holds the listening socket of the port."""
    return owner_of(port, root_pid) is not None


def owner_of(port: int, root_pid: int) -> int | None:
    """The process at or below root_pid that listens on the port, or None."""
    try:
        family = [psutil.Process(root_pid), *psutil.Process(root_pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return None
    for process in family:
        try:
            connections = process.net_connections(kind="tcp")
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        for connection in connections:
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port:
                return process.pid
    return None
