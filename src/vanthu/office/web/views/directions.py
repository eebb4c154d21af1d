"""A direction between its form, the words of one click, and the verbs that take it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.assignments import queries
from vanthu.office.assignments.states import TaskRole

if TYPE_CHECKING:
    from vanthu.office.assignments.models import Assignment

_FIELDS = {"lead_unit": str, "lead_person": str, "cooperating": list, "inform": list, "due_on": str}


def decided(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what the form says as the fields of `assignments.operations.Direction`."""
    return {
        "lead_unit_id": UUID(typed["lead_unit"]),
        "lead_person_id": UUID(typed["lead_person"]) if typed["lead_person"] else None,
        "cooperating_unit_ids": [UUID(one) for one in typed["cooperating"]],
        "cooperating_person_ids": [UUID(one) for one in typed["helpers"]],
        "inform_unit_ids": [UUID(one) for one in typed["inform"]],
        "instruction": typed["instruction"],
        "due_on": typed.get("due_on"),
        "urgency": typed.get("urgency") or 0,
    }


def decision_of(text: str) -> dict[str, Any] | None:
    """Return the values of a usual decision as one click sends them; None for none, or what no page of ours sent."""
    try:
        values = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(values, dict) or not values.keys() <= _FIELDS.keys():
        return None
    return values if all(isinstance(value, _FIELDS[name]) for name, value in values.items()) else None


def direction_of(assignment: Assignment) -> dict[str, Any]:
    """Return a direction as the form shows it, to be changed."""
    on_document = queries.tasks_on(assignment.document_id) if assignment.document_id else []
    tasks = [one for one in on_document if one.assignment_id == assignment.pk] or queries.tasks_in(assignment.pk)
    lead = next((one for one in tasks if one.role == TaskRole.LEAD), None)

    def units(role: TaskRole) -> list[str]:
        return [str(one.unit_id) for one in tasks if one.role == role and one.person_id is None]

    return {
        "lead_unit": str(lead.unit_id) if lead else "",
        "lead_person": str(lead.person_id) if lead and lead.person_id else "",
        "cooperating": units(TaskRole.COOPERATE),
        "helpers": [str(one.person_id) for one in tasks if one.role == TaskRole.COOPERATE and one.person_id],
        "inform": units(TaskRole.INFORM),
        "due_on": assignment.due_on,
        "instruction": assignment.instruction,
        "urgency": assignment.urgency,
    }
