"""Who may print a register."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.kernel.permission import ALLOWED, Permission, refused
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def may_print(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person may print or export: those who see a register whole."""
    if person.agency_id != current_agency():
        return refused("sổ này thuộc cơ quan khác")
    if access.duties_of(person, at=at) & {Duty.CLERK, Duty.LEADER}:
        return ALLOWED
    return refused("sổ do văn thư cơ quan in; ông/bà xem được những dòng thuộc việc của mình")
