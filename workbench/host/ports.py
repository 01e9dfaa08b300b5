"""Free ports, and proof of who listens on one."""

from __future__ import annotations

import os
import random
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

TCP_LISTEN = "0A"
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
    """The process at or below root_pid that listens on the port of its own network, or None."""
    try:
        family = [psutil.Process(root_pid), *psutil.Process(root_pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return None
    listens = _listens_in_its_network if sys.platform == "linux" else _listens
    return next((process.pid for process in family if listens(process.pid, port)), None)


def _listens(pid: int, port: int) -> bool:
    try:
        connections = psutil.Process(pid).net_connections(kind="tcp")
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
    return any(
        connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        for connection in connections
    )


def _listens_in_its_network(pid: int, port: int) -> bool:
    """As `_listens`; psutil knows the sockets of this process's own network only."""
    try:
        tables = [Path(f"/proc/{pid}/net/{name}") for name in ("tcp", "tcp6")]
        inodes = {
            inode
            for table in tables
            if table.exists()  # no tcp6 if IPv6 is switched off
            for inode in _listening(table.read_text(), port)
        }
        return bool(inodes) and any(
            os.readlink(entry) in inodes for entry in Path(f"/proc/{pid}/fd").iterdir()
        )
    except OSError:
        return False


def _listening(table: str, port: int) -> Iterator[str]:
    """The sockets that listen on the port, as /proc/PID/fd names them; see proc(5), /proc/net/tcp."""
    for line in table.splitlines()[1:]:
        fields = line.split()
        if fields[3] == TCP_LISTEN and int(fields[1].rpartition(":")[2], 16) == port:
            yield f"socket:[{fields[9]}]"
