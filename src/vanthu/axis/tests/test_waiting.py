"""A call with `wait` is answered when something comes, whoever put it down; without it nothing is different."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import SimpleNamespace
from uuid import uuid4

import pytest

from vanthu.axis.endpoints import waiting
from vanthu.axis.testing.fixtures import SECRET_BO, SECRET_SNV, SEED, STATES
from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.server import RunningAxis, running_axis
from vanthu.runtime.bell import Bell
from vanthu.runtime.testing.postgres import own_database
from vanthu.standards import edxml
from vanthu.standards.vxp import Client, MessageType, ReceivedItem

LONG, SOON = 25, 20


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAxis]:
    """Two processes; in each of them one call may wait."""
    settings = {"LIMITS__WAITING_CALLS": "1"}
    folder = tmp_path_factory.mktemp("waiting")
    with running_axis(folder, seed=SEED, states=STATES, settings=settings, workers=2) as axis:
        yield axis


@pytest.fixture
def sender(running: RunningAxis) -> Iterator[Client]:
    with Client(running.endpoint, "TINH", SECRET_SNV) as client:
        yield client


@pytest.fixture
def receiver(running: RunningAxis) -> Iterator[Client]:
    with Client(running.endpoint, "BO", SECRET_BO, timeout=10) as client:
        for kind in ("edoc", "status"):
            for item in client.received(kind):
                client.update_status(item.doc_id, "done")
        yield client


def listening(receiver: Client, pool: ThreadPoolExecutor, calls: int) -> list[Future[list[ReceivedItem]]]:
    return [pool.submit(receiver.received, "edoc", wait=LONG) for _ in range(calls)]


def send(sender: Client, **changes: object) -> edxml.DocumentMessage:
    message = document("H37.02", "G09", **changes)
    sender.send_edoc(edxml.write_bytes(message), from_code="H37.02")
    return message


def test_a_waiting_call_is_answered_when_a_package_comes_through_whichever_process(sender, receiver):
    with ThreadPoolExecutor(1) as pool:
        (call,) = listening(receiver, pool, 1)
        assert not wait([call], timeout=1).done
        send(sender)
        assert len(call.result(timeout=SOON)) == 1


def test_what_waits_already_is_answered_at_once_and_what_is_in_hand_is_nothing_new(sender, receiver):
    send(sender)
    (item,) = receiver.received("edoc", wait=LONG)
    receiver.update_status(item.doc_id, "processing")
    with ThreadPoolExecutor(1) as pool:
        (call,) = listening(receiver, pool, 1)
        assert not wait([call], timeout=1).done
        send(sender)
        assert len(call.result(timeout=SOON)) == 2


def test_more_calls_than_may_wait_are_answered_at_once(sender, receiver):
    with ThreadPoolExecutor(3) as pool:
        calls = listening(receiver, pool, 3)
        first = wait(calls, timeout=SOON, return_when=FIRST_COMPLETED)
        assert first.done
        assert all(call.result() == [] for call in first.done)
        send(sender)
        answers = [len(call.result(timeout=SOON)) for call in calls]
    # Which process took which call is chance; one of three must be too many, and one of them waited.
    assert set(answers) == {0, 1}


def test_a_call_for_documents_is_not_answered_by_a_status_and_a_count_may_wait_too(sender, receiver):
    message = send(sender)
    (item,) = receiver.received("edoc")
    receiver.update_status(item.doc_id, "done")
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(receiver.count_received, "status", wait=LONG)
        assert not wait([call], timeout=1).done
        about = edxml.ResponseFor("G09", message.code.text, message.document_id, message.promulgation_date)
        wish = status("H37.02", message, "13", response_for=about, description="Gửi nhầm")
        sender.send_edoc(edxml.write_bytes(wish), from_code="H37.02", message_type="status")
        assert call.result(timeout=SOON) == 1
    assert receiver.received("edoc", wait=1) == []


def test_the_bell_wakes_who_waits_long_before_the_next_look(monkeypatch, settings, tmp_path):
    """What was put down on this machine is heard of; the look is for what other machines did."""
    settings.BELL = tmp_path / "bell"
    lies_there: list[str] = []
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 600)
    monkeypatch.setattr(waiting.deliveries, "has_new", lambda *_: bool(lies_there))
    with ThreadPoolExecutor(1) as pool:
        system = SimpleNamespace(id=uuid4())
        call = pool.submit(waiting.Watcher().wait, system, MessageType.EDOC, seconds=LONG)
        assert not wait([call], timeout=0.5).done
        lies_there.append("a package")
        Bell(settings.BELL).ring()
        assert call.result(timeout=SOON) is True


def test_a_call_that_waits_in_vain_is_answered_with_nothing(receiver):
    assert receiver.received("edoc", wait=1) == []


def test_a_server_told_to_stop_answers_those_who_wait_and_ends(tmp_path):
    with running_axis(tmp_path, seed=SEED, states=STATES, workers=2) as axis:
        with Client(axis.endpoint, "BO", SECRET_BO, timeout=40) as receiver, ThreadPoolExecutor(3) as pool:
            calls = [pool.submit(receiver.received, "edoc", wait=30) for _ in range(3)]
            assert not wait(calls, timeout=1).done
            os.kill(axis.pid, signal.SIGTERM)
            assert [call.result(timeout=SOON) for call in calls] == [[]] * 3
        os.waitid(os.P_PID, axis.pid, os.WEXITED | os.WNOWAIT)


@pytest.mark.postgres
@pytest.mark.slow
def test_waiting_works_on_postgresql_across_processes(postgres_url, tmp_path):
    database = {"DATABASE": own_database(postgres_url, "waiting")}
    with running_axis(tmp_path, seed=SEED, states=STATES, settings=database, workers=2) as axis:
        sender, receiver = Client(axis.endpoint, "TINH", SECRET_SNV), Client(axis.endpoint, "BO", SECRET_BO)
        with sender, receiver, ThreadPoolExecutor(4) as pool:
            calls = listening(receiver, pool, 4)
            assert not wait(calls, timeout=1).done
            send(sender)
            assert [len(call.result(timeout=SOON)) for call in calls] == [1] * 4
