"""The part of a seed that says who signs and who checks: positions, rules of signing, routes. See `loading`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from vanthu.office.access import operations as access
from vanthu.office.access import queries as authority
from vanthu.office.access.states import Duty
from vanthu.office.organizations import operations, queries
from vanthu.office.organizations.states import EVERY_FIELD, PositionLevel
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries as routes
from vanthu.office.outgoing.queries import Check
from vanthu.office.outgoing.states import RoleKind, StepKind
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Agency, Person, Position


class NotInFile(Exception):
    """Something is named that neither the file nor the agency has; the message says where, in Vietnamese."""


class Part(BaseModel):
    """Any part of a seed: unknown names are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PositionPart(Part):
    """A position of the agency or of one of its units."""

    title: str = Field(min_length=1)
    level: PositionLevel
    unit: str | None = None
    collective: str = ""
    collective_types: tuple[str, ...] = ()


class HeldPart(Part):
    """A position a person holds."""

    title: str
    acting: bool = False
    fields: tuple[str, ...] | Literal["*"] = ()


class ByOrderPart(Part):
    """Types that heads of units sign by order (TL.)."""

    types: tuple[str, ...]
    basis: str
    unit: str | None = None
    deputies: bool = False
    drafted_elsewhere: bool = False


class AuthorisationPart(Part):
    """A written authorisation to sign (TUQ.); people by log-in name, both days included."""

    grantor: str
    grantee: str
    types: tuple[str, ...]
    content: str
    reference: str
    valid_from: date
    valid_to: date


class CheckPart(Part):
    """One check of a route; checks of the same stage run in parallel."""

    stage: int = Field(ge=1, le=20)
    kind: Literal["content", "form", "opinion"]
    role: RoleKind
    duty: Duty | None = None
    position: str | None = None
    person: str | None = None
    substitutes: tuple[str, ...] = ()


class RoutePart(Part):
    """An approval route of a unit, of types, or of both."""

    name: str
    unit: str | None = None
    types: tuple[str, ...] = ()
    basis: str = ""
    steps: tuple[CheckPart, ...]


def load_position(part: PositionPart, unit_id: UUID | None, *, at: datetime) -> None:
    """Make or change a position; raises PositionRefused."""
    values: dict[str, Any] = {
        "level": part.level,
        "unit_id": unit_id,
        "collective": part.collective,
        "collective_types": sorted(set(part.collective_types)),
    }
    present = queries.position_by_title(part.title)
    if present is None:
        operations.create_position(title=part.title, **values, by=None, at=at)
    else:
        operations.change_position(present.pk, title=part.title, **values, by=None, at=at)


def load_held(person: Person, parts: tuple[HeldPart, ...], unit_id: Callable[[str], Any], *, at: datetime) -> None:
    """Let a person hold what the file lists, and no other position; raises PositionRefused, NotInFile."""
    wanted: set[UUID] = set()
    for part in parts:
        position = _position(part.title)
        wanted.add(position.pk)
        fields = [EVERY_FIELD] if part.fields == "*" else [str(unit_id(one)) for one in part.fields]
        operations.hold_position(person, position, acting=part.acting, fields=fields, by=None, at=at)
    for held in queries.holdings(at).filter(person=person):
        if held.position_id not in wanted:
            operations.leave_position(held.pk, by=None, at=at)


def load_by_order(part: ByOrderPart, unit_id: UUID | None, *, at: datetime) -> None:
    """Record a rule for signing by order, unless it stands already; raises ByOrderRefused."""
    values: dict[str, Any] = {
        "types": sorted(set(part.types)),
        "basis": part.basis,
        "deputies": part.deputies,
        "drafted_elsewhere": part.drafted_elsewhere,
    }
    for rule in authority.by_order_rules(at):
        if rule.unit_id == unit_id and all(getattr(rule, name) == value for name, value in values.items()):
            return
    access.let_sign_by_order(unit_id=unit_id, **values, by=None, at=at)


def load_authorisation(part: AuthorisationPart, agency: Agency, *, at: datetime) -> None:
    """Record a written authorisation once, unless it is over already; raises AuthorisationRefused, NotInFile."""
    grantor, grantee = _person(part.grantor, agency), _person(part.grantee, agency)
    since, until = _begin(part.valid_from), _begin(part.valid_to + timedelta(days=1))
    known = authority.authorisations().filter(grantee=grantee, reference=part.reference).exists()
    if known or until <= at:
        return
    access.authorise(
        grantor=grantor, grantee=grantee, types=part.types, content=part.content, reference=part.reference,
        valid_from=since, valid_to=until, by=None, at=at,
    )  # fmt: skip


def load_route(part: RoutePart, unit_id: UUID | None, agency: Agency, *, at: datetime) -> None:
    """Set a route unless it stands already just so; raises RouteRefused, NotInFile."""
    checks = [_check(one, agency) for one in part.steps]
    for route in routes.routes(at):
        same = (route.unit_id, route.types, route.name) == (unit_id, sorted(set(part.types)), part.name)
        if same and [_as_check(one) for one in routes.checks_of(route)] == sorted(checks, key=lambda one: one.stage):
            return
    outgoing.set_route(
        name=part.name, unit_id=unit_id, types=part.types, basis=part.basis, checks=checks, by=None, at=at
    )


def _check(part: CheckPart, agency: Agency) -> Check:
    return Check(
        stage=part.stage,
        kind=StepKind(part.kind),
        role=part.role,
        duty=part.duty.value if part.duty else "",
        position_id=_position(part.position).pk if part.position else None,
        person_id=_person(part.person, agency).pk if part.person else None,
        substitutes=tuple(_person(one, agency).pk for one in part.substitutes),
    )


def _as_check(row: Any) -> Check:
    substitutes = tuple(UUID(one) for one in row.substitutes)
    kind, role = StepKind(row.kind), RoleKind(row.role)
    return Check(row.stage, kind, role, row.duty, row.position_id, row.person_id, substitutes)


def _person(username: str, agency: Agency) -> Person:
    account = queries.account(username)
    found = [one for one in queries.persons_of(account) if one.agency_id == agency.pk] if account else []
    if not found:
        raise NotInFile(f"nêu người «{username}» không có trong cơ quan.")
    return found[0]


def _position(title: str) -> Position:
    found = queries.position_by_title(title)
    if found is None:
        raise NotInFile(f"nêu chức vụ «{title}» không có trong cơ quan.")
    return found


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
