"""What must leave is a row, each try is a row, and the hub has every package exactly once."""

from __future__ import annotations

import threading
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction
from vanthu.office.exchange import operations, queries
from vanthu.office.exchange.models import Attempt, Transmission
from vanthu.office.exchange.operations import BeingSent
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.fake_axis import FakeAxis, Killed
from vanthu.standards import edxml
from vanthu.standards.vxp import VxpRefused, VxpUnreachable

Document = apps.get_model("documents", "Document")

HOSPITAL, CABINET, COMMUNE = ("H99.05", "Sở Y tế"), ("G22", "Văn phòng Chính phủ"), ("H99.31", "UBND xã Thử")


def issued(cast: Cast, *, number: str = "125", urgency: int = 0) -> Document:
    return documents.create(
        direction=Direction.OUTGOING,
        type_name="Công văn",
        subject="Rà soát danh mục vị trí việc làm",
        issuer_code="H99.02",
        issuer_name="Sở Nội vụ",
        at=cast.at,
        number=number,
        notation="SNV-CCVC",
        issued_on=cast.at.date(),
        wire_id=f"H99.02,2026/03/09,{number}/SNV-CCVC",
        urgency=urgency,
    )


def package(recipients: tuple[tuple[str, str], ...], *, number: str = "125") -> bytes:
    return edxml.write_bytes(
        edxml.DocumentMessage(
            sender=edxml.Organization("H99.02", "Sở Nội vụ"),
            recipients=tuple(edxml.Organization(code, name) for code, name in recipients),
            document_id=f"H99.02,2026/03/09,{number}/SNV-CCVC",
            code=edxml.Code(number, "SNV-CCVC"),
            promulgation_date=date(2026, 3, 9),
            subject="Rà soát danh mục vị trí việc làm",
            attachments=(edxml.Attachment("cv.pdf", "application/pdf", edxml.Content.of(b"%PDF-1.7 x")),),
        )
    )


def queued(
    cast: Cast, *recipients: tuple[str, str], number: str = "125", urgency: int = 0, at: datetime | None = None
) -> Document:
    document = issued(cast, number=number, urgency=urgency)
    operations.queue(document, package=package(recipients, number=number), recipients=recipients, at=at or cast.at)
    return document


def states(document: Document) -> dict[str, str]:
    return {row.recipient_code: row.state for row in Transmission.objects.filter(document=document)}


def test_one_call_carries_a_package_to_all_its_recipients(in_snv: Cast, axis: FakeAxis) -> None:
    document = queued(in_snv, HOSPITAL, CABINET)

    assert operations.send_due(at=in_snv.after(seconds=1)) == 2

    assert [call.to for call in axis.calls] == [None]
    assert states(document) == {"H99.05": TransmissionState.SENT, "G22": TransmissionState.SENT}
    assert axis.delivered("H99.05") == axis.delivered("G22") == [package((HOSPITAL, CABINET))]
    assert {row.hub_id for row in Transmission.objects.all()} == {"hub-1"}


def test_each_try_is_kept_and_the_document_tells_of_its_sending(in_snv: Cast, axis: FakeAxis) -> None:
    document = queued(in_snv, HOSPITAL)
    axis.down = True
    operations.send_due(at=in_snv.after(seconds=1))
    axis.down = False
    operations.send_due(at=in_snv.after(minutes=1))

    tries = [(row.succeeded, row.error_code) for row in Attempt.objects.all()]
    assert tries == [(False, "VT-TRUC-KHONG-LIEN-LAC"), (True, "")]
    assert all(row.begun_at <= row.ended_at for row in Attempt.objects.all())
    assert [fact.verb for fact in audit.facts_about([document.pk])] == ["queue", "send"]


def test_recipients_still_waiting_are_named_to_the_axis_when_others_have_it_already(
    in_snv: Cast, axis: FakeAxis
) -> None:
    document = queued(in_snv, HOSPITAL, CABINET)
    cancelled = Transmission.objects.get(document=document, recipient_code="G22")
    operations.cancel(cancelled.pk, by=in_snv.chi, at=in_snv.at)

    operations.send_due(at=in_snv.after(seconds=1))

    assert [call.to for call in axis.calls] == [("H99.05",)]
    assert states(document) == {"H99.05": TransmissionState.SENT, "G22": TransmissionState.CANCELLED}
    assert axis.delivered("G22") == []


def test_urgent_packages_leave_before_older_ones(in_snv: Cast, axis: FakeAxis) -> None:
    queued(in_snv, HOSPITAL, number="1")
    queued(in_snv, HOSPITAL, number="2", urgency=3, at=in_snv.after(seconds=1))
    operations.send_due(at=in_snv.after(seconds=2))
    assert [b"2/SNV-CCVC" in call.body for call in axis.calls] == [True, False]


def test_a_silent_axis_postpones_and_is_not_asked_for_the_rest(in_snv: Cast, axis: FakeAxis) -> None:
    first, second = queued(in_snv, HOSPITAL, number="1"), queued(in_snv, HOSPITAL, number="2")
    axis.down = True

    assert operations.send_due(at=in_snv.after(seconds=1)) == 0

    assert len(axis.calls) == 1
    row = Transmission.objects.get(document=first)
    assert row.state == TransmissionState.WAITING
    assert row.due_at > in_snv.after(seconds=2)
    assert "Không liên lạc được với trục" in row.error_sentence
    assert Transmission.objects.get(document=second).tries == 0


def test_a_postponed_package_goes_when_the_axis_is_back(in_snv: Cast, axis: FakeAxis) -> None:
    document = queued(in_snv, HOSPITAL)
    axis.down = True
    operations.send_due(at=in_snv.after(seconds=1))
    axis.down = False

    assert operations.send_due(at=in_snv.after(seconds=2)) == 0
    assert operations.send_due(at=in_snv.after(seconds=30)) == 1
    assert states(document) == {"H99.05": TransmissionState.SENT}
    assert Transmission.objects.get().error_sentence == ""


@pytest.mark.parametrize(
    ("code", "meaning"),
    [("19", "chưa được đăng ký trên trục"), ("22", "không đúng quy chuẩn"), ("10", "hỏng"), ("77", "Trục từ chối")],
)
def test_a_refusal_ends_the_sending_at_once_and_says_what_it_means(
    in_snv: Cast, axis: FakeAxis, code: str, meaning: str
) -> None:
    document = queued(in_snv, HOSPITAL)
    axis.before["send_edoc"] = VxpRefused(code, "noi dung cua truc")

    assert operations.send_due(at=in_snv.after(seconds=1)) == 1

    row = Transmission.objects.get()
    assert (row.state, row.error_code) == (TransmissionState.FAILED, f"TRUC-{code}")
    assert meaning in row.error_sentence
    assert "noi dung cua truc" in row.error_sentence
    [problem] = queries.problems()
    assert (problem.document_id, problem.final) == (document.pk, True)
    assert "Sở Y tế" in problem.title


@pytest.mark.parametrize("code", ["20", "21", "15"])
def test_an_error_of_the_axis_itself_is_tried_again(in_snv: Cast, axis: FakeAxis, code: str) -> None:
    document = queued(in_snv, HOSPITAL)
    axis.before["send_edoc"] = VxpRefused(code, "")
    operations.send_due(at=in_snv.after(seconds=1))
    assert states(document) == {"H99.05": TransmissionState.WAITING}
    operations.send_due(at=in_snv.after(minutes=1))
    assert states(document) == {"H99.05": TransmissionState.SENT}


def test_one_bad_recipient_does_not_keep_the_others_from_the_document(in_snv: Cast, axis: FakeAxis) -> None:
    axis.unknown, axis.locked = {"H99.31"}, {"G22"}
    document = queued(in_snv, HOSPITAL, COMMUNE, CABINET)

    operations.send_due(at=in_snv.after(seconds=1))

    assert states(document) == {
        "H99.05": TransmissionState.SENT,
        "H99.31": TransmissionState.FAILED,
        "G22": TransmissionState.FAILED,
    }
    by_code = {row.code: row for row in queries.progress(document.pk)}
    assert "không có cơ quan nhận" in by_code["H99.31"].error_sentence
    assert "bị khóa" in by_code["G22"].error_sentence
    assert by_code["H99.05"].error_sentence == ""
    assert len(axis.delivered("H99.05")) == 1


def test_when_the_time_is_over_the_clerk_sees_it_with_the_last_error(in_snv: Cast, axis: FakeAxis) -> None:
    queued(in_snv, HOSPITAL)
    axis.down = True
    operations.send_due(at=in_snv.after(seconds=1))
    operations.send_due(at=in_snv.after(hours=73))

    row = Transmission.objects.get()
    assert (row.state, row.error_code) == (TransmissionState.FAILED, "VT-GUI-HET-HAN")
    assert "72 giờ" in row.error_sentence
    assert "máy chủ không trả lời" in row.error_sentence
    assert queries.problems()[0].code == "VT-GUI-HET-HAN"


def test_a_package_that_kills_its_worker_each_time_ends_too(in_snv: Cast, axis: FakeAxis) -> None:
    queued(in_snv, HOSPITAL)
    axis.before["send_edoc"] = Killed()
    with pytest.raises(Killed):
        operations.send_due(at=in_snv.after(seconds=1))
    assert operations.send_due(at=in_snv.after(hours=80)) == 0
    assert Transmission.objects.get().state == TransmissionState.FAILED


def test_a_document_queued_while_the_worker_was_off_for_days_is_still_tried_once(in_snv: Cast, axis: FakeAxis) -> None:
    document = queued(in_snv, HOSPITAL)
    operations.send_due(at=in_snv.after(days=10))
    assert states(document) == {"H99.05": TransmissionState.SENT}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_around_the_call_leaves_exactly_one_delivery(in_snv: Cast, axis: FakeAxis, moment: str) -> None:
    document = queued(in_snv, HOSPITAL, CABINET)
    getattr(axis, moment)["send_edoc"] = Killed()
    with pytest.raises(Killed):
        operations.send_due(at=in_snv.after(seconds=1))

    assert operations.send_due(at=in_snv.after(seconds=10)) == 0, "its lease still holds"
    assert operations.send_due(at=in_snv.after(minutes=10)) == 2
    assert set(states(document).values()) == {TransmissionState.SENT}
    assert len(axis.delivered("H99.05")) == len(axis.delivered("G22")) == 1
    assert len({call.body for call in axis.calls}) == 1


def test_a_worker_killed_before_its_commit_leaves_exactly_one_delivery(
    in_snv: Cast, axis: FakeAxis, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = queued(in_snv, HOSPITAL)
    with monkeypatch.context() as patch:
        patch.setattr("vanthu.office.audit.operations.record", _dies)
        with pytest.raises(Killed):
            operations.send_due(at=in_snv.after(seconds=1))
    assert states(document) == {"H99.05": TransmissionState.WAITING}
    assert not Attempt.objects.exists()

    operations.send_due(at=in_snv.after(minutes=10))
    assert states(document) == {"H99.05": TransmissionState.SENT}
    assert len(axis.delivered("H99.05")) == 1


def _dies(**_: object) -> None:
    raise Killed


def test_a_worker_whose_lease_ran_out_does_not_write_over_the_next_one(
    in_snv: Cast, axis: FakeAxis, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(in_snv, HOSPITAL)
    real = axis.send_edoc

    def overtaken(*args: object, **kwargs: object) -> str:
        monkeypatch.setattr(axis, "send_edoc", real)
        operations.send_due(at=in_snv.after(minutes=10))
        raise VxpUnreachable("the slow answer of the first worker never came")

    monkeypatch.setattr(axis, "send_edoc", overtaken)
    operations.send_due(at=in_snv.after(seconds=1))

    row = Transmission.objects.get()
    assert (row.state, row.error_code) == (TransmissionState.SENT, "")
    assert Attempt.objects.count() == 2


def test_queueing_the_same_package_again_adds_only_missing_recipients(in_snv: Cast) -> None:
    document = queued(in_snv, HOSPITAL)
    again = operations.queue(
        document, package=package((HOSPITAL,)), recipients=[HOSPITAL, CABINET], at=in_snv.after(minutes=1)
    )
    assert [row.recipient_code for row in again] == ["H99.05", "G22"]
    assert Transmission.objects.count() == 2


def test_a_document_of_another_agency_is_not_sent_as_ours(cast: Cast) -> None:
    with cast.in_snv():
        document = issued(cast)
    with cast.in_syt(), pytest.raises(operations.WrongAgency):
        operations.queue(document, package=b"x", recipients=[HOSPITAL], at=cast.at)


def test_the_clerk_sends_a_failed_one_again_from_the_beginning(in_snv: Cast, axis: FakeAxis) -> None:
    document = queued(in_snv, HOSPITAL)
    axis.locked = {"H99.05"}
    operations.send_due(at=in_snv.after(seconds=1))
    axis.locked = set()
    failed = Transmission.objects.get()

    operations.retry(failed.pk, by=in_snv.chi, at=in_snv.after(days=5))
    assert operations.send_due(at=in_snv.after(days=5, seconds=1)) == 1
    assert states(document) == {"H99.05": TransmissionState.SENT}
    assert queries.problems() == []


def test_the_clerk_may_have_a_waiting_one_tried_at_once(in_snv: Cast, axis: FakeAxis) -> None:
    queued(in_snv, HOSPITAL)
    axis.down = True
    operations.send_due(at=in_snv.after(seconds=1))
    axis.down = False
    operations.retry(Transmission.objects.get().pk, by=in_snv.chi, at=in_snv.after(seconds=2))
    assert operations.send_due(at=in_snv.after(seconds=3)) == 1


def test_what_was_sent_is_neither_cancelled_nor_sent_again(in_snv: Cast, axis: FakeAxis) -> None:
    queued(in_snv, HOSPITAL)
    operations.send_due(at=in_snv.after(seconds=1))
    sent = Transmission.objects.get()
    for verb in (operations.cancel, operations.retry):
        with pytest.raises(MovedMeanwhile):
            verb(sent.pk, by=in_snv.chi, at=in_snv.after(minutes=1))


def test_what_is_being_sent_cannot_be_cancelled(in_snv: Cast, axis: FakeAxis) -> None:
    queued(in_snv, HOSPITAL)
    axis.before["send_edoc"] = Killed()
    with pytest.raises(Killed):
        operations.send_due(at=in_snv.after(seconds=1))
    row = Transmission.objects.get()
    with pytest.raises(BeingSent):
        operations.cancel(row.pk, by=in_snv.chi, at=in_snv.after(seconds=2))
    operations.cancel(row.pk, by=in_snv.chi, at=in_snv.after(minutes=30))
    assert operations.send_due(at=in_snv.after(hours=1)) == 0


def test_only_the_clerk_of_the_agency_cancels_and_sends_again(cast: Cast, axis: FakeAxis) -> None:
    with cast.in_snv():
        queued(cast, HOSPITAL)
        row = Transmission.objects.get()
        for verb in (operations.cancel, operations.retry):
            for person in (cast.an, cast.binh, cast.dung):
                with pytest.raises(NotAllowed):
                    verb(row.pk, by=person, at=cast.at)
    with cast.in_syt():
        for person in (cast.em, cast.giang):
            with pytest.raises(NotFound):
                operations.cancel(row.pk, by=person, at=cast.at)
        assert queries.problems() == []


def test_every_agency_of_the_installation_is_served_by_one_worker(cast: Cast, axis: FakeAxis) -> None:
    with cast.in_snv():
        queued(cast, CABINET)
    with cast.in_syt():
        document = documents.create(
            direction=Direction.OUTGOING, type_name="Công văn", subject="x", issuer_code="H99.05",
            issuer_name="Sở Y tế", at=cast.at,
        )  # fmt: skip
        operations.queue(document, package=package((CABINET,), number="9"), recipients=[CABINET], at=cast.at)
    assert operations.send_due(at=cast.after(seconds=1)) == 2
    assert [call.from_code for call in axis.calls] == ["H99.02", "H99.05"]


def test_bytes_lost_from_the_store_end_the_sending_with_their_name(in_snv: Cast, axis: FakeAxis) -> None:
    queued(in_snv, HOSPITAL)
    files.path_of(Transmission.objects.get().package_id).unlink()
    operations.send_due(at=in_snv.after(seconds=1))
    assert Transmission.objects.get().error_code == "VT-KHO-MAT"


@pytest.mark.django_db(transaction=True)
def test_agencies_send_beside_each_other_and_each_in_its_own_order(
    cast: Cast, axis: FakeAxis, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, order, real = threading.Barrier(2, timeout=20), dict[str, list[str]](), axis.send_edoc

    def together_with_the_other(body: Path, *, from_code: str, **more: Any) -> str:
        together.wait()
        order.setdefault(from_code, []).append(edxml.read_envelope(body, decode=False).message.document_id)
        return real(body, from_code=from_code, **more)

    monkeypatch.setattr(axis, "send_edoc", together_with_the_other)
    for agency in (cast.in_snv, cast.in_syt):
        with agency():
            queued(cast, CABINET, number="125", at=cast.at)
            queued(cast, CABINET, number="126", at=cast.after(seconds=1))

    assert operations.send_due(at=cast.after(seconds=2)) == 4
    # One agency after the other would never meet at the barrier.
    first, second = (f"H99.02,2026/03/09,{number}/SNV-CCVC" for number in ("125", "126"))
    assert list(order.values()) == [[first, second], [first, second]]
