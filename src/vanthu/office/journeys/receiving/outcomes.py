"""How taking a package in may end, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from vanthu.standards import edxml
from vanthu.standards.edxml import Finding, Severity

if TYPE_CHECKING:
    from vanthu.office.documents.models import Document


class Outcome(StrEnum):
    """The ends of taking in."""

    ARRIVED = "arrived"
    ARRIVED_NOT_PDF = "arrived_not_pdf"
    UPDATED = "updated"
    """New data of a document that arrived before."""
    STATUS = "status"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"
    WRONG_RECIPIENT = "wrong_recipient"
    NO_MAIN_FILE = "no_main_file"
    SECRET = "secret"


@dataclass(frozen=True)
class Taken:
    """What became of a package; `document` is there for the outcomes that made one."""

    outcome: Outcome
    document: Document | None = None


class PackageRefused(Exception):
    """The package cannot become a document here. `about` is what its sender needs to know which one is meant."""

    def __init__(
        self,
        outcome: Outcome,
        sentence: str,
        *,
        about: edxml.ResponseFor | None = None,
        findings: tuple[Finding, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.outcome, self.code, self.sentence = outcome, REFUSAL_CODES[outcome], sentence
        self.about, self.findings = about, findings


REFUSAL_CODES = {
    Outcome.UNREADABLE: "VT-NHAN-HONG",
    Outcome.WRONG_RECIPIENT: "VT-NHAN-SAI-CO-QUAN",
    Outcome.NO_MAIN_FILE: "VT-NHAN-THIEU-TEP",
    Outcome.SECRET: "VT-NHAN-MAT",
}


def not_pdf(name: str) -> Finding:
    """Say that the document itself is no PDF, so that it cannot carry signatures we can judge."""
    return Finding(
        "VT-NHAN-KHONG-PHAI-PDF",
        Severity.WARNING,
        f"Tệp chính «{name}» không phải là PDF nên không xác định được chữ ký số; văn bản chỉ để tham khảo "
        "(Điều 4 Quyết định 28/2018/QĐ-TTg).",
    )


def not_judged(reason: str) -> Finding:
    """Say that the signatures could not be checked for a reason on our side."""
    return Finding(
        "VT-NHAN-CHUA-KIEM-TRA",
        Severity.WARNING,
        f"Chưa kiểm tra được chữ ký số vì lỗi của hệ thống: {reason} Văn bản tạm thời chỉ để tham khảo.",
    )


def not_read(name: str) -> Finding:
    """Say that a file could not be looked through, so that a mark of secrecy may have gone unseen (QD28-A1)."""
    return Finding(
        "VT-NHAN-KHONG-DOC-DUOC-TEP",
        Severity.WARNING,
        f"Không đọc được tệp «{name}» trong giới hạn cho phép nên chưa biết tệp có dấu chỉ độ mật hay không. Hãy mở "
        "tệp trên máy an toàn để xem, hoặc đề nghị bên gửi gửi lại.",
    )


def sender_differs(named: str, told: str) -> Finding:
    """Say that the package names another sender than the one the axis knows."""
    return Finding(
        "VT-NHAN-KHAC-BEN-GUI",
        Severity.WARNING,
        f"Gói tin ghi bên gửi là {named or '(trống)'}, còn trục cho biết bên gửi là {told}.",
        "MessageHeader.From.OrganId",
    )


def shortened(what: str, most: int) -> Finding:
    """Say that a text was cut to what the register holds; the package keeps it whole."""
    return Finding(
        "VT-NHAN-CAT-BOT",
        Severity.WARNING,
        f"{what} dài quá {most} ký tự nên chỉ ghi phần đầu; toàn văn còn trong gói tin đã lưu.",
    )
