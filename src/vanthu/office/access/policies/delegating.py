"""Who may hand which work over (CT07-1b), and who may end it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries
from vanthu.office.access.states import OWN_DUTIES, Duty, Work
from vanthu.office.kernel.permission import ALLOWED, Permission, refused
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.access.models import Delegation
    from vanthu.office.organizations.models import Person

SPECIFIC = {Work.CONTENT: Duty.UNIT_HEAD, Work.FORM: Duty.CLERK, Work.CLERK: Duty.CLERK, Work.DIRECTION: Duty.LEADER}
"""The duty that makes the work a person's own even while somebody else has delegated the same work to him."""


def may_delegate(person: Person, work: Work, *, at: datetime) -> Permission:
    """Answer whether this person may hand this work over: it must be his own, not delegated to him."""
    if person.agency_id != current_agency():
        return refused("ông/bà không thuộc cơ quan này")
    duties = queries.duties_of(person, at=at)
    if SPECIFIC[work] not in duties and queries.delegators(person, at=at)[work]:
        return refused(
            f"ông/bà đang được ủy quyền «{work.label}»; người được ủy quyền không được ủy quyền lại (Chỉ thị 07/2019)"
        )
    if duties & OWN_DUTIES[work]:
        return ALLOWED
    return refused(f"«{work.label}» không phải việc được giao cho ông/bà nên không ủy quyền được")


def may_take(delegation: Delegation, person: Person) -> Permission:
    """Only the one it is offered to accepts or declines."""
    if delegation.delegate_id == person.pk:
        return ALLOWED
    return refused(f"việc này chờ {delegation.delegate.full_name} trả lời")


def may_end(delegation: Delegation, person: Person, *, at: datetime) -> Permission:
    """Who gave it takes it back, who has it gives it back, an administrator ends it."""
    concerned = person.pk in {delegation.delegator_id, delegation.delegate_id}
    if concerned or queries.has_duty(person, Duty.ADMINISTRATOR, at=at):
        return ALLOWED
    return refused("chỉ người ủy quyền, người được ủy quyền hoặc người quản trị được thôi ủy quyền")
