"""What cannot be undone needs two persons: one proposes, another decides. The rule is here, not in a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from vanthu.axis.console import states
from vanthu.axis.console.models import Operator, Proposal
from vanthu.axis.console.policies import DECIDE, PROPOSE, require
from vanthu.axis.console.states import CLOSE, EXPIRE, LEAVE_DOWN, LEAVE_UP, REOPEN, REPLACE, ROTATE
from vanthu.axis.delivery import monitoring as deliveries
from vanthu.axis.delivery.operations import interventions
from vanthu.axis.evidence.operations import append
from vanthu.axis.federation import operations as federation_operations
from vanthu.axis.federation import queries as federation
from vanthu.axis.federation.states import REFUSED
from vanthu.axis.kernel.errors import AxisError
from vanthu.axis.registry import monitoring
from vanthu.axis.registry import operations as registry
from vanthu.runtime.moves import moved
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import ErrorCode

LONGEST_KEPT = timedelta(days=7)


class ProposalInvalid(AxisError):
    """What is proposed cannot be done as it stands."""

    code = "VT-TRUC-DE-NGHI-SAI"
    template = "Chưa lập được đề nghị: {reason}"
    wire_code = ErrorCode.INVALID_PARAMETER
    http_status = 422


class ProposalOpen(AxisError):
    """The same is proposed already."""

    code = "VT-TRUC-DE-NGHI-TRUNG"
    template = "Đã có một đề nghị như vậy cho {subject} đang chờ quyết định."
    wire_code = ErrorCode.MOVE_NOT_ALLOWED


class UnknownProposal(AxisError):
    """There is no such proposal."""

    code = "VT-TRUC-DE-NGHI-KHONG-CO"
    template = "Không có đề nghị này."
    wire_code = ErrorCode.NOT_FOUND
    http_status = 404


class SamePerson(AxisError):
    """Who proposed must not decide."""

    code = "VT-TRUC-DE-NGHI-HAI-NGUOI"
    template = "Người lập đề nghị không được tự quyết định. Hãy nhờ một người vận hành khác xem và xác nhận."
    wire_code = ErrorCode.FORBIDDEN
    http_status = 403


class ProposalDecided(AxisError):
    """It was decided before, or is out of time."""

    code = "VT-TRUC-DE-NGHI-XONG"
    template = "Đề nghị này không còn chờ quyết định ({state}). Nếu vẫn cần, hãy lập đề nghị mới."
    wire_code = ErrorCode.MOVE_NOT_ALLOWED


@dataclass(frozen=True)
class Action:
    """One thing that needs two persons; `do` returns what is shown once to the person who confirmed."""

    check: Callable[[Proposal], str]
    do: Callable[[Proposal, str, datetime], str]


def propose(operator: Operator, action: str, subject: str, *, detail: str = "", reason: str, at: datetime) -> UUID:
    """Ask for something that cannot be undone. Raises MayNot, ProposalInvalid, ProposalOpen."""
    require(operator, PROPOSE)
    wanted = Proposal(action=action, subject=subject, detail=detail.strip(), reason=reason.strip()[:500])
    if problem := _problem(wanted):
        raise ProposalInvalid(reason=problem)
    wanted.proposed_by, wanted.proposed_at = operator, at
    wanted.expires_at = at + timedelta(hours=settings.AXIS.console.proposal_hours)
    try:
        with write():
            # What is out of time makes room for the same asked again.
            _lapse(at)
            wanted.save(force_insert=True)
            data = {"action": action, "subject": subject, "detail": wanted.detail, "reason": wanted.reason}
            append("proposal.made", str(wanted.pk), data, by=operator.by, at=at)
    except IntegrityError as error:
        raise ProposalOpen(subject=subject) from error
    return wanted.pk


def confirm(operator: Operator, proposal_id: UUID, *, note: str = "", at: datetime) -> str:
    """Let it happen; return what is shown once (a new secret), else "". Both or neither: the deed and its decision.

    Raises MayNot, UnknownProposal, SamePerson, ProposalDecided, and what the deed itself raises.
    """
    with write():
        row = _decide(operator, proposal_id, "confirm", note, at)
        shown = ACTIONS[row.action].do(row, operator.by, at)
        _tell(row, "proposal.confirmed", operator, note, at)
    return shown


def reject(operator: Operator, proposal_id: UUID, *, note: str, at: datetime) -> None:
    """Let it not happen. Raises MayNot, UnknownProposal, SamePerson, ProposalDecided."""
    with write():
        row = _decide(operator, proposal_id, "reject", note, at)
        _tell(row, "proposal.rejected", operator, note, at)


def withdraw(operator: Operator, proposal_id: UUID, *, at: datetime) -> None:
    """Take one's own proposal back. Raises MayNot, UnknownProposal, ProposalDecided."""
    require(operator, PROPOSE)
    with write():
        row = _row(proposal_id)
        own = Proposal.objects.filter(pk=row.pk, proposed_by=operator)
        if not moved(own, "withdraw", states.PROPOSAL_MOVES, decided_by=operator, decided_at=at):
            raise ProposalDecided(state=states.LABELS[row.state])
        _tell(row, "proposal.withdrawn", operator, "", at)


def _decide(operator: Operator, proposal_id: UUID, verb: str, note: str, at: datetime) -> Proposal:
    require(operator, DECIDE)
    row = _row(proposal_id)
    if row.proposed_by_id == operator.pk:
        raise SamePerson
    rows = Proposal.objects.filter(pk=row.pk, expires_at__gt=at).exclude(proposed_by=operator)
    changes: dict[str, Any] = {"decided_by": operator, "decided_at": at, "note": note.strip()[:500]}
    if not moved(rows, verb, states.PROPOSAL_MOVES, **changes):
        late = row.state == states.OPEN
        raise ProposalDecided(state=states.LABELS[states.LAPSED if late else row.state])
    return row


def _row(proposal_id: UUID) -> Proposal:
    row = Proposal.objects.filter(pk=proposal_id).select_related("proposed_by").first()
    if row is None:
        raise UnknownProposal
    return row


def _tell(row: Proposal, kind: str, operator: Operator, note: str, at: datetime) -> None:
    data = {"action": row.action, "subject": row.subject, "proposed_by": row.proposed_by.by, "note": note.strip()[:500]}
    append(kind, str(row.pk), data, by=operator.by, at=at)


def _lapse(at: datetime) -> None:
    for row in Proposal.objects.filter(state=states.OPEN, expires_at__lte=at):
        if moved(Proposal.objects.filter(pk=row.pk), "lapse", states.PROPOSAL_MOVES):
            append("proposal.lapsed", str(row.pk), {"action": row.action, "subject": row.subject}, by="axis", at=at)


def _problem(wanted: Proposal) -> str:
    if wanted.action not in ACTIONS:
        return "không rõ việc cần làm."
    if not wanted.reason:
        return "hãy ghi lý do."
    return ACTIONS[wanted.action].check(wanted)


def _agency_open(wanted: Proposal) -> str:
    found = monitoring.agency(wanted.subject)
    if found is None or found.code != wanted.subject:
        return f"không có cơ quan mang mã {wanted.subject}."
    return f"cơ quan {found.code} đã đóng." if found.closed else ""


def _successor_known(wanted: Proposal) -> str:
    found = monitoring.agency(wanted.detail)
    if found is None or found.closed or found.code == wanted.subject:
        return "hãy ghi mã của cơ quan thay thế đang hoạt động."
    return _agency_open(wanted)


def _system_there(wanted: Proposal) -> str:
    found = monitoring.system(wanted.subject)
    if found is None or found.parent:
        return f"không có hệ thống {wanted.subject} được kết nối vào trục này."
    return ""


def _minutes_right(wanted: Proposal) -> str:
    minutes = wanted.detail or "0"
    if not minutes.isdecimal() or timedelta(minutes=int(minutes[:6])) > LONGEST_KEPT:
        return "số phút giữ mã cũ phải từ 0 đến 10080 (7 ngày)."
    return _system_there(wanted)


def _delivery_there(wanted: Proposal) -> str:
    found = deliveries.found(UUID(wanted.subject))
    if found is None:
        return "không có lần giao này."
    wrong = (found.state == "done") if wanted.action == EXPIRE else (found.state != "expired")
    wrong = wrong or (wanted.action == EXPIRE and found.state == "expired")
    return f"lần giao này đang «{found.label}»." if wrong else ""


def _refused_above(wanted: Proposal) -> str:
    found = federation.forwarding(UUID(wanted.subject))
    return "" if found and found.state == REFUSED else "gói tin này không còn bị trục cấp trên từ chối."


def _not_taken(wanted: Proposal) -> str:
    found = federation.pulled(UUID(wanted.subject))
    return "" if found and found.stuck else "gói tin này không còn bị vướng."


def _close(row: Proposal, by: str, at: datetime) -> str:
    registry.close_agency(row.subject, reason=row.reason, by=by, at=at)
    return ""


def _replace(row: Proposal, by: str, at: datetime) -> str:
    registry.replace_agency(row.subject, row.detail, by=by, at=at)
    return ""


def _rotate(row: Proposal, by: str, at: datetime) -> str:
    kept = timedelta(minutes=int(row.detail or 0))
    return registry.rotate_system(row.subject, keep_former=kept, by=by, at=at)


def _expire(row: Proposal, by: str, at: datetime) -> str:
    interventions.expire(UUID(row.subject), reason=row.reason, by=by, at=at)
    return ""


def _reopen(row: Proposal, by: str, at: datetime) -> str:
    interventions.reopen(UUID(row.subject), reason=row.reason, by=by, at=at)
    return ""


def _leave_up(row: Proposal, by: str, at: datetime) -> str:
    federation_operations.dismiss(UUID(row.subject), by=by, at=at)
    return ""


def _leave_down(row: Proposal, by: str, at: datetime) -> str:
    federation_operations.dismiss_pulled(UUID(row.subject), by=by, at=at)
    return ""


ACTIONS = {
    CLOSE: Action(_agency_open, _close),
    REPLACE: Action(_successor_known, _replace),
    ROTATE: Action(_minutes_right, _rotate),
    EXPIRE: Action(_delivery_there, _expire),
    REOPEN: Action(_delivery_there, _reopen),
    LEAVE_UP: Action(_refused_above, _leave_up),
    LEAVE_DOWN: Action(_not_taken, _leave_down),
}
