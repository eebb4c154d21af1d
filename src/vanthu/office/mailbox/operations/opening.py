"""Take the attachments out of an e-mail, unless one carries a mark of secrecy (QD28-A1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from vanthu.office.files import operations as files
from vanthu.office.registers import queries as registers
from vanthu.standards.letter import apart
from vanthu.standards.letter.apart import Look
from vanthu.standards.mail import File, Letter, Noticed

PDF = "application/pdf"
SECRET = "VT-THU-MAT"
UNREAD = "VT-THU-KHONG-DOC-DUOC-TEP"


def opened(letter: Letter, *, at: datetime) -> tuple[list[dict[str, Any]], tuple[Noticed, ...]]:
    """Keep each attachment and return what is known of it; of a secret one nothing is taken out."""
    series = registers.secret_notations()
    looks = [apart.look(one.content, secret_series=series) if one.media_type == PDF else Look() for one in letter.files]
    secret = _marks(letter.files, looks)
    if secret:
        return [
            {"name": file.name, "media_type": file.media_type, "size": len(file.content)} for file in letter.files
        ], secret
    kept = [_kept(file, seen, at) for file, seen in zip(letter.files, looks, strict=True)]
    return kept, tuple(_not_read(file) for file, seen in zip(letter.files, looks, strict=True) if seen.given_up)


def _marks(found: Iterable[File], looks: Iterable[Look]) -> tuple[Noticed, ...]:
    return tuple(
        Noticed(
            SECRET,
            f"Tệp «{file.name}» có dấu hiệu của văn bản mật: {seen.mark}. Văn bản mật không được gửi qua thư điện "
            "tử (Điều 1 Quyết định 28/2018/QĐ-TTg); hãy trả lại và báo người phụ trách bảo vệ bí mật nhà nước.",
        )
        for file, seen in zip(found, looks, strict=True)
        if seen.mark
    )


def _not_read(file: File) -> Noticed:
    return Noticed(
        UNREAD,
        f"Không đọc được tệp «{file.name}» trong giới hạn cho phép nên chưa biết tệp có dấu chỉ độ mật hay không. "
        "Hãy mở tệp trên máy an toàn để xem, hoặc đề nghị bên gửi gửi lại.",
    )


def _kept(file: File, seen: Look, at: datetime) -> dict[str, Any]:
    stored = files.keep(file.content, media_type=file.media_type, at=at)
    return {
        "sha256": stored.sha256,
        "name": file.name,
        "media_type": file.media_type,
        "size": len(file.content),
        "says": seen.says,
    }
