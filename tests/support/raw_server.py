"""A server on loopback that answers each connection with whatever bytes a test gives it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """The server's address. `answer` gets each connection after its request was read."""
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(listener, answer), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def sends(*pieces: bytes, endless: bytes = b"") -> Callable[[socket.socket], None]:
    """Sends the pieces, then the last one again and again until the client closes."""

    def answer(link: socket.socket) -> None:
        for piece in pieces:
            link.sendall(piece)
        while endless:
            link.sendall(endless)

    return answer


def _serve(listener: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    while True:
        try:
            link, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(link, answer), daemon=True).start()


def _answer(link: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    with link:
        try:
            link.recv(65536)
            answer(link)
            link.shutdown(socket.SHUT_WR)
            link.settimeout(5)
            while link.recv(65536):
                pass  # closing with something unread would reset the connection
        except OSError:
            pass  # the client has closed the connection: that is what the tests want
