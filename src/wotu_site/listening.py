"""The address that the site listens on: free before it starts, answering before it is told."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import threading
import time
from collections.abc import Callable

from wotu.errors import WotuError

#: Addresses that stand for all of this machine's, and one of them that can be asked.
_ANY = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}
_PACE = 0.1
_PATIENCE = 5.0


class PortTakenError(WotuError):
    """Something else listens on the port, or nobody may."""

    kind = "port"


def refuse_taken_port(host: str, port: int) -> None:
    """Raise ``PortTakenError`` where something listens already, or where nobody may listen.

    The workers share their port, and would share it with an older server too: the system would
    give it every other visitor.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], found[1], found[2]) as trial:
            # As the workers do: what lingers of an ended server is no hindrance then.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            trial.bind(found[4])
    except OSError as error:
        raise _cannot_listen(host, port, str(error.strerror)) from error
    try:
        socket.create_connection((_ANY.get(host, host), port), timeout=_PATIENCE).close()
    except OSError:
        return
    raise _cannot_listen(host, port, os.strerror(errno.EADDRINUSE))


def _cannot_listen(host: str, port: int, reason: str) -> PortTakenError:
    return PortTakenError(
        f"无法监听 {host}:{port}（{reason}），可用 --port 换一个端口。 "
        f"Cannot listen on {host}:{port} ({reason}). Take another port with --port.",
        host=host,
        port=port,
    )


def call_when_answering(host: str, port: int, call: Callable[[], None]) -> None:
    """Call a function, in a thread of its own, as soon as the site answers on the address."""
    waiting = threading.Thread(
        target=_wait, args=(host, port, call), name="wotu-ready", daemon=True
    )
    waiting.start()


def _wait(host: str, port: int, call: Callable[[], None]) -> None:
    while not _answers(host, port):
        time.sleep(_PACE)
    call()


def _answers(host: str, port: int) -> bool:
    """Whether a whole answer comes; any will do, such as that the site wants HTTPS."""
    connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/about/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
