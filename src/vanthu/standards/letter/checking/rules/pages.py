"""Paper, margins and page numbers (ND30 Phụ lục I sections I.1–I.3, I.7)."""

import re
from collections.abc import Iterator, Sequence

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.geometry import MM, size_of
from vanthu.standards.letter.checking.model import Finding, Place, place_of
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.reading import Line, Page

_A4 = (210.0, 297.0)
_PAPER = 1.5  # mm
_NEAR = 0.7  # mm that rounding in word processors may take
_ASCENT, _DESCENT = 0.891, 0.216
_SPACED = 6.0  # mm that line spacing may put between the margin and the first line
_LAST_LINES = 12.0  # mm that a page may end early, so that a heading stays with its text


def check(document: Document) -> Iterator[Finding]:
    """Everything about the sheet."""
    yield from _paper(document)
    yield from margins(document)
    yield from _page_numbers(document)


def _whole(page: Page) -> Place:
    return place_of(page, 0, 0, page.width, page.height)


def _paper(document: Document) -> Iterator[Finding]:
    wrong = [page for page in document.pages if not _is_a4(page)]
    if wrong:
        page = wrong[0]
        yield breach(
            "TT-KHO-GIAY",
            map(_whole, wrong),
            f"Khổ giấy {page.width / MM:.0f} × {page.height / MM:.0f} mm; quy định A4, 210 × 297 mm.",
            "Đặt khổ giấy A4.",
        )
    wide = [page for page in document.pages if _is_a4(page) and page.width > page.height]
    if wide and not document.tabled:
        yield breach(
            "TT-CHIEU-GIAY",
            map(_whole, wide),
            "Trang trình bày theo chiều rộng của khổ giấy mà không có bảng biểu.",
            "Trình bày theo chiều dài; chiều rộng chỉ dùng cho trang có bảng biểu.",
        )


def _is_a4(page: Page) -> bool:
    sides = sorted((page.width / MM, page.height / MM))
    return all(abs(side - wanted) < _PAPER for side, wanted in zip(sides, _A4, strict=True))


# ── margins ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def margins(document: Document) -> Iterator[Finding]:
    """As far as ink tells: what reaches into a margin is certain, an empty margin only where lines agree on it."""
    pages = [page for page in document.pages if page.width < page.height and _is_a4(page)]
    if not pages:
        return
    yield from _left(document, pages)
    yield from _right(document, pages)
    yield from _top(document, pages)
    yield from _bottom(document, pages)


def _text(document: Document, pages: Sequence[Page]) -> list[Line]:
    on = {page.index for page in pages}
    return [line for p in document.paragraphs for line in p.lines if line.page in on and not p.centred]


def _left(document: Document, pages: Sequence[Page]) -> Iterator[Finding]:
    lines = _text(document, pages)
    if len(lines) < 3:
        return
    left = document.edges.left / MM
    if not 30 - _NEAR <= left <= 35 + _NEAR:
        yield margin("TT-LE-TRAI", "trái", left, "30–35", (_strip(pages[0], 0, document.edges.left),))


def _right(document: Document, pages: Sequence[Page]) -> Iterator[Finding]:
    lines = _text(document, pages)
    if len(lines) < 3:
        return
    page = pages[0]
    right = (page.width - document.edges.right) / MM
    over = right < 15 - _NEAR
    if over or (document.edges.aligned and right > 20 + _NEAR):
        yield margin("TT-LE-PHAI", "phải", right, "15–20", (_strip(page, document.edges.right, page.width),))


def _strip(page: Page, x0: float, x1: float) -> Place:
    return place_of(page, x0, 0, x1, page.height)


def _main_lines(document: Document, page: Page) -> list[Line]:
    outside = {*document.stamps, document.head.circulation, *document.page_numbers}
    return [line for line in page.lines if line not in outside and line.text != _text_of(document.head.circulation)]


def _text_of(line: Line | None) -> str | None:
    return None if line is None else line.text


def _top(document: Document, pages: Sequence[Page]) -> Iterator[Finding]:
    gaps = {}
    for page in pages:
        lines = _main_lines(document, page)
        if lines:
            gaps[page.index] = min((page.height - x.baseline - _ASCENT * size_of(x)) / MM for x in lines)
    if not gaps:
        return
    index, gap = min(gaps.items(), key=lambda item: item[1])
    if gap < 20 - _NEAR or gap > 25 + _SPACED:
        page = document.pages[index]
        yield margin(
            "TT-LE-TREN", "trên", gap, "20–25", (place_of(page, 0, page.height - gap * MM, page.width, page.height),)
        )


def _bottom(document: Document, pages: Sequence[Page]) -> Iterator[Finding]:
    gaps = {}
    for page in pages:
        lines = _main_lines(document, page)
        if lines:
            gaps[page.index] = min((x.baseline - _DESCENT * size_of(x)) / MM for x in lines)
    if not gaps:
        return
    index, gap = min(gaps.items(), key=lambda item: item[1])
    full = [gap for index, gap in gaps.items() if index < document.main_pages - 1]
    if gap < 20 - _NEAR or (len(full) > 1 and min(full) > 25 + _LAST_LINES):
        seen = gap if gap < 20 - _NEAR else min(full)
        page = document.pages[index]
        yield margin("TT-LE-DUOI", "dưới", seen, "20–25", (place_of(page, 0, 0, page.width, seen * MM),))


def margin(code: str, side: str, measured: float, required: str, places: Sequence[Place]) -> Finding:
    """A margin that is too small or too large, in millimetres."""
    seen = f"{measured:.1f}".replace(".", ",").removesuffix(",0")
    sentence = f"Lề {side} {seen} mm; quy định {required} mm."
    return breach(code, places, sentence, f"Đặt lề {side} trong khoảng {required} mm.")


# ── page numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _page_numbers(document: Document) -> Iterator[Finding]:
    numbers = document.page_numbers
    starts = {0} | {attachment.first_page for attachment in document.attachments}
    shown = [line for line in numbers if line is not None]
    if numbers[0] is not None and not document.appendix_alone:
        yield breach(
            "TT-SO-TRANG-TRANG-1",
            document.places([numbers[0]]),
            "Trang thứ nhất có số trang.",
            "Không hiển thị số trang ở trang thứ nhất.",
        )
    missing = [page for page, line in zip(document.pages, numbers, strict=True) if line is None]
    missing = [page for page in missing if page.index not in starts and page.lines]
    if missing:
        yield breach(
            "TT-SO-TRANG-THIEU",
            map(_whole, missing),
            f"Trang {', '.join(str(page.index + 1) for page in missing[:10])} không có số trang.",
            "Chèn số trang ở giữa lề trên từ trang thứ hai.",
        )
    yield from _where(document, shown)
    yield from _form(document, shown)


def _where(document: Document, shown: Sequence[Line]) -> Iterator[Finding]:
    wrong = [line for line in shown if not _in_top_middle(document.pages[line.page], line)]
    if wrong:
        yield breach(
            "TT-SO-TRANG-VI-TRI",
            document.places(wrong),
            "Số trang không ở giữa phần lề trên.",
            "Đặt số trang canh giữa trong phần lề trên.",
        )


def _in_top_middle(page: Page, line: Line) -> bool:
    middle = (30 * MM + page.width - 17.5 * MM) / 2
    centred = min(abs(line.centre - middle), abs(line.centre - page.width / 2)) < 12 * MM
    return line.baseline > page.height / 2 and centred


def _form(document: Document, shown: Sequence[Line]) -> Iterator[Finding]:
    wrong = [line for line in shown if not _expected(document, line)]
    if wrong:
        yield breach(
            "TT-SO-TRANG-DANG",
            document.places(wrong),
            f"Số trang ghi “{wrong[0].text}” ở trang {wrong[0].page + 1}; quy định chỉ là chữ số Ả Rập, liên tục từ 1.",
            "Chỉ để lại chữ số, đánh liên tục; phụ lục đánh số trang riêng.",
        )


def _expected(document: Document, line: Line) -> bool:
    if not re.fullmatch(r"\d{1,4}", line.text):
        return False
    starts = [0, *(attachment.first_page for attachment in document.attachments)]
    # The law gives each appendix its own numbers; one series through the whole file is common and not judged.
    return int(line.text) in {line.page - start + 1 for start in starts if start <= line.page}
