"""Questions about operators."""

from __future__ import annotations

from dataclasses import dataclass

from vanthu.axis.console.models import Operator
from vanthu.runtime.clock import VIETNAM


@dataclass(frozen=True)
class OperatorLine:
    """One operator in a list; `entered` says when he last logged in."""

    name: str
    full_name: str
    role_label: str
    active: bool
    entered: str


def lines() -> list[OperatorLine]:
    """Return the operators by name."""
    return [
        OperatorLine(row.name, row.full_name, row.role_label, row.active, _entered(row))
        for row in Operator.objects.order_by("name")
    ]


def _entered(row: Operator) -> str:
    moment = row.last_login
    return f"vào lần cuối {moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else "chưa vào lần nào"
