"""Read the mailboxes: an e-mail leaves the inbox only after it was kept, so nothing is lost and nothing comes twice.

What the server calls an e-mail (UID, UIDVALIDITY) is never remembered: the fingerprint tells what is here already.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.mailbox import ports
from vanthu.office.mailbox.operations.keeping import keep
from vanthu.office.mailbox.ports import MailboxUnreachable
from vanthu.office.mailbox.states import Source
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.errors import VanThuError
from vanthu.standards.mail import Noticed

if TYPE_CHECKING:
    from vanthu.office.mailbox.ports import Inbox, Lying
    from vanthu.office.settings import Mailbox

log = logging.getLogger("vanthu.mailbox")


def fetch(*, at: datetime) -> int:
    """Keep what lies in the inboxes of all agencies; return how many e-mails left them.

    A mailbox out of reach is a line in the log and does not stop the others.
    """
    kept = 0
    for mailbox in settings.OFFICE.mail_in.mailboxes:
        agency = organizations.agency_by_code(mailbox.agency)
        if agency is None:
            log.error("mail_in.mailboxes: no agency has the code %s", mailbox.agency)
            continue
        try:
            with agency_in_force(agency.pk), ports.opened(mailbox) as inbox:
                kept += sum(_taken_in(inbox, lying, mailbox, at) for lying in inbox.lying())
        except MailboxUnreachable as error:
            log.warning("mailbox %s of %s cannot be read: %s", mailbox.username, mailbox.agency, error)
    return kept


def _taken_in(inbox: Inbox, lying: Lying, mailbox: Mailbox, at: datetime) -> bool:
    """Keep one e-mail, then move it; one that is too large stays where it is, and the clerk is told once."""
    large = lying.size > settings.OFFICE.mail_in.max_mb * 1024 * 1024
    raw = inbox.header_of(lying.uid) if large else inbox.bytes_of(lying.uid)
    told = (_too_large(lying.size),) if large else ()
    try:
        keep(raw, source=Source.MAILBOX, trusted_servers=mailbox.trusted_servers, more=told, at=at)
    except VanThuError as error:
        # E.g. the store is full: the e-mail lies where it is and is tried again.
        log.error("an e-mail of %s could not be kept: %s", mailbox.agency, error.sentence)
        return False
    if not large:
        inbox.put_away(lying.uid)
    return not large


def _too_large(size: int) -> Noticed:
    sentence = (
        f"Thư lớn {size / 1024 / 1024:.0f} MB, quá giới hạn nhận, nên còn nằm trong hộp thư; đề nghị bên gửi gửi qua "
        "trục liên thông, hoặc mở hộp thư để xem."
    )
    return Noticed("VT-THU-CON-TRONG-HOP", sentence)
