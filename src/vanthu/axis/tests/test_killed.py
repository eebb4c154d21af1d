"""An axis that is killed in the middle of its work keeps every promise it has made."""

import hashlib
import os
import signal
import threading
from pathlib import Path

import pytest

from vanthu.axis.testing.fixtures import SECRET_BO, SECRET_SNV, SEED, STATES
from vanthu.axis.testing.messages import document
from vanthu.axis.testing.server import running_axis
from vanthu.standards import edxml
from vanthu.standards.vxp import Client, VxpUnreachable

pytestmark = pytest.mark.slow
PACKAGES, KILLED_AFTER = 40, 12


def test_whatever_was_acknowledged_before_a_kill_is_there_after_it(tmp_path):
    packages = [edxml.write_bytes(document("H37.02", "G09", attachment_bytes=30_000)) for _ in range(PACKAGES)]
    promised: dict[int, str] = {}
    with running_axis(tmp_path, seed=SEED, states=STATES, workers=2, settings={"SECRET_KEY": "k" * 40}) as axis:
        send_until_killed(axis.endpoint, axis.pid, packages, promised)
    assert KILLED_AFTER <= len(promised) < PACKAGES

    with running_axis(tmp_path, seed=SEED, workers=2, settings={"SECRET_KEY": "k" * 40}) as axis:
        sender, receiver = Client(axis.endpoint, "TINH", SECRET_SNV), Client(axis.endpoint, "BO", SECRET_BO)
        for number, hub_id in promised.items():
            (row,) = sender.sent(hub_id)
            assert len(receiver.get_edoc(row.receiver_doc_id)) > len(packages[number])
            digest = hashlib.sha256(packages[number]).hexdigest()
            stored = tmp_path / "data" / "packages" / digest[:2] / digest
            assert stored.read_bytes() == packages[number]
        # Whoever got no answer sends again; nobody's document arrives twice.
        again = [sender.send_edoc(package, from_code="H37.02") for package in packages]
        assert {number: again[number] for number in promised} == promised
        assert len(receiver.received("edoc", page_size=1000)) == PACKAGES
        assert '"chain_intact": true' in axis.vanthu("status", "--verify", "--json").stdout


def send_until_killed(endpoint: str, pid: int, packages: list[bytes], promised: dict[int, str]) -> None:
    numbers, lock, killed = iter(range(len(packages))), threading.Lock(), threading.Event()

    def work() -> None:
        with Client(endpoint, "TINH", SECRET_SNV, attempts=1) as client:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                try:
                    promised[number] = client.send_edoc(packages[number], from_code="H37.02")
                except VxpUnreachable:
                    return
                with lock:
                    if len(promised) >= KILLED_AFTER and not killed.is_set():
                        killed.set()
                        kill(pid)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def kill(pid: int) -> None:
    """Kill −9 the server and its workers, and nothing else."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    for process in (pid, *map(int, children)):
        os.kill(process, signal.SIGKILL)
