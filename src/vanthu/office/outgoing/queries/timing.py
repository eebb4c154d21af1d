"""By when a signed document must be sent (QD28-A6, ND30-A18.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from vanthu.office.documents.states import Urgency
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.states import OutgoingState
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.worktime import WorkCalendar, sending_deadline

Phase = Literal["ok", "warn", "late"]
WARN_BEFORE = timedelta(hours=2)
"""How long before the end of the morning of the next working day (QD28-A6.2) people are warned."""
AT_ONCE = timedelta(minutes=30)
"""How long "at once" may take before an urgent document is shown as late."""
_SIGNED = frozenset({OutgoingState.SIGNED, OutgoingState.NUMBERED, OutgoingState.SEALED})


@dataclass(frozen=True)
class SendingDeadline:
    """Until `warn_at` all is well; from then it presses; from `breach_at` on the rule in `basis` is broken."""

    warn_at: datetime
    breach_at: datetime
    basis: str
    phase: Phase
    label: str


@dataclass(frozen=True)
class Lateness:
    """An issued document went out after `due`, by so much; `basis` names the articles."""

    due: datetime
    by: timedelta
    basis: str


def deadline(outgoing: OutgoingDocument, *, at: datetime) -> SendingDeadline | None:
    """Return the deadline of a signed document that has not been issued; None before and after."""
    calendar = organizations.work_calendar()
    return deadline_of(outgoing.state, outgoing.signed_at, outgoing.document.urgency, calendar=calendar, at=at)


def deadline_of(
    state: str, signed_at: datetime | None, urgency: int, *, calendar: WorkCalendar, at: datetime
) -> SendingDeadline | None:
    """Return the same from what a list knows of the document."""
    if signed_at is None or state not in _SIGNED:
        return None
    urgent = urgency != Urgency.NORMAL
    limit = sending_deadline(signed_at, urgent, calendar)
    late_from = limit.breach_at + AT_ONCE if urgent else limit.breach_at
    phase: Phase = "late" if at >= late_from else "warn" if at >= limit.warn_at - WARN_BEFORE else "ok"
    return SendingDeadline(
        warn_at=limit.warn_at,
        breach_at=limit.breach_at,
        basis=limit.basis,
        phase=phase,
        label=_label(phase, limit.warn_at if at < limit.warn_at else limit.breach_at, limit.breach_at, urgent),
    )


def lateness(outgoing: OutgoingDocument) -> Lateness | None:
    """Return how late an issued document was; None when it was in time, or is not issued."""
    return _lateness(outgoing, organizations.work_calendar())


def _lateness(outgoing: OutgoingDocument, calendar: WorkCalendar) -> Lateness | None:
    urgency = outgoing.document.urgency
    return lateness_of(outgoing.signed_at, outgoing.issued_at, urgency, calendar=calendar)


def lateness_of(
    signed_at: datetime | None, issued_at: datetime | None, urgency: int, *, calendar: WorkCalendar
) -> Lateness | None:
    """Return the same from what a list knows of the document."""
    if signed_at is None or issued_at is None:
        return None
    urgent = urgency != Urgency.NORMAL
    limit = sending_deadline(signed_at, urgent, calendar)
    due = limit.breach_at + AT_ONCE if urgent else limit.breach_at
    return Lateness(due, issued_at - due, limit.basis) if issued_at >= due else None


def issued_in_time(since: datetime, until: datetime) -> tuple[int, int]:
    """Return how many documents were issued in a period, and how many of them in time."""
    rows = OutgoingDocument.objects.filter(issued_at__gte=since, issued_at__lt=until, signed_at__isnull=False)
    calendar = organizations.work_calendar()
    late = [_lateness(one, calendar) is not None for one in rows.select_related("document").iterator(chunk_size=1000)]
    return len(late), late.count(False)


def _label(phase: Phase, moment: datetime, breach_at: datetime, urgent: bool) -> str:
    moment, breach_at = moment.astimezone(VIETNAM), breach_at.astimezone(VIETNAM)
    if phase == "late":
        return f"quá hạn gửi từ {breach_at:%H:%M ngày %d/%m/%Y}"
    if urgent:
        return "phải gửi ngay"
    return f"gửi trước {moment:%H:%M ngày %d/%m/%Y}"
