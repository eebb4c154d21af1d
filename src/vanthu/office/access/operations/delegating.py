"""Handing work over for a time, taking it, and giving it back (CT07-1b); being away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.access import policies, queries
from vanthu.office.access.models import Absence, Delegation
from vanthu.office.access.operations.errors import DelegationRefused
from vanthu.office.access.states import MOVES, Duty, Work
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import move
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations.operations import lock_person
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

SIGNING = (
    "ký văn bản không ủy quyền trên hệ thống được; người đứng đầu ủy quyền ký bằng văn bản (TUQ., khoản 3 Điều 13 Nghị "
    "định 30/2020/NĐ-CP), người quản trị ghi ở «Thẩm quyền ký»"
)


def delegate(
    to: Person,
    works: Collection[str],
    *,
    reason: str,
    valid_from: datetime,
    valid_to: datetime,
    reference: str = "",
    by: Person,
    at: datetime,
) -> Delegation:
    """Offer one's own work to a colleague for a period; raises NotAllowed, NotFound, DelegationRefused."""
    if to.agency_id != current_agency():
        raise NotFound(what="cán bộ")
    wanted = _wanted(works)
    for work in wanted:
        policies.may_delegate(by, work, at=at).require("Ủy quyền xử lý")
    _require_sound(to, wanted, reason, reference, valid_from, valid_to, by, at)
    values: Any = {
        "works": [str(work.value) for work in wanted],
        "reason": " ".join(reason.split()),
        "reference": " ".join(reference.split()),
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    with write():
        lock_person(by.pk)
        _require_free(by, wanted, valid_from, valid_to)
        made = Delegation.objects.create(delegator=by, delegate=to, made_at=at, **values)
        audit.record(verb="delegate", subject=made, by=by, at=at, to=to.pk, to_name=to.full_name, **values)
    return made


def accept(delegation_id: UUID, *, by: Person, at: datetime) -> Delegation:
    """Take the work that was offered; raises NotFound, NotAllowed, MovedMeanwhile, DelegationRefused (over already)."""
    found = queries.delegation(delegation_id)
    policies.may_take(found, by).require("Nhận ủy quyền")
    if found.valid_to <= at:
        raise DelegationRefused(why=f"thời hạn ủy quyền đã hết ngày {found.valid_to:%d/%m/%Y}")
    return _moved(found, "accept", by, at, answered_at=at)


def decline(delegation_id: UUID, *, reason: str = "", by: Person, at: datetime) -> Delegation:
    """Refuse the work that was offered; raises NotFound, NotAllowed, MovedMeanwhile."""
    found = queries.delegation(delegation_id)
    policies.may_take(found, by).require("Không nhận ủy quyền")
    return _moved(found, "decline", by, at, answered_at=at, end_reason=reason.strip())


def revoke(delegation_id: UUID, *, reason: str = "", by: Person, at: datetime) -> Delegation:
    """End a delegation at once; what the delegate did stays done. Raises NotFound, NotAllowed, MovedMeanwhile."""
    found = queries.delegation(delegation_id)
    policies.may_end(found, by, at=at).require("Thôi ủy quyền")
    return _moved(found, "revoke", by, at, ended_at=at, end_reason=reason.strip())


def be_away(person: Person, *, reason: str, valid_from: datetime, valid_to: datetime, by: Person, at: datetime) -> None:
    """Record that a person is away, so that routes turn to substitutes; oneself or an administrator may."""
    _require_own(person, by, at, "Ghi lịch vắng mặt")
    if not reason.strip():
        raise DelegationRefused(why="chưa ghi lý do vắng mặt")
    if valid_to <= max(valid_from, at):
        raise DelegationRefused(why="ngày kết thúc phải sau ngày bắt đầu và sau hôm nay")
    values: Any = {"reason": " ".join(reason.split()), "valid_from": valid_from, "valid_to": valid_to}
    with write():
        made = Absence.objects.create(person=person, **values)
        audit.record(verb="be_away", subject=made, by=by, at=at, person=person.pk, **values)


def be_back(absence_id: UUID, *, by: Person, at: datetime) -> None:
    """End an absence before its time; raises NotFound, NotAllowed."""
    found = queries.absence(absence_id)
    _require_own(found.person, by, at, "Bỏ lịch vắng mặt")
    with write():
        if Absence.objects.filter(pk=found.pk, ended_at__isnull=True).update(ended_at=at):
            audit.record(verb="be_back", subject=found, by=by, at=at, person=found.person_id)


def _wanted(works: Collection[str]) -> list[Work]:
    if "sign" in works:
        raise DelegationRefused(why=SIGNING)
    known = [work for work in Work if work in works]
    if not known or len(known) != len(set(works)):
        raise DelegationRefused(why="chưa chọn việc để ủy quyền, hoặc việc không có trong danh mục")
    return known


def _require_sound(
    to: Person,
    works: Collection[Work],
    reason: str,
    reference: str,
    valid_from: datetime,
    valid_to: datetime,
    by: Person,
    at: datetime,
) -> None:
    why = ""
    if not reason.strip():
        why = "chưa ghi lý do; chỉ ủy quyền khi đi công tác hoặc có lý do chính đáng (Chỉ thị 07/2019)"
    elif valid_to <= max(valid_from, at):
        why = "ngày kết thúc phải sau ngày bắt đầu và sau hôm nay; ủy quyền phải có thời hạn (Chỉ thị 07/2019)"
    elif to.pk == by.pk:
        why = "không ủy quyền cho chính mình"
    elif to.left_at is not None or not queries.duties_of(to, at=at):
        why = f"{to.full_name} không giữ nhiệm vụ nào ở cơ quan"
    elif Work.CLERK in works and not reference.strip():
        why = (
            "giao việc văn thư gồm cả con dấu và khóa của cơ quan nên phải ghi văn bản cho phép của người có thẩm "
            "quyền (Điều 32 Nghị định 30/2020/NĐ-CP)"
        )
    if why:
        raise DelegationRefused(why=why)


def _require_free(by: Person, works: Collection[Work], valid_from: datetime, valid_to: datetime) -> None:
    """One delegate at a time for each work, else two people would decide for one."""
    open_states = MOVES.sources("revoke")
    rows = queries.delegations_about(by).filter(delegator=by, state__in=open_states)
    for row in rows.filter(valid_from__lt=valid_to, valid_to__gt=valid_from):
        if {str(work.value) for work in works} & set(row.works):
            why = f"trong thời gian này việc đó đã ủy quyền cho {row.delegate.full_name}; hãy thôi việc ấy trước"
            raise DelegationRefused(why=why)


def _require_own(person: Person, by: Person, at: datetime, verb: str) -> None:
    if person.agency_id != current_agency():
        raise NotFound(what="cán bộ")
    if person.pk != by.pk and not queries.has_duty(by, Duty.ADMINISTRATOR, at=at):
        raise NotAllowed(verb=verb, why="chỉ người đó hoặc người quản trị được ghi")


def _moved(found: Delegation, verb: str, by: Person, at: datetime, /, **changes: Any) -> Delegation:
    with write():
        move(found, verb, MOVES, **changes)
        audit.record(verb=f"{verb}_delegation", subject=found, by=by, at=at, reason=changes.get("end_reason", ""))
    return found
