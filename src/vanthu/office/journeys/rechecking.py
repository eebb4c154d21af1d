"""Checking the signatures of a document again: as they were judged then, and by what is known today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming import queries as incoming_queries
from vanthu.office.incoming.states import LegalValue
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries
from vanthu.standards.signing import Outcome, Role

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class Rechecked:
    """Whether the verdict came out the same for its own moment (None: it cannot be computed), and today's outcome."""

    same: bool | None
    today: Outcome


def recheck(document_id: UUID, file_sha256: str, *, came_in: bool, by: Person, at: datetime) -> Rechecked:
    """Compute the newest verdict on a file again, then judge the file anew; the caller has seen to who may.

    `came_in`: it is a văn bản đến, whose worth follows a verdict that is certain. Call it outside transactions.
    """
    first = queries.verdict_for(file_sha256)
    same, expected = None, signatures.BOTH
    if first is not None and first.expected is not None:
        expected = frozenset(Role(one) for one in first.expected)
        same = signatures.recompute(first.pk, by=by, at=at).same
    kept = signatures.judge(file_sha256=file_sha256, document_id=document_id, expected=expected, at=at)
    if came_in:
        _let_it_count(document_id, kept.pk, Outcome(kept.outcome), by, at)
    return Rechecked(same, Outcome(kept.outcome))


def _let_it_count(document_id: UUID, verdict_id: UUID, outcome: Outcome, by: Person, at: datetime) -> None:
    """What is unknown today takes nothing from a verdict that was certain."""
    document = incoming_queries.one(document_id)
    if outcome is Outcome.UNKNOWN or document.verdict_id in (None, verdict_id):
        return
    worth = LegalValue.ORIGINAL if outcome is Outcome.VALID else LegalValue.REFERENCE
    incoming.judge_again(document_id, verdict_id=verdict_id, outcome=outcome, legal_value=worth, by=by, at=at)
