"""Who has an issued document and could give it back (QD28-A8)."""

from __future__ import annotations

from uuid import UUID

from vanthu.office.exchange import queries as exchange
from vanthu.office.exchange.queries import RecipientProgress
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.outgoing.models import OutgoingDocument
from vanthu.standards.edxml import StatusCode

_GONE = frozenset({StatusCode.REFUSED, StatusCode.CHANGE_ACCEPTED})
_ANSWERS = frozenset({StatusCode.CHANGE_ACCEPTED, StatusCode.CHANGE_REFUSED})


def to_take_back(document_id: UUID) -> list[RecipientProgress]:
    """Return the recipients that have the document and are not being asked for it at present."""
    sent = [one for one in exchange.progress(document_id) if one.state == TransmissionState.SENT]
    return [one for one in sent if not _gave_back(one) and not _is_asked(one)]


def is_needed(sha256: str) -> bool:
    """Tell whether a draft of any agency was made of these bytes."""
    return OutgoingDocument.of_all_agencies.filter(source_file=sha256).exists()


def _gave_back(one: RecipientProgress) -> bool:
    return any(seen.code in _GONE for seen in one.statuses)


def _is_asked(one: RecipientProgress) -> bool:
    """Tell whether the last wish to this recipient has no answer yet."""
    answered = [seen.received_at for seen in one.statuses if seen.code in _ANSWERS]
    return one.asked_back_at is not None and not any(moment >= one.asked_back_at for moment in answered)
