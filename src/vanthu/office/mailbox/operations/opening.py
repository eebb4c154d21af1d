"""Take the attachments out of an e-mail, unless one carries a mark of secrecy (QD28-A1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from vanthu.office.files import operations as files
from vanthu.office.registers import queries as registers
from vanthu.standards.letter.first_page import read_first_page
from vanthu.standards.letter.secrecy import secrecy_of_pdf
from vanthu.standards.mail import File, Letter, Noticed

PDF = "application/pdf"
SECRET = "VT-THU-MAT"


def opened(letter: Letter, *, at: datetime) -> tuple[list[dict[str, Any]], tuple[Noticed, ...]]:
    """Keep each attachment and return what is known of it; of a secret one nothing is taken out."""
    secret = _marks(letter.files)
    if secret:
        return [
            {"name": file.name, "media_type": file.media_type, "size": len(file.content)} for file in letter.files
        ], secret
    return [_kept(file, at) for file in letter.files], ()


def _marks(found: Iterable[File]) -> tuple[Noticed, ...]:
    series = registers.secret_notations()
    marks = [(file, secrecy_of_pdf(file.content, secret_series=series)) for file in found if file.media_type == PDF]
    return tuple(
        Noticed(
            SECRET,
            f"Tệp «{file.name}» có dấu hiệu của văn bản mật: {mark.sentence}. Văn bản mật không được gửi qua thư điện "
            "tử (Điều 1 Quyết định 28/2018/QĐ-TTg); hãy trả lại và báo người phụ trách bảo vệ bí mật nhà nước.",
        )
        for file, mark in marks
        if mark
    )


def _kept(file: File, at: datetime) -> dict[str, Any]:
    stored = files.keep(file.content, media_type=file.media_type, at=at)
    said = read_first_page(file.content).as_json() if file.media_type == PDF else {}
    return {
        "sha256": stored.sha256,
        "name": file.name,
        "media_type": file.media_type,
        "size": len(file.content),
        "says": said,
    }
