"""One file checked from its bytes to its findings."""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2

from vanthu.standards.letter.checking.components import Document
from vanthu.standards.letter.checking.errors import CheckRefused
from vanthu.standards.letter.checking.kinds import DocumentKind
from vanthu.standards.letter.checking.model import Finding, Report, Severity, place_of
from vanthu.standards.letter.checking.recognising import recognise
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.rules import (
    attachments,
    body,
    capitals,
    characters,
    closing,
    heading,
    marks,
    numbering,
    pages,
    structure,
    styles,
    titles,
)
from vanthu.standards.letter.checking.threats import check_threats
from vanthu.standards.letter.model import Profile
from vanthu.standards.letter.reading import Page, read_pages

MAX_BYTES = 200 * 1024 * 1024
_RULES: tuple[Callable[[Document], Iterator[Finding]], ...] = (
    pages.check,
    characters.check,
    styles.check,
    heading.check,
    numbering.check,
    titles.check,
    marks.check,
    body.check,
    structure.check,
    closing.check,
    attachments.check,
    capitals.check,
)
_OF_ANY_FILE = (pages.check, characters.check, attachments.check, capitals.check)


def check_pdf(
    pdf: bytes | Path, *, expected: DocumentKind | None = None, profile: Profile | None = None
) -> tuple[Finding, ...]:
    """What departs from ND30 Phụ lục I and II in a PDF, page by page; empty when nothing does.

    `expected` is the type the document is meant to be, used where the page does not show one; `profile` holds it to one
    of the two sets of sizes. Safe to call from several threads. Raises CheckRefused when the file cannot be read.
    """
    return report_on_pdf(bytes_of(pdf), expected=expected, profile=profile).findings


def report_on_pdf(pdf: bytes, *, expected: DocumentKind | None = None, profile: Profile | None = None) -> Report:
    """The findings with the components they were judged by. Raises CheckRefused."""
    document = read_document(pdf, expected=expected, profile=profile)
    return report(document, (*_threats(pdf), *judge(document)), pdf, "pdf")


def report(document: Document, findings: tuple[Finding, ...], data: bytes, kind_of_file: str) -> Report:
    """Findings in the order of the pages, the worst first on each."""
    order = list(Severity)
    ordered = sorted(findings, key=lambda item: (item.page or 0, order.index(item.severity)))
    return Report(
        format=kind_of_file,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=len(document.pages),
        kind=document.kind,
        components=document.components,
        findings=tuple(ordered),
    )


def read_document(pdf: bytes, *, expected: DocumentKind | None = None, profile: Profile | None = None) -> Document:
    """The components of a PDF. Raises CheckRefused."""
    try:
        read = read_pages(pdf)
    except pypdfium2.PdfiumError as error:
        raise CheckRefused(_why_unreadable(pdf)) from error
    if not read:
        raise CheckRefused("letter.check.damaged")
    if not any(page.lines for page in read):
        raise CheckRefused("letter.check.scanned")
    return replace(recognise(read, expected=expected), profile=profile)


def _why_unreadable(pdf: bytes) -> str:
    try:
        pikepdf.open(io.BytesIO(pdf)).close()
    except pikepdf.PasswordError:
        return "letter.check.encrypted"
    except pikepdf.PdfError:
        return "letter.check.damaged"
    return "letter.check.damaged"


def judge(document: Document) -> tuple[Finding, ...]:
    """Every rule that applies to what was recognised."""
    found = [*_scanned(document)]
    rules = _RULES
    if not document.readable:
        sentence = "Không nhận ra văn bản hành chính: trang 1 không có Quốc hiệu, Tiêu ngữ, số, ngày hay tên loại."
        mend = "Kiểm tra lại tệp; các quy tắc về từng thành phần chưa được áp dụng."
        found.append(breach("TT-KHONG-NHAN-RA", (), sentence, mend))
    if not document.readable or document.appendix_alone:
        rules = _OF_ANY_FILE
    for rule in rules:
        found.extend(rule(document))
    if any(finding.code == "TT-KHONG-DOC-DUOC-CHU" for finding in found):
        found = [finding for finding in found if finding.code in _WITHOUT_LETTERS]
    return tuple(found)


_WITHOUT_LETTERS = frozenset(
    ("TT-KHONG-DOC-DUOC-CHU", "TT-TRANG-QUET", "TT-KHO-GIAY", "TT-CHIEU-GIAY", "TT-PHONG-CHU", "TT-PHONG-MA-CU")
)
"""What still means something where the letters cannot be read."""


def _scanned(document: Document) -> Iterator[Finding]:
    pictured = [page for page in document.pages if not page.lines and _mostly_picture(page)]
    if pictured:
        numbers = ", ".join(str(page.index + 1) for page in pictured[:10])
        places = [place_of(page, 0, 0, page.width, page.height) for page in pictured]
        sentence = f"Trang {numbers} là ảnh quét: không kiểm tra được chữ."
        yield breach(
            "TT-TRANG-QUET", places, sentence, "Dùng trang xuất từ phần mềm soạn thảo, hoặc tách ảnh thành phụ lục."
        )


def _mostly_picture(page: Page) -> bool:
    area = sum((picture.x1 - picture.x0) * (picture.y1 - picture.y0) for picture in page.pictures)
    return area > 0.5 * page.width * page.height


def _threats(pdf: bytes) -> tuple[Finding, ...]:
    try:
        return tuple(check_threats(pdf))
    except pikepdf.PasswordError as error:
        raise CheckRefused("letter.check.encrypted") from error
    except pikepdf.PdfError as error:
        raise CheckRefused("letter.check.damaged") from error


def bytes_of(file: bytes | Path) -> bytes:
    """What a file holds. Raises CheckRefused when it is not there, too large or not to be read."""
    if isinstance(file, bytes):
        return file
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise CheckRefused("letter.check.too_large", detail=f"{MAX_BYTES // 2**20} MB")
        return file.read_bytes()
    except FileNotFoundError as error:
        raise CheckRefused("letter.check.missing", detail="không có tệp này") from error
    except IsADirectoryError as error:
        raise CheckRefused("letter.check.missing", detail="đây là thư mục") from error
    except PermissionError as error:
        raise CheckRefused("letter.check.missing", detail="không có quyền đọc") from error
    except OSError as error:
        raise CheckRefused("letter.check.missing", detail="lỗi đĩa hoặc mạng") from error
