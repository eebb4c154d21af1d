"""Choosing another way than the rule's, and keeping the way of each recipient when the document is issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.dispatch import queries
from vanthu.office.dispatch.models import Sending, WayChoice
from vanthu.office.dispatch.operations.errors import WayNotPossible, WayReasonMissing
from vanthu.office.dispatch.queries import Decision, Target
from vanthu.office.dispatch.states import Way
from vanthu.office.kernel.words import tidy
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.organizations.models import Person

LONGEST_REASON = 500


@dataclass(frozen=True)
class Wanted:
    """The way somebody wants for a recipient, and the rule's."""

    target: Target
    decision: Decision
    way: Way
    reason: str = ""

    @property
    def departs(self) -> bool:
        """Whether it is another way than the rule's."""
        return self.way != self.decision.way


@dataclass(frozen=True)
class Settled(Wanted):
    """As wanted, with who decided it."""

    decided_by_id: UUID | None = None


def require_possible(wanted: Wanted) -> None:
    """Raise WayNotPossible, WayReasonMissing."""
    target, way = wanted.target, wanted.way
    if why := queries.hindrance(way, target):
        raise WayNotPossible(recipient=target.name, way=way.label, why=why)
    if wanted.departs and not wanted.reason.strip():
        by_rule = wanted.decision.way
        raise WayReasonMissing(recipient=target.name, way=way.label, by_rule=by_rule.label)


def choose(document: Document, wanted: Sequence[Wanted], *, by: Person, at: datetime) -> int:
    """Keep the ways that differ from what is kept already, and return how many.

    The caller has asked whether the person may. Raises WayNotPossible, WayReasonMissing.
    """
    for one in wanted:
        require_possible(one)
    with write():
        kept = queries.choices(document.pk)
        changed = [one for one in wanted if _differs(one, kept.get(one.target.key))]
        for one in changed:
            _keep(document, one, by, at)
    return len(changed)


def send(document: Document, settled: Sequence[Settled], *, by: Person, at: datetime) -> list[Sending]:
    """Keep how an issued document goes to each recipient, after those it went to before. Call it inside `write()`."""
    before = Sending.objects.filter(document=document).count()
    rows = [
        Sending.objects.create(
            document=document,
            ordinal=ordinal,
            code=one.target.code,
            name=one.target.name,
            address=one.target.address,
            email=one.target.email,
            way=one.way,
            by_rule=one.decision.way,
            why=one.decision.why[:600],
            departs=one.departs,
            reason=one.reason if one.departs else "",
            decided_by_id=one.decided_by_id or by.pk,
            decided_at=at,
        )
        for ordinal, one in enumerate(settled, start=before + 1)
    ]
    told = [{"recipient": row.code or row.name, "way": row.way, "departs": row.departs} for row in rows]
    audit.record(verb="decide_ways", subject=document, by=by, at=at, ways=told)
    return rows


def _differs(one: Wanted, kept: WayChoice | None) -> bool:
    if kept is None:
        return one.departs
    return (kept.way, kept.reason if one.departs else "") != (one.way, _clean(one.reason) if one.departs else "")


def _keep(document: Document, one: Wanted, by: Person, at: datetime) -> None:
    reason = _clean(one.reason) if one.departs else ""
    WayChoice.objects.create(
        document=document,
        recipient=one.target.key,
        by_rule=one.decision.way,
        way=one.way,
        reason=reason,
        chosen_by=by,
        chosen_at=at,
    )
    audit.record(
        verb="choose_way", subject=document, by=by, at=at, recipient=one.target.key, way=one.way,
        by_rule=one.decision.way, reason=reason,
    )  # fmt: skip


def _clean(reason: str) -> str:
    return tidy(reason)[:LONGEST_REASON]
