"""Our statuses reach the issuer in order, each once; theirs are kept, all of them."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from django.apps import apps

from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction
from vanthu.office.exchange import operations, queries
from vanthu.office.exchange.models import StatusReceived, StatusToSend
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.files import queries as files
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.organizations import operations as organizations
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.fake_axis import FakeAxis, Killed
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import edxml
from vanthu.standards.edxml import StatusCode
from vanthu.standards.vxp import TransferStatus, VxpRefused

Document = apps.get_model("documents", "Document")


def received(cast: Cast, *, number: str = "88", urgency: int = 0, wire_id: str | None = None) -> Document:
    return documents.create(
        direction=Direction.INCOMING,
        type_name="Công văn",
        subject="Đề nghị cung cấp số liệu",
        issuer_code="H99.05",
        issuer_name="Sở Y tế",
        at=cast.at,
        number=number,
        notation="SYT-VP",
        issued_on=cast.at.date(),
        wire_id=f"H99.05,2026/03/09,{number}/SYT-VP" if wire_id is None else wire_id,
        urgency=urgency,
    )


def sent_messages(axis: FakeAxis) -> list[edxml.StatusMessage]:
    read = [edxml.read_envelope(io.BytesIO(data)).message for data in axis.delivered("H99.05", "status")]
    return [message for message in read if isinstance(message, edxml.StatusMessage)]


def queue(document: Document, status: StatusCode, at: datetime, **more: object) -> StatusToSend:
    row = operations.queue_status(document, status=status, by=None, at=at, **more)  # type: ignore[arg-type]
    assert row is not None
    return row


def test_a_status_names_the_document_as_its_issuer_knows_it(in_snv: Cast, axis: FakeAxis) -> None:
    document = received(in_snv)
    operations.queue_status(
        document,
        status=StatusCode.RECEIVED,
        description="Đã tiếp nhận, vào sổ văn bản đến số 7",
        by=in_snv.chi,
        at=in_snv.at,
    )
    assert operations.send_due_statuses(at=in_snv.after(seconds=1)) == 1

    [message] = sent_messages(axis)
    assert message.response_for == edxml.ResponseFor(
        "H99.05", "88/SYT-VP", "H99.05,2026/03/09,88/SYT-VP", in_snv.at.date()
    )
    assert (message.status_code, message.description) == ("03", "Đã tiếp nhận, vào sổ văn bản đến số 7")
    assert message.timestamp == in_snv.at
    assert (message.sender.organ_id, message.sender.organ_name) == ("H99.02", "Sở Nội vụ")
    assert message.staff
    assert (message.staff.staff, message.staff.department) == ("Lê Thị Chi", "Văn phòng")
    assert edxml.validate(message, today=in_snv.at.date()) == ()


def test_statuses_of_a_document_leave_in_the_order_they_happened(in_snv: Cast, axis: FakeAxis) -> None:
    document = received(in_snv)
    for minute, status in enumerate([StatusCode.ARRIVED, StatusCode.RECEIVED, StatusCode.ASSIGNED]):
        queue(document, status, in_snv.after(minutes=minute))
    operations.send_due_statuses(at=in_snv.after(minutes=5))
    assert [message.status_code for message in sent_messages(axis)] == ["01", "03", "04"]


def test_a_later_status_waits_for_an_earlier_one_that_was_postponed(in_snv: Cast, axis: FakeAxis) -> None:
    document, other = received(in_snv), received(in_snv, number="89")
    queue(document, StatusCode.ARRIVED, in_snv.at)
    axis.before["send_edoc"] = VxpRefused("20", "")
    operations.send_due_statuses(at=in_snv.after(seconds=1))
    queue(document, StatusCode.RECEIVED, in_snv.after(seconds=2))
    queue(other, StatusCode.ARRIVED, in_snv.after(seconds=2))

    operations.send_due_statuses(at=in_snv.after(seconds=2))
    assert [message.response_for.code for message in sent_messages(axis)] == ["89/SYT-VP"]

    operations.send_due_statuses(at=in_snv.after(minutes=1))
    assert [m.status_code for m in sent_messages(axis) if m.response_for.code == "88/SYT-VP"] == ["01", "03"]


def test_a_status_being_sent_by_one_worker_holds_the_next_back_for_the_others(in_snv: Cast, axis: FakeAxis) -> None:
    document = received(in_snv)
    queue(document, StatusCode.ARRIVED, in_snv.at)
    queue(document, StatusCode.RECEIVED, in_snv.at)
    axis.before["send_edoc"] = Killed()
    with pytest.raises(Killed):
        operations.send_due_statuses(at=in_snv.after(seconds=1))
    assert operations.send_due_statuses(at=in_snv.after(seconds=2)) == 0
    assert operations.send_due_statuses(at=in_snv.after(minutes=10)) == 2
    assert [message.status_code for message in sent_messages(axis)] == ["01", "03"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_repeated_status_has_the_same_bytes_though_the_agency_moved_meanwhile(
    in_snv: Cast, axis: FakeAxis, moment: str
) -> None:
    queue(received(in_snv), StatusCode.ARRIVED, in_snv.at)
    getattr(axis, moment)["send_edoc"] = Killed()
    with pytest.raises(Killed):
        operations.send_due_statuses(at=in_snv.after(seconds=1))
    organizations.change_agency(in_snv.snv.pk, address="1 Phố Mới", by=None, at=in_snv.at)

    operations.send_due_statuses(at=in_snv.after(minutes=10))
    assert len({call.body for call in axis.calls}) == 1
    assert len(axis.calls) == 2
    assert len(axis.delivered("H99.05", "status")) == 1
    assert StatusToSend.objects.get().state == TransmissionState.SENT


def test_an_unreachable_axis_postpones_a_status_and_time_ends_it(in_snv: Cast, axis: FakeAxis) -> None:
    queue(received(in_snv), StatusCode.ARRIVED, in_snv.at)
    axis.down = True
    assert operations.send_due_statuses(at=in_snv.after(seconds=1)) == 0
    assert StatusToSend.objects.get().state == TransmissionState.WAITING
    operations.send_due_statuses(at=in_snv.after(hours=73))
    assert StatusToSend.objects.get().error_code == "VT-GUI-HET-HAN"
    [problem] = queries.problems()
    assert "Đã đến" in problem.title


def test_a_refused_status_is_shown_and_the_clerk_ends_it_one_way_or_the_other(in_snv: Cast, axis: FakeAxis) -> None:
    again = queue(received(in_snv), StatusCode.ARRIVED, in_snv.at)
    given_up = queue(received(in_snv, number="89"), StatusCode.ARRIVED, in_snv.at)
    axis.unknown = {"H99.05"}
    assert operations.send_due_statuses(at=in_snv.after(seconds=1)) == 2
    assert {problem.code for problem in queries.problems()} == {"TRUC-18"}
    axis.unknown = set()

    with pytest.raises(NotAllowed):
        operations.retry_status(again.pk, by=in_snv.an, at=in_snv.after(minutes=1))
    operations.retry_status(again.pk, by=in_snv.chi, at=in_snv.after(minutes=1))
    operations.cancel_status(given_up.pk, by=in_snv.chi, at=in_snv.after(minutes=1))

    assert operations.send_due_statuses(at=in_snv.after(minutes=2)) == 1
    assert queries.problems() == []
    assert [message.response_for.code for message in sent_messages(axis)] == ["88/SYT-VP"]


def test_nobody_waits_for_the_status_of_a_document_that_came_on_paper(in_snv: Cast) -> None:
    document = received(in_snv, wire_id="")
    assert operations.queue_status(document, status=StatusCode.RECEIVED, by=in_snv.chi, at=in_snv.at) is None
    assert not StatusToSend.objects.exists()


# --- statuses of others ------------------------------------------------------------------------------------------


def issued(cast: Cast) -> Document:
    return documents.create(
        direction=Direction.OUTGOING, type_name="Công văn", subject="Rà soát", issuer_code="H99.02",
        issuer_name="Sở Nội vụ", at=cast.at, number="125", notation="SNV-CCVC", issued_on=cast.at.date(),
        wire_id="H99.02,2026/03/09,125/SNV-CCVC",
    )  # fmt: skip


def report(
    code: str, *, sender: str = "H99.05", to: str = "H99.02", wire_id: str = "H99.02,2026/03/09,125/SNV-CCVC",
    at: str = "10:00:00", description: str = "",
) -> bytes:  # fmt: skip
    moment = datetime.fromisoformat(f"2026-03-09T{at}").replace(tzinfo=VIETNAM)
    return edxml.write_bytes(
        edxml.StatusMessage(
            sender=edxml.Organization(sender, "Sở Y tế"),
            response_for=edxml.ResponseFor(to, "125/SNV-CCVC", wire_id, None),
            status_code=code,
            description=description or None,
            timestamp=moment,
            staff=edxml.StaffInfo(staff="Đỗ Thị Em"),
        )
    )


def deliver(axis: FakeAxis, data: bytes, doc_id: str, *, to: str = "H99.02", sender: str = "H99.05") -> None:
    axis.put(data, to=to, doc_id=doc_id, from_code=sender, kind="status")


def test_statuses_move_the_timeline_of_the_recipient_they_come_from(in_snv: Cast, axis: FakeAxis) -> None:
    document = issued(in_snv)
    operations.queue(document, package=b"<a/>", recipients=[("H99.05", "Sở Y tế"), ("G22", "VPCP")], at=in_snv.at)
    deliver(axis, report("01"), "s1")
    deliver(axis, report("03", at="10:05:00", description="Vào sổ số 7"), "s2")

    assert operations.poll(at=in_snv.after(hours=2)) == 2

    health, cabinet = queries.progress(document.pk)
    assert [(seen.code, seen.label) for seen in health.statuses] == [("01", "Đã đến"), ("03", "Đã tiếp nhận")]
    assert health.highest
    assert (health.highest.description, health.highest.staff) == ("Vào sổ số 7", "Đỗ Thị Em")
    assert health.highest.at == datetime(2026, 3, 9, 10, 5, tzinfo=VIETNAM)
    assert (cabinet.statuses, cabinet.highest, cabinet.label) == ((), None, "Chờ gửi")
    assert axis.status_of("s1") is axis.status_of("s2") is TransferStatus.DONE


def test_a_late_status_is_kept_and_does_not_turn_the_clock_back(in_snv: Cast, axis: FakeAxis) -> None:
    document = issued(in_snv)
    operations.queue(document, package=b"<a/>", recipients=[("H99.05", "Sở Y tế")], at=in_snv.at)
    for number, code in enumerate(["06", "01", "05", "05"]):
        deliver(axis, report(code, at=f"10:0{number}:00"), f"s{number}")
    operations.poll(at=in_snv.after(hours=2))
    [recipient] = queries.progress(document.pk)
    assert len(recipient.statuses) == 4
    assert recipient.label == "Đã hoàn thành"


def test_a_description_that_only_repeats_the_name_of_the_status_is_not_shown_twice(
    in_snv: Cast, axis: FakeAxis
) -> None:
    document = issued(in_snv)
    operations.queue(document, package=b"<a/>", recipients=[("H99.05", "Sở Y tế")], at=in_snv.at)
    deliver(axis, report("01", description="Đã đến"), "s1")
    deliver(axis, report("03", description="Vào sổ số 7"), "s2")
    operations.poll(at=in_snv.after(hours=2))
    assert [seen.description for seen in queries.progress(document.pk)[0].statuses] == ["", "Vào sổ số 7"]


@pytest.mark.parametrize(
    ("codes", "shown"),
    [
        (["01", "02"], "Từ chối tiếp nhận (trả lại)"),
        (["06", "15"], "Đồng ý cập nhật hoặc thu hồi"),
        (["15", "16"], "Từ chối cập nhật hoặc thu hồi"),
        (["01", "99"], "Đã đến"),
        (["99"], "Trạng thái 99"),
    ],
)
def test_the_furthest_step_is_shown(in_snv: Cast, axis: FakeAxis, codes: list[str], shown: str) -> None:
    document = issued(in_snv)
    operations.queue(document, package=b"<a/>", recipients=[("H99.05", "Sở Y tế")], at=in_snv.at)
    for number, code in enumerate(codes):
        deliver(axis, report(code, at=f"10:0{number}:00"), f"s{number}")
    operations.poll(at=in_snv.after(hours=2))
    assert queries.progress(document.pk)[0].label == shown


def test_the_same_delivery_is_kept_once_and_the_same_words_again_are_kept_too(in_snv: Cast, axis: FakeAxis) -> None:
    issued(in_snv)
    deliver(axis, report("01"), "s1")
    axis.before["update_status"] = Killed()
    with pytest.raises(Killed):
        operations.poll(at=in_snv.after(seconds=1))
    deliver(axis, report("01"), "s2")

    assert operations.poll(at=in_snv.after(seconds=2)) == 1
    assert sorted(StatusReceived.objects.values_list("hub_id", flat=True)) == ["s1", "s2"]
    assert axis.status_of("s1") is TransferStatus.DONE


def test_a_status_of_a_document_we_do_not_know_is_kept_without_one(in_snv: Cast, axis: FakeAxis) -> None:
    deliver(axis, report("03", wire_id="H99.02,2019/01/01,7/SNV"), "s1")
    operations.poll(at=in_snv.after(seconds=1))
    row = StatusReceived.objects.get()
    assert (row.document_id, row.wire_id, row.status_code) == (None, "H99.02,2019/01/01,7/SNV", "03")


def test_a_sender_who_wants_a_document_back_is_heard_beside_what_we_received(in_snv: Cast, axis: FakeAxis) -> None:
    document = received(in_snv)
    deliver(axis, report("13", wire_id=document.wire_id, description="Gửi nhầm nơi nhận"), "s1")
    operations.poll(at=in_snv.after(seconds=1))
    assert StatusReceived.objects.get().document_id == document.pk


def test_a_status_addressed_to_our_old_code_reaches_us(in_snv: Cast, axis: FakeAxis) -> None:
    document = issued(in_snv)
    deliver(axis, report("01", to="000.00.02.H99"), "s1", to="000.00.02.H99")
    operations.poll(at=in_snv.after(seconds=1))
    assert StatusReceived.objects.get().document_id == document.pk


def test_a_status_of_a_unit_that_was_no_recipient_is_shown_apart(in_snv: Cast, axis: FakeAxis) -> None:
    document = issued(in_snv)
    operations.queue(document, package=b"<a/>", recipients=[("H99.05", "Sở Y tế")], at=in_snv.at)
    deliver(axis, report("05", sender="H99.05.07"), "s1", sender="H99.05.07")
    operations.poll(at=in_snv.after(seconds=1))
    health, other = queries.progress(document.pk)
    assert health.statuses == ()
    assert (other.code, other.transmission_id, other.label) == ("H99.05.07", None, "Đang xử lý")


def test_a_broken_status_is_kept_refused_and_shown(in_snv: Cast, axis: FakeAxis) -> None:
    deliver(axis, b"this is no edXML at all", "s1")
    assert operations.poll(at=in_snv.after(seconds=1)) == 1
    assert axis.status_of("s1") is TransferStatus.FAIL
    [problem] = queries.problems()
    assert problem.code == "VT-NHAN-TRANG-THAI-HONG"
    assert "H99.05" in problem.sentence
    operations.acknowledge(problem.id, by=in_snv.chi, at=in_snv.after(minutes=1))  # type: ignore[arg-type]
    assert queries.problems() == []


def test_nothing_of_another_agency_is_seen(cast: Cast, axis: FakeAxis) -> None:
    with cast.in_snv():
        document = issued(cast)
        operations.queue(document, package=b"<a/>", recipients=[("H99.05", "Sở Y tế")], at=cast.at)
    deliver(axis, report("01"), "s1")
    operations.poll(at=cast.after(seconds=1))
    with cast.in_syt():
        assert queries.progress(document.pk) == []
        assert not StatusReceived.objects.exists()
    with cast.in_snv():
        assert StatusReceived.objects.count() == 1
        assert files.read(StatusReceived.objects.get().package_id) == report("01")
