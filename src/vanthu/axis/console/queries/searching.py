"""Find anything by any identifier: ids, numbers, codes old and new, hashes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from vanthu.axis.delivery import monitoring as deliveries
from vanthu.axis.federation import queries as federation
from vanthu.axis.intake import monitoring as intake
from vanthu.axis.intake import queries as packages
from vanthu.axis.intake.monitoring import RefusalLine
from vanthu.axis.intake.queries import Described
from vanthu.axis.registry import monitoring as registry
from vanthu.axis.registry import queries as agencies
from vanthu.axis.registry.monitoring import AgencyRow, SystemPage

LIMIT = 50
LATELY = timedelta(days=30)
"""How far back words are looked for that no index has."""
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class Found:
    """What a search found; `days` is how far back words were looked for, 0 where an index answered."""

    packages: tuple[Described, ...] = ()
    agencies: tuple[AgencyRow, ...] = ()
    systems: tuple[SystemPage, ...] = ()
    refusals: tuple[RefusalLine, ...] = ()
    days: int = 0

    @property
    def number(self) -> int:
        """Return how many things were found."""
        return len(self.packages) + len(self.agencies) + len(self.systems) + len(self.refusals)


def search(text: str, *, at: datetime) -> Found:
    """Return what an identifier names."""
    wanted = text.strip()[:300]
    if not wanted:
        return Found()
    if key := _uuid(wanted):
        return _by_id(key, wanted)
    if _SHA256.fullmatch(wanted):
        systems = [system.id for system in registry.systems()]
        return Found(
            tuple(intake.by_sha256(wanted, systems)), refusals=tuple(intake.refusals_like(wanted, limit=LIMIT))
        )
    return _by_words(wanted, at)


def _by_id(key: UUID, text: str) -> Found:
    """Also as a document's own id: the official SDK gives every document a UUID."""
    ids = {key} | deliveries.packages_of([key]) | federation.packages_under(str(key))
    found = [*_described(ids), *intake.by_document(text, limit=LIMIT)]
    return Found(_once(found), refusals=tuple(intake.refusals_like(text, limit=LIMIT)))


def _by_words(wanted: str, at: datetime) -> Found:
    systems = tuple(system for system in registry.systems() if system.system_id.lower() == wanted.lower())
    named = tuple(registry.like(wanted, limit=20))
    exact = [*intake.by_notation(wanted, limit=LIMIT), *intake.by_document(wanted, limit=LIMIT)]
    exact += [*packages.described(federation.packages_under(wanted)).values()]
    refused = tuple(intake.refusals_like(wanted, limit=LIMIT))
    if (found := _once(exact)) or refused:
        return Found(found, named, systems, refused)
    if systems or any(row.code == wanted for row in named) or agencies.by_code(wanted):
        return Found((), named, systems)
    lately = intake.lately_like(wanted, since=at - LATELY, limit=LIMIT)
    return Found(_once(lately), named, systems, days=LATELY.days)


def _described(ids: Iterable[UUID]) -> tuple[Described, ...]:
    return _once(packages.described(ids).values())


def _once(found: Iterable[Described]) -> tuple[Described, ...]:
    return tuple({each.id: each for each in found}.values())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
