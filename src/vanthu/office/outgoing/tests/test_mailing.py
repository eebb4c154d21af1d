"""Sending by e-mail: queued with the issue, tried by the worker, ended at last (CT15-mail)."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch import ports
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.dispatch.adapters.smtp import Smtp
from vanthu.office.dispatch.ports import MailNotSent
from vanthu.office.dispatch.states import MailState, Way
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations, queries
from vanthu.office.outgoing.operations import Addressee
from vanthu.office.outgoing.tests.stories import draft, issued, latest_pdf, sealed
from vanthu.office.settings import MailSettings
from vanthu.office.testing.cast import Cast

GUEST = Addressee("Ông Nguyễn Văn Khách", "", "khach@anhduong.example")
WHY = "Nơi nhận đề nghị gửi thư"
BY_MAIL = {GUEST.name: (Way.EMAIL, WHY)}


class FakeMailer:
    """Keeps what is sent, or refuses as told."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, EmailMessage]] = []
        self.refusal: MailNotSent | None = None

    def send(self, message: EmailMessage, *, to: str) -> None:
        if self.refusal:
            raise self.refusal
        self.sent.append((to, message))


@pytest.fixture
def mailer(office: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeMailer]:
    server = MailSettings(host="127.0.0.1", sender="vanthu@snv.example", give_up_after_hours=24)
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"mail": server}))
    fake = FakeMailer()
    with ports.provided(fake):
        yield fake


@pytest.fixture
def letter(office: Cast, mailer: FakeMailer) -> Any:
    outgoing = sealed(office, recipients=(), others=(GUEST,))
    return operations.issue(outgoing.pk, ways=BY_MAIL, by=office.chi, at=office.after(minutes=35))


def row(letter: Any) -> Any:
    (found,) = dispatched.mails(letter.pk).values()
    return found


def work(at: datetime) -> int:
    return dispatch.send_mail_due(at=at)


def test_the_worker_sends_the_sealed_pdf_with_what_the_recipient_must_know(
    office: Cast, mailer: FakeMailer, letter: Any
) -> None:
    assert mailer.sent == [], "nothing leaves within the issue itself"
    assert work(office.after(minutes=36)) == 1
    ((to, sent),) = mailer.sent
    message = cast(EmailMessage, message_from_bytes(sent.as_bytes(), policy=default))
    assert (to, message["Subject"]) == (GUEST.email, "01/SNV-CCVC: rà soát danh mục vị trí việc làm năm 2026")
    assert "vanthu@snv.example" in message["From"]
    (pdf,) = message.iter_attachments()
    assert pdf.get_filename() == "01-SNV-CCVC.pdf"
    assert pdf.get_content() == latest_pdf(letter)
    assert "Kính gửi: Ông Nguyễn Văn Khách" in message.get_body().get_content()  # type: ignore[union-attr]
    assert (row(letter).state, row(letter).sent_at) == (MailState.SENT, office.after(minutes=36))


def test_a_message_that_left_is_not_sent_again(office: Cast, mailer: FakeMailer, letter: Any) -> None:
    assert [work(office.after(hours=hour)) for hour in (1, 2)] == [1, 0]
    assert len(mailer.sent) == 1


def test_a_server_out_of_reach_is_tried_again_until_the_time_runs_out(
    office: Cast, mailer: FakeMailer, letter: Any
) -> None:
    mailer.refusal = MailNotSent("VT-THU-KHONG-LIEN-LAC", "Chưa gửi được.")
    assert work(office.after(minutes=36)) == 0
    assert (row(letter).state, row(letter).error_code) == (MailState.WAITING, "VT-THU-KHONG-LIEN-LAC")
    assert work(office.after(hours=26)) == 1
    assert (row(letter).state, row(letter).error_code) == (MailState.FAILED, "VT-THU-HET-HAN")
    assert [one.succeeded for one in row(letter).attempts.all()] == [False, False]
    assert [one.pk for one in dispatched.mail_troubles()] == [row(letter).pk]


def test_an_address_that_the_server_refuses_ends_at_once_and_a_clerk_tries_again(
    office: Cast, mailer: FakeMailer, letter: Any
) -> None:
    mailer.refusal = MailNotSent("VT-THU-TU-CHOI", "Không có hộp thư này.", final=True)
    assert work(office.after(hours=1)) == 1
    with pytest.raises(NotAllowed):
        dispatch.retry_mail(row(letter).pk, by=office.an, at=office.after(hours=2))
    mailer.refusal = None
    dispatch.retry_mail(row(letter).pk, by=office.chi, at=office.after(hours=2))
    assert work(office.after(hours=2)) == 1
    assert row(letter).state == MailState.SENT
    assert dispatched.mail_troubles() == []


def test_a_clerk_gives_up_an_email_but_not_while_it_is_being_sent(
    office: Cast, mailer: FakeMailer, letter: Any
) -> None:
    at = office.after(hours=1)
    type(row(letter)).objects.update(leased_until=office.after(hours=2))
    with pytest.raises(dispatch.MailBeingSent):
        dispatch.cancel_mail(row(letter).pk, by=office.chi, at=at)
    dispatch.cancel_mail(row(letter).pk, by=office.chi, at=office.after(hours=3))
    assert work(office.after(hours=4)) == 0
    assert (row(letter).state, mailer.sent) == (MailState.CANCELLED, [])


def test_invitations_go_by_email_to_whoever_gave_an_address(office: Cast, mailer: FakeMailer) -> None:
    outgoing = draft(office, others=(GUEST, Addressee("Bà Lê Thị B")), type_code="thong_bao")
    found = {one.target.name: one.way for one in queries.ways(outgoing, at=office.at)}
    assert (found[GUEST.name], found["Bà Lê Thị B"]) == (Way.EMAIL, Way.PAPER)


def test_without_a_mail_server_the_rule_says_paper_and_choosing_email_says_what_is_missing(office: Cast) -> None:
    outgoing = draft(office, others=(GUEST,), type_code="thong_bao")
    found = {one.target.name: one.way for one in queries.ways(outgoing, at=office.at)}
    assert found[GUEST.name] == Way.PAPER
    with pytest.raises(dispatch.WayNotPossible, match=r"người quản trị cần khai mục \[mail\]"):
        operations.choose_ways(outgoing.pk, BY_MAIL, by=office.an, at=office.at)


def test_an_issue_by_the_axis_queues_no_email(office: Cast, mailer: FakeMailer) -> None:
    assert dispatched.mails(issued(office).pk) == {}


class Inbox:
    """A mail server's handler: keeps what it takes, refuses one address."""

    def __init__(self) -> None:
        self.taken: list[Any] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("khong-co@"):
            return "550 5.1.1 khong co hop thu nay"
        if address.startswith("day@"):
            return "452 4.2.2 hop thu day"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, Smtp]]:
    handler = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    place = MailSettings(host="127.0.0.1", port=port, security="none", sender="vanthu@snv.example")
    yield handler, Smtp(place)
    controller.stop()


def message() -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "01/SNV: thử", "vanthu@snv.example", "khach@x.example"
    made.set_content("Kính gửi ông Khách")
    return made


def test_a_real_server_gets_the_message_on_loopback(inbox: tuple[Inbox, Smtp]) -> None:
    handler, smtp = inbox
    smtp.send(message(), to="khach@x.example")
    (taken,) = handler.taken
    assert (taken.mail_from, taken.rcpt_tos) == ("vanthu@snv.example", ["khach@x.example"])
    assert b"Subject:" in taken.content


@pytest.mark.parametrize(("to", "final"), [("khong-co@x.example", True), ("day@x.example", False)])
def test_what_a_real_server_refuses_for_good_and_for_now_is_told_apart(
    inbox: tuple[Inbox, Smtp], to: str, final: bool
) -> None:
    with pytest.raises(MailNotSent) as refused:
        inbox[1].send(message(), to=to)
    assert (refused.value.code, refused.value.final) == ("VT-THU-TU-CHOI", final)


def test_a_server_without_the_encryption_asked_for_gets_nothing(inbox: tuple[Inbox, Smtp]) -> None:
    handler, plain = inbox
    place = plain._server.model_copy(update={"security": "starttls"})
    with pytest.raises(MailNotSent) as refused:
        Smtp(place).send(message(), to="khach@x.example")
    assert isinstance(refused.value.__cause__, smtplib.SMTPNotSupportedError)
    assert handler.taken == []


def test_nobody_there_is_something_to_try_again() -> None:
    nowhere = MailSettings(host="127.0.0.1", port=9, security="none", sender="a@b.example", timeout_seconds=2)
    with pytest.raises(MailNotSent) as refused:
        Smtp(nowhere).send(message(), to="khach@x.example")
    assert (refused.value.code, refused.value.final) == ("VT-THU-KHONG-LIEN-LAC", False)
