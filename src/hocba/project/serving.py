"""Serve the web application on this machine, for the demonstration.

As a program of its own (``python -m hocba.project.serving``) it ends with whoever started it.
"""

from __future__ import annotations

import socket
import sys

from granian import Granian
from granian.constants import Interfaces

from hocba.core.errors import Unavailable
from hocba.project.processes import Program, end_with_parent

ADDRESS = "127.0.0.1"
PORT = 8000
WORKERS = 2
THREADS = 16
"""In each worker; each keeps a connection to the database."""


def web(port: int = PORT) -> Program:
    """The program of this module, for whoever starts it."""
    return Program(__name__, (str(port),))


def require_free_port(port: int = PORT) -> None:
    """Raises Unavailable when another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise Unavailable(
                f"Cổng {port} của máy này đang có chương trình khác dùng; hãy tắt chương trình đó "
                "rồi chạy lại, hoặc chạy «ONCE=1 make run» để không mở trang web."
            ) from error


def serve(port: int = PORT, workers: int = WORKERS, *, quiet: bool = False) -> None:
    """Serve until interrupted; ``quiet`` keeps the server's own words off the terminal."""
    Granian(
        "hocba.project.wsgi:application",
        address=ADDRESS,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_enabled=not quiet,
    ).serve()


if __name__ == "__main__":
    end_with_parent()
    serve(int(sys.argv[1]))
