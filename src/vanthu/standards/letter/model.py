"""The components of an administrative document as values: ND30 Phụ lục I (ô số 1–14), Phụ lục III (mẫu 1.1–1.10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from vanthu.standards.letter.blocks import Block
from vanthu.standards.letter.catalogue import OFFICIAL_LETTER

Profile = Literal["A", "B"]
SlotName = Literal["number", "day", "month", "year", "leader", "seal"]
Circulation = Literal["XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ"]

DESCENT = 0.216
"""How far Times New Roman reaches below its baseline, of its size."""
SEAL_MM = 36.0
"""Diameter of the round seal of most agencies; the real one is a fact about the agency."""
SLOT_NAMES: tuple[SlotName, ...] = ("number", "day", "month", "year", "leader", "seal")
"""The places of a document with one signer. Others sign at "leader_2", "leader_3"… (their seals at "seal_2"…).

The text of the agency's signature on a separate file belongs at "appendix_stamp", that on a copy at "copy_stamp"."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Quyền hạn, chức vụ (a line each) and name of somebody who signs beside the signer of the letter."""

    authority: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enactment:
    """Nghị quyết, quyết định (mẫu 1.1–1.3)."""

    authority: str
    """Thẩm quyền ban hành: the office of the head, or the name of the collective: "Giám đốc Sở Nội vụ"."""
    session: str = ""
    """Of a collective, on the line below: "Khóa I, kỳ họp thứ 4"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegram:
    """Công điện (mẫu 1.6); those it goes to are `Letter.addressed_to`."""

    sender: str
    """The agency or the office of its head, before "điện:"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Giấy mời (mẫu 1.7); what must be minded is the body, which may be empty."""

    invited: tuple[str, ...]
    occasion: str
    """After "Tới dự"."""
    chair: str
    time: str
    venue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """Giấy giới thiệu (mẫu 1.8)."""

    person: str
    position: str
    sent_to: str
    purpose: str
    valid_until: str
    """A date as written: "31 tháng 3 năm 2026"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Biên bản (mẫu 1.9); the signer of the letter is the chair, what was said is the body."""

    opened: str
    venue: str
    present: tuple[str, ...]
    chair: str
    secretary: str
    closed: str
    """As written after "kết thúc vào": "16 giờ 30, ngày 09 tháng 3 năm 2026"."""
    signed_by_secretary: Signer
    gathering: str = "Cuộc họp"
    """"Cuộc họp", "Hội nghị", "Hội thảo"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Giấy nghỉ phép (mẫu 1.10)."""

    applied_on: str
    person: str
    position: str
    duration: str
    """"05 ngày"."""
    first_day: str
    last_day: str
    place: str
    counted_as: str
    """"nghỉ hằng năm có hưởng lương": after "được tính vào thời gian"."""
    confirmation: bool = False
    """Whether room is left for the authority of the place where the leave is spent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a contract or agreement; without `signer` it is ours, for which the signer of the letter signs."""

    label: str
    """"Bên A"."""
    name: str
    details: tuple[str, ...] = ()
    """Address, who represents it, account: a line each."""
    signer: Signer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Hợp đồng, bản ghi nhớ, bản thỏa thuận: common components and the parties' signatures side by side."""

    preamble: str
    """"Hôm nay, ngày … tại …, chúng tôi gồm:"."""
    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLetter:
    """Thư công; Phụ lục III has no template."""

    title: str = "Thư công"
    """What stands in the place of tên loại: "Thư chúc mừng"."""
    salutation: str = ""
    """"Thân ái gửi các đồng chí …,": instead of Kính gửi."""


Particulars = Enactment | Telegram | Invitation | Introduction | Minutes | Leave | Agreement | OpenLetter
"""What only one kind of document has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """Phụ lục (mẫu 2.1, 2.2): pages numbered on their own; the number "Phụ lục I" comes by itself."""

    title: str
    body: tuple[Block | str, ...]
    landscape: bool = False
    separate: bool = False
    """Whether it is a file of its own, made with `compose_attachment` (S4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedText:
    """A text issued or approved with a decision (mẫu 1.3): quy chế, quy định, kế hoạch, đề án…"""

    name: str
    """Tên loại: "Quy chế"."""
    subject: str
    body: tuple[Block | str, ...]
    landscape: bool = False
    separate: bool = False


Attachment = Appendix | AttachedText


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A picture of the body, PNG or JPEG; blocks refer to it by `reference`."""

    reference: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """Number and date, once they are known: printed instead of left open (paper, mẫu 2.1)."""

    number: str
    day: int
    month: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is printed on a document; number, date and signatures come later, into the slots.

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
    body: tuple[Block | str, ...]
    """A str is a plain paragraph."""
    signer_authority: tuple[str, ...]
    """Quyền hạn and chức vụ, a line each: ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")."""
    signer_name: str
    recipients: tuple[str, ...]
    """Nơi nhận, each without dash: "Như trên", …, "Lưu: VT, CCVC"."""
    kind: str = OFFICIAL_LETTER
    """Key of a type in `catalogue.TYPES`."""
    addressed_to: tuple[str, ...] = ()
    """Kính gửi, each without dash and without mark at the end."""
    legal_bases: tuple[str, ...] = ()
    """Căn cứ, each without mark at the end; "Theo đề nghị của …" last."""
    particulars: Particulars | None = None
    attachments: tuple[Attachment, ...] = ()
    images: tuple[ImageFile, ...] = ()
    governing_name: str | None = None
    """Cơ quan chủ quản trực tiếp."""
    signer_other_title: str | None = None
    """Another title of the signer, printed above the name (ô số 7b), as for interministerial bodies."""
    typist_and_copies: str | None = None
    """Ký hiệu người soạn thảo và số lượng bản phát hành, "TTB.(300)"."""
    urgency: int = 0
    """0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc."""
    circulation: Circulation | None = None
    """Chỉ dẫn phạm vi lưu hành (ô số 11)."""
    profile: Profile = "B"
    """Set of sizes: A = 13/14/14, B = 12/13/13 (Quốc hiệu/Tiêu ngữ/địa danh và thời gian); never mixed."""
    landscape: bool = False
    """Across the page, for a text with wide tables that are no appendices (Phụ lục I, mục I.2)."""
    number_digits: int = 5
    """How many figures the number may come to have: so wide is the place left for it."""
    contact_line: str | None = None
    """Địa chỉ, thư điện tử, điện thoại (ô số 13)."""
    issued: Issued | None = None
    """Number and date when they are known already: no places are left for them."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """How anybody who holds a copy on paper asks whether it is one (ND137-A5)."""

    code: str
    """As it is read and typed, "7K3M-…"."""
    address: str = ""
    """What the QR code leads to; empty: only the code is printed."""
    page: str = ""
    """Where the code is typed in."""
    mark: str = ""
    """Of a copy of an electronic document: that it was turned into paper, when, by whom, out of which system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCopy:
    """What is printed under a document that is copied onto paper (Phụ lục I phần II, mẫu 3.1)."""

    kind: Literal["sao_y", "trich_sao", "sao_luc"]
    agency_name: str
    """Of the agency that copies."""
    notation: str
    """"SY-SNV"."""
    place: str
    signer_authority: tuple[str, ...]
    signer_name: str
    recipients: tuple[str, ...]
    profile: Profile = "B"
    number_digits: int = 3
    issued: Issued | None = None
    """Number and date when they are known already: no places are left for them."""
    lookup: Lookup | None = None


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
    """Of the whole file, attachments included."""
