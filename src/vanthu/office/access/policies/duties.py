"""Who may give and take duties."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries
from vanthu.office.access.states import Duty
from vanthu.office.kernel.permission import ALLOWED, Permission, refused

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def may_assign_duties(person: Person | None, *, at: datetime) -> Permission:
    """Administrators may; so may the system (None), which loads the first ones."""
    if person is None or queries.has_duty(person, Duty.ADMINISTRATOR, at=at):
        return ALLOWED
    return refused("chỉ người quản trị của cơ quan được giao hoặc thôi giao nhiệm vụ")


def may_administer(person: Person | None, *, at: datetime) -> Permission:
    """Administrators set positions, authorisations and routes; so does the system (None), which loads files."""
    if person is None or queries.has_duty(person, Duty.ADMINISTRATOR, at=at):
        return ALLOWED
    return refused("chỉ người quản trị của cơ quan được thiết lập chức vụ, thẩm quyền ký và quy trình")


def may_change_contact(person: Person, of: Person, *, at: datetime) -> Permission:
    """Everybody changes his own telephone numbers and room, an administrator everybody's."""
    if person.agency_id != of.agency_id:
        return refused("người này thuộc cơ quan khác")
    if person.pk == of.pk or queries.has_duty(person, Duty.ADMINISTRATOR, at=at):
        return ALLOWED
    return refused("mỗi người sửa số điện thoại, phòng làm việc của mình; của người khác do quản trị sửa")
