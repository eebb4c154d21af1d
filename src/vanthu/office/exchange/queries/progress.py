"""How far a document has come, recipient by recipient (QD28-A8, A10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from vanthu.office.exchange.models import StatusReceived, Transmission
from vanthu.office.exchange.queries.correspondents import codes_of
from vanthu.office.exchange.queries.wishes import asked_back
from vanthu.office.exchange.states import Transfer, TransmissionState
from vanthu.office.kernel.prepared import prepared
from vanthu.standards.edxml import BusinessType, StatusCode

_SAME_RANK = {StatusCode.CHANGE_REFUSED: StatusCode.CHANGE_ACCEPTED}


@dataclass(frozen=True)
class StatusSeen:
    """One status as the recipient reported it: `at` is the recipient's time, `received_at` ours."""

    code: str
    label: str
    description: str
    at: datetime | None
    received_at: datetime
    staff: str

    @property
    def rank(self) -> tuple[str, datetime]:
        """Later steps of handling come after earlier ones, whatever order they arrived in."""
        known = self.code in set(StatusCode)
        step = _SAME_RANK.get(StatusCode(self.code), StatusCode(self.code)).value if known else ""
        return step, self.at or self.received_at


@dataclass(frozen=True)
class RecipientProgress:
    """One recipient: how far we brought the document, and what the recipient reported, oldest first.

    `transmission_id` is None for somebody who reported without being a recipient, e.g. a unit it was passed on to.
    """

    code: str
    name: str
    transmission_id: UUID | None
    state: str
    state_label: str
    sent_at: datetime | None
    attempts: int
    error_sentence: str
    statuses: tuple[StatusSeen, ...]
    transfer: str = ""
    """What the axis tells of the package (`states.Transfer`); empty: nothing yet, or it took none."""
    transfer_label: str = ""
    transfer_sentence: str = ""
    arrived_at: datetime | None = None
    """When it came into the recipient's system, as the axis tells."""
    undelivered: bool = False
    """Whether it does not arrive and nobody has seen to it."""
    asked_back_at: datetime | None = None
    """When we last asked this recipient to give the document back."""
    told_at: tuple[datetime, ...] = ()
    """When this recipient was told news of the document (updates)."""
    told_label: str = ""
    """How far the last of these has come."""

    @property
    def highest(self) -> StatusSeen | None:
        """The furthest step the recipient reported."""
        return max(self.statuses, key=lambda seen: seen.rank, default=None)

    @property
    def label(self) -> str:
        """What to show in one word: the recipient's furthest step, else how far sending has come."""
        return self.highest.label if self.highest else self.transfer_label or self.state_label


def progress(document_id: UUID) -> list[RecipientProgress]:
    """Return every recipient in the order of sending, then those who reported without being asked."""
    reports, sent = _reports(document_id), _sent(document_id)
    asked = asked_back(document_id)
    news = [row for row in sent if row.business == BusinessType.UPDATE]
    recipients = [
        replace(
            _recipient(row, row.tried, _of(row.recipient_code, reports)),
            asked_back_at=asked.get(row.recipient_code),
            told_at=tuple(one.created_at for one in news if one.recipient_code == row.recipient_code),
            told_label=next((_told(one) for one in reversed(news) if one.recipient_code == row.recipient_code), ""),
        )
        for row in sent
        if row.business != BusinessType.UPDATE
    ]
    mine = {code for recipient in recipients for code in codes_of(recipient.code)}
    others = {report.from_code: report.from_name for report in reports if report.from_code not in mine}
    return recipients + [_other(code, name, _of(code, reports)) for code, name in others.items()]


@prepared
def _reports(document_id: UUID) -> QuerySet[StatusReceived]:
    return StatusReceived.objects.filter(document_id=document_id)


@prepared
def _sent(document_id: UUID) -> QuerySet[Any]:
    return Transmission.objects.filter(document_id=document_id).annotate(tried=Count("attempts")).order_by("pk")


def _of(code: str, reports: Iterable[StatusReceived]) -> tuple[StatusSeen, ...]:
    codes = codes_of(code)
    return tuple(_seen(report) for report in reports if report.from_code in codes)


def _seen(report: StatusReceived) -> StatusSeen:
    code = report.status_code
    label = StatusCode(code).label if code in set(StatusCode) else f"Trạng thái {code}"
    # Software that has nothing to add repeats the name of the status.
    description = "" if report.description.strip() == label else report.description
    return StatusSeen(code, label, description, report.reported_at, report.received_at, report.staff_name)


def _told(row: Transmission) -> str:
    return TransmissionState(row.state).label


def _recipient(row: Transmission, attempts: int, statuses: tuple[StatusSeen, ...]) -> RecipientProgress:
    return RecipientProgress(
        code=row.recipient_code,
        name=row.recipient_name,
        transmission_id=row.pk,
        state=row.state,
        state_label=TransmissionState(row.state).label,
        sent_at=row.sent_at,
        attempts=attempts,
        error_sentence=row.error_sentence,
        statuses=statuses,
        transfer=row.transfer,
        transfer_label=Transfer(row.transfer).label if row.transfer else "",
        transfer_sentence=row.transfer_sentence,
        arrived_at=row.arrived_at,
        undelivered=row.undelivered_since is not None,
    )


def _other(code: str, name: str, statuses: tuple[StatusSeen, ...]) -> RecipientProgress:
    return RecipientProgress(
        code=code,
        name=name or code,
        transmission_id=None,
        state="",
        state_label="Không có trong nơi nhận",
        sent_at=None,
        attempts=0,
        error_sentence="",
        statuses=statuses,
    )
