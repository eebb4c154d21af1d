"""Who may keep a filter for others."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.kernel.permission import ALLOWED, Permission, refused

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def may_keep_for_unit(person: Person, *, at: datetime) -> Permission:
    """Answer whether what this person keeps may stand in the lists of everybody in his unit."""
    if person.unit_id is not None and Duty.UNIT_HEAD in access.duties_of(person, at=at):
        return ALLOWED
    return refused("chỉ trưởng đơn vị lưu bộ lọc dùng chung cho đơn vị của mình")
