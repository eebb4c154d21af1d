"""Notices on devices: once to each, gone with the browser, tried again while its service is busy."""

from __future__ import annotations

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.notices import operations, queries
from vanthu.office.notices.models import Device, Notice, NoticePush
from vanthu.office.notices.operations import GONE
from vanthu.office.testing.cast import Cast


def device(cast: Cast, endpoint: str = "https://push.example/1", **more: object) -> Device:
    person = more.get("person", cast.an)
    keys = {"public_key": "p", "secret": "s", "name": "Chrome, Android"}
    return operations.add_device(person, endpoint=endpoint, **keys, at=cast.at)  # type: ignore[arg-type]


def told(cast: Cast, kind: str = "task", key: str = "một") -> list[Notice]:
    return operations.post([cast.an, cast.binh], kind, "Việc mới", key=key, at=cast.at)


def test_each_device_of_whoever_wants_it_gets_a_notice_once(in_snv: Cast) -> None:
    one, other = device(in_snv), device(in_snv, "https://push.example/2")
    told(in_snv)
    told(in_snv)
    assert {row.device for row in NoticePush.objects.all()} == {one, other}
    operations.choose(in_snv.an, {"task": ["app"]}, at=in_snv.at)
    told(in_snv, key="hai")
    told(in_snv, "inform", key="ba")  # a kind that does not go to devices by itself
    assert NoticePush.objects.count() == 2


def test_who_has_no_device_costs_no_push(in_snv: Cast) -> None:
    told(in_snv)
    assert not NoticePush.objects.exists()


def test_a_browser_belongs_to_whoever_turned_it_on_last(in_snv: Cast) -> None:
    device(in_snv)
    device(in_snv, person=in_snv.binh)
    assert queries.devices(in_snv.an) == []
    assert len(queries.devices(in_snv.binh)) == 1
    with in_snv.in_syt():
        device(in_snv, person=in_snv.em)
    assert queries.devices(in_snv.binh) == []


def test_a_push_is_sent_once_and_tried_again_while_the_service_is_busy(in_snv: Cast) -> None:
    device(in_snv)
    told(in_snv)
    answers = iter(["VT-DAY-CHUA-GUI-DUOC", None])
    ended = [
        operations.send_pushes_due(lambda row: next(answers), at=in_snv.after(minutes=n), seconds=5) for n in range(3)
    ]
    assert ended == [0, 1, 0]
    assert NoticePush.objects.get().sent_at == in_snv.after(minutes=1)


def test_a_refused_push_ends_and_one_of_yesterday_is_not_sent(in_snv: Cast) -> None:
    device(in_snv)
    told(in_snv)
    assert operations.send_pushes_due(lambda row: "!VT-DAY-BI-TU-CHOI", at=in_snv.at, seconds=5) == 1
    told(in_snv, key="hai")

    def unexpected(row: NoticePush) -> str | None:
        raise AssertionError("too late to be sent")

    assert operations.send_pushes_due(unexpected, at=in_snv.after(hours=25), seconds=5) == 1
    codes = [row.error_code for row in NoticePush.objects.order_by("pk")]
    assert codes == ["VT-DAY-BI-TU-CHOI", "VT-THU-HET-HAN"]


def test_a_browser_that_takes_no_more_is_forgotten_with_all_that_waits_for_it(in_snv: Cast) -> None:
    gone = device(in_snv)
    told(in_snv)
    told(in_snv, key="hai")
    asked: list[object] = []

    def send(row: NoticePush) -> str | None:
        asked.append(row.pk)
        return GONE

    assert operations.send_pushes_due(send, at=in_snv.at, seconds=5) == 1
    assert (len(asked), Device.objects.count(), NoticePush.objects.count()) == (1, 0, 0)
    assert [one.verb for one in audit.facts_about([gone.pk])] == ["add_device", "lose_device"]


def test_one_removes_only_his_own_devices(in_snv: Cast) -> None:
    mine = device(in_snv)
    operations.remove_device(in_snv.binh, mine.pk, at=in_snv.at)
    assert queries.devices(in_snv.an) == [mine]
    operations.remove_device(in_snv.an, mine.pk, at=in_snv.at)
    assert queries.devices(in_snv.an) == []


def test_there_is_an_end_of_devices(in_snv: Cast) -> None:
    for number in range(operations.MOST_DEVICES):
        device(in_snv, f"https://push.example/{number}")
    device(in_snv, "https://push.example/0")
    with pytest.raises(operations.TooManyDevices):
        device(in_snv, "https://push.example/mới")
