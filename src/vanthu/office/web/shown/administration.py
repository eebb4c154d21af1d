"""The pages of the administrator: positions, authority to sign, routes, delegations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vanthu.office.access import queries as access
from vanthu.office.access.states import DelegationState, Work
from vanthu.office.copies.states import COPY_TYPE
from vanthu.office.documents import queries as documents
from vanthu.office.organizations import queries as organizations
from vanthu.office.organizations.states import EVERY_FIELD
from vanthu.office.outgoing import operations, queries
from vanthu.runtime.clock import VIETNAM, day_begins

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

TABS = (
    ("positions", "Chức vụ"),
    ("authority", "Thẩm quyền ký"),
    ("routes", "Quy trình trình duyệt"),
    ("delegations", "Ủy quyền xử lý"),
    ("ways", "Cách gửi"),
    ("calendar", "Lịch làm việc"),
    ("people", "Cán bộ"),
    ("certificates", "Chứng thư số"),
)


@dataclass(frozen=True)
class HolderShown:
    """Somebody who holds a position, with his fields in words."""

    id: Any
    name: str
    acting: bool
    fields: str


@dataclass(frozen=True)
class PositionShown:
    """A position with who holds it now."""

    position: Any
    level: str
    holders: tuple[HolderShown, ...]
    types: str


@dataclass(frozen=True)
class StageShown:
    """The checks of one stage of a route, in parallel where several."""

    number: int
    checks: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class RouteShown:
    """A route with its stages in words."""

    route: Any
    whose: str
    types: str
    stages: tuple[StageShown, ...]


def month_of(text: str, at: datetime) -> tuple[datetime, datetime]:
    """Return the bounds of the month asked for ("2026-03"), else of the present one."""
    today = at.astimezone(VIETNAM).date().replace(day=1)
    try:
        year, month = (int(part) for part in text.split("-", 1))
        first = today.replace(year=year, month=month)
    except ValueError:
        first = today
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return day_begins(first), day_begins(following)


def tabs(here: str) -> list[dict[str, Any]]:
    """Return the tabs of the administration."""
    return [{"label": _(label), "url": reverse(f"web:{key}"), "here": key == here} for key, label in TABS]


def positions(*, at: datetime) -> list[PositionShown]:
    """Return the positions, the highest first, with their holders."""
    units = {str(one.pk): one.name for one in organizations.units()}
    held: dict[Any, list[HolderShown]] = {}
    for one in organizations.holdings(at):
        fields = _("mọi lĩnh vực") if EVERY_FIELD in one.fields else "; ".join(units.get(key, "") for key in one.fields)
        shown = HolderShown(one.pk, one.person.full_name, one.acting, fields)
        held.setdefault(one.position_id, []).append(shown)
    return [
        PositionShown(one, one.get_level_display(), tuple(held.get(one.pk, ())), type_names(one.collective_types, at))
        for one in organizations.positions()
    ]


def authority(*, at: datetime) -> dict[str, Any]:
    """Return the rules for signing by order, the authorisations, and who has recorded lines."""
    return {
        "rules": [(one, type_names(one.types, at)) for one in access.by_order_rules(at)],
        "authorisations": [
            (one, type_names(one.types, at), one.revoked_at is None and one.valid_to > at)
            for one in access.authorisations()
        ],
        "recorded": [one for one in organizations.people() if one.signing_authority_reason],
    }


def routes(*, at: datetime) -> list[RouteShown]:
    """Return the routes in force, the most specific first and the default last."""
    operations.ensure_default(at=at)
    people = {str(one.pk): one.full_name for one in organizations.people()}
    ordered = sorted(queries.routes(at), key=lambda one: (one.is_default, one.unit is None, one.name))
    return [_route(one, people, at) for one in ordered]


def _route(route: Any, people: dict[str, str], at: datetime) -> RouteShown:
    stages: dict[int, list[dict[str, Any]]] = {}
    for check in queries.checks_of(route):
        names = ", ".join(people.get(key, "") for key in check.substitutes)
        told = {"kind": check.get_kind_display(), "who": queries.role_label(check), "substitutes": names}
        stages.setdefault(check.stage, []).append(told)
    shown = tuple(StageShown(number, tuple(stages[number])) for number in sorted(stages))
    whose = route.unit.name if route.unit else _("Mọi đơn vị")
    return RouteShown(route, whose, type_names(route.types, at) or _("Mọi loại văn bản"), shown)


def delegations(person: Person | None, *, at: datetime) -> list[dict[str, Any]]:
    """Return delegations with their works in words and whether they are in force, the newest first."""
    return [
        {
            "row": one,
            "works": [str(Work(work).label) for work in one.works],
            "last_day": one.valid_to,
            "in_force": one.state == DelegationState.ACCEPTED and one.valid_from <= at < one.valid_to,
            "open": one.state in {DelegationState.OFFERED, DelegationState.ACCEPTED} and one.valid_to > at,
            "offered_to_me": person is not None and one.delegate_id == person.pk and one.state == "offered",
        }
        for one in access.delegations_about(person)
    ]


def share(since: datetime, until: datetime) -> dict[str, Any]:
    """Return how much of the work delegates did in a period, and for whom."""
    found = access.share(since, until)
    names = {one.pk: one.full_name for one in organizations.people()}
    return {"share": found, "for_whom": [(names.get(key, ""), count) for key, count in found.by_delegator]}


def type_names(codes: Sequence[str], at: datetime) -> str:
    """Return types of document by name."""
    known = {one.code: one.name for one in documents.document_types(at.astimezone(VIETNAM).date())}
    known[COPY_TYPE] = _("Bản sao (sao y, sao lục, trích sao)")
    return ", ".join(known.get(code, code) for code in codes)
