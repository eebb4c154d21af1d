"""Approval routes as data: which one is in force for a draft, and what the law asks of every one (ND30-A12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from vanthu.office.access.states import Duty
from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing.models import ApprovalRoute, RouteCheck
from vanthu.office.outgoing.states import RoleKind, StepKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

DEFAULT_NAME = "Quy trình mặc định theo Nghị định 30"
DEFAULT_BASIS = "Điều 12 Nghị định 30/2020/NĐ-CP"


@dataclass(frozen=True)
class Check:
    """One check of a route as it is set; checks with the same `stage` run in parallel."""

    stage: int
    kind: StepKind
    role: RoleKind
    duty: str = ""
    position_id: UUID | None = None
    person_id: UUID | None = None
    substitutes: tuple[UUID, ...] = ()


DEFAULT_CHECKS = (
    Check(1, StepKind.CONTENT, RoleKind.UNIT_HEAD),
    Check(2, StepKind.FORM, RoleKind.DUTY, duty=Duty.CLERK),
)
"""Content by the head of the drafting unit, form by whoever is assigned: the clerks (ND30-A12)."""


def routes(at: datetime) -> QuerySet[ApprovalRoute]:
    """Return the routes of the agency in force at a time, each with its checks."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gt=at)
    found = ApprovalRoute.objects.filter(in_force, valid_from__lte=at).select_related("unit", "set_by")
    return found.prefetch_related("checks__position", "checks__person")


def approval_route(route_id: UUID) -> ApprovalRoute:
    """Return one route of the agency in force, ended or not; raises NotFound."""
    found = ApprovalRoute.objects.filter(pk=route_id).select_related("unit", "set_by").first()
    if found is None:
        raise NotFound(what="quy trình")
    return found


def route_for(*, type_code: str, unit_id: UUID, at: datetime) -> ApprovalRoute:
    """Return the most specific route in force: by unit before by type, one type before a group, the newest of equals.

    Where none was ever set, the route of the law itself, which is then not a row yet.
    """
    fitting = [
        one for one in routes(at) if one.unit_id in {None, unit_id} and (not one.types or type_code in one.types)
    ]
    return max(fitting, key=_specificity, default=lawful_default(at))


def lawful_default(at: datetime) -> ApprovalRoute:
    """Return the route of the law itself, not saved."""
    return ApprovalRoute(name=DEFAULT_NAME, basis=DEFAULT_BASIS, types=[], is_default=True, valid_from=at)


def checks_of(route: ApprovalRoute) -> list[RouteCheck]:
    """Return the checks of a route in their order, also of one that is not saved."""
    if not route._state.adding:
        return list(route.checks.select_related("position", "person"))
    return [
        RouteCheck(stage=one.stage, ordinal=number, kind=one.kind, role=one.role, duty=one.duty, substitutes=[])
        for number, one in enumerate(DEFAULT_CHECKS, start=1)
    ]


def weakness(checks: Sequence[Check]) -> str:
    """Tell what a route lacks of the two checks that the law asks for; empty when nothing (ND30-A12)."""
    if not any(one.kind == StepKind.CONTENT and one.role == RoleKind.UNIT_HEAD for one in checks):
        return (
            "thiếu bước kiểm tra nội dung của người đứng đầu đơn vị soạn thảo (khoản 1 Điều 12 Nghị định 30/2020/NĐ-CP)"
        )
    if not any(one.kind == StepKind.FORM for one in checks):
        return "thiếu bước kiểm tra thể thức, kỹ thuật trình bày (khoản 2 Điều 12 Nghị định 30/2020/NĐ-CP)"
    return ""


def _specificity(route: ApprovalRoute) -> tuple[bool, int, bool, datetime]:
    types = {0: 0, 1: 2}.get(len(route.types), 1)
    return route.unit_id is not None, types, not route.is_default, route.valid_from
