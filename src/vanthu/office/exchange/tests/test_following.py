"""What the axis took is asked about until every recipient has it; the clerk hears of what does not arrive."""

from __future__ import annotations

import pytest

from vanthu.office.exchange import operations, queries
from vanthu.office.exchange.models import Following, Transmission
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.exchange.tests.test_sending import CABINET, HOSPITAL, queued
from vanthu.office.files import operations as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.notices import queries as notices
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.fake_axis import FakeAxis
from vanthu.standards import edxml
from vanthu.standards.vxp import VxpRefused, VxpUnreachable

EXPIRED = "Quá hạn giao: đến 15:06 29/03/2026 nơi nhận vẫn chưa nhận xong nên trục dừng giao."


@pytest.fixture
def sent(in_snv: Cast, axis: FakeAxis):
    """A document that the axis took for two recipients."""
    document = queued(in_snv, HOSPITAL, CABINET)
    operations.send_due(at=in_snv.after(seconds=1))
    return document


def of(document, recipient):
    return next(one for one in queries.progress(document.pk) if one.code == recipient[0])


def row(recipient):
    return Transmission.objects.get(recipient_code=recipient[0])


def follow(cast, **later):
    return operations.follow_due(at=cast.after(**later))


def test_a_recipient_is_shown_as_reached_when_its_system_has_the_document(in_snv, axis, sent):
    assert of(sent, HOSPITAL).label == "Đã gửi lên trục"
    axis.tell("H99.05", "done", at=in_snv.after(seconds=7))
    assert follow(in_snv, seconds=20) == 2
    reached, waiting = of(sent, HOSPITAL), of(sent, CABINET)
    assert (reached.label, reached.arrived_at) == ("Đã tới nơi nhận", in_snv.after(seconds=7))
    assert (waiting.label, waiting.arrived_at) == ("Chờ nơi nhận lấy", None)
    axis.tell("G22", "processing")
    follow(in_snv, minutes=2)
    assert of(sent, CABINET).label == "Đang tới nơi nhận"
    assert queries.problems() == []


def test_questions_become_rare_and_end_when_everybody_has_it(in_snv, axis, sent, monkeypatch):
    asked = []
    answer = axis.sent
    monkeypatch.setattr(axis, "sent", lambda hub_id: asked.append(hub_id) or answer(hub_id))
    for hours in range(48):
        for minutes in range(0, 60, 5):
            follow(in_snv, hours=hours, minutes=minutes)
    assert 8 < len(asked) < 20
    for code in ("H99.05", "G22"):
        axis.tell(code, "done")
    follow(in_snv, hours=60)
    before = len(asked)
    assert Following.objects.get().finished_at is not None
    follow(in_snv, days=20)
    assert len(asked) == before


def test_what_waits_too_long_is_a_problem_until_it_arrives_and_the_clerk_is_told_once(in_snv, axis, sent):
    axis.tell("H99.05", "done")
    for hours in (1, 23, 25, 40):
        follow(in_snv, hours=hours)
    (problem,) = queries.problems()
    assert (problem.kind, problem.sentence, problem.final) == ("undelivered", "Chờ nơi nhận lấy", False)
    assert problem.title.endswith("chưa tới Văn phòng Chính phủ")
    (notice,) = notices.listing(in_snv.chi, before="", after="").rows
    assert notice.title == "Chưa tới nơi nhận: 125/SNV-CCVC"
    assert notice.text.startswith("Văn phòng Chính phủ.")
    assert of(sent, CABINET).undelivered
    axis.tell("G22", "done")
    follow(in_snv, hours=47)
    assert queries.problems() == []
    assert not of(sent, CABINET).undelivered


def test_urgent_documents_are_late_sooner(in_snv, axis):
    queued(in_snv, HOSPITAL, urgency=3)
    operations.send_due(at=in_snv.after(seconds=1))
    follow(in_snv, minutes=50)
    assert queries.problems() == []
    follow(in_snv, hours=2)
    assert [one.kind for one in queries.problems()] == ["undelivered"]


def test_what_the_axis_gave_up_is_told_at_once_in_its_words(in_snv, axis, sent):
    axis.tell("G22", "fail", EXPIRED)
    follow(in_snv, seconds=20)
    (problem,) = queries.problems()
    assert (problem.sentence, problem.final) == (EXPIRED, True)
    (notice,) = notices.listing(in_snv.chi, before="", after="").rows
    assert EXPIRED in notice.text
    assert queries.problem_count() == 1


def test_a_clerk_sends_again_what_did_not_arrive_and_it_is_followed_anew(in_snv, axis, sent):
    axis.tell("G22", "fail", EXPIRED)
    follow(in_snv, seconds=20)
    operations.retry(row(CABINET).pk, by=in_snv.chi, at=in_snv.after(minutes=5))
    assert (row(CABINET).state, queries.problems()) == (TransmissionState.WAITING, [])
    axis.tell("G22", "initial")
    operations.send_due(at=in_snv.after(minutes=6))
    assert axis.calls[-1].to == ("G22",)
    axis.tell("G22", "done", at=in_snv.after(minutes=6))
    follow(in_snv, minutes=7)
    assert of(sent, CABINET).label == "Đã tới nơi nhận"
    assert Transmission.objects.count() == 2


def test_a_clerk_who_saw_to_it_hears_no_more_of_it(in_snv, axis, sent):
    axis.tell("G22", "fail", EXPIRED)
    follow(in_snv, seconds=20)
    with pytest.raises(NotAllowed):
        operations.settle(row(CABINET).pk, by=in_snv.an, at=in_snv.after(minutes=1))
    operations.settle(row(CABINET).pk, by=in_snv.chi, at=in_snv.after(minutes=1))
    follow(in_snv, hours=30)
    assert [one.kind for one in queries.problems()] == ["undelivered"]  # the other recipient, late by now
    assert queries.problems()[0].title.endswith("chưa tới Sở Y tế")
    with pytest.raises(MovedMeanwhile):
        operations.settle(row(CABINET).pk, by=in_snv.chi, at=in_snv.after(hours=31))
    assert of(sent, CABINET).label == "Chưa tới được nơi nhận"


def test_what_arrived_cannot_be_sent_again(in_snv, axis, sent):
    axis.tell("G22", "done")
    follow(in_snv, seconds=20)
    with pytest.raises(MovedMeanwhile):
        operations.retry(row(CABINET).pk, by=in_snv.chi, at=in_snv.after(minutes=1))


def test_an_axis_that_does_not_know_the_question_is_left_alone(in_snv, axis, sent, monkeypatch):
    def refuses(hub_id):
        raise VxpRefused("9999", "khong ho tro")

    monkeypatch.setattr(axis, "sent", refuses)
    for hours in range(24):
        follow(in_snv, hours=hours, minutes=1)
    assert Following.objects.get().finished_at is not None
    assert of(sent, CABINET).label == "Đã gửi lên trục"
    assert queries.problems() == []


def test_an_axis_out_of_reach_is_asked_again_later(in_snv, axis, sent, monkeypatch):
    answer = axis.sent

    def away(hub_id):
        raise VxpUnreachable("máy chủ không trả lời")

    monkeypatch.setattr(axis, "sent", away)
    assert follow(in_snv, seconds=20) == 0
    monkeypatch.setattr(axis, "sent", answer)
    axis.tell("G22", "done")
    follow(in_snv, minutes=2)
    assert of(sent, CABINET).label == "Đã tới nơi nhận"


def test_a_recipient_listed_under_another_code_of_its_own_is_recognised(in_snv, axis, sent, monkeypatch):
    from vanthu.office.exchange.operations import following

    other = axis.sent("hub-1")
    renamed = [type(one)(**{**vars(one), "to_code": f"000.{one.to_code}", "receive_status": "DONE"}) for one in other]
    monkeypatch.setattr(axis, "sent", lambda hub_id: renamed)
    monkeypatch.setattr(following, "codes_of", lambda code: frozenset({code, f"000.{code}"}))
    follow(in_snv, seconds=20)
    assert {one.label for one in queries.progress(sent.pk)} == {"Đã tới nơi nhận"}


def test_who_reported_on_a_document_has_it_whatever_its_software_tells_the_axis(in_snv, axis, sent):
    reported = edxml.StatusMessage(
        sender=edxml.Organization("G22", "Văn phòng Chính phủ"),
        response_for=edxml.ResponseFor("H99.02", "125/SNV-CCVC", sent.wire_id, in_snv.at.date()),
        status_code="01",
    )
    kept = files.keep(b"<status/>", media_type="application/xml", at=in_snv.at)
    operations.keep_status(
        reported, hub_id="status-1", package=kept.sha256, from_code="G22", at=in_snv.after(minutes=1)
    )
    follow(in_snv, hours=30)
    (problem,) = queries.problems()
    assert problem.title.endswith("chưa tới Sở Y tế")
