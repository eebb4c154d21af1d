"""Box 6 as set: sizes, justification, indents, distances, căn cứ and the end mark (ND30 Phụ lục I section II.6)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from vanthu.standards.letter.checking.components import Document, Paragraph
from vanthu.standards.letter.checking.geometry import MM, size_of
from vanthu.standards.letter.checking.kinds import BETWEEN_PARTIES, COURTESY
from vanthu.standards.letter.checking.model import Finding
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.rules.styles import faces_named, is_bold, is_italic, share
from vanthu.standards.letter.reading import Line

_INDENTS = (10.0, 12.7)
_NEAR = 0.6  # mm
_INDENT_SEEN = 2.0  # points
_SINGLE = 1.149  # of the size: single spacing of Times New Roman
_SLACK = 0.04
_LEAST_SPACE = 6.0 - 0.8  # points; word processors round
_RAGGED = 1.2 * MM
LEGAL_BASIS = re.compile(r"^Căn cứ\b")
_REQUESTS = re.compile(r"^(Theo đề nghị|Xét đề nghị|Xét)\b")
_NO_END_MARK = {*BETWEEN_PARTIES, COURTESY.key}


def check(document: Document) -> Iterator[Finding]:
    """The running text of the main part."""
    running = [paragraph for paragraph in document.paragraphs if not paragraph.centred]
    yield from _sizes(document, running)
    ragged = tuple(_justified(document, running))
    yield from ragged
    # In ragged text it is not certain which line begins a paragraph without indent.
    yield from _indents(document, [p for p in running if not ragged or p.indent > _INDENT_SEEN])
    yield from _line_spacing(document, running)
    yield from _paragraph_spacing(document, running)
    yield from _legal_bases(document, running)
    yield from _end_mark(document, running)


def _places(document: Document, paragraphs: Sequence[Paragraph]) -> tuple[Line, ...]:
    return tuple(line for paragraph in paragraphs for line in paragraph.lines)


def _sizes(document: Document, running: Sequence[Paragraph]) -> Iterator[Finding]:
    size = document.body_size
    if size is None or not running:
        return
    if not 13 <= size <= 14:
        most = [paragraph for paragraph in running if paragraph.size == size]
        yield breach(
            "TT-NOI-DUNG-CO-CHU",
            document.places(_places(document, most)),
            f"Nội dung cỡ chữ {size:g}; quy định 13–14.",
            "Đặt cỡ chữ 13 hoặc 14 cho toàn bộ nội dung.",
        )
        return
    other = [p for p in running if abs(p.size - size) > 0.4 and len(p.text) > 20]
    if other:
        seen = ", ".join(sorted({f"{paragraph.size:g}" for paragraph in other}))
        yield breach(
            "TT-NOI-DUNG-CO-CHU-LAN",
            document.places(_places(document, other)),
            f"Nội dung cỡ chữ {size:g} nhưng có đoạn cỡ {seen}.",
            f"Đặt cỡ chữ {size:g} cho mọi đoạn.",
        )


# ── edges ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _interior(document: Document, running: Sequence[Paragraph]) -> list[tuple[Line, Line]]:
    """Pairs of lines of which the second surely goes on with the first."""
    left = document.edges.left
    lines = [line for paragraph in running for line in paragraph.lines]
    return [
        (line, below)
        for line, below in pairwise(lines)
        if line.page == below.page
        and 0 < line.baseline - below.baseline < 1.85 * size_of(line)
        and abs(below.x0 - left) < 1.5
        and abs(size_of(line) - size_of(below)) < 0.4
        and not re.search(r"[.;:!?]$", line.text)
    ]


def _justified(document: Document, running: Sequence[Paragraph]) -> Iterator[Finding]:
    pairs = _interior(document, running)
    right = max((line.x1 for line, _ in pairs), default=0.0)
    ragged = [line for line, _ in pairs if right - line.x1 > _RAGGED]
    if len(ragged) >= 3 and len(ragged) > 0.4 * len(pairs):
        yield breach(
            "TT-CANH-DEU",
            document.places(ragged),
            f"{len(ragged)}/{len(pairs)} dòng của nội dung không chạm lề phải.",
            "Canh đều hai lề (justify) cho nội dung.",
        )


def _indents(document: Document, running: Sequence[Paragraph]) -> Iterator[Finding]:
    wrong = [paragraph for paragraph in running if _is_prose(document, paragraph) and not _indented(paragraph)]
    if wrong:
        seen = ", ".join(sorted({f"{p.indent / MM:.1f}".replace(".", ",") for p in wrong})[:3])
        yield breach(
            "TT-LUI-DAU-DONG",
            document.places([paragraph.lines[0] for paragraph in wrong]),
            f"{len(wrong)} đoạn lùi đầu dòng {seen} mm; quy định 10 mm hoặc 12,7 mm.",
            "Đặt lùi dòng đầu (first line) 1 cm hoặc 1,27 cm.",
        )


def _is_prose(document: Document, paragraph: Paragraph) -> bool:
    """Several lines of which the second is at the left edge: only there the indent is an indent."""
    lines = paragraph.lines
    if len(lines) < 2 or abs(lines[1].x0 - document.edges.left) > 1.5:
        return False
    # A paragraph that goes on from the page before begins at the edge; so does one without indent after a full line.
    begins_page = all(
        other.baseline <= lines[0].baseline or other in document.head.lines
        for other in document.pages[lines[0].page].lines
        if other not in document.page_numbers
    )
    return not (begins_page and paragraph.indent < _INDENT_SEEN)


def _indented(paragraph: Paragraph) -> bool:
    return any(abs(paragraph.indent / MM - wanted) < _NEAR for wanted in _INDENTS)


# ── distances ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _line_spacing(document: Document, running: Sequence[Paragraph]) -> Iterator[Finding]:
    pitches = [
        ((line.baseline - below.baseline) / size_of(line), line)
        for paragraph in running
        for line, below in pairwise(paragraph.lines)
        if line.page == below.page
    ]
    if len(pitches) < 3:
        return
    middle = median(pitch for pitch, _ in pitches) / _SINGLE
    if 1 - _SLACK <= middle <= 1.5 + _SLACK:
        return
    seen = f"{middle:.2f}".replace(".", ",")
    yield breach(
        "TT-CACH-DONG",
        document.places([line for _, line in pitches]),
        f"Cách dòng {seen} dòng; quy định từ dòng đơn đến 1,5 dòng.",
        "Đặt cách dòng từ 1,0 đến 1,5.",
    )


def _paragraph_spacing(document: Document, running: Sequence[Paragraph]) -> Iterator[Finding]:
    prose = [paragraph for paragraph in running if len(paragraph.lines) > 1]
    pitch = median([_pitch(paragraph) for paragraph in prose]) if prose else None
    if pitch is None:
        return
    gaps = [
        (above.lines[-1].baseline - below.lines[0].baseline - pitch, below)
        for above, below in pairwise(running)
        if above.lines[-1].page == below.lines[0].page and abs(above.size - below.size) < 0.4 and above.size > 12
    ]
    gaps = [(gap, below) for gap, below in gaps if 2 < below.indent < 45 * MM and gap > -3]
    narrow = [below for gap, below in gaps if gap < _LEAST_SPACE]
    if len(gaps) > 1 and len(narrow) > len(gaps) / 2:
        seen = f"{max(0.0, median(gap for gap, _ in gaps)):.1f}".replace(".", ",").removesuffix(",0")
        yield breach(
            "TT-CACH-DOAN",
            document.places([paragraph.lines[0] for paragraph in narrow]),
            f"Giữa các đoạn cách thêm {seen} pt; quy định tối thiểu 6 pt.",
            "Đặt khoảng cách trước hoặc sau đoạn ít nhất 6 pt.",
        )


def _pitch(paragraph: Paragraph) -> float:
    return median(
        [above.baseline - below.baseline for above, below in pairwise(paragraph.lines) if above.page == below.page]
        or [_SINGLE * paragraph.size]
    )


# ── căn cứ, ./. ──────────────────────────────────────────────────────────────────────────────────────────────────────


def legal_bases(document: Document, running: Sequence[Paragraph]) -> list[Paragraph]:
    """The list of căn cứ at the beginning; a sentence of the text that begins with these words is none."""
    found: list[Paragraph] = []
    opening = [paragraph for paragraph in running if len(paragraph.text) > 12][:30]
    for index, paragraph in enumerate(opening):
        if LEGAL_BASIS.match(paragraph.text) or (found and _REQUESTS.match(paragraph.text)):
            found.append(paragraph)
        elif found or index > 3:
            break
    listed = [p for p in found if p.text.rstrip().endswith(";") or all(line.italic for line in p.lines)]
    required = document.kind is not None and document.kind.legal_bases == "required"
    return found if listed or (required and found) else []


def _legal_bases(document: Document, running: Sequence[Paragraph]) -> Iterator[Finding]:
    found = legal_bases(document, running)
    bases = [paragraph for paragraph in found if LEGAL_BASIS.match(paragraph.text)]
    upright = [p for p in bases if any(faces_named(x) and not _slanted(x) for x in p.lines)]
    if upright:
        yield breach(
            "TT-CAN-CU-KIEU-CHU",
            document.places(_places(document, upright)),
            "Căn cứ ban hành không trình bày chữ nghiêng, không đậm.",
            "Đặt chữ nghiêng, không đậm cho các căn cứ.",
        )
    wrong = [p for p in found[:-1] if not p.text.rstrip().endswith(";")]
    wrong += [p for p in found[-1:] if not p.text.rstrip().endswith((".", ","))]
    if wrong:
        yield breach(
            "TT-CAN-CU-DAU",
            document.places(_places(document, wrong)),
            f"Căn cứ “{wrong[0].text[:50]}…” kết thúc bằng “{wrong[0].text.rstrip()[-1]}”;"
            " quy định dấu chấm phẩy, dòng cuối dấu chấm.",
            "Sửa dấu ở cuối dòng căn cứ.",
        )


def _slanted(line: Line) -> bool:
    return share(line, is_italic) > 0.6 and share(line, is_bold) < 0.5


def _end_mark(document: Document, running: Sequence[Paragraph]) -> Iterator[Finding]:
    if not running or not document.close.lines or document.kind is None or document.kind.key in _NO_END_MARK:
        return
    if any(paragraph.text.rstrip().endswith("./.") for paragraph in running[-8:]):
        return
    last = running[-1]
    tail = [
        line
        for line in document.tabled
        if (line.page, -line.baseline) > (last.lines[-1].page, -last.lines[-1].baseline)
    ]
    if any(line.page < document.main_pages for line in tail):
        return  # the text ends with a table
    yield breach(
        "TT-KET-THUC",
        document.places([last.lines[-1]]),
        f"Nội dung kết thúc bằng “{last.text.rstrip()[-12:]}”, không có “./.”.",
        "Ghi “./.” ở cuối nội dung.",
    )
