"""What a leader usually decides, to be chosen with one click."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from vanthu.office.assignments import queries as assignments
from vanthu.office.assignments.states import TaskRole
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

MOST = 5
_Decision = tuple[str, str, tuple[tuple[str, str], ...], int | None]


@dataclass(frozen=True)
class Usual:
    """One usual decision: its words, and the values it puts into the form."""

    words: str
    values: dict[str, Any]


def usual(person: Person, *, at: datetime) -> list[Usual]:
    """Return the decisions this person took most often, the commonest first."""
    tasks: dict[tuple[Any, datetime], list[Any]] = defaultdict(list)
    for row in assignments.given_by(person, at=at, open_only=False):
        tasks[row.document_id, row.assigned_at].append(row)
    decisions = Counter(found for found in map(_decision, tasks.values()) if found is not None)
    return [_shown(decision, at) for decision, _times in decisions.most_common(MOST)]


def _decision(rows: list[Any]) -> _Decision | None:
    lead = next((row for row in rows if row.role == TaskRole.LEAD), None)
    if lead is None:
        return None
    others = sorted((row.unit_name, str(row.unit_id)) for row in rows if row.role == TaskRole.COOPERATE)
    days = (lead.due_on - lead.assigned_at.astimezone(VIETNAM).date()).days if lead.due_on else None
    return lead.unit_name, str(lead.unit_id), tuple(others), days


def _shown(decision: _Decision, at: datetime) -> Usual:
    unit, unit_id, others, days = decision
    words = [_("Chủ trì: %(unit)s") % {"unit": unit}]
    if others:
        words.append(_("phối hợp: %(units)s") % {"units": ", ".join(name for name, _id in others)})
    values: dict[str, Any] = {"lead_unit": unit_id, "cooperating": [other for _name, other in others]}
    if days is not None and days >= 0:
        words.append(_("hạn %(days)s ngày") % {"days": days})
        values["due_on"] = f"{at.astimezone(VIETNAM).date() + timedelta(days=days):%d/%m/%Y}"
    return Usual(", ".join(words), values)
