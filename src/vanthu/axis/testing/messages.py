"""Messages as offices send them, each different from the one before."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from vanthu.standards import edxml

ISSUED = date(2026, 3, 9)
_numbers = itertools.count(1)


def document(sender: str, *recipients: str, attachment_bytes: int = 2000, **changes: Any) -> edxml.DocumentMessage:
    """Return a document from one agency to others, with a number of its own."""
    number = str(next(_numbers))
    message = edxml.DocumentMessage(
        sender=edxml.Organization(sender, f"Cơ quan {sender}"),
        recipients=tuple(edxml.Organization(code, f"Cơ quan {code}") for code in recipients),
        document_id=f"{sender},2026/03/09,{number}/SNV-CCVC",
        code=edxml.Code(number, "SNV-CCVC"),
        promulgation_place="Lạng Sơn",
        promulgation_date=ISSUED,
        document_type=edxml.DocumentType(2, "Công văn", 18),
        subject="V/v rà soát danh mục vị trí việc làm",
        signer=edxml.SignerInfo("Trần Thị B", "Phó Giám đốc", "KT. GIÁM ĐỐC"),
        attachments=(
            edxml.Attachment(
                "125-SNV-CCVC.pdf", "application/pdf", edxml.Content.of(b"%PDF-1.7\n" + b"x" * attachment_bytes)
            ),
        ),
    )
    return replace(message, **changes)


def status(sender: str, about: edxml.DocumentMessage, code: str = "03", **changes: Any) -> edxml.StatusMessage:
    """Return a status message about a document, to the agency that issued it."""
    message = edxml.StatusMessage(
        sender=edxml.Organization(sender, f"Cơ quan {sender}"),
        response_for=edxml.ResponseFor(
            about.sender.organ_id, about.code.text, about.document_id, about.promulgation_date
        ),
        status_code=code,
        description="Đã tiếp nhận, vào sổ văn bản đến số 310",
        timestamp=datetime(2026, 3, 9, 15, 20, 11, tzinfo=edxml.VIETNAM),
    )
    return replace(message, **changes)
