"""By when a signed document must be sent (QD28-A6, ND30-A18.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from vanthu.office.documents.states import Urgency
from vanthu.office.outgoing.states import OutgoingState
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.worktime import WorkCalendar, sending_deadline

if TYPE_CHECKING:
    from vanthu.office.outgoing.models import OutgoingDocument

Phase = Literal["ok", "warn", "late"]
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


def deadline(outgoing: OutgoingDocument, *, at: datetime) -> SendingDeadline | None:
    """Return the deadline of a signed document that has not been issued; None before and after."""
    if outgoing.signed_at is None or outgoing.state not in _SIGNED:
        return None
    urgent = outgoing.document.urgency != Urgency.NORMAL
    limit = sending_deadline(outgoing.signed_at, urgent, WorkCalendar())
    late_from = limit.breach_at + AT_ONCE if urgent else limit.breach_at
    phase: Phase = "late" if at >= late_from else "warn" if at >= limit.warn_at else "ok"
    return SendingDeadline(
        warn_at=limit.warn_at,
        breach_at=limit.breach_at,
        basis=limit.basis,
        phase=phase,
        label=_label(phase, limit.warn_at, limit.breach_at, urgent),
    )


def _label(phase: Phase, warn_at: datetime, breach_at: datetime, urgent: bool) -> str:
    moment = (warn_at if phase == "ok" else breach_at).astimezone(VIETNAM)
    if phase == "late":
        return f"quá hạn gửi từ {moment:%H:%M ngày %d/%m/%Y}"
    if urgent:
        return "phải gửi ngay"
    return f"gửi trước {moment:%H:%M ngày %d/%m/%Y}"
