"""A worker that dies loses its lease, not the row; one that is late writes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from vanthu.runtime import leases


@pytest.fixture
def packages(in_snv: Any) -> Any:
    """Make leased rows: three received packages of the office, the last one urgent."""
    model: Any = apps.get_model("exchange", "ReceivedPackage")
    file = apps.get_model("files", "StoredFile").objects.create(
        sha256="0" * 64, size=0, media_type="", kept_at=in_snv.at
    )
    for number in range(3):
        model.objects.create(
            hub_id=str(number), message_type="edoc", package=file, arrived_at=in_snv.at,
            due_at=in_snv.after(seconds=number), urgency=3 if number == 2 else 0,
        )  # fmt: skip
    return model.of_all_agencies.all()


def names(rows: Any) -> list[str]:
    return [row.hub_id for row in rows]


def test_urgent_rows_are_taken_first_then_the_oldest(packages: Any, cast: Any) -> None:
    assert names(leases.lease(packages, at=cast.after(minutes=1))) == ["2", "0", "1"]


def test_only_rows_that_are_due_are_taken(packages: Any, cast: Any) -> None:
    assert names(leases.lease(packages, at=cast.at)) == ["0"]


def test_what_one_worker_holds_another_does_not_get(packages: Any, cast: Any) -> None:
    at = cast.after(minutes=1)
    assert len(leases.lease(packages, at=at, limit=2)) == 2
    assert len(leases.lease(packages, at=at)) == 1
    assert leases.lease(packages, at=at) == []


def test_the_rows_of_a_dead_worker_come_back_when_its_lease_runs_out(packages: Any, cast: Any) -> None:
    dead = leases.lease(packages, at=cast.after(minutes=1), seconds=120)
    assert leases.lease(packages, at=cast.after(minutes=2, seconds=59)) == []
    back = leases.lease(packages, at=cast.after(minutes=3))
    assert names(back) == names(dead)
    assert [row.tries for row in back] == [2, 2, 2]


def test_a_worker_that_comes_too_late_writes_nothing(packages: Any, cast: Any) -> None:
    (late, *_) = leases.lease(packages, at=cast.after(minutes=1), seconds=120)
    (new, *_) = leases.lease(packages, at=cast.after(minutes=5))
    assert new.pk == late.pk
    for write in (leases.finish, leases.postpone):
        with pytest.raises(leases.LeaseLost):
            write(late, at=cast.after(minutes=6), error_code="late")
    leases.finish(new, at=cast.after(minutes=6), error_code="new")
    stored = packages.get(pk=new.pk)
    assert (stored.error_code, stored.finished_at) == ("new", cast.after(minutes=6))


def test_a_finished_row_is_never_taken_again(packages: Any, cast: Any) -> None:
    for row in leases.lease(packages, at=cast.after(minutes=1)):
        leases.finish(row, at=cast.after(minutes=1))
    assert leases.lease(packages, at=cast.after(days=99)) == []


def test_a_row_that_failed_waits_longer_each_time(packages: Any, cast: Any) -> None:
    at, waits = cast.at, []
    for _ in range(9):
        (row,) = leases.lease(packages.filter(hub_id="0"), at=at)
        leases.postpone(row, at=at)
        waits.append((row.due_at - at).total_seconds())
        at = row.due_at
    assert waits == [2, 5, 15, 60, 300, 900, 1800, 1800, 1800]
