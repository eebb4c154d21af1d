"""Recording who signs by order (TL.) and who by written authorisation (TUQ.)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.access import policies, queries
from vanthu.office.access.models import Authorisation, ByOrder
from vanthu.office.access.operations.errors import AuthorisationRefused, ByOrderRefused
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations import queries as organizations
from vanthu.office.organizations.states import PositionLevel
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

VERB = "Ghi thẩm quyền ký"


def let_sign_by_order(
    *,
    types: Sequence[str],
    basis: str,
    unit_id: UUID | None = None,
    deputies: bool = False,
    drafted_elsewhere: bool = False,
    valid_to: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> ByOrder:
    """Record which types the head of a unit (or of every unit) signs by order; raises NotAllowed, ByOrderRefused."""
    policies.may_administer(by, at=at).require(VERB)
    if not types:
        raise ByOrderRefused(why="phải nêu loại văn bản được ký thừa lệnh, không giao chung mọi loại")
    if not basis.strip():
        raise ByOrderRefused(why="chưa ghi quy chế làm việc hoặc quy chế công tác văn thư có quy định này")
    if valid_to is not None and valid_to <= at:
        raise ByOrderRefused(why="ngày hết hiệu lực đã qua")
    unit = organizations.unit(unit_id) if unit_id else None
    values: Any = {
        "types": sorted(set(types)),
        "basis": " ".join(basis.split()),
        "deputies": deputies,
        "drafted_elsewhere": drafted_elsewhere,
        "valid_to": valid_to,
    }
    with write():
        rule = ByOrder.objects.create(unit=unit, valid_from=at, set_by=by, **values)
        audit.record(verb="let_sign_by_order", subject=rule, by=by, at=at, unit=unit.name if unit else None, **values)
    return rule


def end_by_order(rule_id: UUID, *, by: Person | None, at: datetime) -> None:
    """End a rule for signing by order; raises NotAllowed, NotFound."""
    policies.may_administer(by, at=at).require(VERB)
    with write():
        rule = queries.by_order(rule_id)
        if queries.by_order_rules(at).filter(pk=rule_id).update(valid_to=at):
            audit.record(verb="end_by_order", subject=rule, by=by, at=at)


def authorise(
    *,
    grantor: Person,
    grantee: Person,
    types: Sequence[str],
    content: str,
    reference: str,
    valid_from: datetime,
    valid_to: datetime,
    by: Person | None,
    at: datetime,
) -> Authorisation:
    """Record a written authorisation to sign (TUQ.); raises NotAllowed, AuthorisationRefused, NotFound."""
    policies.may_administer(by, at=at).require(VERB)
    if {grantor.agency_id, grantee.agency_id} != {current_agency()}:
        raise NotFound(what="cán bộ")
    if why := _hindrance(grantor, grantee, types, content, reference, valid_from, valid_to, at):
        raise AuthorisationRefused(why=why)
    values: Any = {
        "types": sorted(set(types)),
        "content": " ".join(content.split()),
        "reference": " ".join(reference.split()),
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    with write():
        made = Authorisation.objects.create(grantor=grantor, grantee=grantee, set_by=by, **values)
        audit.record(verb="authorise", subject=made, by=by, at=at, grantor=grantor.pk, grantee=grantee.pk, **values)
    return made


def revoke_authorisation(authorisation_id: UUID, *, reason: str, by: Person | None, at: datetime) -> None:
    """End a written authorisation before its time; raises NotAllowed, NotFound, AuthorisationRefused (no reason)."""
    policies.may_administer(by, at=at).require(VERB)
    if not reason.strip():
        raise AuthorisationRefused(why="chưa ghi lý do thôi ủy quyền")
    with write():
        found = queries.authorisation(authorisation_id)
        ended = Authorisation.objects.filter(pk=found.pk, revoked_at__isnull=True)
        if ended.update(revoked_at=at, revoke_reason=reason.strip()):
            audit.record(verb="revoke_authorisation", subject=found, by=by, at=at, reason=reason.strip())


def _hindrance(
    grantor: Person,
    grantee: Person,
    types: Sequence[str],
    content: str,
    reference: str,
    valid_from: datetime,
    valid_to: datetime,
    at: datetime,
) -> str:
    if not reference.strip():
        return "chưa ghi số, ký hiệu, ngày của văn bản ủy quyền; ủy quyền ký phải bằng văn bản"
    if not types or not content.strip():
        return "phải nêu loại văn bản và nội dung; ủy quyền ký phải giới hạn nội dung"
    if valid_to <= max(valid_from, at):
        return "ngày kết thúc phải sau ngày bắt đầu và sau hôm nay; ủy quyền ký phải giới hạn thời gian"
    if grantor.pk == grantee.pk:
        return "người ủy quyền và người được ủy quyền là một người"
    return _wrong_people(grantor, grantee, at)


def _wrong_people(grantor: Person, grantee: Person, at: datetime) -> str:
    held = list(organizations.holdings(at).filter(person__in=[grantor, grantee]))
    levels = {(one.person_id, one.position.level) for one in held}
    if (grantor.pk, PositionLevel.HEAD) not in levels:
        if queries.authorisations_of(grantor, at=at).exists():
            return f"{grantor.full_name} đang ký thừa ủy quyền nên không được ủy quyền lại cho người khác"
        return f"{grantor.full_name} không phải người đứng đầu cơ quan; chỉ người đứng đầu được ủy quyền ký"
    if (grantee.pk, PositionLevel.UNIT_HEAD) not in levels:
        return f"{grantee.full_name} không đứng đầu đơn vị nào; chỉ được ủy quyền ký cho người đứng đầu đơn vị"
    return ""
