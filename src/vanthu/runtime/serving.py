"""How a program's web side runs: granian in WSGI mode, on loopback unless told otherwise."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

Application = Callable[..., Any]

_stopping = mmap.mmap(-1, 1)
"""One byte that the workers, forks of the process that is told to stop, see change."""


def stopping() -> bool:
    """Tell whether the server was told to stop: what only waits for better news answers now."""
    return _stopping[0] == 1


def behind_proxies(application: Application, proxies: Iterable[str]) -> Application:
    """Let an application see who asked a reverse proxy, not the proxy (`X-Forwarded-For`, of these addresses only)."""
    wrapped: Application = wrap_wsgi_with_proxy_headers(application, list(proxies))
    return wrapped


class _Server(MPServer):
    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        _stopping[0] = 1
        super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]


def serve(target: str, *, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the WSGI application named `module:name` until the process is told to stop.

    `workers` are processes, `threads` are the blocking threads of each.
    """
    _let_go_of_databases()
    _Server(
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


def _let_go_of_databases() -> None:
    """Close what this process has open: the workers are its forks, and two that read one connection mix up answers."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()
