"""Questions of those who run the axis about agencies and systems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from vanthu.axis.registry import states
from vanthu.axis.registry.models import Agency, AgencyName, System

PAGE = 50


@dataclass(frozen=True)
class AgencyRow:
    """One agency in a list."""

    id: UUID
    code: str
    name: str
    state: str
    system_id: str

    @property
    def label(self) -> str:
        """Return the state in Vietnamese."""
        return states.LABELS[self.state]


@dataclass(frozen=True)
class AgencyPage:
    """Everything about one agency."""

    id: UUID
    code: str
    name: str
    state: str
    parent: str
    system_id: str
    is_agency: bool
    mail: str
    mobile: str
    fax: str
    valid_from: date | None
    valid_until: date | None
    replaced_by: str
    other_codes: tuple[tuple[str, str], ...]
    children: int
    push_error: str

    @property
    def label(self) -> str:
        """Return the state in Vietnamese."""
        return states.LABELS[self.state]

    @property
    def closed(self) -> bool:
        """Return True when it is closed for good."""
        return self.state == states.CLOSED


@dataclass(frozen=True)
class SystemPage:
    """Everything about one system but its secret. `parent`: it is the axis above this one."""

    id: UUID
    system_id: str
    name: str
    active: bool
    parent: bool
    replay_window_seconds: int | None
    rate_per_minute: int | None
    max_package_mb: int | None
    concurrent_calls: int | None
    webhook_url: str
    created_at: datetime
    rotated_at: datetime | None
    former_valid_until: datetime | None
    agencies: int


def agencies(text: str = "", *, state: str = "", system: UUID | None = None, page: int = 0) -> list[AgencyRow]:
    """Return one page of agencies by code, with one row more where another page follows."""
    rows = Agency.objects.order_by("code")
    if text:
        named = AgencyName.objects.filter(code__istartswith=text).values("agency")
        rows = rows.filter(Q(name__icontains=text) | Q(pk__in=named))
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(system=system) if system else rows
    found = rows.select_related("system")[page * PAGE : (page + 1) * PAGE + 1]
    return [
        AgencyRow(row.pk, row.code, row.name, row.state, row.system.system_id if row.system else "") for row in found
    ]


def agency(code: str) -> AgencyPage | None:
    """Return everything about the agency that has or had a code."""
    name = AgencyName.objects.filter(code=code).select_related("agency__parent", "agency__system").first()
    if name is None:
        return None
    row = name.agency
    others = row.names.exclude(kind=AgencyName.CURRENT).order_by("code").values_list("code", "kind")
    return AgencyPage(
        row.pk,
        row.code,
        row.name,
        row.state,
        row.parent.code if row.parent else "",
        row.system.system_id if row.system else "",
        row.is_agency,
        row.mail,
        row.mobile,
        row.fax,
        row.valid_from,
        row.valid_until,
        row.replaced_by.code if row.replaced_by else "",
        tuple(others),
        row.children.count(),
        row.push_error,
    )


def systems() -> list[SystemPage]:
    """Return all systems by systemid."""
    rows = System.objects.order_by("system_id").annotate(served=Count("agencies"))
    return [_system(row, row.served) for row in rows]


def system(system_id: str) -> SystemPage | None:
    """Return everything about one system."""
    row = System.objects.filter(system_id=system_id).first()
    return _system(row, row.agencies.count()) if row else None


def like(text: str, *, limit: int) -> list[AgencyRow]:
    """Return the agencies with this code, old or new, or a name that has these words."""
    return agencies(text)[:limit]


def _system(row: System, agencies: int) -> SystemPage:
    return SystemPage(
        row.pk,
        row.system_id,
        row.name,
        row.active,
        row.kind == System.PARENT,
        row.replay_window_seconds,
        row.rate_per_minute,
        row.max_package_mb,
        row.concurrent_calls,
        row.webhook_url,
        row.created_at,
        row.rotated_at,
        row.former_valid_until,
        agencies,
    )
