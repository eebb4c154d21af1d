"""From a route to people: who will check this draft, who substitutes for whom, and where nobody is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.queries.fields import fields_of, type_code_of
from vanthu.office.outgoing.queries.routes import checks_of, route_for
from vanthu.office.outgoing.states import RoleKind, StepKind
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import ApprovalRoute, OutgoingDocument, RouteCheck

WORKS = {StepKind.CONTENT: Work.CONTENT, StepKind.OPINION: Work.CONTENT, StepKind.FORM: Work.FORM}
"""The work that a delegate must have been given to decide a step of each kind."""


@dataclass(frozen=True)
class PlannedStep:
    """One step as it would be opened now; `trouble` says why nobody was found and how to mend it."""

    stage: int
    kind: StepKind
    role: RoleKind | None
    role_label: str
    person: Person | None
    duty: str = ""
    substituted: Person | None = None
    substitutes: tuple[str, ...] = ()
    skipped: str = ""
    note: str = ""
    trouble: str = ""

    @property
    def kind_label(self) -> str:
        """What the step is for, in words."""
        return str(self.kind.label)


@dataclass(frozen=True)
class Plan:
    """The route of a draft resolved to people, the signer last."""

    route: ApprovalRoute
    steps: tuple[PlannedStep, ...]

    @property
    def troubles(self) -> tuple[PlannedStep, ...]:
        """The steps for which nobody was found."""
        return tuple(step for step in self.steps if step.trouble)


def plan(outgoing: OutgoingDocument, *, at: datetime) -> Plan:
    """Resolve the route of a draft to people as they are at a time."""
    fields = fields_of(outgoing)
    route = route_for(type_code=type_code_of(fields), unit_id=outgoing.unit_id, at=at)
    checks = checks_of(route)
    people = {str(one.pk): one for one in organizations.people()}
    absent = access.absent(at)
    steps = [_step(check, outgoing, people, absent, at) for check in checks]
    last = max((step.stage for step in steps), default=0) + 1
    signer = PlannedStep(last, StepKind.SIGNATURE, None, "Người ký", outgoing.signer)
    return Plan(route, (*steps, signer))


def role_label(check: RouteCheck) -> str:
    """Return in words whom a check of a route names."""
    if check.role == RoleKind.DUTY:
        return str(Duty(check.duty).label)
    if check.role == RoleKind.POSITION and check.position is not None:
        return check.position.title
    if check.role == RoleKind.PERSON and check.person is not None:
        return f"Người được giao: {check.person.full_name}"
    return str(RoleKind(check.role).label)


def _step(
    check: RouteCheck,
    outgoing: OutgoingDocument,
    people: Mapping[str, Person],
    absent: Mapping[UUID, Any],
    at: datetime,
) -> PlannedStep:
    kind, label = StepKind(check.kind), role_label(check)
    substitutes = [people[one] for one in check.substitutes if one in people]
    known: dict[str, Any] = {
        "stage": check.stage,
        "kind": kind,
        "role": RoleKind(check.role),
        "role_label": label,
        "duty": check.duty if check.role == RoleKind.DUTY else "",
        "substitutes": tuple(one.full_name for one in substitutes),
    }
    candidates = _candidates(check, outgoing, at)
    if outgoing.drafter_id in {one.pk for one in candidates}:
        return PlannedStep(**known, person=outgoing.drafter, skipped=_own_work(check, label))
    substitutes = [one for one in substitutes if one.pk not in absent and one.pk != outgoing.drafter_id]
    return PlannedStep(**known, **_found(candidates, substitutes, WORKS[kind], absent, at))


def _found(
    candidates: Sequence[Person],
    substitutes: Sequence[Person],
    work: Work,
    absent: Mapping[UUID, Any],
    at: datetime,
) -> dict[str, Any]:
    """Whoever is there; else a substitute of the route; else one who is away but has a delegate; else nobody."""
    present = [one for one in candidates if one.pk not in absent]
    if present:
        return {"person": present[0]}
    if substitutes:
        away = candidates[0] if candidates else None
        note = f"thay {away.full_name}, vắng mặt đến {_day(absent[away.pk].valid_to)}" if away else ""
        return {"person": substitutes[0], "substituted": away, "note": note}
    delegates = access.delegates_of([one.pk for one in candidates], work, at=at)
    for one in candidates:
        if one.pk in delegates:
            return {"person": one, "note": f"vắng mặt, {delegates[one.pk].full_name} làm thay"}
    return {"person": None, "trouble": _trouble(candidates, absent)}


def _candidates(check: RouteCheck, outgoing: OutgoingDocument, at: datetime) -> list[Person]:
    if check.role == RoleKind.UNIT_HEAD:
        return access.holders(Duty.UNIT_HEAD, at=at, unit_id=outgoing.unit_id)
    if check.role == RoleKind.DUTY:
        return access.holders(Duty(check.duty), at=at)
    if check.role == RoleKind.POSITION:
        return [held.person for held in organizations.holdings(at).filter(position=check.position)]
    return [check.person] if check.person is not None and check.person.left_at is None else []


def _own_work(check: RouteCheck, label: str) -> str:
    if check.role == RoleKind.UNIT_HEAD:
        return "Người soạn thảo là trưởng đơn vị"
    if check.role == RoleKind.DUTY and check.duty == Duty.CLERK:
        return "Người soạn thảo là văn thư cơ quan"
    return f"Người soạn thảo chính là người ở bước này ({label[:1].lower()}{label[1:]})"


def _trouble(candidates: Sequence[Person], absent: Mapping[UUID, Any]) -> str:
    if not candidates:
        return "chưa có ai giữ vai trò này"
    until = "; ".join(f"{one.full_name} vắng mặt đến {_day(absent[one.pk].valid_to)}" for one in candidates)
    return f"{until}, chưa có người thay"


def _day(moment: datetime) -> str:
    """The last day of an absence, of which the end itself is no longer part."""
    moment -= timedelta(microseconds=1)
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y}"
