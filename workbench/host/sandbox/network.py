"""A network of its own for one supervised command: nothing but loopback, and the named ports.

Used by `workbench.host.supervisor` before it starts the command, so only the standard library is
imported. A socket stays in the network in which it was made: a relay that accepts connections on a
socket of one network and makes its own in the other joins the two at exactly the named ports.
"""

import array
import ctypes
import fcntl
import os
import signal
import socket
import struct
import time
from collections.abc import Callable, Sequence

from workbench.host.sandbox.kernel_calls import CLONE_NEWNET, unshare
from workbench.host.sandbox.relay import Listener, relay

PR_SET_PDEATHSIG = 1  # linux/prctl.h
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1  # linux/sockios.h, linux/if.h
LOOPBACK = "127.0.0.1"
BACKLOG = 512
POLL_SECONDS = 0.002


def isolate(serves: Sequence[int], reaches: Sequence[int]) -> None:
    """Moves this process into a new network.

    A connection to one of the ports `serves` on the host's loopback arrives at the same port of the
    new one; `reaches` is the other direction. Each direction has a relay, a child of this process.
    Raises OSError when a port is taken or the kernel allows no new network.
    """
    reserved = [_reserved(port) for port in serves]
    outer = [_bound(port) for port in serves]
    giving, taking = socket.socketpair()
    if reaches:  # it stays in the host's network, where the ports are
        _in_child(lambda: relay(_received(taking, reaches)))
    _unshare()
    _bring_loopback_up()
    if reaches:
        inner = [_bound(port) for port in reaches]
        for listener in inner:
            listener.listen(BACKLOG)
        _send(giving, inner)
    giving.close()
    taking.close()
    if serves:
        _in_child(lambda: relay(_once_served(outer, serves)))
    for mine in (*outer, *reserved):
        mine.close()


def _reserved(port: int) -> socket.socket:
    """Reserves a port of the host among supervised commands, until the last copy of it is closed.

    Two sockets that may reuse an address can both be bound to one port as long as neither listens.
    Without a reservation, two commands would start at one port, and each be taken for the other. A
    name in the abstract namespace has one owner, and is free again when its process ends (unix(7)).
    """
    reservation = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    reservation.bind(f"\0stackwright-port-{port}")
    return reservation


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    return listener


def _in_child(work: Callable[[], None]) -> None:
    if os.fork():
        return
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        signal.set_wakeup_fd(-1)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):  # or the command's output would stay open with the relay
            os.dup2(nothing, stream)
        work()
    finally:
        os._exit(0)


def _unshare() -> None:
    try:
        unshare(CLONE_NEWNET)
    except OSError as error:
        raise OSError(error.errno, f"no network namespace: {error.strerror}") from error


def _bring_loopback_up() -> None:
    """A new network has a loopback interface, but it is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle.fileno(), SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def _send(channel: socket.socket, sockets: Sequence[socket.socket]) -> None:
    numbers = array.array("i", [item.fileno() for item in sockets])
    channel.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, numbers)])
    for item in sockets:
        item.close()


def _received(channel: socket.socket, ports: Sequence[int]) -> list[Listener]:
    numbers = array.array("i")
    _, ancillary, _, _ = channel.recvmsg(1, socket.CMSG_SPACE(len(ports) * numbers.itemsize))
    for _, _, data in ancillary:
        numbers.frombytes(data)
    return [
        Listener(socket.socket(fileno=number), port)
        for number, port in zip(numbers, ports, strict=True)
    ]


def _once_served(outer: Sequence[socket.socket], ports: Sequence[int]) -> list[Listener]:
    """Listens outside as soon as the command listens inside: until then a client is refused."""
    waiting = [Listener(item, port) for item, port in zip(outer, ports, strict=True)]
    while not all(listener.connects() for listener in waiting):
        time.sleep(POLL_SECONDS)
    for listener in waiting:
        listener.socket.listen(BACKLOG)
    return waiting
