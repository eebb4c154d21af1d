"""Handing over what somebody who leaves was drafting and checking (ND30-A31.3đ)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.outgoing import queries
from vanthu.office.outgoing.models import ApprovalStep, OutgoingDocument
from vanthu.office.outgoing.operations.common import fact
from vanthu.office.outgoing.states import StepState
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def hand_over(giver_id: UUID, taker: Person, *, by: Person, at: datetime) -> int:
    """Give another person the drafts of one who leaves, and the checks he is named for; return how many.

    What he has decided stays his; what he was to sign goes back to its drafter instead. The journey that calls this
    has asked who may.
    """
    with write():
        drafts = list(queries.open_drafts_of(giver_id))
        for one in drafts:
            OutgoingDocument.objects.filter(pk=one.pk, drafter=giver_id).update(drafter=taker)
            fact(one, "hand_over", by, at, giver=giver_id, taker=taker.pk)
        steps = list(queries.open_steps_of(giver_id))
        for step in steps:
            ApprovalStep.objects.filter(pk=step.pk, state=StepState.WAITING).update(person=taker)
            fact(step.outgoing, "hand_over", by, at, giver=giver_id, taker=taker.pk, step=step.kind)
    return len(drafts) + len(steps)
