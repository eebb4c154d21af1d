"""Questions to the registry. Answers are values: no row of a table leaves this package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from vanthu.axis.kernel.together import AskedTogether
from vanthu.axis.registry import states
from vanthu.axis.registry.models import Agency, AgencyName, System
from vanthu.standards.vxp import operations as vxp

_LONGEST_CHAIN = 20
_UNITS_AT_ONCE = 2000


@dataclass(frozen=True)
class KnownSystem:
    """A system of the registry; its secrets are sealed."""

    id: UUID
    system_id: str
    name: str
    active: bool
    sealed_secret: str
    former_sealed_secret: str
    former_valid_until: datetime | None
    replay_window: timedelta | None
    kind: str = System.SYSTEM
    rate_per_minute: int | None = None
    max_package_mb: int | None = None
    concurrent_calls: int | None = None
    webhook_url: str = ""

    @property
    def may_call(self) -> bool:
        """Return False for one that was switched off, and for the parent axis: that one is called."""
        return self.active and not self.is_parent

    @property
    def is_parent(self) -> bool:
        """Return True for the axis above this one."""
        return self.kind == System.PARENT

    def sealed_secrets(self, *, at: datetime) -> tuple[str, ...]:
        """Return those it may sign with at this moment: its own, and for a while the one before."""
        former = self.former_valid_until is not None and at < self.former_valid_until
        return (self.sealed_secret, self.former_sealed_secret) if former else (self.sealed_secret,)


@dataclass(frozen=True)
class KnownAgency:
    """An agency of the registry. `system_key` is the system that serves it, None when none does."""

    id: UUID
    code: str
    name: str
    state: str
    is_agency: bool
    system_key: UUID | None
    replaced_by: UUID | None

    @property
    def locked(self) -> bool:
        """Return True while the agency is locked."""
        return self.state == states.LOCKED

    @property
    def pending(self) -> bool:
        """Return True before the first day of the agency."""
        return self.state == states.PENDING

    @property
    def closed(self) -> bool:
        """Return True when the agency no longer exists."""
        return self.state == states.CLOSED


@dataclass(frozen=True)
class Registry:
    """The registry at one moment, as far as this process has read it; one call of VXP looks at one of these."""

    version: int
    _systems: dict[str, KnownSystem] = field(default_factory=dict)
    _agencies: dict[str, KnownAgency] = field(default_factory=dict)

    def system(self, system_id: str) -> KnownSystem | None:
        """Return a system by its systemid."""
        if system_id not in self._systems:
            row = System.objects.filter(system_id=system_id).first()
            if row is None:
                return None
            self._systems[system_id] = _known_system(row)
        return self._systems[system_id]

    def by_codes(self, codes: Iterable[str]) -> dict[str, KnownAgency]:
        """Return the agencies these codes name, current or not, by the code asked for; unknown ones are left out."""
        wanted = set(codes)
        if missing := wanted - self._agencies.keys():
            names = AgencyName.objects.filter(code__in=missing).select_related("agency")
            self._agencies.update({name.code: _known(name.agency) for name in names})
        return {code: self._agencies[code] for code in wanted if code in self._agencies}

    def by_code(self, code: str) -> KnownAgency | None:
        """Return the agency a code names."""
        return self.by_codes([code]).get(code)


_latest = Registry(-1)


def version() -> int:
    """Return the number that every change of the registry raises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM registry_version WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


_version_of_all = AskedTogether(version)


def present() -> Registry:
    """Return the registry as it is now; a change of it, by any process, lets what was read before be forgotten."""
    global _latest
    # Inside a transaction the version may be one that is never committed, so nothing read there is remembered.
    if connection.in_atomic_block:
        return Registry(version())
    now, latest = _version_of_all(), _latest
    if latest.version != now:
        # What is read from here on is at least as new as this version, which changes together with the rows.
        latest = _latest = Registry(now)
    return latest


def system(system_id: str) -> KnownSystem | None:
    """Return a system by its systemid, as it is now."""
    return present().system(system_id)


def by_codes(codes: Iterable[str]) -> dict[str, KnownAgency]:
    """Return the agencies these codes name now, by the code asked for; unknown codes are left out."""
    return present().by_codes(codes)


def _known_system(row: System) -> KnownSystem:
    window = None if row.replay_window_seconds is None else timedelta(seconds=row.replay_window_seconds)
    return KnownSystem(
        row.id,
        row.system_id,
        row.name,
        row.active,
        row.sealed_secret,
        row.former_sealed_secret,
        row.former_valid_until,
        window,
        row.kind,
        row.rate_per_minute,
        row.max_package_mb,
        row.concurrent_calls,
        row.webhook_url,
    )


def by_code(code: str) -> KnownAgency | None:
    """Return the agency a code names now."""
    return present().by_code(code)


def successor(agency: KnownAgency) -> KnownAgency:
    """Return the agency that took over, following the links; the agency itself when none did.

    A link may be there before the day of the change: until then the agency answers for itself.
    """
    for _ in range(_LONGEST_CHAIN):
        if agency.replaced_by is None or not agency.closed:
            break
        agency = _known(Agency.objects.get(pk=agency.replaced_by))
    return agency


def with_webhook() -> list[KnownSystem]:
    """Return the systems that want to be told when something waits for them."""
    rows = System.objects.filter(active=True, kind=System.SYSTEM).exclude(webhook_url="").order_by("system_id")
    return [_known_system(row) for row in rows]


def successor_of(agency_id: UUID) -> UUID:
    """Return the key of the agency that took over from this one; its own when none did."""
    return successor(_known(Agency.objects.get(pk=agency_id))).id


def system_ids() -> dict[UUID, str]:
    """Return the systemid of every system, by key."""
    return dict(System.objects.values_list("id", "system_id"))


@dataclass(frozen=True)
class Place:
    """Where an agency stands among the others."""

    code: str
    name: str
    parent_id: UUID | None


def with_ancestors(keys: Iterable[UUID]) -> dict[UUID, Place]:
    """Return agencies and all that stand above them."""
    found: dict[UUID, Place] = {}
    wanted = set(keys)
    while wanted:
        for start in range(0, len(wanted), _UNITS_AT_ONCE):
            part = list(wanted)[start : start + _UNITS_AT_ONCE]
            rows = Agency.objects.filter(pk__in=part).values_list("pk", "code", "name", "parent_id")
            found |= {key: Place(code, name, parent) for key, code, name, parent in rows}
        wanted = {place.parent_id for place in found.values() if place.parent_id} - found.keys()
    return found


def agencies() -> Iterator[vxp.Agency]:
    """Yield the agencies that are not closed, as getAgenciesList tells them; read page by page like `units`."""
    for page in _pages(_living()):
        old = _qcvn102_of(page)
        for row in page:
            yield vxp.Agency(
                id=str(row.pk),
                pid=_text(row.parent_id),
                code=row.code,
                name=row.name,
                mail=row.mail,
                old_code=old.get(row.pk, ""),
            )


def agencies_qd20(level: int | None) -> Iterator[vxp.AgencyQD20]:
    """Yield the agencies that are not closed, of one level or all, as getAgenciesListQD20 tells them."""
    for page in _pages(_living() if level is None else _living().filter(level=level)):
        old = _qcvn102_of(page)
        for row in page:
            yield vxp.AgencyQD20(
                id=str(row.pk), code=row.code, name=row.name, mail=row.mail, code102=old.get(row.pk, "")
            )


def units(modified_since: datetime | None = None) -> Iterator[vxp.Unit]:
    """Yield every agency ever registered, closed ones marked deleted, as getSynchronizeUnit tells them.

    `modified_since` leaves out what has not changed since. Read page by page, so that memory stays small and no
    transaction stays open however long the reader takes; what changes meanwhile is told now or the next time.
    """
    rows = Agency.objects.order_by("code").select_related("system", "replaced_by")
    if modified_since is not None:
        rows = rows.filter(modified_at__gte=modified_since)
    for page in _pages(rows):
        old = _old_codes_of(page)
        yield from (_unit(row, old.get(row.pk)) for row in page)


def _pages(rows: QuerySet[Agency, Agency]) -> Iterator[list[Agency]]:
    """Yield agencies ordered by their code, some at a time; between two pages no transaction is open."""
    page = list(rows[:_UNITS_AT_ONCE])
    while page:
        yield page
        page = list(rows.filter(code__gt=page[-1].code)[:_UNITS_AT_ONCE])


def _unit(row: Agency, old_codes: list[str] | None) -> vxp.Unit:
    return vxp.Unit(
        id=str(row.pk),
        pid=_text(row.parent_id),
        code=row.code,
        name=row.name,
        mail=row.mail,
        version=row.version,
        center_code=row.system.system_id if row.system else "",
        deleted=row.state == states.CLOSED,
        modify_date=row.modified_at,
        # Who does not know validFrom must not send to an agency before its first day.
        is_agency=row.is_agency and row.state != states.PENDING,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        replaced_by=row.replaced_by.code if row.replaced_by else None,
        old_codes=tuple(old_codes) if old_codes else None,
    )


def _old_codes_of(page: Sequence[Agency]) -> dict[UUID, list[str]]:
    names = AgencyName.objects.filter(agency__in=[row.pk for row in page]).exclude(kind=AgencyName.CURRENT)
    found: dict[UUID, list[str]] = {}
    for agency_id, code in names.order_by("code").values_list("agency_id", "code"):
        found.setdefault(agency_id, []).append(code)
    return found


@dataclass(frozen=True)
class Unpushed:
    """An agency of this axis as its parent should know it; `registration` is None where it is to be withdrawn."""

    id: UUID
    code: str
    version: int
    registration: vxp.AgencyRegistration | None
    replaced_by: str | None


def unpushed(*, at: datetime, limit: int = 500) -> list[Unpushed]:
    """Return agencies served by systems of this axis whose present version the parent has not been told.

    From the top down, so that each finds the one above it; what the parent refused waits for its next turn.
    """
    ours = Agency.objects.exclude(system=None).exclude(system__kind=System.PARENT)
    due = ours.exclude(version=F("pushed_version")).filter(Q(push_after=None) | Q(push_after__lte=at))
    page = list(due.select_related("parent", "replaced_by").order_by("level", "code")[:limit])
    old = _old_codes_of(page)
    # Those that are gone come last: their successors must be there before.
    return sorted((_unpushed(row, old.get(row.pk)) for row in page), key=lambda told: told.registration is None)


def _unpushed(row: Agency, old_codes: list[str] | None) -> Unpushed:
    replaced_by = row.replaced_by.code if row.replaced_by else None
    registration = vxp.AgencyRegistration(
        code=row.code,
        name=row.name,
        id=str(row.pk),
        pcode=row.parent.code if row.parent else "",
        mail=row.mail,
        mobile=row.mobile,
        fax=row.fax,
        is_agency=row.is_agency,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        replaced_by=replaced_by,
        old_codes=tuple(old_codes) if old_codes else None,
    )
    closed = row.state == states.CLOSED
    return Unpushed(row.pk, row.code, row.version, None if closed else registration, replaced_by)


@dataclass(frozen=True)
class PushRefused:
    """An agency which the parent axis did not take, and why."""

    code: str
    name: str
    reason: str
    again_at: datetime | None


def push_refusals() -> list[PushRefused]:
    """Return the agencies of this axis which its parent refused, for the operator."""
    rows = Agency.objects.exclude(push_error="").order_by("code")
    return [PushRefused(row.code, row.name, row.push_error, row.push_after) for row in rows]


def parent() -> KnownSystem | None:
    """Return the parent axis, None where there is none."""
    row = System.objects.filter(kind=System.PARENT).first()
    return _known_system(row) if row else None


@dataclass(frozen=True)
class AgencyLine:
    """One agency as an operator sees it."""

    code: str
    name: str
    state: str
    system_id: str
    other_codes: tuple[str, ...]
    replaced_by: str


def agency_lines() -> list[AgencyLine]:
    """Return all agencies for the operator, by code."""
    rows = Agency.objects.order_by("code").select_related("system", "replaced_by").prefetch_related("names")
    return [
        AgencyLine(
            row.code,
            row.name,
            row.state,
            row.system.system_id if row.system else "",
            tuple(sorted(name.code for name in row.names.all() if name.kind != AgencyName.CURRENT)),
            row.replaced_by.code if row.replaced_by else "",
        )
        for row in rows
    ]


@dataclass(frozen=True)
class SystemLine:
    """One system as an operator sees it, without its secret."""

    system_id: str
    name: str
    active: bool
    agencies: int
    replay_window_seconds: int | None
    rotated_at: datetime | None


def system_lines() -> list[SystemLine]:
    """Return all systems for the operator, by systemid."""
    rows = System.objects.order_by("system_id").prefetch_related("agencies")
    return [
        SystemLine(
            row.system_id, row.name, row.active, len(row.agencies.all()), row.replay_window_seconds, row.rotated_at
        )
        for row in rows
    ]


def _known(row: Agency) -> KnownAgency:
    return KnownAgency(row.id, row.code, row.name, row.state, row.is_agency, row.system_id, row.replaced_by_id)


def _living() -> QuerySet[Agency, Agency]:
    return Agency.objects.exclude(state__in=(states.CLOSED, states.PENDING)).order_by("code")


def _qcvn102_of(page: Sequence[Agency]) -> dict[UUID, str]:
    names = AgencyName.objects.filter(kind=AgencyName.QCVN102, agency__in=[row.pk for row in page])
    return dict(names.order_by("code").values_list("agency_id", "code"))


def _text(key: UUID | None) -> str:
    return "" if key is None else str(key)
