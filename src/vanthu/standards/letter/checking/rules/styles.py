"""Size, weight, slant and capitals of each component: the table of ND30 Phụ lục I section V."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.geometry import size_of
from vanthu.standards.letter.checking.model import Finding
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.words import in_capitals
from vanthu.standards.letter.reading import Line

_TOLERANCE = 0.26  # points: sizes are read to the nearest half


@dataclass(frozen=True, slots=True)
class Style:
    """What the table says of one component; `code` begins the codes of its rules."""

    code: str
    name: str
    lines: Callable[[Document], Iterable[Line | None]]
    sizes: tuple[float, float]
    bold: bool | None = False
    italic: bool = False
    capitals: bool = False

    @property
    def look(self) -> str:
        slant = "nghiêng" if self.italic else "đứng"
        return f"chữ {slant}, đậm" if self.bold else f"chữ {slant}, không đậm"

    @property
    def allowed(self) -> str:
        low, high = self.sizes
        return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def _capacity(document: Document) -> list[Line]:
    return [line for signer in document.close.signers for line in signer.capacity]


STYLES: tuple[Style, ...] = (
    Style("TT-QUOC-HIEU", "Quốc hiệu", lambda d: [d.head.national_name], (12, 13), bold=True),
    Style("TT-TIEU-NGU", "Tiêu ngữ", lambda d: [d.head.motto], (13, 14), bold=True),
    Style("TT-CHU-QUAN", "Tên cơ quan chủ quản", lambda d: d.head.superior, (12, 13), capitals=True),
    Style("TT-CO-QUAN", "Tên cơ quan ban hành", lambda d: d.head.agency, (12, 13), bold=True, capitals=True),
    Style("TT-SO", "Số, ký hiệu", lambda d: [d.head.number], (13, 13)),
    Style("TT-NGAY", "Địa danh và thời gian", lambda d: [d.head.date], (13, 14), italic=True),
    Style("TT-TEN-LOAI", "Tên loại", lambda d: [d.head.title], (13, 14), bold=True, capitals=True),
    Style("TT-TRICH-YEU", "Trích yếu", lambda d: d.head.subject, (13, 14), bold=True),
    Style("TT-VV", "Trích yếu công văn", lambda d: d.head.letter_subject, (12, 13)),
    Style("TT-KINH-GUI", "“Kính gửi”", lambda d: d.head.addressed_to, (13, 14)),
    Style("TT-QUYEN-HAN", "Quyền hạn, chức vụ", _capacity, (13, 14), bold=True, capitals=True),
    Style("TT-HO-TEN", "Họ và tên người ký", lambda d: [s.name for s in d.close.signers], (13, 14), bold=True),
    Style("TT-NOI-NHAN-DE", "“Nơi nhận:”", lambda d: [d.close.heading], (12, 12), bold=True, italic=True),
    Style("TT-NOI-NHAN", "Danh sách nơi nhận", lambda d: d.close.recipients, (11, 11)),
    Style("TT-KHAN", "Dấu mức độ khẩn", lambda d: [d.head.urgency], (13, 14), bold=True),
    Style("TT-LUU-HANH", "Chỉ dẫn phạm vi lưu hành", lambda d: [d.head.circulation], (13, 14), bold=True),
    Style("TT-PHU-LUC", "“Phụ lục”", lambda d: [a.heading for a in d.attachments], (14, 14), bold=True),
    Style("TT-SO-TRANG", "Số trang", lambda d: d.page_numbers, (13, 14)),
)
_SIZE_ONLY = (
    Style("TT-SOAN-THAO", "Ký hiệu người soạn thảo", lambda d: [d.close.typist], (11, 11)),
    Style("TT-DIA-CHI", "Địa chỉ liên hệ", lambda d: d.close.contact, (11, 12)),
)


def check(document: Document) -> Iterator[Finding]:
    """Every component against its row of the table."""
    for style in STYLES:
        lines = [line for line in style.lines(document) if line is not None]
        yield from _sizes(document, style, lines)
        yield from _look(document, style, lines)
        if style.capitals:
            yield from _capitals(document, style, lines)
    for style in _SIZE_ONLY:
        yield from _sizes(document, style, [line for line in style.lines(document) if line is not None])


def _sizes(document: Document, style: Style, lines: Sequence[Line]) -> Iterator[Finding]:
    low, high = style.sizes
    wrong = [line for line in lines if not low - _TOLERANCE <= size_of(line) <= high + _TOLERANCE]
    if wrong:
        seen = ", ".join(sorted({f"{size_of(line):g}" for line in wrong}))
        yield breach(
            f"{style.code}-CO-CHU",
            document.places(wrong),
            f"{style.name} cỡ chữ {seen}; quy định {style.allowed}.",
            f"Đặt cỡ chữ {style.allowed} cho {_lower(style.name)}.",
        )


def _look(document: Document, style: Style, lines: Sequence[Line]) -> Iterator[Finding]:
    wrong = [line for line in lines if faces_named(line) and not _fits(line, style)]
    if wrong:
        yield breach(
            f"{style.code}-KIEU-CHU",
            document.places(wrong),
            f"{style.name} trình bày {_seen(wrong[0])}; quy định {style.look}.",
            f"Đặt {style.look} cho {_lower(style.name)}.",
        )


def _fits(line: Line, style: Style) -> bool:
    bold, italic = share(line, is_bold), share(line, is_italic)
    # A word may be emphasised in a list; a single component is wholly one or the other.
    return (bold > 0.95 if style.bold else bold < 0.5) and (italic > 0.95 if style.italic else italic < 0.5)


def is_bold(font: str) -> bool:
    return any(word in font.lower() for word in ("bold", "black", "heavy"))


def is_italic(font: str) -> bool:
    return any(word in font.lower() for word in ("italic", "oblique"))


def share(line: Line, matches: Callable[[str], bool]) -> float:
    """The part of the letters whose face matches."""
    inked = line.inked
    return sum(matches(glyph.font) for glyph in inked) / len(inked)


def faces_named(line: Line) -> bool:
    """Whether the names of its faces say anything: some programs number them."""
    return all(len(font) > 3 and not font.lower().startswith(("cidfont", "unnamed")) for font in line.fonts)


def _seen(line: Line) -> str:
    slant = "nghiêng" if share(line, is_italic) > 0.5 else "đứng"
    bold = share(line, is_bold)
    weight = "đậm" if bold > 0.95 else "không đậm" if bold < 0.05 else "đậm một phần"
    return f"chữ {slant}, {weight}"


def _capitals(document: Document, style: Style, lines: Sequence[Line]) -> Iterator[Finding]:
    wrong = [line for line in lines if any(c.isalpha() for c in line.text) and not in_capitals(line.text)]
    if wrong:
        yield breach(
            f"{style.code}-IN-HOA",
            document.places(wrong),
            f"{style.name} “{wrong[0].text[:60]}” không in hoa.",
            f"Viết {_lower(style.name)} bằng chữ in hoa.",
        )


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
