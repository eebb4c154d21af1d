"""Notices that go out by e-mail, over the mail server of the installation."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

from django.conf import settings

from vanthu.office.dispatch import ports
from vanthu.office.dispatch.ports import MailNotSent
from vanthu.office.notices import operations as notices
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.mail import write

if TYPE_CHECKING:
    from vanthu.office.notices.models import NoticeMail


def send_mail_due(*, at: datetime) -> int:
    """Send the notices that people want by mail; nothing happens without a mail server."""
    mail = settings.OFFICE.mail
    if mail.host is None:
        return 0
    return notices.send_due(_send, at=at, seconds=int(2 * mail.timeout_seconds + 10))


def _send(row: NoticeMail) -> str | None:
    person = row.notice.person
    try:
        ports.mailer().send(_message(row), to=person.email)
    except MailNotSent as refusal:
        return f"!{refusal.code}" if refusal.final else refusal.code
    return None


def _message(row: NoticeMail) -> EmailMessage:
    """The same row gives the same Message-ID, so that a repetition is known as one."""
    notice, office = row.notice, settings.OFFICE
    sender: str = office.mail.sender or ""
    address = f"{office.public_url.rstrip('/')}/thong-bao/{notice.pk}"
    lines = (notice.title, "", *([notice.text, ""] if notice.text else []), f"Mở trên hệ thống: {address}")
    return write(
        key=str(notice.pk),
        sender=(office.name, sender),
        to=(notice.person.full_name, notice.person.email),
        subject=notice.title,
        text="\n".join((*lines, "", row.agency.name)),
        at=notice.at.astimezone(VIETNAM),
        headers={"Auto-Submitted": "auto-generated"},
    )
