"""What an arrived package asks about documents that arrived before: recall, update, replacement (QCVN 102, QD28-A9)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Direction
from vanthu.office.exchange import queries as exchange
from vanthu.office.incoming import operations as incoming
from vanthu.office.incoming import queries as incoming_queries
from vanthu.office.incoming.states import WishKind
from vanthu.office.journeys.receiving.metadata import metadata
from vanthu.office.journeys.receiving.relations import KINDS, concerned
from vanthu.standards.edxml import BusinessType, DocumentMessage

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document

WISHES = {
    BusinessType.RECALL: WishKind.TAKE_BACK,
    BusinessType.UPDATE: WishKind.UPDATE,
    BusinessType.REPLACE: WishKind.REPLACE,
}
CHANGEABLE = ("due_on", "page_amount", "subject", "urgency", "signer_name", "signer_position")
"""Data items that an update may change; type, number, notation and date are the document itself."""


def updated_document(message: DocumentMessage, sha256: str, *, from_code: str) -> Document | None:
    """Return the one document that a package only updates: its issuer sends the same text with other data.

    None for every other package; one that brings another text is a document of its own (ND30-A18.3).
    """
    if message.business.type is not BusinessType.UPDATE:
        return None
    ids = message.concerned_document_ids
    found = [concerned(wire_id, from_code or message.sender.organ_id) for wire_id in ids]
    if len(found) != 1 or found[0] is None or found[0].direction != Direction.INCOMING:
        return None
    known = _same(found[0], message) and sha256 in document_queries.hashes(found[0].pk)
    return found[0] if known else None


def update(document: Document, message: DocumentMessage, *, notice: Document | None = None, at: datetime) -> None:
    """Lay new data before who decides on them; the same text of the same issuer leaves no doubt."""
    incoming.ask_update(
        document.pk,
        changes=_changes(document, message),
        reason=message.business.reason or message.subject,
        asked_by=document.issuer_name,
        notice_id=notice.pk if notice else None,
        beyond_doubt=notice is None,
        at=at,
    )


def lay_before(notice: Document, message: DocumentMessage, *, trusted: bool, at: datetime) -> None:
    """Lay what a new document asks about earlier ones before who decides; what has not arrived yet is remembered.

    `trusted`: the notice carries valid signatures and comes from the issuer that the axis knows.
    """
    kind = WISHES.get(message.business.type)
    if kind is None:
        return
    reason = message.business.reason or notice.subject
    for wire_id in message.concerned_document_ids:
        target = concerned(wire_id, notice.issuer_code)
        if target is None:
            incoming.remember_early(notice, kind, wire_id, reason=reason, at=at)
        elif target.direction == Direction.INCOMING and target.pk != notice.pk:
            if kind == WishKind.UPDATE:
                update(target, message, notice=notice, at=at)
            else:
                _lay(target, kind, notice, reason, trusted, at)


def lay_early(document: Document, *, at: datetime) -> None:
    """Do for a document that has just arrived what came before it did: packages overtake each other."""
    for wish in incoming.take_early(document, sorted(exchange.codes_of(document.issuer_code)), at=at):
        if wish.notice_id == document.pk:
            continue
        documents.link(wish.notice_id, document.pk, _LINKS[WishKind(wish.kind)])
        if wish.kind != WishKind.UPDATE:
            trusted = incoming_queries.one(wish.notice_id).legal_value == "original"
            _lay(document, WishKind(wish.kind), wish.notice, wish.reason, trusted, at)


_LINKS = {kind: KINDS[business] for business, kind in WISHES.items()}


def _lay(target: Document, kind: WishKind, notice: Document, reason: str, trusted: bool, at: datetime) -> None:
    said: dict[str, Any] = {"reason": reason, "asked_by": notice.issuer_name, "notice_id": notice.pk, "at": at}
    if kind == WishKind.TAKE_BACK:
        incoming.ask_back(target.pk, **said)
    else:
        incoming.ask_replace(target.pk, beyond_doubt=trusted, **said)


def _same(document: Document, message: DocumentMessage) -> bool:
    """Tell whether the head of a package is that of the document itself, not of a letter that speaks of it."""
    return document.wire_id == message.document_id.strip() or document.code_text == message.code.text


def _changes(document: Document, message: DocumentMessage) -> dict[str, object]:
    """Return what differs from what is known of the document now."""
    if not _same(document, message):
        return {}
    said, _ = metadata(message, sender_code=document.issuer_code)
    known = incoming_queries.news([document.pk]).get(document.pk, incoming_queries.News()).changes
    new = {name: _plain(said.get(name)) for name in CHANGEABLE}
    return {
        name: value
        for name, value in new.items()
        if value not in {None, ""} and value != known.get(name, _plain(getattr(document, name)))
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
