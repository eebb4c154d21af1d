"""Sending packages up to a hub that speaks VXP and nothing of ours."""

from dataclasses import replace

import pytest

from vanthu.axis.delivery import operations as delivery
from vanthu.axis.delivery import queries as deliveries
from vanthu.axis.evidence import queries as evidence
from vanthu.axis.evidence.models import Fact
from vanthu.axis.federation import operations, queries, states
from vanthu.axis.federation.operations import forwarding
from vanthu.axis.federation.policies import NoSuchForwarding
from vanthu.axis.intake import queries as packages
from vanthu.axis.intake.policies import PackageCircles
from vanthu.axis.kernel.packages import package_store
from vanthu.axis.registry import operations as registry_operations
from vanthu.axis.registry import queries as registry
from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.plain_hub import Refusal
from vanthu.standards import edxml
from vanthu.standards.vxp import operations as vxp

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def known_agencies(parent, clock):
    operations.mirror(parent, whole=True, at=clock.now, pause=lambda _: None)


def told(hub_id, system_id="TINH"):
    rows = deliveries.sent(vxp.GetSentEdocList(doc_id=str(hub_id)), registry.system(system_id)).data
    return {row.to_code: (row.receive_status, row.receive_status_desc) for row in rows}


def shown(hub_id):
    return {code: state for code, (state, _) in told(hub_id).items()}


def test_far_recipients_get_one_package_and_the_to_header_names_them(parent, hub, submit, clock, tmp_path):
    message = document("H37.02", "H37.05", "H01", "H01.02")
    hub_id = submit(message)
    operations.forward_due(parent, at=clock.now)
    (sent,) = hub.sent
    assert (sorted(sent["to"]), sent["kind"], sent["from"]) == (["H01", "H01.02"], "edoc", "H37.02")
    (tmp_path / "up").write_bytes(sent["body"][:-2])
    up = edxml.read(tmp_path / "up", attachments_dir=tmp_path / "files").message
    assert [recipient.organ_id for recipient in up.recipients] == ["H37.05", "H01", "H01.02"]
    assert up.trace[-1].organ_id == "VN.TRUC"
    assert shown(hub_id) == {"H37.05": "initial", "H01": "processing", "H01.02": "processing"}
    (line,) = queries.forwardings()
    assert (line.state, line.hub_id) == (states.SENT, "h-1")
    assert [attempt.outcome for attempt in queries.attempts(line.id)] == ["sent"]


def test_what_the_parent_tells_of_each_recipient_is_told_to_the_sender(parent, hub, submit, clock):
    hub_id = submit(document("H37.02", "H01", "H01.02"))
    operations.forward_due(parent, at=clock.now)
    hub.receive_status = {"H01": "DONE", "H01.02": "FAIL"}
    operations.follow_due(parent, at=clock.later(minutes=1))
    assert shown(hub_id) == {"H01": "done", "H01.02": "fail"}
    hub.receive_status["H01.02"] = "DONE"
    operations.follow_due(parent, at=clock.later(hours=1))
    assert shown(hub_id) == {"H01": "done", "H01.02": "done"}
    assert [line.state for line in queries.forwardings()] == [states.ENDED]
    calls = len(hub.calls)
    operations.follow_due(parent, at=clock.later(hours=1))
    assert len(hub.calls) == calls


def test_a_status_goes_up_as_a_status_and_without_a_to_header(parent, hub, submit, clock):
    about = document("H01", "H37.02")
    submit(status("H37.02", about, "03"))
    operations.forward_due(parent, at=clock.now)
    assert [(sent["kind"], sent["to"]) for sent in hub.sent] == [("status", [])]


def test_a_late_status_to_a_closed_agency_goes_up_to_its_successor(parent, hub, submit, clock):
    hub.units[0] |= {"deleted": True, "replacedBy": "H01.05"}
    operations.mirror(parent, whole=True, at=clock.now, pause=lambda _: None)
    submit(status("H37.02", document("H01", "H37.02"), "06"))
    operations.forward_due(parent, at=clock.now)
    assert b"<edXML:OrganId>H01</edXML:OrganId>" in hub.sent[0]["body"]


def test_one_recipient_the_parent_objects_to_stops_nobody_else(parent, hub, submit, clock):
    hub_id = submit(document("H37.02", "H01", "H01.02"))
    hub.refusals["sendEdoc"] = Refusal("18", "khong ton tai", times=2)
    operations.forward_due(parent, at=clock.now)
    operations.forward_due(parent, at=clock.now)
    assert sorted(state for state, _ in told(hub_id).values()) == ["fail", "processing"]
    assert len(hub.sent) == 1
    (refused,) = queries.overview().refused
    assert "khong ton tai" in refused.sentence
    assert sorted(line.state for line in queries.forwardings()) == [states.REFUSED, states.SENT, states.SPLIT]


def test_a_refused_package_ends_with_the_reason_and_goes_up_when_a_person_says_so(parent, hub, submit, clock):
    hub_id = submit(document("H37.02", "H01"))
    hub.refusals["sendEdoc"] = Refusal("22", "sai chuan", times=1)
    operations.forward_due(parent, at=clock.now)
    state, reason = told(hub_id)["H01"]
    assert state == "fail"
    assert "sai chuan" in reason
    operations.forward_due(parent, at=clock.later(days=1))
    assert hub.sent == []
    (line,) = queries.overview().refused
    operations.retry(line.id, by="test", at=clock.now)
    operations.forward_due(parent, at=clock.now)
    hub.receive_status = {"H01": "DONE"}
    operations.follow_due(parent, at=clock.later(minutes=1))
    assert shown(hub_id) == {"H01": "done"}
    with pytest.raises(NoSuchForwarding):
        operations.retry(line.id, by="test", at=clock.now)


def test_a_dismissed_package_is_no_problem_any_more(parent, hub, submit, clock):
    submit(document("H37.02", "H01"))
    hub.refusals["sendEdoc"] = Refusal("10", "hong")
    operations.forward_due(parent, at=clock.now)
    (line,) = queries.overview().refused
    operations.dismiss(line.id, by="test", at=clock.now)
    assert queries.overview().refused == ()


@pytest.mark.parametrize("code", ["15", "19", "20", "23", "9999", "77"])
def test_what_people_or_time_can_mend_is_tried_again(code, parent, hub, submit, clock):
    hub_id = submit(document("H37.02", "H01"))
    hub.refusals["sendEdoc"] = Refusal(code, "chua duoc", times=2)
    for _ in range(3):
        operations.forward_due(parent, at=clock.later(hours=1))
    assert len(hub.sent) == 1
    hub.receive_status = {"H01": "DONE"}
    operations.follow_due(parent, at=clock.later(seconds=6))
    assert shown(hub_id) == {"H01": "done"}
    (line,) = queries.forwardings()
    assert line.state == states.ENDED
    assert [attempt.code for attempt in queries.attempts(line.id)] == [code, code, ""]


def test_a_package_nobody_took_expires_with_its_deliveries(parent, hub, submit, clock):
    hub_id = submit(document("H37.02", "H01"))
    hub.refusals["sendEdoc"] = Refusal("20", "ban")
    operations.forward_due(parent, at=clock.now)
    delivery.warn_due(at=clock.later(days=5))
    delivery.expire_due(at=clock.later(days=20))
    operations.forward_due(parent, at=clock.later(hours=1))
    assert [line.state for line in queries.forwardings()] == [states.EXPIRED]
    assert shown(hub_id)["H01"] == "fail"


def test_a_document_sent_again_after_it_was_given_up_goes_up_again(parent, hub, submit, clock):
    message = document("H37.02", "H01")
    submit(message)
    hub.refusals["sendEdoc"] = Refusal("20", "ban", times=1)
    operations.forward_due(parent, at=clock.now)
    delivery.warn_due(at=clock.later(days=5))
    delivery.expire_due(at=clock.later(days=20))
    operations.forward_due(parent, at=clock.later(hours=1))
    submit(message)
    operations.forward_due(parent, at=clock.later(hours=1))
    assert len(hub.sent) == 1


def test_a_hub_that_took_a_package_and_tells_nothing_has_it_in_its_care(parent, hub, submit, clock):
    hub_id = submit(document("H37.02", "H01"))
    operations.forward_due(parent, at=clock.now)
    hub.refusals["getSentEdocList"] = Refusal("44", "khong ho tro")
    for _ in range(6):
        operations.follow_due(parent, at=clock.later(hours=1))
    state, reason = told(hub_id)["H01"]
    assert state == "done"
    assert "khong ho tro" in reason


def test_a_long_list_of_recipients_goes_up_in_several_headers(parent, hub, submit, clock, monkeypatch):
    monkeypatch.setattr(forwarding, "MOST_LEGS", 2)
    submit(document("H37.02", "H01", "H01.02", "H01.05"))
    operations.forward_due(parent, at=clock.now)
    operations.forward_due(parent, at=clock.now)
    assert sorted(len(sent["to"]) for sent in hub.sent) == [1, 2]
    assert sorted(code for sent in hub.sent for code in sent["to"]) == ["H01", "H01.02", "H01.05"]


def test_recipients_added_later_get_a_forwarding_of_their_own(parent, hub, submit, clock):
    message = document("H37.02", "H01", "H01.02")
    submit(message, to=("H01",))
    operations.forward_due(parent, at=clock.now)
    submit(message)
    operations.forward_due(parent, at=clock.now)
    assert [sent["to"] for sent in hub.sent] == [["H01"], ["H01.02"]]
    assert hub.sent[0]["body"] == hub.sent[1]["body"]


def test_an_agency_that_comes_under_a_system_of_this_axis_is_not_sent_up(parent, hub, submit, clock):
    hub_id = submit(document("H37.02", "H01"))
    registry_operations.change_agency("H01", {"system": "BO"}, by="test", at=clock.now)
    operations.forward_due(parent, at=clock.now)
    assert hub.sent == []
    assert shown(hub_id) == {"H01": "initial"}


def test_an_urgent_document_goes_up_before_those_that_came_first(parent, hub, submit, clock, monkeypatch):
    monkeypatch.setattr(forwarding, "AT_ONCE", 1)
    submit(document("H37.02", "H01"))
    urgent = replace(document("H37.02", "H01.02"), other=edxml.OtherInfo(priority=2))
    submit(urgent)
    operations.forward_due(parent, at=clock.now)
    assert [sent["to"] for sent in hub.sent] == [["H01.02"]]


def test_a_parent_that_does_not_answer_is_left_alone_for_a_while(parent, hub, submit, clock):
    class Broken:
        def send_edoc(self, *_, **__):
            from vanthu.standards.vxp import VxpUnreachable

            hub.calls.append("broken")
            raise VxpUnreachable("không gọi được")

    silent = replace(parent, client=Broken())
    for _ in range(3):
        submit(document("H37.02", "H01"))
    hub.calls.clear()
    operations.forward_due(silent, at=clock.now)
    called = len(hub.calls)
    assert 1 <= called <= 3
    operations.forward_due(silent, at=clock.now)
    assert len(hub.calls) == called
    assert (queries.overview().failures, queries.overview().sentence) == (1, "không gọi được")
    # One sees whether it answers again, and the others follow.
    operations.forward_due(parent, at=clock.later(minutes=2))
    assert len(hub.sent) == 1
    assert queries.overview().failures == 0
    operations.forward_due(parent, at=clock.now)
    assert len(hub.sent) == 3


def test_a_package_whose_file_is_gone_is_refused_by_name_and_stops_nobody(parent, hub, submit, clock):
    lost, other = submit(document("H37.02", "H01")), submit(document("H37.02", "H01.02"))
    package_store().path(packages.stored(lost).sha256).unlink()
    operations.forward_due(parent, at=clock.now)
    assert [sent["to"] for sent in hub.sent] == [["H01.02"]]
    assert (shown(lost), shown(other)) == ({"H01": "fail"}, {"H01.02": "processing"})
    assert "kho lưu trữ" in queries.overview().refused[0].sentence


def test_a_row_nobody_can_work_with_goes_behind_the_others(parent, hub, submit, clock, monkeypatch):
    first, _ = submit(document("H37.02", "H01")), submit(document("H37.02", "H01.02"))
    send = forwarding._send

    def failing(row, *rest):
        if row.package_id == first:
            raise ZeroDivisionError("không ai ngờ")
        return send(row, *rest)

    monkeypatch.setattr(forwarding, "_send", failing)
    with pytest.raises(ZeroDivisionError):
        operations.forward_due(parent, at=clock.now)
    operations.forward_due(parent, at=clock.now)
    assert [sent["to"] for sent in hub.sent] == [["H01.02"]]
    (line,) = queries.forwardings(package_id=first)
    assert "không ai ngờ" in line.sentence


def test_handing_a_package_up_is_in_the_evidence_with_the_id_the_parent_gave(parent, hub, submit, clock):
    submit(document("H37.02", "H01"))
    facts = evidence.count()
    operations.forward_due(parent, at=clock.now)
    told = Fact.objects.filter(number__gt=facts, kind="package.forwarded").values_list("data", flat=True)
    assert [("h-1" in data, "H01" in data) for data in told] == [(True, True)]
    assert evidence.verify_log().intact


def test_a_parent_that_is_busy_alarms_no_sender(parent, hub, submit, clock):
    hub_id = submit(document("H37.02", "H01"))
    hub.refusals["sendEdoc"] = Refusal("20", "ban", times=1)
    operations.forward_due(parent, at=clock.now)
    assert shown(hub_id) == {"H01": "processing"}


def test_a_document_that_passed_this_axis_before_is_not_taken_from_a_system_either(parent, hub, submit, clock):
    trace = (edxml.TraceHeader("VN.TRUC", clock.now),)
    with pytest.raises(PackageCircles):
        submit(replace(document("H37.02", "H01"), trace=trace))
    operations.forward_due(parent, at=clock.now)
    assert hub.sent == []


def test_a_package_of_the_parent_is_never_sent_up_again_whatever_the_registry_says_later(parent, hub, clock):
    hub.put(edxml.write_bytes(document("H01", "H37.02")))
    operations.pull_due(parent, at=clock.now)
    registry_operations.change_agency("H37.02", {"system": "truc-cap-tren"}, by="test", at=clock.now)
    operations.forward_due(parent, at=clock.now)
    assert hub.sent == []
    (refused,) = queries.overview().refused
    assert "không chuyển ngược lên" in refused.sentence


def test_a_package_whose_sending_cannot_be_noted_takes_no_other_with_it(parent, hub, submit, clock, monkeypatch):
    for _ in range(3):
        submit(document("H37.02", "H01"))
    real, unlucky = forwarding._told_sent, []

    def fails_for_one(one, at):
        unlucky[:] = unlucky or [one.row.pk]
        if one.row.pk == unlucky[0]:
            raise ValueError("cannot be written")
        return real(one, at)

    monkeypatch.setattr(forwarding, "_told_sent", fails_for_one)
    with pytest.raises(ValueError, match="cannot be written"):
        operations.forward_due(parent, at=clock.now)
    assert sorted(line.state for line in queries.forwardings()) == [states.SENT, states.SENT, states.WAITING]
    monkeypatch.undo()
    operations.forward_due(parent, at=clock.later(minutes=1))
    assert {line.state for line in queries.forwardings()} == {states.SENT}
