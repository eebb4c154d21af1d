"""Recipients that sent one of our documents back (status 02), so that somebody acts on it (QD28-A8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.exchange.models import StatusReceived
from vanthu.office.kernel.prepared import prepared
from vanthu.standards.edxml import StatusCode


@dataclass(frozen=True)
class Refusal:
    """One recipient's refusal with its reason; `at` is the recipient's time where it told one."""

    document_id: UUID
    code_text: str
    type_name: str
    subject: str
    urgency: int
    recipient: str
    reason: str
    at: datetime


def refusals(*, since: datetime) -> list[Refusal]:
    """Return the refusals received since a time in the agency in force, the newest first."""
    return [_shown(report) for report in _refused(since)]


@prepared
def _refused(since: datetime) -> QuerySet[StatusReceived]:
    refused = {"status_code": StatusCode.REFUSED, "received_at__gte": since, "document__isnull": False}
    return StatusReceived.objects.filter(**refused).select_related("document").order_by("-received_at")


def _shown(report: StatusReceived) -> Refusal:
    document = report.document
    assert document is not None
    return Refusal(
        document_id=document.pk,
        code_text=document.code_text,
        type_name=document.type_name,
        subject=document.subject,
        urgency=document.urgency,
        recipient=report.from_name or report.from_code,
        reason=report.description,
        at=report.reported_at or report.received_at,
    )
