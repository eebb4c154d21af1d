"""A document beside the one it may be the same as, and its data beside what its own page says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Urgency
from vanthu.office.incoming.models import IncomingDocument
from vanthu.office.incoming.states import SENT_AWAY
from vanthu.office.kernel.words import folded

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document

LABELS = {
    "issuer_name": "Cơ quan gửi",
    "number": "Số",
    "notation": "Ký hiệu",
    "issued_on": "Ngày văn bản",
    "type_name": "Loại",
    "subject": "Trích yếu",
    "signer_name": "Người ký",
    "signer_position": "Chức vụ người ký",
    "urgency": "Mức độ khẩn",
    "due_on": "Hạn trả lời",
    "page_amount": "Số trang",
}
"""Data that are compared, in the order of a registering page."""
COMPLETED = ("number", "notation", "issued_on", "signer_name", "signer_position", "due_on")
"""What a clerk may add where a package says nothing."""
NO_SUBJECT = "(không ghi trích yếu)"
_CERTAIN = ("number", "notation", "issued_on", "signer_name")
"""What is so short that page and data must agree on it."""


@dataclass(frozen=True)
class Compared:
    """One item of two documents in words."""

    label: str
    theirs: str
    ours: str

    @property
    def differs(self) -> bool:
        """Whether the two say something different; what one does not say is no difference."""
        return bool(self.theirs and self.ours) and folded(self.theirs) != folded(self.ours)


def earlier(incoming: IncomingDocument) -> IncomingDocument | None:
    """Return the document that this one may be another copy of; none that went back, which may well come again."""
    found = IncomingDocument.objects.filter(pk=incoming.possible_duplicate_of_id).exclude(state__in=SENT_AWAY)
    return found.select_related("document").first()


def compared(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> list[Compared]:
    """Return both item by item: what is here, and what came."""
    pairs = ((label, _words(name, theirs.get(name)), _words(name, ours.get(name))) for name, label in LABELS.items())
    return [Compared(*pair) for pair in pairs if pair[1] or pair[2]]


def data_of(document: Document) -> dict[str, Any]:
    """Return the data of a document that can be compared."""
    return {name: getattr(document, name) for name in LABELS}


def same_files(one: Document, other: Document) -> bool:
    """Tell whether the two have a file in common, byte for byte: then they are the same, whatever their data say."""
    return bool(documents.hashes(one.pk) & documents.hashes(other.pk))


def missing(incoming: IncomingDocument) -> frozenset[str]:
    """Return what its package does not say and a clerk may add."""
    document = incoming.document
    found = {name for name in COMPLETED if not getattr(document, name)}
    return frozenset(found | ({"subject"} if document.subject == NO_SUBJECT else set()))


def contradictions(incoming: IncomingDocument) -> Iterator[tuple[str, str, str]]:
    """Yield what the first page says otherwise than the data: the item, the page, the data."""
    document, page = incoming.document, incoming.on_page
    for name in _CERTAIN:
        printed, said = _words(name, page.get(name)), _words(name, getattr(document, name))
        if printed and said and folded(printed) != folded(said):
            yield LABELS[name], printed, said
    if page.get("urgency", 0) > document.urgency:
        yield LABELS["urgency"], _words("urgency", page["urgency"]), _words("urgency", document.urgency)


def _words(name: str, value: Any) -> str:
    if name == "urgency" and value is not None:
        return str(Urgency(value).label)
    if not value:
        return ""
    day = date.fromisoformat(value) if name in {"issued_on", "due_on"} and isinstance(value, str) else value
    return f"{day:%d/%m/%Y}" if isinstance(day, date) else str(value)
