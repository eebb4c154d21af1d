"""How an arriving document stands to others that this agency has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction, LinkKind
from vanthu.office.exchange import queries as exchange
from vanthu.standards.edxml import BusinessType, DocumentMessage, ResponseFor

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document

KINDS = {
    BusinessType.RECALL: LinkKind.RECALLS,
    BusinessType.UPDATE: LinkKind.UPDATES,
    BusinessType.REPLACE: LinkKind.REPLACES,
}
"""What a message of each type says of the documents it concerns."""


def possible_duplicate(message: DocumentMessage, *, issuer_code: str) -> Document | None:
    """Return an arrived document that may be the same one: by its id, or by issuer, number, notation and date (ND30).

    Recalls, updates and replacements speak of an earlier document and are no duplicates of it.
    """
    if message.business.type is not BusinessType.NEW:
        return None
    return next(_same(message, issuer_code), None)


def links(message: DocumentMessage, *, issuer_code: str) -> list[tuple[Document, LinkKind]]:
    """Return the known documents this one answers, recalls, updates or replaces."""
    kind = KINDS.get(message.business.type)
    if message.business.type is BusinessType.NEW:
        answered = (_answered(item) for item in message.response_for)
        return [(document, LinkKind.ANSWERS) for document in answered if document]
    found = (concerned(wire_id, issuer_code) for wire_id in message.concerned_document_ids)
    return [(document, kind) for document in found if document and kind]


def concerned(wire_id: str, issuer_code: str) -> Document | None:
    """Return the document that its issuer, under whatever code, gave this id."""
    return _of_issuer(wire_id, issuer_code)


def _same(message: DocumentMessage, issuer_code: str) -> Iterator[Document]:
    code = message.code
    for issuer in _codes(issuer_code):
        found = documents.find_by_wire_id(message.document_id, issuer, direction=Direction.INCOMING)
        if found is None and code.number.strip():
            found = documents.find_by_code(
                code.number,
                code.notation,
                issuer,
                issued_on=message.promulgation_date,
                direction=Direction.INCOMING,
            )
        if found:
            yield found


def _answered(item: ResponseFor) -> Document | None:
    found = _of_issuer(item.document_id, item.organ_id)
    if found or not item.code:
        return found
    number, _, notation = item.code.partition("/")
    by_code = (
        documents.find_by_code(number, notation, issuer, issued_on=item.promulgation_date)
        for issuer in _codes(item.organ_id)
    )
    return next((document for document in by_code if document), None)


def _of_issuer(wire_id: str, issuer_code: str) -> Document | None:
    found = (documents.find_by_wire_id(wire_id, issuer) for issuer in _codes(issuer_code))
    return next((document for document in found if document), None)


def _codes(code: str) -> list[str]:
    return sorted(exchange.codes_of(code), key=lambda item: item != code)
