"""By when an arrived document must be registered (ND30-A4.2c)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from vanthu.office.documents.states import Urgency
from vanthu.office.incoming.states import IncomingState
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import worktime

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument

Phase = Literal["ok", "warn", "late"]
AT_ONCE = timedelta(minutes=30)
"""How long "at once" may take before an urgent document is shown as late."""


@dataclass(frozen=True)
class RegisteringDeadline:
    """Until `warn_at` all is well; from then it presses; from `breach_at` on the rule in `basis` is broken."""

    warn_at: datetime
    breach_at: datetime
    basis: str
    phase: Phase
    label: str


def registering_deadline(incoming: IncomingDocument, *, at: datetime) -> RegisteringDeadline | None:
    """Return the deadline of a document that waits for registering; None once it has been registered or refused."""
    calendar = organizations.work_calendar()
    return deadline_of(incoming.state, incoming.arrived_at, incoming.document.urgency, calendar=calendar, at=at)


def deadline_of(
    state: str, arrived_at: datetime, urgency: int, *, calendar: worktime.WorkCalendar, at: datetime
) -> RegisteringDeadline | None:
    """Return the same from what a list knows of the document."""
    if state != IncomingState.ARRIVED:
        return None
    urgent = urgency != Urgency.NORMAL
    limit = worktime.registering_deadline(arrived_at, urgent, calendar)
    late_from = limit.breach_at + AT_ONCE if urgent else limit.breach_at
    phase: Phase = "late" if at >= late_from else "warn" if at >= limit.warn_at else "ok"
    moment = (limit.warn_at if phase == "ok" else limit.breach_at).astimezone(VIETNAM)
    label = f"vào sổ trước {moment:%H:%M ngày %d/%m/%Y}"
    if phase == "late":
        label = f"quá hạn vào sổ từ {moment:%H:%M ngày %d/%m/%Y}"
    elif urgent:
        label = "phải vào sổ ngay"
    return RegisteringDeadline(limit.warn_at, limit.breach_at, limit.basis, phase, label)
