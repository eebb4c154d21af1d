"""Bì văn bản: what the law wants on an envelope, printed on the usual sizes (ND30 Phụ lục IV)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vanthu.standards.letter.errors import LetterRefused
from vanthu.standards.letter.printing import printed

SIZES: Mapping[str, tuple[int, int]] = {"dl": (220, 110), "c5": (229, 162), "c4": (324, 229)}
"""Width and height in millimetres (ISO 269): for A4 folded in three, folded once, and flat."""
URGENCIES = ("", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who sends which document to whom; `urgency` as in the exchanged package, 0 to 3."""

    sender: str
    sender_address: str = ""
    sender_contacts: tuple[str, ...] = ()
    """Telephone, fax, e-mail, website, each with its word: "Điện thoại: 024 …"."""
    code_text: str
    addressee: str
    address: str = ""
    urgency: int = 0
    size: str = "c5"


def compose_envelope(envelope: Envelope, *, at: datetime) -> bytes:
    """Return the front of the envelope as PDF, of its real size; raises LetterRefused."""
    if envelope.size not in SIZES:
        raise LetterRefused(f"Không có cỡ bì «{envelope.size}»; các cỡ: {', '.join(SIZES)}.")
    if not envelope.addressee.strip() or len(envelope.addressee) > _LONGEST:
        raise LetterRefused(f"Bì phải có nơi nhận, không dài quá {_LONGEST} ký tự.")
    width, height = SIZES[envelope.size]
    data = {
        "width": width,
        "height": height,
        "sender": envelope.sender.upper(),
        "lines": [line for line in (envelope.sender_address, *envelope.sender_contacts) if line],
        "code": envelope.code_text,
        "to": envelope.addressee,
        "address": envelope.address,
        "urgency": URGENCIES[envelope.urgency],
    }
    return printed("envelope", data, at=at)
