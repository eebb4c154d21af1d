"""What carries a mark of secrecy is refused before any of its files is taken out of the package (QD28-A1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vanthu.office.journeys.receiving.outcomes import Outcome, PackageRefused, not_read
from vanthu.office.journeys.receiving.reading import about
from vanthu.office.registers import queries as registers
from vanthu.standards.letter import apart
from vanthu.standards.letter.apart import Look
from vanthu.standards.letter.secrecy import secrecy_mark

if TYPE_CHECKING:
    from vanthu.office.journeys.receiving.reading import Readable
    from vanthu.standards.edxml import Attachment, Finding


def refuse_secret(readable: Readable) -> tuple[Finding, ...]:
    """Raise PackageRefused when the document or one of its attachments carries a mark of secrecy.

    Return which files could not be looked through: the clerk is told.
    """
    message = readable.message
    series = registers.secret_notations()
    numbered = secrecy_mark(notation=message.code.text, secret_series=series)
    looks = [] if numbered else [(one.name, _look_at(one, series)) for one in message.attachments]
    mark = numbered.sentence if numbered else next((seen.mark for _, seen in looks if seen.mark), "")
    if not mark:
        return tuple(not_read(name) for name, seen in looks if seen.given_up)
    sentence = (
        f"Gói tin có dấu hiệu của văn bản mật: {mark}. Văn bản có nội dung bí mật nhà nước không được gửi, "
        "nhận qua trục liên thông (Điều 1 Quyết định 28/2018/QĐ-TTg); bên gửi phải gửi theo quy định về bảo vệ bí mật "
        "nhà nước."
    )
    raise PackageRefused(Outcome.SECRET, sentence, about=about(message), findings=readable.findings)


def _look_at(attachment: Attachment, series: frozenset[str]) -> Look:
    with attachment.content.open() as stream:
        head = stream.read(1024)
        return apart.look(head + stream.read(), secret_series=series) if b"%PDF-" in head else Look()
