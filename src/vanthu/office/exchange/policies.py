"""Who may act on what is being sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.exchange.models import ReceivedPackage, StatusToSend, Transmission
from vanthu.office.kernel.permission import ALLOWED, Permission, refused

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

VERBS = frozenset({"cancel", "retry", "settle", "acknowledge"})


def may(person: Person, verb: str, thing: Transmission | StatusToSend | ReceivedPackage, *, at: datetime) -> Permission:
    """Sending and receiving is the clerk's work (ND30-A6); others only look on."""
    if verb not in VERBS:
        return refused("không có thao tác này với việc gửi, nhận qua trục")
    if person.agency_id != thing.agency_id:
        return refused("văn bản thuộc cơ quan khác")
    if not access.has_duty(person, Duty.CLERK, at=at):
        return refused("chỉ văn thư của cơ quan được thực hiện việc này")
    return ALLOWED


def visible_to(person: Person, kind: type[Transmission] | type[StatusToSend], *, at: datetime) -> QuerySet[Any]:
    """Return what leaves that a person may know of: that of the own agency."""
    return kind.objects.filter(agency_id=person.agency_id)
