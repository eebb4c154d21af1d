"""No two servers on one port, however they were started."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from vanthu.runtime import ports
from vanthu.runtime.ports import AddressTaken, free_port, require_address


def test_a_busy_port_is_replaced_by_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        assert free_port(busy) not in {busy, 0}
    assert free_port(busy) == busy


def test_a_port_is_given_once_though_nobody_listens_on_it_yet() -> None:
    claimed = {free_port() for _ in range(50)}
    assert len(claimed) == 50
    one = claimed.pop()
    assert free_port(one) != one


def test_another_process_does_not_get_a_claimed_port() -> None:
    mine = free_port()
    asking = f"from vanthu.runtime.ports import free_port; print(free_port({mine}))"
    theirs = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=True).stdout
    assert int(theirs) != mine


def test_a_server_is_not_started_beside_another_even_one_that_would_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "PATIENCE_SECONDS", 0.0)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken, match=f"cổng {port} trên 127.0.0.1") as refused:
            require_address("127.0.0.1", port)
    assert "--port" in refused.value.sentence
    require_address("127.0.0.1", port)


def test_an_address_of_another_machine_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(AddressTaken, match=r"trên 192\.0\.2\.1"):
        require_address("192.0.2.1", 8000)
