"""The registries of an axis and its parent, kept the same over HTTP."""

from datetime import timedelta

import pytest

from vanthu.axis.federation import operations, queries
from vanthu.axis.registry import operations as registry_operations
from vanthu.axis.registry import queries as registry
from vanthu.axis.testing.plain_hub import Refusal

pytestmark = [pytest.mark.django_db(transaction=True)]


def synchronise(parent, at):
    return operations.synchronise_due(parent, at=at, pause=lambda _: None)


def test_our_agencies_are_told_upwards_from_the_top_and_theirs_read(parent, hub, clock):
    synchronise(parent, clock.now)
    told = [body["code"] for body in hub.registered]
    assert told.index("H37") < told.index("H37.02")
    assert set(told) == {"H37", "H37.02", "H37.05", "G09", "G09.01", "G13"}
    assert hub.deleted == ["G07"]
    assert registry.by_code("H01.02").system_key == parent.system.id


def test_a_change_is_told_once(parent, hub, clock):
    synchronise(parent, clock.now)
    hub.registered.clear()
    registry_operations.change_agency("H37.05", {"mail": "yte@example.gov.vn"}, by="test", at=clock.now)
    synchronise(parent, clock.later(minutes=1))
    synchronise(parent, clock.later(minutes=1))
    assert [(body["code"], body["mail"]) for body in hub.registered] == [("H37.05", "yte@example.gov.vn")]


def test_what_the_parent_refuses_is_shown_with_its_reason_and_stops_nobody(parent, hub, clock):
    hub.refusals["registerAgency"] = Refusal("43", "khong phu trach", times=1)
    synchronise(parent, clock.now)
    assert len(hub.registered) == 5
    (line,) = queries.overview().not_registered
    assert "khong phu trach" in line.reason
    synchronise(parent, clock.later(minutes=10))
    assert len(hub.registered) == 5
    synchronise(parent, clock.later(hours=7))
    assert len(hub.registered) == 6
    assert queries.overview().not_registered == ()


def test_an_agency_withdrawn_there_already_is_no_refusal(parent, hub, clock):
    hub.refusals["deleteAgency"] = Refusal("49", "da dong")
    synchronise(parent, clock.now)
    assert queries.overview().not_registered == ()


def test_the_registry_is_read_at_its_intervals_and_whole_once_a_day(parent, hub, clock):
    def reads():
        return hub.calls.count("getSynchronizeUnit")

    hub.units[0]["modifyDate"] = "2026/03/01 08:00:00"
    synchronise(parent, clock.now)
    synchronise(parent, clock.later(seconds=parent.settings.registry_seconds - 1))
    assert reads() == 1
    synchronise(parent, clock.later(seconds=1))
    assert reads() == 2
    whole = queries.overview().mirrored_whole_at
    synchronise(parent, clock.later(hours=24))
    assert whole == clock.now - timedelta(hours=24, seconds=parent.settings.registry_seconds)
    assert queries.overview().mirrored_whole_at == clock.now


def test_changes_are_asked_for_by_the_clock_of_the_parent(parent, hub, clock, monkeypatch):
    asked = []
    answer = type(hub)._getSynchronizeUnit
    monkeypatch.setattr(
        type(hub),
        "_getSynchronizeUnit",
        lambda self, headers, body: asked.append(headers.get("modifiedsince")) or answer(self, headers, body),
    )
    hub.units[0]["modifyDate"] = "2031/01/02 03:04:05"
    synchronise(parent, clock.now)
    synchronise(parent, clock.later(hours=1))
    assert asked == [None, "02/01/2031 02:54:05"]


def test_a_registry_that_breaks_off_is_read_again_from_where_it_was(parent, hub, clock, monkeypatch):
    hub.units.append({"id": 9, "name": "không có mã", "version": "x"})
    assert synchronise(parent, clock.now) == 0
    assert queries.overview().mirrored_at is None
    assert queries.overview().failures == 1
    hub.units.pop()
    synchronise(parent, clock.later(minutes=2))
    assert registry.by_code("H01.05").system_key == parent.system.id
    assert queries.overview().mirrored_at == clock.now


def test_contradictions_are_told_to_the_operator(parent, hub, clock):
    hub.units.append({"id": 10, "code": "H37.02", "name": "Sở Nội vụ", "centerCode": "KHAC"})
    synchronise(parent, clock.now)
    assert queries.overview().conflicts == ("H37.02: trục cấp trên ghi thuộc hệ thống KHAC",)
    assert registry.by_code("H37.02").system_key == registry.system("TINH").id
