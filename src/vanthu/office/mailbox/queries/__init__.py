"""Questions about the agency's e-mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.dispatch.states import MailState
from vanthu.office.kernel import counting
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import prepared
from vanthu.office.kernel.scope import current_agency
from vanthu.office.mailbox.models import MailAnswer, MailReceived
from vanthu.office.mailbox.states import ReceivedState
from vanthu.standards.mail import Kind

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

LOOK_BACK = timedelta(days=30)
"""What nobody acknowledged for so long is looked for among the e-mails, not on the desk."""

MOST = 200
"""Lines of one list: what is settled is looked for by the document it became."""


def visible_to(person: Person, *, at: datetime) -> QuerySet[MailReceived]:
    """Return the e-mails a person may see: the clerks those of their agency, which may hold anything."""
    return _seen_by(person, _is_clerk(person, at))


def _is_clerk(person: Person, at: datetime) -> bool:
    return access.has_duty(person, Duty.CLERK, at=at)


def _seen_by(person: Person, clerk: bool) -> QuerySet[MailReceived]:
    rows = MailReceived.objects.select_related("eml", "document", "settled_by")
    return rows.filter(agency_id=person.agency_id) if clerk else rows.none()


def get(person: Person, mail_id: UUID, *, at: datetime) -> MailReceived:
    """Return an e-mail; raises NotFound when there is none that this person may see."""
    found = visible_to(person, at=at).filter(pk=mail_id).first()
    if found is None:
        raise NotFound(what="thư")
    return found


def waiting(person: Person, *, at: datetime) -> list[MailReceived]:
    """Return what waits for the clerk, the oldest first: each must be answered the day it comes (ND30-A21.2c)."""
    return _in_line(person, _is_clerk(person, at))


@prepared
def _in_line(person: Person, clerk: bool) -> QuerySet[MailReceived]:
    return _waiting(person, clerk)[0].order_by("arrived_at", "pk")


def unacknowledged(person: Person, *, at: datetime) -> list[MailReceived]:
    """Return documents of agencies that came by e-mail and whose senders have heard nothing, the oldest first.

    Each is to be told the day it comes (ND30-A21.2c). Where an answer waits to leave or could not, it counts; what
    nobody looked at and nobody could be told of counts until it is registered or sent back.
    """
    return _unheard(person, _is_clerk(person, at), at - LOOK_BACK, MOST)


@prepared
def _unheard(person: Person, clerk: bool, since: datetime, most: int) -> QuerySet[MailReceived]:
    mine = _seen_by(person, clerk).filter(official=True, kind=Kind.LETTER).exclude(files=[])
    answered = MailAnswer.objects.filter(mail=OuterRef("pk"))
    unheard = mine.filter(~Exists(answered.filter(sent_at__isnull=False)))
    open_ones = Q(state=ReceivedState.WAITING) | (Exists(answered) & Q(state=ReceivedState.TAKEN))
    return unheard.filter(open_ones, arrived_at__gt=since).order_by("arrived_at", "pk")[:most]


def listing(person: Person, states: Collection[str], *, at: datetime) -> list[MailReceived]:
    """Return the latest e-mails in these states, the newest first."""
    found = visible_to(person, at=at).filter(state__in=states)
    return list(found.order_by("-arrived_at", "-pk")[:MOST])


def counts(person: Person, *, at: datetime) -> int:
    """Return how many e-mails wait."""
    return sum(counting.counted(waiting_ones(person, at=at)).values())


def waiting_ones(person: Person, *, at: datetime) -> counting.Counting:
    """Return what `counts` counts."""
    return counting.Counting(("mailbox.counts", current_agency(), person.pk), _waiting, (person, _is_clerk(person, at)))


def _waiting(person: Person, clerk: bool) -> list[QuerySet[MailReceived]]:
    return [_seen_by(person, clerk).filter(state=ReceivedState.WAITING)]


def of_document(document_id: UUID) -> MailReceived | None:
    """Return the e-mail in which a document came."""
    return MailReceived.objects.filter(document_id=document_id).select_related("eml").first()


def answers(mail_id: UUID) -> list[MailAnswer]:
    """Return what the sender was told, the oldest first."""
    return list(MailAnswer.objects.filter(mail_id=mail_id).order_by("created_at", "pk"))


def answers_failed() -> list[MailAnswer]:
    """Return answers that did not leave and that the worker gave up on."""
    failed = MailAnswer.objects.filter(state=MailState.FAILED).select_related("mail")
    return list(failed.order_by("created_at")[:MOST])


def can_answer() -> bool:
    """Tell whether e-mails can be sent at all."""
    mail = settings.OFFICE.mail
    return bool(mail.host and mail.sender)


def can_receive() -> bool:
    """Tell whether a mailbox of any agency is read."""
    return bool(settings.OFFICE.mail_in.mailboxes)
