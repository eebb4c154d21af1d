"""Taking an issued document back from those who got it (QD28-A8, ND30-A18.4).

Nothing of the document changes: it stays frozen, with the wish and each answer beside it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.dispatch import operations as dispatch
from vanthu.office.dispatch import queries as dispatched
from vanthu.office.exchange import operations as exchange
from vanthu.office.exchange import queries as exchange_queries
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.office.outgoing.operations.common import fact, given_reason
from vanthu.office.outgoing.operations.errors import NobodyToAsk
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

_UNSENT = frozenset({TransmissionState.WAITING, TransmissionState.FAILED})


def recall(
    document_id: UUID,
    *,
    reason: str,
    recipients: Collection[str] | None = None,
    take_down: bool = True,
    by: Person,
    at: datetime,
) -> OutgoingDocument:
    """Ask the recipients (by code; None: all) to give the document back; what has not left is cancelled.

    `take_down`: also from the portal, where its page then says that it was recalled. A recipient that was asked before
    and has not answered is not asked again. Raises NotAllowed, ReasonMissing, NobodyToAsk, BeingSent while a
    transmission is on its way.
    """
    outgoing = queries.get(by, document_id, at=at)
    policies.may(by, "recall", outgoing, at=at).require(policies.LABELS["recall"])
    reason = given_reason(reason)
    with write():
        cancelled = _cancel_unsent(document_id, recipients, by, at)
        asked = [code for code in _to_ask(document_id) if recipients is None or code in recipients]
        public = take_down and dispatched.publication_of(document_id) is not None
        if not asked and not cancelled and not public:
            raise NobodyToAsk
        if public:
            dispatch.unpublish(document_id, reason=reason, recalled=True, by=by, at=at)
        for code in asked:
            exchange.queue_wish(outgoing.document, recipient_code=code, reason=reason, by=by, at=at)
        fact(outgoing, "recall", by, at, reason=reason, recipients=asked, cancelled=cancelled)
    return outgoing


def _cancel_unsent(document_id: UUID, recipients: Collection[str] | None, by: Person, at: datetime) -> list[str]:
    unsent = [one for one in exchange_queries.progress(document_id) if one.state in _UNSENT and one.transmission_id]
    chosen = [one for one in unsent if recipients is None or one.code in recipients]
    for one in chosen:
        assert one.transmission_id is not None
        exchange.cancel(one.transmission_id, by=by, at=at)
    return [one.code for one in chosen]


def _to_ask(document_id: UUID) -> list[str]:
    return [one.code for one in queries.to_take_back(document_id)]
