"""Questions about proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vanthu.axis.console import states
from vanthu.axis.console.models import Operator, Proposal
from vanthu.axis.console.states import ACTIONS, EXPIRE, LEAVE_DOWN, LEAVE_UP, REOPEN, REPLACE, ROTATE


@dataclass(frozen=True)
class ProposalLine:
    """One proposal as a page shows it."""

    id: UUID
    action: str
    label: str
    subject: str
    detail: str
    reason: str
    state: str
    state_label: str
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str
    own: bool

    @property
    def kind(self) -> str:
        """Return what it is about: "agency", "system", "delivery", "forwarding" or "pulled"."""
        return self.action.split(".")[0]


def waiting_for(operator: Operator, *, at: datetime) -> int:
    """Return how many proposals of others wait for a decision."""
    rows = Proposal.objects.filter(state=states.OPEN, expires_at__gt=at)
    return rows.exclude(proposed_by=operator).count()


def lines(operator: Operator, *, at: datetime, open_ones: bool, limit: int = 50) -> list[ProposalLine]:
    """Return proposals, the newest first: those that wait, or those that are over."""
    rows = Proposal.objects.select_related("proposed_by", "decided_by").order_by("-proposed_at")
    waiting = {"state": states.OPEN, "expires_at__gt": at}
    rows = rows.filter(**waiting) if open_ones else rows.exclude(**waiting)
    return [_line(row, operator, at) for row in rows[:limit]]


def about(subject: str, operator: Operator, *, at: datetime) -> list[ProposalLine]:
    """Return the proposals about one thing that wait for a decision."""
    rows = Proposal.objects.filter(subject=subject, state=states.OPEN, expires_at__gt=at)
    return [_line(row, operator, at) for row in rows.select_related("proposed_by", "decided_by")]


def open_by_subject(action: str, operator: Operator, *, at: datetime) -> dict[str, ProposalLine]:
    """Return the proposals of one kind that wait for a decision, by what they are about."""
    rows = Proposal.objects.filter(action=action, state=states.OPEN, expires_at__gt=at)
    return {row.subject: _line(row, operator, at) for row in rows.select_related("proposed_by", "decided_by")}


def _line(row: Proposal, operator: Operator, at: datetime) -> ProposalLine:
    state = states.LAPSED if row.state == states.OPEN and row.expires_at <= at else row.state
    return ProposalLine(
        row.pk,
        row.action,
        ACTIONS[row.action],
        row.subject,
        _detail(row),
        row.reason,
        state,
        states.LABELS[state],
        row.proposed_by.label,
        row.proposed_at,
        row.expires_at,
        row.decided_by.label if row.decided_by else "",
        row.decided_at,
        row.note,
        row.proposed_by_id == operator.pk,
    )


def _detail(row: Proposal) -> str:
    if row.action == REPLACE:
        return f"thay bằng {row.detail}"
    if row.action == ROTATE:
        return f"mã cũ còn dùng {row.detail or 0} phút"
    return "" if row.action in (EXPIRE, REOPEN, LEAVE_UP, LEAVE_DOWN) else row.detail
