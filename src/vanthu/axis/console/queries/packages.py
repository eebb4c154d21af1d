"""Everything about one package, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vanthu.axis.delivery.queries import History, history_of
from vanthu.axis.evidence import keys
from vanthu.axis.evidence import queries as evidence
from vanthu.axis.evidence.monitoring import FactLine, facts_of_package
from vanthu.axis.federation import queries as federation
from vanthu.axis.federation.queries import Attempt, ForwardingLine


@dataclass(frozen=True)
class PackagePage:
    """One package: its history, its way beyond the parent, its leaves; `sealed` facts stand under a signed head."""

    history: History
    forwardings: tuple[tuple[ForwardingLine, tuple[Attempt, ...]], ...]
    came_as: tuple[str, ...]
    facts: tuple[FactLine, ...]
    sealed: int
    receipts: bool

    @property
    def accepted(self) -> FactLine | None:
        """Return the leaf of its acceptance."""
        return next((fact for fact in self.facts if fact.kind == "package.accepted"), None)


def page_of(package_id: UUID) -> PackagePage:
    """Return everything about one package. Raises NoSuchPackage."""
    history = history_of(package_id)
    up = federation.forwardings(package_id=package_id)
    return PackagePage(
        history,
        tuple((line, tuple(federation.attempts(line.id))) for line in up),
        tuple(federation.came_down_as(package_id)),
        tuple(facts_of_package(package_id, [each.delivery_id for each in history.recipients])),
        evidence.sealing().sealed,
        keys.configured(),
    )
