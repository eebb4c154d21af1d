"""Sending issued documents by e-mail: a row for each, tried by the worker until it left or its time ran out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.audit import operations as audit
from vanthu.office.dispatch import ports, queries
from vanthu.office.dispatch.models import Mail, MailAttempt
from vanthu.office.dispatch.operations.errors import MailBeingSent
from vanthu.office.dispatch.ports import MailNotSent
from vanthu.office.dispatch.states import MAIL_MOVES
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import make_move
from vanthu.office.kernel.permission import ALLOWED, refused
from vanthu.office.kernel.scope import agency_in_force
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.leases import LeaseLost, finish, lease, postpone
from vanthu.runtime.store import BytesMissing
from vanthu.runtime.transactions import write
from vanthu.standards.mail import write as write_mail

if TYPE_CHECKING:
    from vanthu.office.dispatch.models import Sending
    from vanthu.office.organizations.models import Agency, Person

log = logging.getLogger("vanthu.dispatch")

GAVE_UP = "VT-THU-HET-HAN"
BATCH = 10
File = tuple[str, str, str]
"""SHA-256, file name, media type."""


def queue_mail(sending: Sending, attached: Sequence[File], *, at: datetime) -> Mail:
    """Put an e-mail to one recipient in the queue, in the transaction of the issue."""
    made = Mail.objects.create(
        sending=sending,
        files=[list(file) for file in attached],
        created_at=at,
        due_at=at,
        ends_at=at + _give_up_after(),
        urgency=sending.document.urgency,
    )
    ring_after_commit()
    return made


def send_mail_due(*, at: datetime) -> int:
    """Send what is due, the urgent first, and return how many e-mails came to an end."""
    ended = 0
    seconds = int(2 * settings.OFFICE.mail.timeout_seconds + 10)
    for row in lease(Mail.of_all_agencies.all(), at=at, seconds=seconds * BATCH, limit=BATCH):
        with agency_in_force(row.agency_id):
            ended += _tried(row, at)
    return ended


def retry_mail(mail_id: UUID, *, by: Person, at: datetime) -> None:
    """Try a failed e-mail again from the beginning. Raises NotFound, NotAllowed, MovedMeanwhile."""
    row = queries.mail(mail_id)
    _require_clerk(by, "Gửi lại thư", at)
    with write():
        afresh: dict[str, Any] = {"due_at": at, "tries": 0, "ends_at": at + _give_up_after(), "finished_at": None}
        make_move(Mail.objects.filter(pk=row.pk), "retry", MAIL_MOVES, **afresh)
        audit.record(verb="retry_mail", subject=row.sending.document, by=by, at=at, recipient=row.sending.name)
        ring_after_commit()


def cancel_mail(mail_id: UUID, *, by: Person, at: datetime) -> None:
    """Give up sending. Raises NotFound, NotAllowed, MailBeingSent, MovedMeanwhile once it was sent."""
    row = queries.mail(mail_id)
    _require_clerk(by, "Hủy gửi thư", at)
    with write():
        if Mail.objects.filter(pk=row.pk, leased_until__gt=at).exists():
            raise MailBeingSent(recipient=row.sending.name)
        make_move(Mail.objects.filter(pk=row.pk), "cancel", MAIL_MOVES, finished_at=at, lease=None, leased_until=None)
        audit.record(verb="cancel_mail", subject=row.sending.document, by=by, at=at, recipient=row.sending.name)


def _tried(row: Mail, at: datetime) -> bool:
    """Try once outside any transaction; return whether it came to an end."""
    sending = queries.sending_of(row)
    error: MailNotSent | None = None
    try:
        ports.mailer().send(_message(row, sending), to=sending.email)
    except MailNotSent as refusal:
        error = refusal
    except BytesMissing as missing:
        error = MailNotSent(missing.code, missing.sentence, final=True)
    try:
        return _sent(row, sending, at) if error is None else _not_sent(row, sending, error, at)
    except LeaseLost:
        log.warning("mail %s was taken over by another worker", row.pk)
        return False


def _sent(row: Mail, sending: Sending, at: datetime) -> bool:
    with write():
        MailAttempt.objects.create(mail=row, begun_at=at, succeeded=True)
        make_move(Mail.objects.filter(pk=row.pk), "send", MAIL_MOVES)
        finish(row, at=at, sent_at=at, error_code="", error_sentence="")
        audit.record(
            verb="send_mail", subject=sending.document, by=None, at=at, recipient=sending.name, email=sending.email
        )
    return True


def _not_sent(row: Mail, sending: Sending, error: MailNotSent, at: datetime) -> bool:
    over = row.ends_at <= at
    code, sentence = error.code, error.sentence
    if over and not error.final:
        hours = f"{settings.OFFICE.mail.give_up_after_hours:g}"
        code, sentence = GAVE_UP, f"Đã thử gửi trong {hours} giờ mà không được nên hệ thống dừng lại. {sentence}"
    with write():
        MailAttempt.objects.create(mail=row, begun_at=at, succeeded=False, error_code=code, error_sentence=sentence)
        if not (error.final or over):
            postpone(row, at=at, error_code=code, error_sentence=sentence)
            return False
        make_move(Mail.objects.filter(pk=row.pk), "fail", MAIL_MOVES)
        finish(row, at=at, error_code=code, error_sentence=sentence)
        audit.record(verb="fail_mail", subject=sending.document, by=None, at=at, recipient=sending.name, error=sentence)
    return True


def _message(row: Mail, sending: Sending) -> EmailMessage:
    """Return the message; its id is the row's, so that a repetition is known as one."""
    document, agency = sending.document, row.agency
    sender: str = settings.OFFICE.mail.sender or ""
    reply_to = {"Reply-To": agency.email} if agency.email else {}
    return write_mail(
        key=str(row.pk),
        sender=(agency.name, sender),
        to=(sending.name, sending.email),
        subject=f"{document.code_text}: {document.subject}",
        text=_text(sending, agency),
        at=row.created_at.astimezone(VIETNAM),
        headers=reply_to,
        files=[(files.read(sha256), name, media_type) for sha256, name, media_type in row.files],
    )


def _text(sending: Sending, agency: Agency) -> str:
    document = sending.document
    day = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    lines = (
        f"Kính gửi: {sending.name}",
        "",
        f"{agency.name} gửi {document.type_name} số {document.code_text}{day}: {document.subject}.",
        "Tệp PDF kèm theo đã được ký số của người có thẩm quyền và của cơ quan.",
        "",
        agency.name,
        *(line for line in (agency.address, agency.telephone, agency.website) if line),
    )
    return "\n".join(lines)


def _give_up_after() -> timedelta:
    return timedelta(hours=settings.OFFICE.mail.give_up_after_hours)


def _require_clerk(by: Person, verb: str, at: datetime) -> None:
    clerk = access.has_duty(by, Duty.CLERK, at=at)
    (ALLOWED if clerk else refused("chỉ văn thư của cơ quan được thực hiện việc này")).require(verb)
