"""What the parent is told of what came down: the truth about whoever receives it, in time and late."""

from dataclasses import replace

import pytest
from django.conf import settings

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.delivery.operations import interventions
from vanthu.axis.federation import operations, queries
from vanthu.axis.federation.models import Pulled
from vanthu.axis.federation.operations import steps
from vanthu.axis.federation.tests.test_pulling import HERE, tell, waiting
from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.plain_hub import Refusal as Says
from vanthu.standards import edxml

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def known_agencies(parent, clock):
    operations.mirror(parent, whole=True, at=clock.now, pause=lambda _: None)


@pytest.fixture
def came_down(parent, hub, clock):
    """Return the parent's item of a package that lies in a mailbox here."""

    def run(*codes, to=None):
        doc_id = hub.put(edxml.write_bytes(document("H01", *codes)), to=to or codes[0])
        operations.pull_due(parent, at=clock.now)
        return hub.items[doc_id]

    return run


def give_up(clock):
    """Let the time pass in which a delivery is warned about and given up."""
    clock.later(hours=settings.AXIS.delivery.give_up_hours + 1)
    delivery.warn_due(at=clock.now)
    clock.later(hours=settings.AXIS.delivery.give_up_hours)
    delivery.expire_due(at=clock.now)


def test_it_is_done_when_its_receiver_has_it_and_the_parent_reads_when_that_was(parent, hub, clock, came_down):
    item = came_down("H37.02")
    calls = len(hub.calls)
    operations.answer_due(parent, at=clock.later(hours=3))
    assert hub.calls[calls:] == []
    tell("H37.02", "done", clock)
    moment = f"{clock.now:%H:%M:%S %d/%m/%Y}"
    operations.answer_due(parent, at=clock.later(seconds=1))
    assert (item.status, item.description) == ("done", f"Noi nhan da nhan luc {moment}")
    assert queries.overview().pulled == {"done": 1}
    calls = len(hub.calls)
    operations.answer_due(parent, at=clock.later(days=2))
    assert hub.calls[calls:] == []


def test_what_nobody_fetches_is_told_as_failed_and_a_late_receipt_as_done(parent, clock, came_down):
    item = came_down("H37.02")
    give_up(clock)
    operations.answer_due(parent, at=clock.now)
    assert item.status == "fail"
    assert "Qua han giao" in item.description
    assert queries.overview().pulled == {"not_fetched": 1}
    tell("H37.02", "done", clock.later(days=1) and clock)
    operations.answer_due(parent, at=clock.now)
    assert (item.status, queries.overview().pulled) == ("done", {"done": 1})


def test_what_its_receiver_cannot_process_is_told_with_its_words_until_it_can(parent, clock, came_down):
    item = came_down("H37.02")
    tell("H37.02", "fail", clock, "khong mo duoc tep")
    operations.answer_due(parent, at=clock.now)
    assert (item.status, item.description) == ("fail", "khong mo duoc tep")
    tell("H37.02", "processing", clock)
    operations.answer_due(parent, at=clock.later(minutes=1))
    assert (item.status, item.description) == ("processing", HERE)
    tell("H37.02", "done", clock)
    operations.answer_due(parent, at=clock.later(minutes=1))
    assert item.status == "done"


def test_of_several_receivers_under_one_item_all_must_have_it_and_the_others_are_named(parent, clock, came_down):
    item = came_down("H37.02", "G09", to="TRUC")
    tell("H37.02", "done", clock)
    operations.answer_due(parent, at=clock.later(minutes=1))
    assert item.status == "processing"
    give_up(clock)
    operations.answer_due(parent, at=clock.now)
    assert item.status == "fail"
    assert item.description.startswith("G09: Qua han giao")


def test_of_one_document_in_two_items_each_tells_of_its_own_receiver(parent, hub, clock, monkeypatch):
    content = edxml.write_bytes(document("H01", "H37.02", "H37.05"))
    first, second = (hub.items[hub.put(content, to=code)] for code in ("000.00.02.H37", "H37.05"))
    monkeypatch.setattr(hub, "_downloadEdoc", lambda headers, body: content, raising=False)
    operations.pull_due(parent, at=clock.now)
    assert [row.to_code for row in Delivery.objects.order_by("to_code")] == ["H37.02", "H37.05"]
    tell("H37.05", "done", clock)
    operations.answer_due(parent, at=clock.later(minutes=1))
    assert (first.status, second.status) == ("processing", "done")


def test_what_the_parent_wants_delivered_again_waits_again_here(parent, clock, came_down):
    item = came_down("H37.02")
    give_up(clock)
    operations.answer_due(parent, at=clock.now)
    assert (waiting(), item.status) == ([], "fail")
    operations.pull_due(parent, at=clock.later(hours=2))
    assert waiting() == []
    item.status = "initial"
    operations.pull_due(parent, at=clock.later(hours=2))
    assert (waiting(), item.status) == (["H37.02"], "processing")


def test_what_an_operator_here_delivers_again_is_told_as_waiting(parent, clock, came_down):
    item = came_down("H37.02")
    give_up(clock)
    operations.answer_due(parent, at=clock.now)
    interventions.reopen(Delivery.objects.get().pk, reason="đã sửa máy", by="operator:an", at=clock.now)
    operations.answer_due(parent, at=clock.later(minutes=1))
    assert (item.status, queries.overview().pulled) == ("processing", {"put_down": 1})


def test_a_status_is_done_when_its_receiver_has_it(parent, hub, clock):
    doc_id = hub.put(edxml.write_bytes(status("H01", document("H37.02", "H01"), "03")), kind="status")
    operations.pull_due(parent, at=clock.now)
    assert hub.items[doc_id].status == "processing"
    tell("H37.02", "done", clock)
    operations.answer_due(parent, at=clock.later(minutes=1))
    assert hub.items[doc_id].status == "done"


def test_what_changes_while_the_parent_is_told_is_told_next(parent, hub, clock, monkeypatch):
    doc_id = hub.put(edxml.write_bytes(document("H01", "H37.02")))

    def taken_meanwhile(name):
        if name == "pull.told" and hub.items[doc_id].status == "processing":
            tell("H37.02", "done", clock)

    monkeypatch.setattr(steps, "on_step", taken_meanwhile)
    operations.pull_due(parent, at=clock.now)
    assert hub.items[doc_id].status in ("processing", "done")
    operations.answer_due(parent, at=clock.later(seconds=1))
    assert hub.items[doc_id].status == "done"
    assert hub.calls.count("updateStatus") == 2


@pytest.mark.parametrize("code", ["20", "15", "77"])
def test_a_parent_that_would_not_listen_is_told_afterwards(code, parent, hub, clock, came_down):
    item = came_down("H37.02")
    hub.refusals["updateStatus"] = Says(code, "dang ban", 1)
    tell("H37.02", "done", clock)
    operations.answer_due(parent, at=clock.now)
    assert item.status == "processing"
    operations.answer_due(parent, at=clock.later(minutes=1))
    assert item.status == "done"


def test_where_the_parent_wants_to_hear_of_this_axis_only_it_is_done_when_kept(parent, hub, clock):
    short = replace(parent, settings=parent.settings.model_copy(update={"done_when": "kept"}))
    doc_id = hub.put(edxml.write_bytes(document("H01", "H37.02")))
    operations.pull_due(short, at=clock.now)
    assert (hub.items[doc_id].status, waiting()) == ("done", ["H37.02"])


def test_new_items_are_asked_for_and_now_and_then_all(parent, hub, clock, monkeypatch):
    asked = []
    answer = hub._getReceivedEdocList

    def noting(headers, body):
        asked.append(headers.get("status"))
        return answer(headers, body)

    monkeypatch.setattr(hub, "_getReceivedEdocList", noting)
    for minutes in (0, 1, 1, 10):
        operations.pull_due(parent, at=clock.later(minutes=minutes))
    assert asked == [None, None, "initial", "initial", "initial", "initial", None, None]


def test_a_hub_that_does_not_list_by_status_is_asked_for_everything(parent, hub, clock, monkeypatch):
    operations.pull_due(parent, at=clock.now)
    answer = hub._getReceivedEdocList

    def strict(headers, body):
        if "status" in headers:
            return {"status": "FAIL", "ErrorCode": "9999", "ErrorDesc": "tham so la"}
        return answer(headers, body)

    monkeypatch.setattr(hub, "_getReceivedEdocList", strict)
    hub.put(edxml.write_bytes(document("H01", "H37.02")))
    operations.pull_due(parent, at=clock.later(minutes=1))
    assert waiting() == ["H37.02"]


def test_the_log_is_read_once_however_long_it_is(parent, clock, came_down):
    item = came_down("H37.02")
    tell("H37.02", "done", clock)
    assert operations.answer_due(parent, at=clock.later(seconds=1)) > 0
    assert operations.answer_due(parent, at=clock.later(seconds=1)) == 0
    assert (item.status, Pulled.objects.get().told) == ("done", "done")


def test_why_an_item_was_not_taken_is_told_also_when_the_parent_did_not_listen_at_first(parent, hub, clock):
    doc_id = hub.put(b"garbage")
    hub.refusals["updateStatus"] = Says("15", "sai secret", 1)
    operations.pull_due(parent, at=clock.now)
    why = Pulled.objects.get().sentence
    operations.answer_due(parent, at=clock.later(minutes=1))
    assert (hub.items[doc_id].status, Pulled.objects.get().sentence) == ("fail", why)
    assert "secret" not in why
