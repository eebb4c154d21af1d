"""Packages of a wished size, each different from every other."""

from __future__ import annotations

import secrets
from datetime import date

from vanthu.standards import edxml

TOKEN = b"TTTTTTTTTTTTTTTT"


class Template:
    """A package of about `size` bytes from one agency to others; `next` gives one with a document id of its own."""

    def __init__(self, size: int, sender: str, recipients: tuple[str, ...]) -> None:
        head = len(edxml.write_bytes(_message(b"", sender, recipients)))
        content = b"%PDF-1.7\n" + secrets.token_bytes(max((size - head) * 3 // 4, 1))
        self._bytes = edxml.write_bytes(_message(content, sender, recipients))
        self.size = len(self._bytes)

    def next(self) -> bytes:
        """Return a package nobody has sent yet."""
        return self._bytes.replace(TOKEN, secrets.token_hex(8).encode(), 1)


def _message(content: bytes, sender: str, recipients: tuple[str, ...]) -> edxml.DocumentMessage:
    return edxml.DocumentMessage(
        sender=edxml.Organization(sender, f"Cơ quan {sender}"),
        recipients=tuple(edxml.Organization(code, f"Cơ quan {code}") for code in recipients),
        document_id=f"{sender},2026/03/09,{TOKEN.decode()}/SNV-CCVC",
        code=edxml.Code("125", "SNV-CCVC"),
        promulgation_place="Lạng Sơn",
        promulgation_date=date(2026, 3, 9),
        document_type=edxml.DocumentType(2, "Công văn", 18),
        subject="V/v rà soát danh mục vị trí việc làm",
        attachments=(edxml.Attachment("125.pdf", "application/pdf", edxml.Content.of(content)),),
    )
