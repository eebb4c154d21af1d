"""Keep an e-mail: its exact bytes first, then what is read in them; the same e-mail again is the same row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F

from vanthu.office.audit import operations as audit
from vanthu.office.files import operations as files
from vanthu.office.kernel.scope import current_agency
from vanthu.office.mailbox import policies, ports
from vanthu.office.mailbox.models import MailReceived
from vanthu.office.mailbox.operations.answering import acknowledge
from vanthu.office.mailbox.operations.errors import EmailTooLarge, NotAnEmail
from vanthu.office.mailbox.operations.opening import opened
from vanthu.office.mailbox.states import ReceivedState, Source
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.transactions import write
from vanthu.standards import mail as standard
from vanthu.standards.mail import Kind, Letter, Noticed, Origin

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

EML = "message/rfc822"
BY_MACHINES = frozenset({Kind.AUTOMATIC, Kind.OWN})
"""Nobody needs to look at these; bounces are about something that did not arrive."""


def keep(
    raw: bytes,
    *,
    source: Source,
    trusted_servers: Collection[str] = (),
    more: tuple[Noticed, ...] = (),
    at: datetime,
) -> MailReceived:
    """Keep an e-mail of the agency in force; once it is here, coming again only counts.

    `trusted_servers`: see `standards.mail.judge`. `more`: what was noticed before it was read.
    """
    fingerprint = standard.fingerprint(raw)
    if known := _again(fingerprint):
        return known
    eml = files.keep(raw, media_type=EML, at=at)
    letter = standard.read(raw, own_addresses=[settings.OFFICE.mail.sender or ""])
    origin = standard.judge(
        raw, letter, dns=ports.dns() if settings.OFFICE.mail_in.dkim else None, trusted_servers=trusted_servers
    )
    found, noticed = opened(letter, at=at)
    noticed = (*more, *letter.noticed, *_other_with_this_id(letter), *noticed)
    said = _said(letter, origin, noticed)
    aside = {"state": ReceivedState.NO_DOCUMENT, "settled_at": at} if letter.kind in BY_MACHINES else {}
    with write():
        row, new = MailReceived.objects.get_or_create(
            agency_id=current_agency(),
            fingerprint=fingerprint,
            defaults={"source": source, "eml": eml, "files": found, "arrived_at": at, **said, **aside},
        )
        if new:
            audit.record(verb="keep_mail", subject=row, by=None, at=at, eml=eml.sha256, origin=origin.sentence)
            acknowledge(row, wanted=letter.replies_wanted, at=at)
            ring_after_commit()
    return row


def upload(raw: bytes, file_name: str, *, by: Person, at: datetime) -> MailReceived:
    """Keep an e-mail that somebody saved as a file; only its own signature tells where it comes from.

    Raises NotAllowed, NotAnEmail, EmailTooLarge.
    """
    policies.may_upload(by, at=at).require("Tải thư điện tử lên")
    limit = settings.OFFICE.mail_in.max_mb
    if len(raw) > limit * 1024 * 1024:
        raise EmailTooLarge(file_name=file_name, limit_mb=limit)
    letter = standard.read(raw)
    if not (letter.sender_address or letter.message_id):
        raise NotAnEmail(file_name=file_name)
    return keep(raw, source=Source.FILE, at=at)


def _again(fingerprint: str) -> MailReceived | None:
    found = MailReceived.objects.filter(fingerprint=fingerprint)
    with write():
        return found.first() if found.update(times=F("times") + 1) else None


def _other_with_this_id(letter: Letter) -> tuple[Noticed, ...]:
    """A repeated Message-ID over other content is a mistake or a trick; the e-mail is kept all the same."""
    if not letter.message_id or not MailReceived.objects.filter(message_id=letter.message_id).exists():
        return ()
    return (Noticed("VT-THU-TRUNG-MA", "Một thư khác nội dung đã đến với cùng mã thư (Message-ID); hãy so hai thư."),)


def _said(letter: Letter, origin: Origin, noticed: tuple[Noticed, ...]) -> dict[str, Any]:
    return {
        "message_id": letter.message_id,
        "sender_name": letter.sender_name,
        "sender_address": letter.sender_address,
        "subject": letter.subject[:1000],
        "sent_at": letter.sent_at,
        "text": letter.text,
        "kind": letter.kind.value,
        "official": origin.official,
        "origin": origin.sentence[:600],
        "checks": origin.checks,
        "findings": [{"code": one.code, "sentence": one.sentence} for one in noticed],
    }
