"""What did not go through by itself and waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.documents.states import Direction
from vanthu.office.exchange.models import ReceivedPackage, StatusToSend, StrayDelivery, Transmission
from vanthu.office.exchange.states import ReceivedState, Transfer, TransmissionState
from vanthu.office.kernel import counting
from vanthu.office.kernel.scope import current_agency
from vanthu.standards.edxml import StatusCode

TROUBLED_TRIES = 3
"""After so many tries in vain something that is still being tried is shown as well."""


class ProblemKind(StrEnum):
    """What it is that did not go through."""

    TRANSMISSION = "transmission"
    UNDELIVERED = "undelivered"
    STATUS = "status"
    PACKAGE = "package"
    STRAY = "stray"


@dataclass(frozen=True)
class Problem:
    """One thing a clerk should look at. `final` tells that the system has stopped trying."""

    kind: ProblemKind
    id: str
    document_id: UUID | None
    title: str
    code: str
    sentence: str
    since: datetime
    final: bool
    copy: bool = False
    """Whether the document is a copy that the agency made."""


def problems() -> list[Problem]:
    """Return the open problems of the agency in force and the stray deliveries of the installation, newest first.

    Of a stray delivery only the codes of sender and recipient are told, nothing of its content.
    """
    found = [*_transmissions(), *_undelivered(), *_statuses(), *_packages(), *_strays()]
    return sorted(found, key=lambda problem: problem.since, reverse=True)


def problem_count() -> int:
    """Return how many there are; every page of a clerk tells it."""
    return sum(counting.counted(open_problems()).values())


def open_problems() -> counting.Counting:
    """Return what `problem_count` counts."""
    return counting.Counting(("exchange.problems", current_agency()), _all_open)


def _all_open() -> list[QuerySet[Any]]:
    statuses = StatusToSend.objects.filter(state=TransmissionState.FAILED)
    return [_troubled(), _not_arrived(), statuses, _unsettled(), StrayDelivery.objects.filter(resolved_at__isnull=True)]


def _troubled() -> QuerySet[Transmission]:
    failed = Transmission.objects.filter(state=TransmissionState.FAILED)
    return failed | Transmission.objects.filter(state=TransmissionState.WAITING, tries__gte=TROUBLED_TRIES)


def _not_arrived() -> QuerySet[Transmission]:
    return Transmission.objects.filter(undelivered_since__isnull=False)


def _unsettled() -> QuerySet[ReceivedPackage]:
    refused = ReceivedPackage.objects.filter(state=ReceivedState.REFUSED, acknowledged_at__isnull=True)
    return refused | ReceivedPackage.objects.filter(state=ReceivedState.KEPT, tries__gte=TROUBLED_TRIES)


def _transmissions() -> Iterable[Problem]:
    for row in _troubled().select_related("document"):
        yield Problem(
            kind=ProblemKind.TRANSMISSION,
            id=str(row.pk),
            document_id=row.document_id,
            title=f"Gửi {row.document.code_text or row.document.subject} tới {row.recipient_name}",
            code=row.error_code,
            sentence=row.error_sentence,
            since=row.finished_at or row.created_at,
            final=row.state == TransmissionState.FAILED,
            copy=row.document.direction == Direction.COPY,
        )


def _undelivered() -> Iterable[Problem]:
    for row in _not_arrived().select_related("document"):
        said = row.transfer_sentence or Transfer(row.transfer or Transfer.INITIAL).label
        yield Problem(
            kind=ProblemKind.UNDELIVERED,
            id=str(row.pk),
            document_id=row.document_id,
            title=f"{row.document.code_text or row.document.subject} chưa tới {row.recipient_name}",
            code="",
            sentence=said,
            since=row.sent_at or row.created_at,
            final=row.transfer == Transfer.FAIL,
            copy=row.document.direction == Direction.COPY,
        )


def _statuses() -> Iterable[Problem]:
    for row in StatusToSend.objects.filter(state=TransmissionState.FAILED):
        yield Problem(
            kind=ProblemKind.STATUS,
            id=str(row.pk),
            document_id=row.document_id,
            title=f"Báo trạng thái «{StatusCode(row.status_code).label}» cho {row.recipient_code}",
            code=row.error_code,
            sentence=row.error_sentence,
            since=row.finished_at or row.happened_at,
            final=True,
        )


def _packages() -> Iterable[Problem]:
    for row in _unsettled():
        yield Problem(
            kind=ProblemKind.PACKAGE,
            id=str(row.pk),
            document_id=None,
            title=f"Gói tin do {row.from_code or 'bên gửi không rõ'} gửi đến",
            code=row.error_code,
            sentence=row.error_sentence,
            since=row.finished_at or row.arrived_at,
            final=row.state == ReceivedState.REFUSED,
        )


def _strays() -> Iterable[Problem]:
    for row in StrayDelivery.objects.filter(resolved_at__isnull=True):
        yield Problem(
            kind=ProblemKind.STRAY,
            id=row.hub_id,
            document_id=None,
            title=f"Gói tin do {row.from_code or 'bên gửi không rõ'} gửi tới {row.to_code or 'mã trống'}",
            code=row.error_code,
            sentence=row.error_sentence,
            since=row.noticed_at,
            final=row.package_id is not None,
        )
