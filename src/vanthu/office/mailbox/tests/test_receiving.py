"""E-mails are kept before they leave the inbox, once each; what comes of them is told to who sent them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.mailbox import operations, ports, queries
from vanthu.office.mailbox.states import ReceivedState, Source
from vanthu.office.mailbox.tests.letters import MAILBOX, PASSED, FakeInbox, email
from vanthu.office.settings import MailInSettings, MailSettings
from vanthu.office.testing.cast import Cast
from vanthu.standards.letter import apart
from vanthu.standards.letter.apart import Look

MailReceived = apps.get_model("mailbox", "MailReceived")
MailAnswer = apps.get_model("mailbox", "MailAnswer")
Document = apps.get_model("documents", "Document")


@pytest.fixture(autouse=True)
def with_mail(settings: Any) -> Iterator[None]:
    mail = MailSettings(host="smtp.test", sender="he-thong@snv.thunghiem.example")
    update = {"mail": mail, "mail_in": MailInSettings(mailboxes=(MAILBOX,), max_mb=1)}
    settings.OFFICE = settings.OFFICE.model_copy(update=update)
    with ports.provided(dns=lambda *_, **__: None):
        yield


def fetched(inbox: FakeInbox, cast: Cast) -> int:
    with ports.provided(inbox.opened, dns=lambda *_, **__: None):
        return operations.fetch(at=cast.at)


def only() -> object:
    return MailReceived.objects.get()


def test_the_exact_bytes_are_kept_before_it_leaves_the_inbox(in_snv: Cast) -> None:
    raw = PASSED + email()
    inbox = FakeInbox(raw)
    assert fetched(inbox, in_snv) == 1
    mail = only()
    assert files.read(mail.eml_id) == raw
    assert (inbox.mails, inbox.away) == ({}, [raw])
    assert (mail.state, mail.official, mail.sender_address) == ("waiting", True, "vanthu@syt.thunghiem.gov.vn")
    assert [file["name"] for file in mail.files] == ["45-SYT.pdf"]
    assert files.read(mail.files[0]["sha256"]) == b"%PDF-1.7 junk"


def test_it_comes_to_the_agency_whose_mailbox_it_is(cast: Cast) -> None:
    fetched(FakeInbox(email()), cast)
    with cast.in_snv():
        assert len(queries.waiting(cast.chi, at=cast.at)) == 1
        assert queries.waiting(cast.an, at=cast.at) == []
    with cast.in_syt():
        assert queries.waiting(cast.em, at=cast.at) == []


def test_a_worker_that_dies_between_keeping_and_moving_brings_nothing_twice(in_snv: Cast) -> None:
    inbox = FakeInbox(email())
    inbox.breaks_at = "put_away"
    with pytest.raises(KeyboardInterrupt):
        fetched(inbox, in_snv)
    inbox.breaks_at = ""
    inbox.forget_numbers()
    assert fetched(inbox, in_snv) == 1
    assert (only().times, inbox.mails) == (2, {})


def test_the_same_email_by_another_way_is_the_same_and_other_words_under_its_id_are_told(in_snv: Cast) -> None:
    fetched(
        FakeInbox(email(), b"Received: from elsewhere\r\n" + email(), email(files=(("khac.pdf", b"%PDF-x"),))), in_snv
    )
    assert MailReceived.objects.count() == 2
    told = [finding["code"] for mail in MailReceived.objects.order_by("pk") for finding in mail.findings]
    assert told == ["VT-THU-TRUNG-MA"]


def test_one_that_is_too_large_stays_in_the_inbox_and_is_told_once(in_snv: Cast) -> None:
    inbox = FakeInbox(email(files=(("lon.pdf", b"x" * 2_000_000),)))
    assert (fetched(inbox, in_snv), fetched(inbox, in_snv)) == (0, 0)
    assert len(inbox.mails) == 1
    mail = only()
    assert [finding["code"] for finding in mail.findings] == ["VT-THU-CON-TRONG-HOP"]
    assert mail.sender_address == "vanthu@syt.thunghiem.gov.vn"


def test_a_mailbox_out_of_reach_stops_nothing(in_snv: Cast) -> None:
    class Away(FakeInbox):
        def lying(self) -> list[ports.Lying]:
            raise ports.MailboxUnreachable("connection refused")

    assert fetched(Away(), in_snv) == 0


@pytest.mark.parametrize(
    ("headers", "state"),
    [({"Auto-Submitted": "auto-replied"}, "no_document"), ({"Return-Path": "<>"}, "waiting")],
    ids=["vacation", "bounce"],
)
def test_machines_are_set_aside_and_never_answered(in_snv: Cast, headers: dict[str, str], state: str) -> None:
    """A bounce waits: something that was sent did not arrive."""
    fetched(FakeInbox(PASSED + email(**headers)), in_snv)
    assert only().state == state
    assert not MailAnswer.objects.exists()


def test_what_this_system_sent_itself_is_set_aside(in_snv: Cast) -> None:
    fetched(FakeInbox(email(sender="he-thong@snv.thunghiem.example")), in_snv)
    assert only().state == ReceivedState.NO_DOCUMENT


def test_of_a_secret_one_no_file_is_taken_out(in_snv: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    marked = Look(pages=1, mark="trang 1 có dấu chỉ độ mật «MẬT»")
    monkeypatch.setattr(apart, "look", lambda *_, **__: marked)
    fetched(FakeInbox(email()), in_snv)
    mail = only()
    assert [finding["code"] for finding in mail.findings] == ["VT-THU-MAT"]
    assert "sha256" not in mail.files[0]


def test_of_one_that_could_not_be_looked_through_the_clerk_is_told(
    in_snv: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "look", lambda *_, **__: Look(given_up=True))
    fetched(FakeInbox(email()), in_snv)
    mail = only()
    assert [finding["code"] for finding in mail.findings] == ["VT-THU-KHONG-DOC-DUOC-TEP"]
    assert "sha256" in mail.files[0]


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def answers() -> list[tuple[str, str]]:
    return list(MailAnswer.objects.order_by("created_at", "pk").values_list("kind", "mail__sender_address"))


def test_an_agency_hears_the_same_day_that_its_email_is_here(in_snv: Cast) -> None:
    """ND30-A21.2c. A forged address hears nothing, or whoever it belongs to would."""
    fetched(FakeInbox(PASSED + email(number=1), email(number=2), PASSED + email(number=3, files=())), in_snv)
    assert answers() == [("received", "vanthu@syt.thunghiem.gov.vn")]


def test_two_machines_do_not_write_to_each_other_for_ever(in_snv: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanthu.office.mailbox.operations.answering.MOST_A_DAY", 2)
    fetched(FakeInbox(*(PASSED + email(number=number) for number in range(5))), in_snv)
    assert len(answers()) == 2


def uploaded(cast: Cast, raw: bytes | None = None) -> object:
    return operations.upload(raw or email(), "thu.eml", by=cast.chi, at=cast.at)


def test_what_is_turned_away_goes_back_with_the_reason(in_snv: Cast) -> None:
    mail = uploaded(in_snv)
    with pytest.raises(operations.MailReasonMissing):
        operations.turn_away(mail.pk, reason=" ", by=in_snv.chi, at=in_snv.at)
    operations.turn_away(mail.pk, reason="Gửi nhầm cơ quan", by=in_snv.chi, at=in_snv.at)
    assert only().state == ReceivedState.RETURNED
    assert MailAnswer.objects.get().text.endswith("Gửi nhầm cơ quan")
    with pytest.raises(MovedMeanwhile):
        operations.set_aside(mail.pk, by=in_snv.chi, at=in_snv.at)


def test_what_is_no_document_is_set_aside_and_can_be_looked_at_again(in_snv: Cast) -> None:
    mail = uploaded(in_snv)
    operations.set_aside(mail.pk, reason="Thư quảng cáo", by=in_snv.chi, at=in_snv.at)
    assert not MailAnswer.objects.exists()
    operations.look_again(mail.pk, by=in_snv.chi, at=in_snv.at)
    assert only().state == ReceivedState.WAITING


def test_a_file_that_somebody_saved_proves_nothing_by_lines_in_it(in_snv: Cast) -> None:
    mail = uploaded(in_snv, PASSED + email())
    assert (mail.source, mail.official) == (Source.FILE, False)


@pytest.mark.parametrize("raw", [b"junk", b"PK\x03\x04", b""])
def test_what_is_no_email_is_refused(in_snv: Cast, raw: bytes) -> None:
    with pytest.raises(operations.NotAnEmail):
        operations.upload(raw, "thu.msg", by=in_snv.chi, at=in_snv.at)
    with pytest.raises(operations.EmailTooLarge):
        operations.upload(b"From: a@b.vn\r\n\r\n" + b"x" * 1_100_000, "thu.eml", by=in_snv.chi, at=in_snv.at)


def test_only_clerks_of_the_agency_see_and_settle_e_mails(in_snv: Cast) -> None:
    mail = uploaded(in_snv)
    for person in (in_snv.an, in_snv.binh, in_snv.dung, in_snv.em):
        with pytest.raises(NotFound):
            operations.turn_away(mail.pk, reason="x", by=person, at=in_snv.at)
    for person in (in_snv.an, in_snv.binh, in_snv.dung):
        with pytest.raises(NotAllowed):
            operations.upload(email(number=2), "thu.eml", by=person, at=in_snv.at)
    with in_snv.in_syt(), pytest.raises(NotFound):
        operations.set_aside(mail.pk, by=in_snv.em, at=in_snv.at)


def test_an_answer_reads_as_it_was_written(in_snv: Cast) -> None:
    """Long Vietnamese subjects go in pieces, and no space is lost between them."""
    from vanthu.office.dispatch import ports as sending
    from vanthu.standards.mail import read

    sent: list[Any] = []

    class Post:
        def send(self, message: Any, *, to: str) -> None:
            sent.append((to, message))

    subject = "Gửi văn bản của Sở Y tế về việc phối hợp phòng, chống dịch bệnh trên địa bàn tỉnh"
    mail = uploaded(in_snv)
    MailReceived.objects.filter(pk=mail.pk).update(subject=subject)
    operations.turn_away(mail.pk, reason="Gửi nhầm cơ quan", by=in_snv.chi, at=in_snv.at)
    with sending.provided(Post()):
        assert operations.send_answers_due(at=in_snv.at) == 1
        assert operations.send_answers_due(at=in_snv.at) == 0
    letter = read(sent[0][1].as_bytes())
    assert letter.subject == f"Trả lại kèm lý do: {subject}"
    assert "Gửi nhầm cơ quan" in letter.text


def test_what_has_not_been_acknowledged_is_told_until_its_sender_has_heard(in_snv: Cast) -> None:
    fetched(FakeInbox(PASSED + email()), in_snv)
    mail = only()
    assert queries.unacknowledged(in_snv.chi, at=in_snv.at) == [mail]
    assert queries.unacknowledged(in_snv.an, at=in_snv.at) == []
    MailAnswer.objects.filter(mail=mail).update(sent_at=in_snv.at)
    assert queries.unacknowledged(in_snv.chi, at=in_snv.at) == []


def test_what_is_not_certainly_of_an_agency_need_not_be_acknowledged(in_snv: Cast) -> None:
    fetched(FakeInbox(email()), in_snv)
    assert queries.unacknowledged(in_snv.chi, at=in_snv.at) == []
