"""What carries a mark of secrecy is refused before any of its files is taken out of the package (QD28-A1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vanthu.office.journeys.receiving.outcomes import Outcome, PackageRefused
from vanthu.office.journeys.receiving.reading import about
from vanthu.office.registers import queries as registers
from vanthu.standards.letter import apart
from vanthu.standards.letter.secrecy import secrecy_mark

if TYPE_CHECKING:
    from vanthu.office.journeys.receiving.reading import Readable
    from vanthu.standards.edxml import Attachment


def refuse_secret(readable: Readable) -> None:
    """Raise PackageRefused when the document or one of its attachments carries a mark of secrecy."""
    message = readable.message
    series = registers.secret_notations()
    numbered = secrecy_mark(notation=message.code.text, secret_series=series)
    seen = (_mark_of(one, series) for one in message.attachments)
    mark = numbered.sentence if numbered else next(filter(None, seen), "")
    if not mark:
        return
    sentence = (
        f"Gói tin có dấu hiệu của văn bản mật: {mark}. Văn bản có nội dung bí mật nhà nước không được gửi, "
        "nhận qua trục liên thông (Điều 1 Quyết định 28/2018/QĐ-TTg); bên gửi phải gửi theo quy định về bảo vệ bí mật "
        "nhà nước."
    )
    raise PackageRefused(Outcome.SECRET, sentence, about=about(message), findings=readable.findings)


def _mark_of(attachment: Attachment, series: frozenset[str]) -> str:
    with attachment.content.open() as stream:
        head = stream.read(1024)
        return apart.look(head + stream.read(), secret_series=series).mark if b"%PDF-" in head else ""
