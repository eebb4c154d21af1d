"""What a message says about its document, as the register holds it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict

from vanthu.office.documents.states import Urgency
from vanthu.office.journeys.receiving.outcomes import shortened
from vanthu.standards.edxml import DocumentMessage, Finding

LIMITS = {
    "type_name": ("Tên loại", 100),
    "number": ("Số", 50),
    "notation": ("Ký hiệu", 50),
    "subject": ("Trích yếu", 2000),
    "issuer_code": ("Mã định danh bên gửi", 35),
    "issuer_name": ("Tên bên gửi", 200),
    "wire_id": ("Mã văn bản", 200),
    "signer_name": ("Người ký", 100),
    "signer_position": ("Chức vụ người ký", 200),
}
"""Column lengths of documents.Document with the names people know; a test holds them to the model."""

MOST_PAGES = 32_767


class Metadata(TypedDict, total=False):
    """The keyword arguments of `documents.operations.create` that a message fills."""

    type_name: str
    subject: str
    issuer_code: str
    issuer_name: str
    number: str
    notation: str
    issued_on: date | None
    wire_id: str
    urgency: int
    due_on: date | None
    signer_name: str
    signer_position: str
    page_amount: int


def metadata(message: DocumentMessage, *, sender_code: str) -> tuple[Metadata, tuple[Finding, ...]]:
    """Return the metadata and what had to be shortened; `sender_code` stands in for a sender left out."""
    signer = message.signer
    texts = {
        "type_name": message.document_type.type_name or "Văn bản",
        "number": message.code.number,
        "notation": message.code.notation,
        "subject": message.subject or message.content or "(không ghi trích yếu)",
        "issuer_code": message.sender.organ_id or sender_code,
        "issuer_name": message.sender.organ_name or message.sender.organ_id or sender_code,
        "wire_id": message.document_id,
        "signer_name": signer.full_name if signer else "",
        "signer_position": (signer and (signer.position or signer.competence)) or "",
    }
    cut: Any = {name: text.strip()[: LIMITS[name][1]] for name, text in texts.items()}
    return Metadata(**cut, **_rest(message)), tuple(_too_long(texts))


def _rest(message: DocumentMessage) -> Metadata:
    return Metadata(
        issued_on=message.promulgation_date,
        due_on=message.due_date,
        # "Hỏa tốc hẹn giờ" (4 on the wire) is a kind of hỏa tốc; ND30 knows three degrees.
        urgency=max(Urgency.NORMAL, min(message.other.priority, Urgency.FLASH)),
        page_amount=max(0, min(message.other.page_amount, MOST_PAGES)),
    )


def _too_long(texts: dict[str, str]) -> Iterable[Finding]:
    for name, text in texts.items():
        label, most = LIMITS[name]
        if len(text.strip()) > most:
            yield shortened(label, most)
