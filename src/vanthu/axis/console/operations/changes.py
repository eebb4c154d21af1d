"""What one operator may change alone, because it can be changed back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from vanthu.axis.console.models import Operator
from vanthu.axis.console.policies import CHANGE, require
from vanthu.axis.delivery.operations import interventions
from vanthu.axis.federation import operations as federation
from vanthu.axis.registry import monitoring
from vanthu.axis.registry import operations as registry
from vanthu.runtime.transactions import write

ALONE = frozenset(
    {
        "name",
        "replay_window_seconds",
        "rate_per_minute",
        "max_package_mb",
        "concurrent_calls",
        "webhook_url",
    }
)
"""Of a system; `active` by verbs of its own."""


def add_agency(operator: Operator, values: Mapping[str, Any], *, at: datetime) -> None:
    """Add an agency with its other codes."""
    require(operator, CHANGE)
    given: dict[str, Any] = {"by": operator.by, "at": at}
    with write():
        registry.add_agency(
            values["code"],
            values["name"],
            parent_code=values.get("parent") or None,
            system_id=values.get("system") or None,
            is_agency=values.get("is_agency", True),
            contacts={field: values.get(field, "") for field in ("mail", "mobile", "fax")},
            valid_from=values.get("valid_from"),
            valid_until=values.get("valid_until"),
            **given,
        )
        for alias in values.get("aliases", "").split():
            registry.add_alias(values["code"], alias, **given)


def change_agency(operator: Operator, code: str, values: Mapping[str, Any], *, at: datetime) -> bool:
    """Rename an agency, move it under another agency or system, change its days and contacts."""
    require(operator, CHANGE)
    wanted = {field: value for field, value in values.items() if field not in {"code", "aliases"}}
    return registry.change_agency(code, wanted, by=operator.by, at=at)


def add_alias(operator: Operator, code: str, alias: str, *, at: datetime) -> bool:
    """Let an agency also be addressed by another code."""
    require(operator, CHANGE)
    return registry.add_alias(code, alias, by=operator.by, at=at)


def lock_agency(operator: Operator, code: str, reason: str, *, at: datetime) -> None:
    """Stop an agency for a while."""
    require(operator, CHANGE)
    registry.lock_agency(code, reason=reason, by=operator.by, at=at)


def unlock_agency(operator: Operator, code: str, *, at: datetime) -> None:
    """Let a locked agency work again."""
    require(operator, CHANGE)
    registry.unlock_agency(code, by=operator.by, at=at)


def add_system(operator: Operator, values: Mapping[str, Any], *, at: datetime) -> str:
    """Register a system and return its secret, which nobody can read again."""
    require(operator, CHANGE)
    return registry.add_system(
        values["system_id"],
        values["name"],
        replay_window_seconds=values.get("replay_window_seconds"),
        by=operator.by,
        at=at,
    )


def change_system(operator: Operator, system_id: str, values: Mapping[str, Any], *, at: datetime) -> bool:
    """Change name, limits, webhook and clock window of a system."""
    require(operator, CHANGE)
    if refused := set(values) - ALONE:
        raise ValueError(f"not for one person: {sorted(refused)}")
    registry.checked_webhook(values.get("webhook_url", ""))
    return registry.change_system(system_id, values, by=operator.by, at=at)


def stop_system(operator: Operator, system_id: str, reason: str, *, at: datetime) -> bool:
    """Refuse the calls of a system from now on, as when its secret has leaked; what it sent and has to get stays.

    One operator may, at any hour: `activate_system` undoes it. Raises UnknownSystem, also for the parent axis.
    """
    require(operator, CHANGE)
    found = monitoring.system(system_id)
    if found is None or found.parent:
        raise registry.UnknownSystem(system_id=system_id)
    return registry.change_system(system_id, {"active": False}, reason=reason, by=operator.by, at=at)


def activate_system(operator: Operator, system_id: str, *, at: datetime) -> bool:
    """Let a system that was switched off call again."""
    require(operator, CHANGE)
    return registry.change_system(system_id, {"active": True}, by=operator.by, at=at)


def retry_delivery(operator: Operator, delivery_id: UUID, *, at: datetime) -> None:
    """Put a delivery that failed in front of its queue again."""
    require(operator, CHANGE)
    interventions.retry(delivery_id, by=operator.by, at=at)


def retry_forwarding(operator: Operator, number: UUID, *, at: datetime) -> None:
    """Send a package that the parent refused up again."""
    require(operator, CHANGE)
    federation.retry(number, by=operator.by, at=at)


def retry_pulled(operator: Operator, number: UUID, *, at: datetime) -> None:
    """Take up an item of the parent again that could not be put down."""
    require(operator, CHANGE)
    federation.retry_pulled(number, by=operator.by, at=at)
