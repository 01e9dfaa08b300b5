"""Copies bytes between two networks. Only the standard library: it is part of the supervisor."""

import selectors
import signal
import socket
import struct
from collections.abc import Sequence

CHUNK_BYTES = 1 << 16
LIMIT_BYTES = 1 << 20
ADDRESSES = ("127.0.0.1", "::1")


class Listener:
    """A listening socket of one network, and the port of the other to which its connections go."""

    def __init__(self, listening: socket.socket, port: int) -> None:
        self.socket = listening
        self.port = port

    def connect(self) -> socket.socket | None:
        """A connection to the port, by IPv4 or IPv6; None when nothing listens there."""
        for address in ADDRESSES:
            try:
                return socket.create_connection((address, self.port), timeout=5)
            except OSError:
                continue
        return None

    def connects(self) -> bool:
        """True when something listens on the port."""
        connection = self.connect()
        if connection is None:
            return False
        reset(connection)
        return True


class End:
    """One of the two sockets of a connection, and what is still to be sent to it."""

    def __init__(self, connection: socket.socket, *, serves: bool) -> None:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = connection
        self.serves = serves
        self.pending = bytearray()
        self.ended = False  # nothing more comes from it
        self.closing = False  # nothing more is to be sent to it after what is pending
        self.other = self
        self.events = 0


class Relay:
    """The connections of a few listening sockets."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self.selector = selectors.DefaultSelector()
        self.listeners = list(listeners)
        self.clients: set[End] = set()
        for listener in self.listeners:
            listener.socket.setblocking(False)
            self.selector.register(listener.socket, selectors.EVENT_READ, listener)

    def run(self) -> None:
        """Until SIGTERM, and then until the connections that are open have ended."""
        wake, signalled = socket.socketpair()
        wake.setblocking(False)
        signalled.setblocking(False)
        signal.set_wakeup_fd(signalled.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, lambda _number, _frame: self._stop_listening())
        self.selector.register(wake, selectors.EVENT_READ, None)
        while self.listeners or self.clients:
            for key, events in self.selector.select():
                if isinstance(key.data, Listener):
                    self._accept(key.data)
                elif isinstance(key.data, End):
                    self._serve(key.data, events)
                else:
                    wake.recv(CHUNK_BYTES)

    def _stop_listening(self) -> None:
        for listener in self.listeners:
            self.selector.unregister(listener.socket)
            listener.socket.close()
        self.listeners = []
        for client in list(self.clients):
            if self._is_over(client):
                self._close(client, broken=False)

    def _accept(self, listener: Listener) -> None:
        try:
            client, _ = listener.socket.accept()
        except OSError:
            return
        served = listener.connect()
        if served is None:
            reset(client)
            return
        ends = End(client, serves=False), End(served, serves=True)
        ends[0].other, ends[1].other = ends[1], ends[0]
        self.clients.add(ends[0])
        for end in ends:
            self._watch(end)

    def _serve(self, end: End, events: int) -> None:
        if end.socket.fileno() < 0:
            return  # closed by the other end's event of the same round
        try:
            if events & selectors.EVENT_READ:
                self._read(end)
            if end.pending and events & selectors.EVENT_WRITE:
                self._write(end)
        except OSError:
            self._close(end, broken=True)
            return
        if self._is_over(end.other if end.serves else end):
            self._close(end, broken=False)
            return
        for each in (end, end.other):
            self._watch(each)

    def _is_over(self, client: End) -> bool:
        """The server has said everything; while it lives, its client may go on sending."""
        return client.other.ended and not client.pending and (client.ended or not self.listeners)

    def _read(self, end: End) -> None:
        data = end.socket.recv(CHUNK_BYTES)
        other = end.other
        if not data:
            end.ended = other.closing = True
        other.pending += data
        self._write(other)

    def _write(self, end: End) -> None:
        if end.pending:
            try:
                del end.pending[: end.socket.send(end.pending)]
            except BlockingIOError:
                return
        if end.closing and not end.pending:
            end.socket.shutdown(socket.SHUT_WR)
            end.closing = False

    def _watch(self, end: End) -> None:
        events = selectors.EVENT_WRITE if end.pending else 0
        if not end.ended and len(end.other.pending) < LIMIT_BYTES:
            events |= selectors.EVENT_READ
        if events == end.events:
            return
        if not end.events:
            self.selector.register(end.socket, events, end)
        elif not events:
            self.selector.unregister(end.socket)
        else:
            self.selector.modify(end.socket, events, end)
        end.events = events

    def _close(self, end: End, *, broken: bool) -> None:
        for each in (end, end.other):
            if each.events:
                self.selector.unregister(each.socket)
                each.events = 0
            if broken:
                reset(each.socket)
            else:
                each.socket.close()
        self.clients.discard(end.other if end.serves else end)


def relay(listeners: Sequence[Listener]) -> None:
    """Serves the connections of these sockets until SIGTERM."""
    Relay(listeners).run()


def reset(connection: socket.socket) -> None:
    """Closes with a reset, so that the peer does not take it for an orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
