"""Setting approval routes; none may be weaker than the two checks of the law (ND30-A12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.access import policies as access
from vanthu.office.access.states import Duty
from vanthu.office.audit import operations as audit
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.models import ApprovalRoute, RouteCheck
from vanthu.office.outgoing.operations.errors import RouteRefused
from vanthu.office.outgoing.queries.routes import (
    DEFAULT_BASIS,
    DEFAULT_CHECKS,
    DEFAULT_NAME,
    Check,
    approval_route,
    routes,
    weakness,
)
from vanthu.office.outgoing.states import RoleKind, StepKind
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

VERB = "Thiết lập quy trình trình duyệt"


def set_route(
    *,
    name: str,
    checks: Sequence[Check],
    types: Sequence[str] = (),
    unit_id: UUID | None = None,
    basis: str = "",
    valid_to: datetime | None = None,
    by: Person | None,
    at: datetime,
) -> ApprovalRoute:
    """Set the route of a unit and types from now on; the one that stood for the same ends.

    Drafts on their way keep the steps they were given. Raises NotAllowed, NotFound, RouteRefused with the article.
    """
    access.may_administer(by, at=at).require(VERB)
    chosen = sorted(set(types))
    unit = organizations.unit(unit_id) if unit_id else None
    _require_lawful(name, checks, unit_id, chosen, valid_to, at)
    with write():
        ensure_default(at=at)
        for other in routes(at).filter(unit=unit, is_default=False):
            if other.types == chosen:
                _end(other, by, at)
        route = ApprovalRoute.objects.create(
            name=" ".join(name.split()), unit=unit, types=chosen, basis=" ".join(basis.split()),
            valid_from=at, valid_to=valid_to, set_by=by,
        )  # fmt: skip
        _write_checks(route, checks)
        audit.record(
            verb="set_route", subject=route, by=by, at=at, name=route.name, unit=unit.name if unit else None,
            types=chosen, checks=[_told(one) for one in checks],
        )  # fmt: skip
    return route


def end_route(route_id: UUID, *, by: Person | None, at: datetime) -> None:
    """End a route; the next less specific one takes its place. Raises NotAllowed, NotFound, RouteRefused (default)."""
    access.may_administer(by, at=at).require(VERB)
    with write():
        route = approval_route(route_id)
        if route.is_default:
            why = "quy trình mặc định là yêu cầu tối thiểu của Điều 12 Nghị định 30/2020/NĐ-CP, không bỏ được"
            raise RouteRefused(why=why)
        if routes(at).filter(pk=route_id).exists():
            _end(route, by, at)


def ensure_default(*, at: datetime) -> ApprovalRoute:
    """Return the default route of the agency in force, written down the first time it is asked for."""
    present = ApprovalRoute.objects.filter(is_default=True).first()
    if present is not None:
        return present
    with write():
        route, made = ApprovalRoute.objects.get_or_create(
            agency_id=current_agency(),
            is_default=True,
            defaults={"name": DEFAULT_NAME, "basis": DEFAULT_BASIS, "types": [], "valid_from": at},
        )
        if made:
            _write_checks(route, DEFAULT_CHECKS)
            audit.record(verb="set_route", subject=route, by=None, at=at, name=DEFAULT_NAME)
    return route


def _write_checks(route: ApprovalRoute, checks: Sequence[Check]) -> None:
    for ordinal, one in enumerate(sorted(checks, key=lambda check: check.stage), start=1):
        RouteCheck.objects.create(
            route=route,
            stage=one.stage,
            ordinal=ordinal,
            kind=one.kind,
            role=one.role,
            duty=one.duty,
            position_id=one.position_id,
            person_id=one.person_id,
            substitutes=[str(person) for person in one.substitutes],
        )


def _end(route: ApprovalRoute, by: Person | None, at: datetime) -> None:
    ApprovalRoute.objects.filter(pk=route.pk).update(valid_to=at)
    audit.record(verb="end_route", subject=route, by=by, at=at, name=route.name)


def _require_lawful(
    name: str, checks: Sequence[Check], unit_id: UUID | None, types: list[str], valid_to: datetime | None, at: datetime
) -> None:
    why = weakness(checks)
    if not name.strip():
        why = "chưa đặt tên quy trình"
    elif unit_id is None and not types:
        why = "phải nêu đơn vị hoặc loại văn bản; quy trình cho mọi văn bản là quy trình mặc định"
    elif valid_to is not None and valid_to <= at:
        why = "ngày hết hiệu lực đã qua"
    if why:
        raise RouteRefused(why=why)
    for number, check in enumerate(checks, start=1):
        if wrong := _incomplete(check):
            raise RouteRefused(why=f"bước {number} {wrong}")


def _incomplete(check: Check) -> str:
    """Say what a check lacks; raises NotFound for people and positions of another agency."""
    if check.kind == StepKind.SIGNATURE:
        return "không ghi người ký: người ký do người soạn thảo chọn và hệ thống kiểm tra thẩm quyền"
    if check.role == RoleKind.DUTY and check.duty not in Duty.values:
        return "chưa chọn nhiệm vụ"
    if check.role == RoleKind.POSITION and check.position_id is None:
        return "chưa chọn chức vụ"
    if check.role == RoleKind.PERSON and check.person_id is None:
        return "chưa chọn người"
    if check.position_id is not None:
        organizations.position(check.position_id)
    for person in (check.person_id, *check.substitutes):
        if person is not None and organizations.person(person).left_at is not None:
            return "nêu người không còn công tác ở cơ quan"
    return ""


def _told(check: Check) -> dict[str, object]:
    named = check.duty or check.position_id or check.person_id
    return {"stage": check.stage, "kind": str(check.kind), "role": str(check.role), "who": str(named or "")}
