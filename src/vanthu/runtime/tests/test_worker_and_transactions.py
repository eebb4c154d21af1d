"""The worker goes on when a duty fails; write transactions queue, nest and roll back."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from vanthu.runtime import worker
from vanthu.runtime.bell import Bell, ring_after_commit
from vanthu.runtime.transactions import after_commit, write
from vanthu.runtime.worker import Duty, run_once, work


@pytest.fixture(autouse=True)
def signals_as_before() -> Any:
    before = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.mark.django_db
def test_a_duty_that_fails_is_tried_again_and_the_others_go_on() -> None:
    calls: dict[str, int] = {"failing": 0, "good": 0}
    enough = threading.Event()

    def failing() -> int:
        calls["failing"] += 1
        raise ValueError("unexpected")

    def good() -> int:
        calls["good"] += 1
        if calls["good"] >= 3 and calls["failing"] >= 2 and not enough.is_set():
            enough.set()
            os.kill(os.getpid(), signal.SIGTERM)
        return 0

    work([Duty("failing", failing, every=0.001), Duty("good", good, every=0.001)])
    assert enough.is_set()
    assert calls["failing"] >= 2


@pytest.mark.django_db
def test_the_bell_wakes_a_resting_duty_and_leaves_the_others_alone(tmp_path: Path) -> None:
    bell, calls = Bell(tmp_path / "bell"), {"woken": 0, "deaf": 0}

    def woken() -> int:
        calls["woken"] += 1
        if calls["woken"] == 1:
            threading.Timer(0.2, bell.ring).start()
        else:
            os.kill(os.getpid(), signal.SIGTERM)
        return 0

    def deaf() -> int:
        calls["deaf"] += 1
        return 0

    # The rests are longer than the time a test may take.
    work([Duty("woken", woken, every=1000, on_bell=True), Duty("deaf", deaf, every=1000)], bell)
    assert calls == {"woken": 2, "deaf": 1}


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_only_when_what_was_put_down_is_on_the_disk(tmp_path: Path, settings: Any) -> None:
    settings.BELL = tmp_path / "bell"
    with suppress(Failure), write():
        ring_after_commit()
        raise Failure
    assert Bell(settings.BELL).last() == 0
    with write():
        ring_after_commit()
        assert Bell(settings.BELL).last() == 0
    first = Bell(settings.BELL).last()
    assert first > 0
    Bell(settings.BELL).ring()
    assert Bell(settings.BELL).last() > first


@pytest.mark.django_db
def test_a_duty_held_by_another_machine_does_not_hold_the_worker(tmp_path: Path) -> None:
    held, never = threading.Event(), threading.Event()

    def waits() -> int:
        held.set()
        never.wait()
        return 0

    def ends() -> int:
        held.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        return 0

    try:
        work([Duty("waits", waits, held=True), Duty("ends", ends, every=1000)])
    finally:
        never.set()


def test_running_once_counts_what_was_done() -> None:
    assert run_once([Duty("a", lambda: 2), Duty("b", lambda: 3)]) == 5


def numbers() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM files_storedfile ORDER BY size")
        return [number for (number,) in cursor.fetchall()]


def keep(number: int, at: Any) -> None:
    apps.get_model("files", "StoredFile").objects.create(sha256=str(number), size=number, media_type="", kept_at=at)


class Failure(Exception):
    pass


def keep_then_fail(number: int, at: Any) -> None:
    with write():
        keep(number, at)
        raise Failure


def test_a_nested_write_is_a_savepoint_of_the_outer_one(committed_cast: Any) -> None:
    with write():
        keep(1, committed_cast.at)
        with pytest.raises(Failure):
            keep_then_fail(2, committed_cast.at)
        keep(3, committed_cast.at)
    assert numbers() == [1, 3]


def test_a_failed_write_leaves_nothing_and_lets_the_next_one_in(committed_cast: Any) -> None:
    with pytest.raises(Failure):
        keep_then_fail(1, committed_cast.at)
    with write():
        keep(2, committed_cast.at)
    assert numbers() == [2]


def test_what_is_to_happen_after_the_commit_happens_only_then(committed_cast: Any) -> None:
    happened: list[str] = []
    with write():
        after_commit(lambda: happened.append("first"))
        assert happened == []
    with pytest.raises(Failure):
        promise_then_fail(happened)
    assert happened == ["first"]


def promise_then_fail(happened: list[str]) -> None:
    with write():
        after_commit(lambda: happened.append("never"))
        raise Failure


def test_sixteen_writers_all_get_their_turn(committed_cast: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ready = threading.Barrier(16)

    def writer(number: int) -> None:
        ready.wait(timeout=60)
        try:
            for step in range(5):
                with write():
                    keep(number * 100 + step, committed_cast.at)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(writer, range(16)))
    assert len(numbers()) == 80


def test_a_duty_gives_its_connection_back_before_it_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL the others would wait for it: there are more duties than connections."""
    seen: list[str] = []
    stop = threading.Event()

    def ran() -> int:
        seen.append("ran")
        return 0

    def rest(*_: object) -> None:
        seen.append("rested")
        stop.set()

    monkeypatch.setattr(worker, "close_old_connections", lambda: seen.append("given back"))
    monkeypatch.setattr(worker, "_rest", rest)
    worker._keep_at(Duty("any", ran, 1.0), stop, None)
    assert seen == ["ran", "given back", "rested"]
