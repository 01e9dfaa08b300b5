"""Who listens on a port is known, not guessed."""

from __future__ import annotations

import os
import socket
import subprocess

from workbench.host.ports import free_port, is_free, is_owned_by


def test_a_free_port_can_be_bound() -> None:
    port = free_port()
    assert is_free(port)
    with socket.socket() as server:
        server.bind(("127.0.0.1", port))
        server.listen()
        assert not is_free(port)


def test_a_listening_socket_belongs_to_its_process_only() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert is_owned_by(port, os.getpid())
        with subprocess.Popen(["sleep", "30"]) as stranger:
            try:
                assert not is_owned_by(port, stranger.pid)
            finally:
                stranger.kill()


def test_nobody_owns_a_port_on_which_nothing_listens() -> None:
    assert not is_owned_by(free_port(), os.getpid())
