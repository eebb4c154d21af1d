"""Choosing how a document goes to a recipient, other than the rule says (QD28-A5.2, A7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch.operations import Settled, Wanted
from vanthu.office.dispatch.states import Way
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.models import OutgoingDocument

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

Chosen = Mapping[str, tuple[str, str]]
"""Way and reason by recipient: by code, or by name where there is none."""


def choose_ways(document_id: UUID, chosen: Chosen, *, by: Person, at: datetime) -> int:
    """Keep ways that differ from the rules, with the reason of each, and return how many are new.

    A way equal to the rule's takes an earlier choice back. Raises NotFound, NotAllowed, WayNotPossible,
    WayReasonMissing; of somebody who is no recipient nothing is kept.
    """
    outgoing = queries.get(by, document_id, at=at)
    wanted = _wanted(outgoing, chosen, at)
    if not wanted:
        return 0
    policies.may_choose_way(by, outgoing, at=at).require("Chọn cách gửi")
    return dispatch.choose(outgoing.document, wanted, by=by, at=at)


def settled(outgoing: OutgoingDocument, *, at: datetime) -> list[Settled]:
    """Return the way of each recipient as it stands, for issuing. Raises WayNotPossible, WayReasonMissing."""
    found = [
        Settled(one.target, one.decision, one.way, one.reason, decided_by_id=one.chosen_by_id)
        for one in queries.ways(outgoing, at=at)
    ]
    for one in found:
        dispatch.require_possible(one)
    return found


def _wanted(outgoing: OutgoingDocument, chosen: Chosen, at: datetime) -> list[Wanted]:
    return [
        Wanted(one.target, one.decision, Way(way), reason)
        for one in queries.by_rule(queries.fields_of(outgoing), at=at)
        if (way := chosen.get(one.target.key, ("", ""))[0]) in Way.values
        for reason in [chosen[one.target.key][1]]
    ]
