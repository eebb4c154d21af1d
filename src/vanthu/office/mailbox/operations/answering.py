"""Tell senders what became of their e-mail: a row each, sent by the worker until it left or its time ran out."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

from django.conf import settings

from vanthu.office.audit import operations as audit
from vanthu.office.dispatch import ports as sending
from vanthu.office.dispatch.states import MAIL_MOVES
from vanthu.office.kernel.moves import make_move
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.mailbox import queries
from vanthu.office.mailbox.models import MailAnswer, MailReceived
from vanthu.office.mailbox.states import Answer
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.leases import LeaseLost, finish, lease, postpone
from vanthu.runtime.transactions import write
from vanthu.standards.mail import Kind
from vanthu.standards.mail import write as write_mail

if TYPE_CHECKING:
    from uuid import UUID

log = logging.getLogger("vanthu.mailbox")

BATCH = 10
MOST_A_DAY = 50
"""So many acknowledgements go to one address within a day: two machines never write to each other for ever."""


def acknowledge(mail: MailReceived, *, wanted: bool, at: datetime) -> MailAnswer | None:
    """Tell an agency the same day that its e-mail is here (ND30-A21.2c); nobody whose address may be forged."""
    if not (wanted and mail.official and mail.files):
        return None
    since = at - timedelta(days=1)
    told = MailAnswer.objects.filter(mail__sender_address=mail.sender_address, created_at__gt=since)
    if told.filter(kind=Answer.RECEIVED).count() >= MOST_A_DAY:
        return None
    when = mail.arrived_at.astimezone(VIETNAM)
    return queue(mail, Answer.RECEIVED, f"Đã nhận thư lúc {when:%H:%M ngày %d/%m/%Y}; văn thư sẽ xem và vào sổ.", at=at)


def queue(mail: MailReceived, kind: Answer, text: str, *, at: datetime) -> MailAnswer | None:
    """Put an answer in the queue, once of each kind; None where no mail can be sent or nobody can be answered."""
    if not queries.can_answer() or not mail.sender_address or mail.kind != Kind.LETTER:
        return None
    ends_at = at + timedelta(hours=settings.OFFICE.mail.give_up_after_hours)
    row, _ = MailAnswer.objects.get_or_create(
        agency_id=mail.agency_id,
        mail=mail,
        kind=kind,
        defaults={"text": text, "created_at": at, "due_at": at, "ends_at": ends_at},
    )
    ring_after_commit()
    return row


def tell_sender(document_id: UUID, text: str, *, kind: Answer = Answer.REGISTERED, at: datetime) -> None:
    """Tell the sender of the e-mail in which a document came what became of it; nothing when it came otherwise."""
    mail = queries.of_document(document_id)
    if mail is not None:
        said = f"Văn bản gửi kèm thư được trả lại. Lý do: {text}" if kind is Answer.RETURNED else text
        queue(mail, kind, said, at=at)


def send_answers_due(*, at: datetime) -> int:
    """Send what is due and return how many answers came to an end."""
    ended = 0
    seconds = int(2 * settings.OFFICE.mail.timeout_seconds + 10)
    for row in lease(MailAnswer.of_all_agencies.all(), at=at, seconds=seconds * BATCH, limit=BATCH):
        with agency_in_force(row.agency_id):
            ended += _tried(row, at)
    return ended


def _tried(row: MailAnswer, at: datetime) -> bool:
    """Try once outside any transaction; return whether it came to an end."""
    error: sending.MailNotSent | None = None
    try:
        sending.mailer().send(_message(row), to=row.mail.sender_address)
    except sending.MailNotSent as refusal:
        error = refusal
    try:
        return _sent(row, at) if error is None else _not_sent(row, error, at)
    except LeaseLost:
        log.warning("answer %s was taken over by another worker", row.pk)
        return False


def _sent(row: MailAnswer, at: datetime) -> bool:
    with write():
        make_move(MailAnswer.objects.filter(pk=row.pk), "send", MAIL_MOVES)
        finish(row, at=at, sent_at=at, error_code="", error_sentence="")
        audit.record(verb="answer_mail", subject=row.mail, by=None, at=at, kind=row.kind, to=row.mail.sender_address)
    return True


def _not_sent(row: MailAnswer, error: sending.MailNotSent, at: datetime) -> bool:
    said = {"error_code": error.code, "error_sentence": error.sentence}
    with write():
        if not error.final and row.ends_at > at:
            postpone(row, at=at, **said)
            return False
        make_move(MailAnswer.objects.filter(pk=row.pk), "fail", MAIL_MOVES)
        finish(row, at=at, **said)
        audit.record(verb="fail_answer", subject=row.mail, by=None, at=at, kind=row.kind, error=error.sentence)
    return True


def _message(row: MailAnswer) -> EmailMessage:
    """Return the message; its id is the row's, so that a repetition is known as one."""
    mail, agency = row.mail, row.agency
    sender: str = settings.OFFICE.mail.sender or ""
    lines = (f"{agency.name} thông báo về thư «{mail.subject}»:", "", row.text, "", agency.name)
    # A machine that reads this must not answer it (RFC 3834).
    headers = {"Auto-Submitted": "auto-replied"} | ({"Reply-To": agency.email} if agency.email else {})
    if mail.message_id:
        headers |= {"In-Reply-To": mail.message_id, "References": mail.message_id}
    return write_mail(
        key=str(row.pk),
        sender=(agency.name, sender),
        to=("", mail.sender_address),
        subject=f"{Answer(row.kind).label}: {mail.subject or '(không có tiêu đề)'}",
        text="\n".join(lines),
        at=row.created_at.astimezone(VIETNAM),
        headers=headers,
    )
