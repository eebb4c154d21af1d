"""Which port a server may listen on: a check before any start, and free ones where nobody named an address.

The server of the web side sets SO_REUSEPORT, so that two programs could listen on one port and each get half of the
other's requests; nothing would say so. Therefore a port is looked at before a server starts, and ports for
demonstrations and tests are claimed for as long as the process lives that asked for them.
"""

from __future__ import annotations

import fcntl
import os
import random
import socket
import tempfile
import time
from pathlib import Path
from typing import IO

from vanthu.runtime.errors import VanThuError

ANY = range(20_000, 32_768)
"""Below what operating systems take for outgoing connections, so that none of those can take a claimed port."""
PATIENCE_SECONDS = 3.0
"""A server that was just killed may leave children behind that still listen for a moment."""

_claims: dict[int, IO[str]] = {}


class AddressTaken(VanThuError):
    """Another program listens there already, or the address is not one of this machine."""

    code = "VT-CONG-BAN"
    template = (
        "Không mở được cổng {port} trên {host}: {why}. Hãy dừng chương trình đang dùng cổng này, "
        "hoặc chọn địa chỉ khác bằng --host và --port."
    )


def require_address(host: str, port: int) -> None:
    """Make sure that a server can listen there alone; raises AddressTaken."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while why := _trouble(host, port):
        if time.monotonic() > deadline:
            raise AddressTaken(host=host, port=port, why=why)
        time.sleep(0.1)


def free_port(wanted: int = 0) -> int:
    """Return `wanted` where it is free, or any free port of the loopback address when it is taken or 0.

    No other process that asks here gets the same port while this one lives. Raises AddressTaken when none is left.
    """
    for port in (*([wanted] if wanted else []), *random.sample(ANY, len(ANY))):
        if _claim(port):
            return port
    raise AddressTaken(host="127.0.0.1", port=wanted, why="không còn cổng nào trống")


def _claim(port: int) -> bool:
    if port in _claims:
        return False
    folder = Path(tempfile.gettempdir()) / f"vanthu-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    claim = (folder / str(port)).open("w")
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        claim.close()
        return False
    if _trouble("127.0.0.1", port):
        claim.close()
        return False
    _claims[port] = claim
    return True


def _trouble(host: str, port: int) -> str:
    """Return why a server cannot listen there alone; empty when it can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # Connections that ended a moment ago do not count, servers that listen do.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        return error.strerror or str(error)
    return ""
