"""What the verbs of copies share."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.copies import policies, queries
from vanthu.office.copies.models import Copy
from vanthu.office.copies.operations.errors import CopyPurposeMissing
from vanthu.office.copies.states import MOVES
from vanthu.office.kernel.moves import MovedMeanwhile, move
from vanthu.office.kernel.words import tidy

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def admitted(document_id: UUID, verb: str, by: Person, at: datetime) -> Copy:
    """Return the copy for a verb; raises NotFound, MovedMeanwhile (wrong state), NotAllowed."""
    copy = queries.get(by, document_id, at=at)
    if not policies.exists(verb, copy):
        raise MovedMeanwhile(verb=policies.LABELS[verb])
    policies.may(by, verb, copy, at=at).require(policies.LABELS[verb])
    return copy


def moved(copy: Copy, verb: str, at: datetime, /, **changes: Any) -> None:
    """Move the copy or raise MovedMeanwhile. Call it inside `write()`."""
    move(copy, verb, MOVES, state_since=at, **changes)


def fact(copy: Copy, verb: str, by: Person, at: datetime, /, **details: Any) -> None:
    """Record what happened to the copy in its own transaction."""
    audit.record(verb=verb, subject=copy, by=by, at=at, original=copy.original_id, **details)


def given_reason(text: str) -> str:
    """Return the reason as kept; raises CopyPurposeMissing."""
    if not tidy(text):
        raise CopyPurposeMissing
    return tidy(text)[:500]
