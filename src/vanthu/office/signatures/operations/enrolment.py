"""What is kept of certificates in use: who holds the device, and that they end (ND30-A32, ND23-A13)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.notices import operations as notices
from vanthu.office.organizations import queries as organizations
from vanthu.office.signatures import queries
from vanthu.office.signatures.models import Custody, SigningIdentity
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

WARN_DAYS = (60, 30, 7)
"""How long before its end a certificate is told of: a new one takes weeks to come."""


def hand_device(identity_id: UUID, *, holder_id: UUID, basis: str, by: Person, at: datetime) -> Custody:
    """Write down that a device is now with somebody else (ND30-A32); raises NotFound."""
    identity = SigningIdentity.objects.filter(pk=identity_id, active=True).first()
    if identity is None:
        raise NotFound(what="chứng thư số")
    holder = organizations.person(holder_id)
    with write():
        Custody.objects.filter(identity=identity, until__isnull=True).update(until=at)
        made = Custody.objects.create(identity=identity, holder=holder, basis=basis, since=at)
        audit.record(verb="hand_device", subject=identity, by=by, at=at, holder=holder.full_name, basis=basis)
    return made


def take_device_back(identity_id: UUID, *, basis: str, by: Person, at: datetime) -> None:
    """Write down that a device was given back, also one whose certificate is no longer used; raises NotFound."""
    held = Custody.objects.filter(identity=identity_id, until__isnull=True).select_related("identity", "holder").first()
    if held is None:
        raise NotFound(what="thiết bị đang có người giữ")
    with write():
        Custody.objects.filter(pk=held.pk).update(until=at)
        told = {"holder": held.holder.full_name, "basis": basis}
        audit.record(verb="take_device_back", subject=held.identity, by=by, at=at, **told)


def warn_due(*, at: datetime) -> int:
    """Tell of certificates of all agencies that end soon, once for each of `WARN_DAYS`; return how many notices.

    Whoever signs with it is told, or the clerks for the agency's own, and the administrators.
    """
    told = 0
    for identity in SigningIdentity.of_all_agencies.filter(active=True).select_related("person"):
        end = queries.certificate_of(identity).not_after
        near = [days for days in WARN_DAYS if at >= end - timedelta(days=days)]
        if near and at < end:
            with agency_in_force(identity.agency_id):
                told += _warned(identity, min(near), end, at)
    return told


def _warned(identity: SigningIdentity, days: int, end: datetime, at: datetime) -> int:
    users = [identity.person] if identity.person else access.holders(Duty.CLERK, at=at)
    to = {one.pk: one for one in (*users, *access.holders(Duty.ADMINISTRATOR, at=at))}
    title = f"Chứng thư số «{identity.label}» hết hạn ngày {end.astimezone(VIETNAM):%d/%m/%Y}"
    text = "Hãy làm thủ tục gia hạn hoặc cấp mới; từ ngày hết hạn không ký số được bằng chứng thư này."
    return len(notices.post(to.values(), "certificate", title, text=text, key=f"ends:{identity.pk}:{days}", at=at))
