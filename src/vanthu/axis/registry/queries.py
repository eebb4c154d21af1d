"""Questions to the registry. Answers are values: no row of a table leaves this package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from vanthu.axis.registry import states
from vanthu.axis.registry.models import Agency, AgencyName, System
from vanthu.standards.vxp import operations as vxp

_LONGEST_CHAIN = 20


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


def present() -> Registry:
    """Return the registry as it is now; a change of it, by any process, lets what was read before be forgotten."""
    global _latest
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM registry_version WHERE id = 1")
        row = cursor.fetchone()
    version, latest = int(row[0]) if row else 0, _latest
    # Inside a transaction the version may be one that is never committed, so nothing read there is remembered.
    if connection.in_atomic_block:
        return Registry(version)
    if latest.version != version:
        # What is read from here on is at least as new as this version, which changes together with the rows.
        latest = _latest = Registry(version)
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
    )


def by_code(code: str) -> KnownAgency | None:
    """Return the agency a code names now."""
    return present().by_code(code)


def successor(agency: KnownAgency) -> KnownAgency:
    """Return the agency that took over, following the links; the agency itself when none did."""
    for _ in range(_LONGEST_CHAIN):
        if agency.replaced_by is None:
            break
        agency = _known(Agency.objects.get(pk=agency.replaced_by))
    return agency


def served_by(system_key: UUID) -> QuerySet[Agency, Any]:
    """Return the keys of the agencies a system serves, for use inside another query."""
    return Agency.objects.filter(system_id=system_key).values("pk")


def agencies() -> tuple[vxp.Agency, ...]:
    """Return the agencies that are not closed, as getAgenciesList tells them."""
    old = _old_codes()
    return tuple(
        vxp.Agency(
            id=str(row["id"]),
            pid=_text(row["parent_id"]),
            code=row["code"],
            name=row["name"],
            mail=row["mail"],
            old_code=old.get(row["id"], ""),
        )
        for row in _living().values("id", "parent_id", "code", "name", "mail")
    )


def agencies_qd20(level: int | None) -> tuple[vxp.AgencyQD20, ...]:
    """Return the agencies that are not closed, of one level or all, as getAgenciesListQD20 tells them."""
    old = _old_codes()
    chosen = Q() if level is None else Q(level=level)
    return tuple(
        vxp.AgencyQD20(
            id=str(row["id"]), code=row["code"], name=row["name"], mail=row["mail"], code102=old.get(row["id"], "")
        )
        for row in _living().filter(chosen).values("id", "code", "name", "mail")
    )


def units() -> tuple[vxp.Unit, ...]:
    """Return every agency ever registered, closed ones marked deleted, as getSynchronizeUnit tells them."""
    rows = Agency.objects.order_by("code").values(
        "id", "parent_id", "code", "name", "mail", "version", "system__system_id", "state", "modified_at", "is_agency"
    )
    return tuple(
        vxp.Unit(
            id=str(row["id"]),
            pid=_text(row["parent_id"]),
            code=row["code"],
            name=row["name"],
            mail=row["mail"],
            version=row["version"],
            center_code=row["system__system_id"] or "",
            deleted=row["state"] == states.CLOSED,
            modify_date=row["modified_at"],
            is_agency=row["is_agency"],
        )
        for row in rows.iterator()
    )


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
    return Agency.objects.exclude(state=states.CLOSED).order_by("code")


def _old_codes() -> dict[UUID, str]:
    names = AgencyName.objects.filter(kind=AgencyName.QCVN102).order_by("code").values_list("agency_id", "code")
    return dict(names)


def _text(key: UUID | None) -> str:
    return "" if key is None else str(key)
