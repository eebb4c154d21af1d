"""Notices that go out: by e-mail over the mail server of the installation, as pushes to browsers."""

from __future__ import annotations

import json
import ssl
from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

import httpx
from django.conf import settings

from vanthu.office.dispatch import ports
from vanthu.office.dispatch.ports import MailNotSent
from vanthu.office.notices import operations as notices
from vanthu.office.notices import queries
from vanthu.office.notices.operations import GONE
from vanthu.office.notices.states import KINDS
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.mail import write
from vanthu.standards.webpush import Outcome, Push, Sender, Subscription

URGENT = frozenset({"urgent", "escalation"})
"""Kinds that wake a sleeping telephone, each on its own."""
TOPIC = "vanthu"
"""Of all others only the last one is delivered to a device that was away."""

if TYPE_CHECKING:
    from vanthu.office.notices.models import NoticeMail, NoticePush


def send_mail_due(*, at: datetime) -> int:
    """Send the notices that people want by mail; nothing happens without a mail server."""
    mail = settings.OFFICE.mail
    if mail.host is None:
        return 0
    return notices.send_due(_send, at=at, seconds=int(2 * mail.timeout_seconds + 10))


def send_pushes_due(*, at: datetime) -> int:
    """Send the notices that people want on their devices; nothing happens without a key (`vanthu office push-key`)."""
    push = settings.OFFICE.push
    if push.key_file is None or not push.key_file.is_file():
        return 0
    trust = ssl.create_default_context(cafile=str(push.ca_file)) if push.ca_file else True
    with httpx.Client(timeout=push.timeout_seconds, verify=trust) as client:
        sender = Sender(push.key_file.read_bytes(), contact=push.contact, hosts=push.hosts, client=client)
        return notices.send_pushes_due(
            lambda row: _pushed(sender, row, at), at=at, seconds=int(2 * push.timeout_seconds + 10)
        )


_CODES = {Outcome.GONE: GONE, Outcome.LATER: "VT-DAY-CHUA-GUI-DUOC", Outcome.REFUSED: "!VT-DAY-BI-TU-CHOI"}


def _pushed(sender: Sender, row: NoticePush, at: datetime) -> str | None:
    device, kind = row.device, row.notice.kind
    urgent = kind in URGENT
    push = Push(_payload(row), int((row.ends_at - at).total_seconds()), urgent=urgent, topic="" if urgent else TOPIC)
    to = Subscription(device.endpoint, device.public_key, device.secret)
    outcome, _word = sender.send(push, to, at=at)
    return _CODES.get(outcome)


def _payload(row: NoticePush) -> bytes:
    """What stands on a locked screen: of what kind, and how much; never what a document or a task says."""
    said = {
        "title": f"{settings.OFFICE.name}: bạn có việc mới",
        "body": KINDS[row.notice.kind].label,
        "unread": queries.unread(row.notice.person),
        "url": f"/thong-bao/{row.notice_id}",
    }
    return json.dumps(said, ensure_ascii=False).encode()


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
