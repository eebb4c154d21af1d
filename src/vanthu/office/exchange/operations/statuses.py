"""The statuses we owe the issuers of what we received, in order, each with bytes that never change (QD28-A6.5)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet

from vanthu.office.audit import operations as audit
from vanthu.office.exchange.models import ReceivedPackage, StatusToSend
from vanthu.office.exchange.operations.calling import UNREACHABLE, Answer, given_up, lease_seconds, send
from vanthu.office.exchange.operations.outbox import EDXML, give_up_after
from vanthu.office.exchange.operations.stopwatch import Stopwatch
from vanthu.office.exchange.states import TRANSMISSION_MOVES
from vanthu.office.files import operations as files
from vanthu.office.kernel.scope import agency_in_force, current_agency
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.lanes import in_lanes
from vanthu.runtime.leases import LeaseLost, finish, give_back, lease, postpone
from vanthu.runtime.transactions import write
from vanthu.standards import edxml
from vanthu.standards.edxml import StatusCode
from vanthu.standards.vxp import MessageType

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person

log = logging.getLogger("vanthu.exchange")

AT_ONCE = 6
"""Statuses taken together: as many as go beside each other, so that none waits long with its lease running."""


def queue_status(
    document: Document, *, status: StatusCode, description: str = "", by: Person | None, at: datetime
) -> StatusToSend | None:
    """Report a status of a received document to its issuer; None when nobody waits for it.

    That is so for a document that came on paper: it has no identifier by which its issuer's software knows it.
    """
    if not (document.wire_id and document.issuer_code):
        return None
    about = edxml.ResponseFor(document.issuer_code, document.code_text, document.wire_id, document.issued_on)
    with write():
        ordinal = 1 + (StatusToSend.objects.filter(document=document).aggregate(last=Max("ordinal"))["last"] or 0)
        row = StatusToSend(document=document, urgency=document.urgency, ordinal=ordinal)
        return _queued(row, about, status, description, by=by, at=at)


def queue_wish(document: Document, *, recipient_code: str, reason: str, by: Person, at: datetime) -> StatusToSend:
    """Ask one recipient to give an issued document back (status 13; QD28-A8)."""
    about = edxml.ResponseFor(recipient_code, document.code_text, document.wire_id, document.issued_on)
    with write():
        ordinal = 1 + (StatusToSend.objects.filter(document=document).aggregate(last=Max("ordinal"))["last"] or 0)
        row = StatusToSend(document=document, urgency=document.urgency, ordinal=ordinal)
        return _queued(row, about, StatusCode.TAKE_BACK, reason, by=by, at=at)


def queue_refusal(
    received: ReceivedPackage, *, about: edxml.ResponseFor, description: str, at: datetime
) -> StatusToSend | None:
    """Tell a sender that its package was refused (status 02) although it never became a document here.

    None when the package does not say whom to tell and of what.
    """
    if not (about.organ_id and about.document_id):
        return None
    with write():
        row = StatusToSend(received=received, ordinal=1)
        return _queued(row, about, StatusCode.REFUSED, description, by=None, at=at)


def send_due_statuses(*, at: datetime) -> int:
    """Send the statuses that are due and return how many came to an end.

    A status never leaves before an earlier one of the same document; those of different agencies go beside each other.
    Stops when the axis gives no answer.
    """
    watch, ended, away = Stopwatch(at), list[bool](), list[str]()

    def turn(row: StatusToSend) -> bool:
        with agency_in_force(row.agency_id):
            answer = _send(row, watch)
        ended.append(answer.ends)
        if answer.error_code == UNREACHABLE:
            away.append(answer.error_code)
        return not away and not watch.over

    while not (away or watch.over) and (rows := _leased(watch.time)):
        in_lanes(rows, lambda row: row.agency_id, turn, untried=partial(_give_back, watch), name="statuses")
    return sum(ended)


def _leased(at: datetime) -> list[StatusToSend]:
    return lease(_first_of_each(), at=at, seconds=lease_seconds(), limit=AT_ONCE)


def _give_back(watch: Stopwatch, rows: Sequence[StatusToSend]) -> None:
    """Let go of what was taken and not tried; a worker that took it over meanwhile has it."""
    for row in rows:
        with agency_in_force(row.agency_id), suppress(LeaseLost):
            give_back(row, at=watch.time, seconds=0, tries=max(row.tries - 1, 0))


def _first_of_each() -> QuerySet[StatusToSend]:
    earlier = StatusToSend.of_all_agencies.filter(
        document_id=OuterRef("document_id"), ordinal__lt=OuterRef("ordinal"), finished_at__isnull=True
    )
    return StatusToSend.of_all_agencies.exclude(Exists(earlier))


def _queued(
    row: StatusToSend,
    about: edxml.ResponseFor,
    status: StatusCode,
    description: str,
    *,
    by: Person | None,
    at: datetime,
) -> StatusToSend:
    """Write the message, keep it, and put the row in the outbox."""
    row.agency_id, row.recipient_code = current_agency(), about.organ_id
    row.status_code, row.description = status.value, description or status.label
    row.happened_at, row.due_at, row.ends_at = at, at, at + give_up_after()
    row.staff_name, row.staff_unit, row.staff_email, row.staff_mobile = _contact(by)
    message = edxml.StatusMessage(
        sender=_sender(row.agency_id),
        response_for=about,
        status_code=row.status_code,
        description=row.description,
        timestamp=at.astimezone(VIETNAM),
        staff=_staff(row) if by else None,
    )
    row.package_id = files.keep(edxml.write_bytes(message), media_type=EDXML, at=at).sha256
    row.save(force_insert=True)
    ring_after_commit()
    return row


def _contact(by: Person | None) -> tuple[str, str, str, str]:
    if by is None:
        return "", "", "", ""
    return by.full_name, by.unit.name if by.unit else "", by.email, by.mobile


def _staff(row: StatusToSend) -> edxml.StaffInfo:
    unit, email, mobile = row.staff_unit or None, row.staff_email or None, row.staff_mobile or None
    return edxml.StaffInfo(department=unit, staff=row.staff_name, email=email, mobile=mobile)


def _sender(agency_id: UUID) -> edxml.Organization:
    agency = organizations.agency(agency_id)
    return edxml.Organization(
        organ_id=agency.code,
        organ_name=agency.name,
        organization_in_charge=agency.governing_name or None,
        organ_add=agency.address or None,
        email=agency.email or None,
        telephone=agency.telephone or None,
    )


def _send(row: StatusToSend, watch: Stopwatch) -> Answer:
    begun = watch.time
    if row.ends_at <= begun and row.tries > 1:
        answer = given_up(Answer(sentence=row.error_sentence))
    else:
        code = organizations.agency(row.agency_id).code
        answer = send(row.package_id, from_code=code, message_type=MessageType.STATUS)
        if not answer.ends and row.ends_at <= begun:
            answer = given_up(answer)
    try:
        with write():
            _write(row, answer, watch.time)
    except LeaseLost:
        log.warning("status %s was taken over by another worker", row.pk)
    return answer


def _write(row: StatusToSend, answer: Answer, at: datetime) -> None:
    said = {"error_code": answer.error_code, "error_sentence": answer.sentence}
    if answer.succeeded:
        finish(row, at=at, state=TRANSMISSION_MOVES.target("send"), hub_id=answer.hub_id, sent_at=at, **said)
    elif answer.final:
        finish(row, at=at, state=TRANSMISSION_MOVES.target("fail"), **said)
    else:
        postpone(row, at=at, **said)
        return
    verb = "send_status" if answer.succeeded else "fail_status"
    subject = row.document or row.received or row
    audit.record(verb=verb, subject=subject, by=None, at=at, status=row.status_code, to=row.recipient_code)
