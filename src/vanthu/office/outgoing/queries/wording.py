"""The first words of a document that replaces, amends, repeals or corrects an issued one (ND30-A18.3)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import OFFICIAL_LETTER, LinkKind
from vanthu.office.outgoing.queries.fields import DraftFields, fields_of
from vanthu.office.outgoing.queries.particulars import WITHOUT_BODY
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document
    from vanthu.office.outgoing.models import OutgoingDocument

BLANK = "«…»"
"""Stands where the drafter has to write; a draft that still has one cannot be submitted."""

DECISION = "quyet_dinh"
VERBS = {
    LinkKind.REPLACES: ("thay thế",),
    LinkKind.AMENDS: ("sửa đổi", "bổ sung"),
    LinkKind.REPEALS: ("bãi bỏ", "hủy bỏ"),
    LinkKind.CORRECTS: ("đính chính",),
}
"""The words of which the text must have one."""

_ARTICLE = re.compile(r"^\s*Điều\s+(\d+)\b", re.MULTILINE)
_END = "./."


def first_words(issued: OutgoingDocument, kind: LinkKind, *, unit_id: UUID, at: datetime) -> DraftFields:
    """Return a draft about an issued document: its form and recipients, and the sentence that says what it does."""
    before = fields_of(issued)
    document = issued.document
    common = replace(before, unit_id=unit_id, due_on=_still(before, at), typist_and_copies="")
    if kind == LinkKind.REPLACES:
        return replace(common, body=_with_clause(before, f"thay thế {_named(document)}", document))
    name = documents.cited(document)
    if kind == LinkKind.CORRECTS:
        return replace(
            common,
            type_code=OFFICIAL_LETTER,
            subject=f"đính chính {name}",
            addressed_to=before.addressed_to or tuple(name for _code, name in before.recipients),
            legal_bases=(),
            particulars={},
            body=_correction(document),
            due_on=None,
        )
    verb = VERBS[kind][0] if kind == LinkKind.REPEALS else "sửa đổi, bổ sung"
    bases = (*before.legal_bases, _named(document)) if before.legal_bases else ()
    body = _repeal(document, before.type_code) if kind == LinkKind.REPEALS else _amendment(document, before.type_code)
    return replace(common, subject=f"{verb} {name}", legal_bases=bases, body=body, due_on=None)


def _still(before: DraftFields, at: datetime) -> date | None:
    return before.due_on if before.due_on and before.due_on >= at.astimezone(VIETNAM).date() else None


def _named(document: Document) -> str:
    return f"{documents.cited(document)} của {document.issuer_name} về {_subject(document)}"


def _subject(document: Document) -> str:
    return document.subject if document.subject.startswith("việc ") else f"việc {document.subject}"


def _with_clause(before: DraftFields, does: str, document: Document) -> str:
    """The old text and, at its end, the sentence by which the new one takes its place."""
    if before.type_code in WITHOUT_BODY:
        return before.body
    text = before.body.rstrip()
    text = text.removesuffix(_END).rstrip() + "." if text.endswith(_END) else text
    numbers = [int(found) for found in _ARTICLE.findall(text)]
    head = f"Điều {max(numbers) + 1}. " if numbers else ""
    return f"{text}\n{head}{document.type_name} này {does}{_END}".lstrip()


def _correction(document: Document) -> str:
    agency, issued = document.issuer_name, f"{documents.cited(document)} về {_subject(document)}"
    return (
        f"{agency} đã ban hành {issued}. Do sơ suất về thể thức, kỹ thuật trình bày, {agency} đính chính như sau:\n"
        f"Tại {BLANK}, đã in: {BLANK}; nay đính chính là: {BLANK}.\n"
        f"Các nội dung khác của {documents.cited(document)} không thay đổi{_END}"
    )


def _amendment(document: Document, type_code: str) -> str:
    what = f"Sửa đổi, bổ sung một số nội dung của {_named(document)} như sau:"
    rest = f"Các nội dung khác của {documents.cited(document)} không thay đổi{_END}"
    if type_code != DECISION:
        return f"{what}\n1. {BLANK}.\n{rest}"
    return (
        f"Điều 1. {what}\n1. {BLANK}.\n"
        f"Điều 2. Quyết định này có hiệu lực kể từ ngày ký. {rest.removesuffix(_END)}.\n"
        f"Điều 3. {BLANK} chịu trách nhiệm thi hành Quyết định này{_END}"
    )


def _repeal(document: Document, type_code: str) -> str:
    what = f"Bãi bỏ {_named(document)}"
    if type_code != DECISION:
        return f"{what}. Lý do: {BLANK}{_END}"
    return (
        f"Điều 1. {what}.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
        f"Điều 3. {BLANK} chịu trách nhiệm thi hành Quyết định này{_END}"
    )
