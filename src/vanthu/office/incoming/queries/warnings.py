"""What the clerk must know about a document before registering it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vanthu.office.documents import queries as documents
from vanthu.office.incoming.queries.comparing import contradictions, earlier
from vanthu.office.incoming.states import Channel, IncomingState, LegalValue
from vanthu.office.mailbox import queries as mailbox
from vanthu.office.signatures import queries as signatures
from vanthu.standards.signing import Outcome

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument


@dataclass(frozen=True)
class Warn:
    """One thing to look at; it hinders nothing."""

    code: str
    sentence: str


_ABOUT_SIGNATURES = {
    Outcome.UNSIGNED: "Văn bản không có chữ ký số nên chỉ để tham khảo (Điều 4 Quyết định 28/2018/QĐ-TTg).",
    Outcome.INVALID: (
        "Chữ ký số không hợp lệ: văn bản có thể đã bị sửa hoặc người ký không đáng tin cậy. Nên từ chối và báo bên gửi "
        "(Điều 21 Nghị định 30/2020/NĐ-CP); nếu vẫn vào sổ, văn bản chỉ để tham khảo."
    ),
    Outcome.UNKNOWN: (
        "Chưa đủ căn cứ kết luận về chữ ký số. Nên kiểm tra lại hoặc hỏi bên gửi; nếu vào sổ ngay, văn bản chỉ để "
        "tham khảo."
    ),
}
_NO_VERDICT = "Văn bản chưa được kiểm tra chữ ký số nên chỉ để tham khảo."


def warnings(incoming: IncomingDocument) -> tuple[Warn, ...]:
    """Return what speaks against taking the document as an original, or as new; empty when nothing does."""
    found = [
        Warn("VT-DEN-KHAC-TRANG-1", f"{label}: trang 1 ghi «{page}», dữ liệu gửi kèm ghi «{said}».")
        for label, page, said in contradictions(incoming)
    ]
    if incoming.channel == Channel.EMAIL and (mail := mailbox.of_document(incoming.pk)) and not mail.official:
        found.append(Warn("VT-DEN-THU-KHONG-CHINH-THUC", f"{mail.origin} Văn bản chỉ để tham khảo."))
    elif incoming.legal_value == LegalValue.REFERENCE:
        outcome = Outcome(incoming.verdict.outcome) if incoming.verdict else None
        sentence = _ABOUT_SIGNATURES.get(outcome, _NO_VERDICT) if outcome else _NO_VERDICT
        found.append(Warn("VT-DEN-DE-THAM-KHAO", sentence))
    found += _about_attachments(incoming)
    if incoming.state == IncomingState.ARRIVED and (other := earlier(incoming)):
        named = other.document.code_text or "văn bản"
        sentence = f"Có thể trùng với {named} ({other.document.subject}) đã nhận trước đó."
        found.append(Warn("VT-DEN-CO-THE-TRUNG", sentence))
    return tuple(found)


def _about_attachments(incoming: IncomingDocument) -> list[Warn]:
    """Tell of attached files whose signature broke: the document's own may be as good as ever."""
    attached = {one.sent_file.sha256: one.file_name for one in documents.attachments(incoming.document_id)}
    seen = signatures.verdicts_for(attached) if attached else {}
    broken = [name for sha256, name in attached.items() if sha256 in seen and seen[sha256].outcome == Outcome.INVALID]
    return [
        Warn(
            "VT-DEN-TEP-KHONG-HOP-LE",
            f"Chữ ký số trên tệp đính kèm «{name}» không hợp lệ: tệp có thể đã bị sửa. "
            "Hãy hỏi bên gửi trước khi dùng tệp.",
        )
        for name in broken
    ]
