"""Several threads, one commit: nobody is told of success before it is on the disk, nobody fails for another."""

import threading
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import pytest
from django.db import OperationalError, connection, transaction

from vanthu.axis.evidence.models import Head
from vanthu.axis.kernel.group import GroupCommit, Joint

pytestmark = pytest.mark.django_db(transaction=True)


class Crew:
    """Threads whose work lines up behind a first one, so that they share a transaction."""

    def __init__(self) -> None:
        self.group, self.outcomes, self.threads = GroupCommit(), {}, []
        self.go = threading.Event()

    def start(self, name, work) -> None:
        def run() -> None:
            try:
                self.outcomes[name] = self.group.run(work)
            except Exception as error:  # noqa: BLE001  # looked at by the test
                self.outcomes[name] = error
            finally:
                connection.close()

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def start_behind_first(self, *works) -> None:
        began = threading.Event()

        def first() -> str:
            began.set()
            assert self.go.wait(30)
            return "first"

        self.start("first", first)
        assert began.wait(30)
        for number, work in enumerate(works):
            self.start(number, work)
            while len(self.group._waiting) <= number:
                threading.Event().wait(0.001)

    def finish(self) -> dict:
        self.go.set()
        for thread in self.threads:
            thread.join()
        return self.outcomes


def insert(key: int) -> int:
    Head.objects.create(pk=key, number=key, log="")
    return key


def test_those_who_wait_share_one_transaction():
    crew, transactions = Crew(), set()

    def work(key: int) -> int:
        transactions.add(threading.get_ident())
        return insert(key)

    crew.start_behind_first(*[partial(work, key) for key in range(1, 9)])
    assert crew.finish() == {"first": "first", **{number: number + 1 for number in range(8)}}
    assert len(transactions) == 1
    assert Head.objects.count() == 8


@dataclass(frozen=True)
class Numbers(Joint[int]):
    """A row each, of one kind of work; 13 is refused, and takes with it what it is done with."""

    key: int
    seen: ClassVar[list[list[int]]] = []

    @classmethod
    def all_of(cls, works):
        cls.seen.append([work.key for work in works])
        keys = [insert(work.key) for work in works]
        if 13 in keys:
            raise LookupError("thirteen")
        return keys


@pytest.mark.parametrize("keys", [(1, 2, 3), (1, 13, 3)])
def test_work_of_one_kind_is_done_at_once_and_parted_when_one_fails(keys):
    crew, rows = Crew(), [key for key in keys if key != 13]
    Numbers.seen.clear()
    crew.start_behind_first(*map(Numbers, keys))
    outcomes = crew.finish()
    assert Numbers.seen == [list(keys), *([] if 13 not in keys else [[key] for key in keys])]
    assert [outcomes[number] for number, key in enumerate(keys) if key != 13] == rows
    assert all(isinstance(outcomes[number], LookupError) for number, key in enumerate(keys) if key == 13)
    assert set(Head.objects.values_list("pk", flat=True)) == set(rows)


def test_one_that_fails_fails_alone():
    def fail() -> None:
        insert(50)
        raise LookupError("mine")

    crew = Crew()
    crew.start_behind_first(partial(insert, 1), fail, partial(insert, 2))
    outcomes = crew.finish()
    assert isinstance(outcomes[1], LookupError)
    assert (outcomes[0], outcomes[2]) == (1, 2)
    assert set(Head.objects.values_list("pk", flat=True)) == {1, 2}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite gives up the whole transaction by itself")
def test_when_the_database_gives_up_the_transaction_nobody_is_told_of_success():
    def disk_full() -> None:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")  # what SQLite does by itself on a full disk
        raise OperationalError("database or disk is full")

    crew = Crew()
    crew.start_behind_first(partial(insert, 1), disk_full, partial(insert, 2))
    outcomes = crew.finish()
    assert all(isinstance(outcomes[number], OperationalError) for number in (0, 1, 2))
    assert not Head.objects.exists()


def test_inside_a_transaction_the_work_is_part_of_it():
    with transaction.atomic():
        assert GroupCommit().run(partial(insert, 1)) == 1
        transaction.set_rollback(True)
    assert not Head.objects.exists()
