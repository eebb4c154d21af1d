"""Checking the signatures of a document again: as they were judged then, and by what is known today.

By hand for whoever asks; by itself where a verdict was left open until the CAs say something.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming import queries as incoming_queries
from vanthu.office.incoming.states import LegalValue
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries
from vanthu.runtime.errors import VanThuError
from vanthu.standards.signing import Outcome, Role

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.signatures.models import VerdictKept

log = logging.getLogger("vanthu.signatures")

FIRST_AFTER = timedelta(hours=1)
MOST_OPEN = 500


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
    same, expected, beside = None, signatures.BOTH, first.beside_id if first else None
    if first is not None and first.expected is not None:
        expected = frozenset(Role(one) for one in first.expected)
        same = signatures.recompute(first.pk, by=by, at=at).same
    kept = signatures.judge(
        file_sha256=file_sha256, beside_sha256=beside, document_id=document_id, expected=expected, at=at
    )
    if came_in:
        _let_it_count(document_id, kept.pk, Outcome(kept.outcome), by, at)
    return Rechecked(same, Outcome(kept.outcome))


def recheck_due(*, at: datetime) -> int:
    """Judge anew, by data that came since, what was open for want of revocation data; return how many came out.

    The first time after an hour, then after two, four …: data may be here and not be enough. Call it outside
    transactions.
    """
    open_ones = queries.unsettled_verdicts(since=at - queries.UNSETTLED_FOR, limit=MOST_OPEN)
    return sum(_settled(kept, at) for kept in open_ones if _is_due(kept, at))


def _is_due(kept: VerdictKept, at: datetime) -> bool:
    return kept.judged_at + FIRST_AFTER * (1 << (queries.times_judged(kept) - 1)) <= at


def _settled(kept: VerdictKept, at: datetime) -> bool:
    with agency_in_force(kept.agency_id):
        try:
            if not signatures.is_heard_of(queries.unheard(kept), at=at):
                return False
            expected = frozenset(Role(one) for one in kept.expected or ())
            again = signatures.judge(
                file_sha256=kept.file_id,
                beside_sha256=kept.beside_id,
                document_id=kept.document_id,
                expected=expected,
                at=at,
            )
        except VanThuError as error:
            log.warning("verdict %s was not given anew: %s", kept.pk, error.sentence)
            return False
        for document in incoming_queries.of_file(kept.file_id):
            if document.verdict is not None and document.verdict.outcome == Outcome.UNKNOWN:
                _let_it_count(document.pk, again.pk, Outcome(again.outcome), None, at)
        return Outcome(again.outcome) is not Outcome.UNKNOWN


def _let_it_count(document_id: UUID, verdict_id: UUID, outcome: Outcome, by: Person | None, at: datetime) -> None:
    """What is unknown today takes nothing from a verdict that was certain."""
    document = incoming_queries.one(document_id)
    if outcome is Outcome.UNKNOWN or document.verdict_id in (None, verdict_id):
        return
    worth = LegalValue.ORIGINAL if outcome is Outcome.VALID else LegalValue.REFERENCE
    incoming.judge_again(document_id, verdict_id=verdict_id, outcome=outcome, legal_value=worth, by=by, at=at)
