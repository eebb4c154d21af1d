"""What a leader usually decides, to be taken with one click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from vanthu.office.assignments import queries as assignments
from vanthu.office.organizations import queries as organizations

if TYPE_CHECKING:
    from vanthu.office.assignments.queries import Decision
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class Usual:
    """One usual decision: its words, and the values that the form would have."""

    words: str
    values: dict[str, Any]


def usual(person: Person, *, at: datetime) -> list[Usual]:
    """Return the decisions this person takes most often, then those of the agency; the commonest first."""
    found = assignments.usual(person)
    if not found:
        return []
    units = {unit.pk: unit.name for unit in organizations.units()}
    people = {one.pk: one.full_name for one in organizations.people()}
    # Units and people may be gone since.
    there = [
        one
        for one in found
        if {one.lead_unit_id, *one.cooperating_unit_ids, *one.inform_unit_ids} <= units.keys()
        and (one.lead_person_id is None or one.lead_person_id in people)
    ]
    return [_shown(decision, units, people, at) for decision in there]


def _shown(decision: Decision, units: dict[Any, str], people: dict[Any, str], at: datetime) -> Usual:
    unit = units[decision.lead_unit_id]
    who = f"{unit} ({people[decision.lead_person_id]})" if decision.lead_person_id else unit
    words = [_("%(unit)s chủ trì") % {"unit": who}]
    if decision.cooperating_unit_ids:
        words.append(_("phối hợp: %(units)s") % {"units": _names(decision.cooperating_unit_ids, units)})
    if decision.inform_unit_ids:
        words.append(_("để biết: %(units)s") % {"units": _names(decision.inform_unit_ids, units)})
    values: dict[str, Any] = {
        "lead_unit": str(decision.lead_unit_id),
        "lead_person": str(decision.lead_person_id or ""),
        "cooperating": [str(one) for one in decision.cooperating_unit_ids],
        "inform": [str(one) for one in decision.inform_unit_ids],
        "due_on": "",
    }
    if decision.working_days is not None:
        due: date = assignments.due_after(decision.working_days, at=at)
        words.append(_("hạn %(days)s ngày làm việc (%(day)s)") % {"days": decision.working_days, "day": f"{due:%d/%m}"})
        values["due_on"] = f"{due:%d/%m/%Y}"
    return Usual(", ".join(words), values)


def _names(ids: tuple[Any, ...], units: dict[Any, str]) -> str:
    return ", ".join(units[one] for one in ids)
