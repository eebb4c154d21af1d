"""How a program's web side runs: granian in WSGI mode, on loopback unless told otherwise."""

from __future__ import annotations

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server


def serve(target: str, *, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the WSGI application named `module:name` until the process is told to stop.

    `workers` are processes, `threads` are the blocking threads of each.
    """
    Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=max(threads * 8, 64),
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
