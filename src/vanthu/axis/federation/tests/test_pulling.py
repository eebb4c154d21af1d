"""Fetching what a plain VXP hub has for this axis."""

from dataclasses import replace

import pytest

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery import queries as deliveries
from vanthu.axis.delivery.models import Delivery
from vanthu.axis.federation import operations, queries
from vanthu.axis.federation.models import Pulled
from vanthu.axis.intake.models import Package, Refusal
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.registry import operations as registry_operations
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.policies import Caller
from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.plain_hub import Refusal as Says
from vanthu.standards import edxml
from vanthu.standards.vxp import operations as vxp
from vanthu.standards.vxp.headers import Signed

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def known_agencies(parent, clock):
    operations.mirror(parent, whole=True, at=clock.now, pause=lambda _: None)


HERE = "Da toi truc VN.TRUC, cho noi nhan lay"


def tell(code, status, clock, description=None):
    """Say as the system of a recipient does how far it is."""
    row = Delivery.objects.get(to_code=code)
    system = registry.system(row.recipient.system.system_id)
    caller = Caller(system, Signed(system.system_id, "", {}), registry.present())
    delivery.update_status(vxp.UpdateStatus(doc_id=str(row.pk), status=status, description=description), caller,
                           at=clock.now)  # fmt: skip


def waiting(system_id="TINH", kind="edoc"):
    return [
        item.to_code
        for item in deliveries.received(vxp.GetReceivedEdocList(message_type=kind), registry.system(system_id)).data
    ]


def test_a_package_is_kept_put_down_and_the_parent_told_that_it_is_here(parent, hub, clock):
    doc_id = hub.put(edxml.write_bytes(document("H01", "H37.02", "H01.02")))
    assert operations.pull_due(parent, at=clock.now) == 1
    assert waiting() == ["H37.02"]
    assert (hub.items[doc_id].status, hub.items[doc_id].description) == ("processing", HERE)
    row = Pulled.objects.get(hub_id=doc_id)
    assert package_store().read(row.sha256).startswith(b"<?xml")
    assert queries.came_down_as(row.package_id) == [doc_id]


def test_a_hub_that_names_the_centre_means_every_recipient_below_it(parent, hub, clock):
    hub.put(edxml.write_bytes(document("H01", "H37.02", "H01.02", "000.00.00.H37", "G09")), to="TRUC")
    operations.pull_due(parent, at=clock.now)
    assert sorted(waiting()) == ["000.00.00.H37", "H37.02"]
    assert waiting("BO") == ["G09"]


def test_a_hub_that_names_the_recipient_means_that_one(parent, hub, clock):
    hub.put(edxml.write_bytes(document("H01", "H37.02", "H37.05")), to="000.00.02.H37")
    operations.pull_due(parent, at=clock.now)
    assert waiting() == ["H37.02"]


def test_one_document_in_two_deliveries_written_differently_reaches_both(parent, hub, clock):
    content = edxml.write_bytes(document("H01", "H37.02", "H37.05"))
    hub.put(content, to="H37.02")
    hub.put(content.replace(b"?>", b"?><!-- two -->", 1), to="H37.05")
    operations.pull_due(parent, at=clock.now)
    assert sorted(waiting()) == ["H37.02", "H37.05"]


def test_a_status_comes_down_to_whom_it_concerns(parent, hub, clock):
    hub.put(edxml.write_bytes(status("H01", document("H37.02", "H01"), "03")), kind="status")
    operations.pull_due(parent, at=clock.now)
    assert waiting(kind="status") == ["H37.02"]


def test_a_late_status_to_a_closed_code_reaches_the_successor_here(parent, hub, clock):
    hub.put(edxml.write_bytes(status("H01", document("G07", "H01"), "06")), kind="status", to="G07")
    operations.pull_due(parent, at=clock.now)
    assert waiting("BO", "status") == ["G07"]
    assert Delivery.objects.filter(state="initial").count() == 1


def test_a_sender_nobody_knows_is_noted_and_its_package_delivered(parent, hub, clock):
    hub.put(edxml.write_bytes(document("D01", "H37.02")))
    operations.pull_due(parent, at=clock.now)
    assert waiting() == ["H37.02"]
    assert (registry.by_code("D01").name, registry.by_code("D01").system_key) == ("Cơ quan D01", parent.system.id)


def test_a_sender_closed_since_is_still_delivered(parent, hub, clock):
    hub.units[0]["deleted"] = True
    operations.mirror(parent, whole=True, at=clock.now, pause=lambda _: None)
    hub.put(edxml.write_bytes(document("H01", "H37.02")))
    operations.pull_due(parent, at=clock.now)
    assert waiting() == ["H37.02"]


@pytest.mark.parametrize("content", [b"", b"garbage", b"<a><b></a>", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'])
def test_what_cannot_be_read_is_kept_refused_by_name_and_told(content, parent, hub, clock):
    doc_id = hub.put(content)
    operations.pull_due(parent, at=clock.now)
    assert hub.items[doc_id].status == "fail"
    assert "VT" not in hub.items[doc_id].description
    assert hub.items[doc_id].description.isascii()
    assert Refusal.objects.get().code == "VT-TRUC-KHONG-DOC-DUOC"
    row = Pulled.objects.get()
    assert package_store().has(row.sha256)
    calls = len(hub.calls)
    operations.pull_due(parent, at=clock.later(hours=2))
    assert hub.calls[calls:] == ["getReceivedEdocList"] * 2
    assert [line.code for line in queries.overview().not_taken] == ["VT-TRUC-KHONG-DOC-DUOC"]


def test_a_document_that_passed_this_axis_before_is_refused(parent, hub, clock):
    trace = (edxml.TraceHeader("VN.TRUC", clock.now),)
    doc_id = hub.put(edxml.write_bytes(replace(document("H01", "H37.02"), trace=trace)))
    operations.pull_due(parent, at=clock.now)
    assert (waiting(), hub.items[doc_id].status) == ([], "fail")
    assert Refusal.objects.get().code == "VT-TRUC-VONG-LAP"


def test_a_document_of_our_own_that_comes_back_is_refused(parent, hub, clock):
    doc_id = hub.put(edxml.write_bytes(document("G09", "H37.02")))
    operations.pull_due(parent, at=clock.now)
    assert (waiting(), hub.items[doc_id].status) == ([], "fail")
    assert Refusal.objects.get().code == "VT-TRUC-BEN-GUI"


def test_what_is_meant_for_nobody_below_is_never_sent_up_again(parent, hub, clock):
    documents = [hub.put(edxml.write_bytes(document("H01", "H01.02")), to=to) for to in ("H01.02", "TRUC")]
    about = hub.put(edxml.write_bytes(status("H01", document("H01.02", "H01"))), kind="status", to="H01.02")
    operations.pull_due(parent, at=clock.now)
    operations.forward_due(parent, at=clock.now)
    assert hub.sent == []
    assert {hub.items[key].status for key in (*documents, about)} == {"fail"}
    assert set(Refusal.objects.values_list("code", flat=True)) == {"VT-TRUC-KHONG-THUOC-TRUC"}


def test_a_refusal_for_the_sake_of_the_registry_is_thought_over_again(parent, hub, clock):
    doc_id = hub.put(edxml.write_bytes(document("H01", "H37.60")), to="H37.60")
    operations.pull_due(parent, at=clock.now)
    assert hub.items[doc_id].status == "fail"
    registry_operations.add_agency("H37.60", "Sở mới", system_id="TINH", by="test", at=clock.now)
    operations.pull_due(parent, at=clock.later(hours=2))
    assert (waiting(), hub.items[doc_id].status) == (["H37.60"], "processing")


def test_a_locked_recipient_gets_it_when_it_is_unlocked(parent, hub, clock):
    doc_id = hub.put(edxml.write_bytes(document("H01", "G13")), to="G13")
    operations.pull_due(parent, at=clock.now)
    assert hub.items[doc_id].status == "initial"
    assert Refusal.objects.count() == 0
    registry_operations.unlock_agency("G13", by="test", at=clock.now)
    operations.pull_due(parent, at=clock.later(hours=1))
    assert (waiting("BO"), hub.items[doc_id].status) == (["G13"], "processing")


def test_an_answer_the_parent_missed_is_given_again(parent, hub, clock):
    doc_id = hub.put(edxml.write_bytes(document("H01", "H37.02")))
    operations.pull_due(parent, at=clock.now)
    hub.items[doc_id].status = "initial"
    operations.pull_due(parent, at=clock.later(hours=1))
    assert hub.items[doc_id].status == "processing"
    assert (waiting(), Package.objects.count()) == (["H37.02"], 1)
    tell("H37.02", "done", clock)
    operations.pull_due(parent, at=clock.later(minutes=1))
    hub.items[doc_id].status = "initial"
    operations.pull_due(parent, at=clock.later(minutes=1))
    assert (hub.items[doc_id].status, waiting()) == ("done", [])


def test_what_the_parent_lists_and_never_gives_ends_where_a_person_sees_it(parent, hub, clock):
    hub.put(edxml.write_bytes(document("H01", "H37.02")))
    hub.refusals["downloadEdoc"] = Says("44", "khong co")
    for _ in range(9):
        operations.pull_due(parent, at=clock.later(hours=1))
    (line,) = queries.overview().not_taken
    assert line.state == "unavailable"
    assert "khong co" in line.sentence


def test_a_full_page_of_what_is_known_does_not_hide_the_next(parent, hub, clock, monkeypatch):
    from vanthu.axis.federation.operations import pulling

    monkeypatch.setattr(pulling, "PAGE", 2)
    for _ in range(4):
        hub.put(b"garbage")
    for _ in range(3):
        operations.pull_due(parent, at=clock.later(seconds=1))
    hub.put(edxml.write_bytes(document("H01", "H37.02")))
    for _ in range(3):
        operations.pull_due(parent, at=clock.later(seconds=1))
    assert waiting() == ["H37.02"]


def test_a_parent_that_refuses_the_list_is_told_to_the_operator(parent, hub, clock):
    hub.refusals["getReceivedEdocList"] = Says("15", "sai secret")
    assert operations.pull_due(parent, at=clock.now) == 0
    assert "sai secret" in queries.overview().sentence


def test_a_package_whose_bytes_are_lost_before_it_is_judged_is_fetched_again(parent, hub, clock, monkeypatch):
    from vanthu.axis.federation.operations import steps

    doc_id = hub.put(edxml.write_bytes(document("H01", "H37.02")))

    def lose(name):
        if name == "pull.judging" and hub.items[doc_id].fetched == 1:
            package_store().path(Pulled.objects.get().sha256).unlink(missing_ok=True)

    monkeypatch.setattr(steps, "on_step", lose)
    operations.pull_due(parent, at=clock.now)
    assert (waiting(), hub.items[doc_id].status) == ([], "initial")
    operations.pull_due(parent, at=clock.later(minutes=1))
    assert (waiting(), hub.items[doc_id].status, hub.items[doc_id].fetched) == (["H37.02"], "processing", 2)
