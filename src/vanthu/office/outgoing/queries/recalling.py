"""Who has an issued document and could give it back, or be told news of it (QD28-A8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import LinkKind
from vanthu.office.exchange import queries as exchange
from vanthu.office.exchange.queries import RecipientProgress
from vanthu.office.exchange.states import TransmissionState
from vanthu.office.outgoing.models import Conversion, DraftPicture, OutgoingDocument
from vanthu.standards.edxml import StatusCode

_ANSWERS = frozenset({StatusCode.CHANGE_ACCEPTED, StatusCode.CHANGE_REFUSED})


def to_take_back(document_id: UUID) -> list[RecipientProgress]:
    """Return the recipients that have the document and are not being asked for it at present."""
    replaced = [link.source.frozen_at for link in documents.amended_by(document_id) if link.kind == LinkKind.REPLACES]
    sent = [one for one in exchange.progress(document_id) if one.state == TransmissionState.SENT]
    return [
        one for one in sent if not _gave_back(one, [moment for moment in replaced if moment]) and not _is_asked(one)
    ]


def is_needed(sha256: str) -> bool:
    """Tell whether a draft of any agency was made of these bytes, waits for them, or has them as a picture."""
    uploaded = OutgoingDocument.of_all_agencies.filter(source_file=sha256)
    waited_for = Conversion.of_all_agencies.filter(docx=sha256)
    pictures = DraftPicture.of_all_agencies.filter(file_id=sha256)
    return any(found.exists() for found in (uploaded, waited_for, pictures))


def _gave_back(one: RecipientProgress, replaced: list[datetime]) -> bool:
    """15 agrees to whatever was asked last: to give back, or to an update or a replacement, after which it has it."""
    if any(seen.code == StatusCode.REFUSED for seen in one.statuses):
        return True
    news = [*one.told_at, *replaced]
    agreed = [seen.received_at for seen in one.statuses if seen.code == StatusCode.CHANGE_ACCEPTED]
    return any(not _about_news(moment, news, one.asked_back_at) for moment in agreed)


def _about_news(answered: datetime, news: list[datetime], asked_back_at: datetime | None) -> bool:
    before = [moment for moment in news if moment <= answered]
    if not before:
        return False
    return asked_back_at is None or asked_back_at > answered or max(before) > asked_back_at


def _is_asked(one: RecipientProgress) -> bool:
    """Tell whether the last wish to this recipient has no answer yet."""
    answered = [seen.received_at for seen in one.statuses if seen.code in _ANSWERS]
    return one.asked_back_at is not None and not any(moment >= one.asked_back_at for moment in answered)
