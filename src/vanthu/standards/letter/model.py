"""The components of an official letter (công văn) as values: ND30 Phụ lục I, Phụ lục III mẫu 1.5."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Profile = Literal["A", "B"]
SlotName = Literal["number", "day", "month", "year", "leader", "seal"]

DESCENT = 0.216
"""How far Times New Roman reaches below its baseline, of its size."""
SEAL_MM = 36.0
"""Diameter of the round seal of most agencies; the real one is a fact about the agency."""
SLOT_NAMES: tuple[SlotName, ...] = ("number", "day", "month", "year", "leader", "seal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is printed on a công văn; number, date and signatures come later, into the slots.

    Text is Unicode; it is brought to NFC and printed literally, never read as markup.
    """

    agency_name: str
    notation: str
    """Ký hiệu, "SNV-CCVC": printed after "Số: …/"."""
    place: str
    """Địa danh, "Hà Nội"."""
    year: int
    """The year in which it is drafted; the printed year is filled with the day and month."""
    subject: str
    """Trích yếu without "V/v"."""
    addressed_to: tuple[str, ...]
    """Kính gửi, each without dash and without mark at the end."""
    body: tuple[str, ...]
    """One paragraph each."""
    signer_authority: tuple[str, ...]
    """Quyền hạn and chức vụ, a line each: ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")."""
    signer_name: str
    recipients: tuple[str, ...]
    """Nơi nhận, each without dash: "Như trên", …, "Lưu: VT, CCVC"."""
    governing_name: str | None = None
    """Cơ quan chủ quản trực tiếp."""
    typist_and_copies: str | None = None
    """Ký hiệu người soạn thảo và số lượng bản phát hành, "TTB.(300)"."""
    urgency: int = 0
    """0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc."""
    profile: Profile = "B"
    """Set of sizes: A = 13/14/14, B = 12/13/13 (Quốc hiệu/Tiêu ngữ/địa danh và thời gian); never mixed."""
    number_digits: int = 5
    """How many figures the number may come to have: so wide is the place left for it."""
    contact_line: str | None = None
    """Địa chỉ, thư điện tử, điện thoại (ô số 13)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place left empty on a page: `page` from 0, the rest in PDF points from the lower left corner of the page.

    A slot for text is as high as the face is (1.107 of its size); the baseline is at `baseline`. The number is meant
    to stand at the right of its slot, against the "/"; day, month and year in the middle of theirs.
    """

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float
    size: float = 0.0
    """Points of the text that belongs in it; 0 for an image."""
    style: Literal["Regular", "Italic"] | None = None

    @property
    def baseline(self) -> float:
        """Where the text in it stands, from the foot of the page."""
        return self.y + DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter as PDF/A-2b with the places reserved in it."""

    pdf: bytes
    slots: Mapping[str, Slot]
    pages: int
