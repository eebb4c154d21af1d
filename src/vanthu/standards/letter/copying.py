"""Which copies the law knows (ND30-A25) and what a scan must be to become one (Phụ lục I, phần II mục 1)."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from types import MappingProxyType
from typing import Literal

import pypdfium2
import pypdfium2.raw as pdfium

from vanthu.standards.letter.catalogue import COPIES
from vanthu.standards.letter.errors import LetterRefused
from vanthu.standards.letter.reading import PDFIUM_LOCK

Medium = Literal["paper", "electronic"]
MEDIA: Mapping[Medium, str] = MappingProxyType({"paper": "giấy", "electronic": "điện tử"})

_PAPER_TO_PAPER = ("paper", "paper")
_PAPER_TO_ELECTRONIC = ("paper", "electronic")
_ELECTRONIC_TO_PAPER = ("electronic", "paper")
_ELECTRONIC_TO_ELECTRONIC = ("electronic", "electronic")

PERMITTED: Mapping[str, frozenset[tuple[str, str]]] = MappingProxyType({
    "sao_y": frozenset({_PAPER_TO_PAPER, _ELECTRONIC_TO_PAPER, _PAPER_TO_ELECTRONIC}),
    "sao_luc": frozenset({_PAPER_TO_PAPER, _PAPER_TO_ELECTRONIC, _ELECTRONIC_TO_PAPER}),
    "trich_sao": frozenset({_PAPER_TO_PAPER, _PAPER_TO_ELECTRONIC, _ELECTRONIC_TO_ELECTRONIC, _ELECTRONIC_TO_PAPER}),
})  # fmt: skip
"""From which medium to which each kind of copy may lead (ND30-A25.1–3)."""

ARTICLES: Mapping[str, str] = MappingProxyType({
    "sao_y": "khoản 1 Điều 25 Nghị định 30/2020/NĐ-CP",
    "sao_luc": "khoản 2 Điều 25 Nghị định 30/2020/NĐ-CP",
    "trich_sao": "khoản 3 Điều 25 Nghị định 30/2020/NĐ-CP",
})  # fmt: skip

LEAST_DPI = 200
_ROUNDING = 0.97  # a scan of 200 dpi set on a page of a rounded size
_LEAST_COVER = 0.7  # of the page: a smaller picture is part of a page, not a scan of one
_COPY = re.compile(r"^(SY|SL|TRS)-", re.IGNORECASE)
_CERTIFIED = re.compile(r"^SY-", re.IGNORECASE)


def refusal(kind: str, source: str, target: str, *, of_certified_copy: bool) -> str | None:
    """Why this copy may not be made, as a sentence with the article; None when it may.

    `of_certified_copy`: whether what is copied is itself a bản sao y. Raises LetterRefused for an unknown kind.
    """
    if kind not in PERMITTED:
        raise LetterRefused("Hình thức sao phải là sao y, sao lục hoặc trích sao (Điều 25 Nghị định 30/2020/NĐ-CP).")
    name, article = COPIES[kind].name, ARTICLES[kind]
    if (source, target) not in PERMITTED[kind]:
        ways = f"từ văn bản {MEDIA[source]} sang văn bản {MEDIA[target]}"  # type: ignore[index]
        sentence = f"{name} không được thực hiện {ways} ({article})."
        if (kind, source, target) == ("sao_y", *_ELECTRONIC_TO_ELECTRONIC):
            sentence += " Văn bản điện tử được gửi thẳng bản gốc, không cần sao y."
        return sentence
    if kind == "sao_luc" and not of_certified_copy:
        return f"Bản sao lục chỉ được thực hiện từ bản sao y; văn bản này không phải là bản sao y ({article})."
    if kind == "sao_y" and of_certified_copy:
        return f"Bản sao y phải được sao từ bản gốc hoặc bản chính; bản sao y chỉ được sao lục ({article})."
    return None


def is_certified_copy(notation: str) -> bool:
    """Tell whether a document with this ký hiệu is a bản sao y ("SY-SNV")."""
    return _CERTIFIED.match(notation.strip()) is not None


def is_copy(notation: str) -> bool:
    """Tell whether a document with this ký hiệu is a copy of any kind: its electronic form bears the agency's signature
    alone (S5)."""
    return _COPY.match(notation.strip()) is not None


def scan_faults(pdf: bytes) -> tuple[str, ...]:
    """What a digitised document lacks: PDF 1.4 or higher, in colour, 200 dpi, at 100 %; empty when nothing.

    Raises LetterRefused when the bytes are no readable PDF.
    """
    with PDFIUM_LOCK:
        try:
            opened = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise LetterRefused("Không đọc được tệp số hóa: tệp không phải PDF, đã hỏng hoặc có mật khẩu.") from error
        with closing(opened) as document:
            version = document.get_version() or 0
            faults = [] if version >= 14 else [f"tệp là PDF {version / 10:.1f}, phải từ PDF 1.4 trở lên"]
            for index in range(len(document)):
                with closing(document[index]) as page:
                    faults += [f"trang {index + 1}: {fault}" for fault in _page_faults(page)]
    return tuple(faults)


def _page_faults(page: pypdfium2.PdfPage) -> Iterator[str]:
    if page.get_rotation():
        yield "trang bị xoay, hãy quét lại cho thẳng chiều"
    pictures = [one for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]) if _covers(one, page)]
    if not pictures:
        yield "không phải là ảnh quét toàn trang theo tỷ lệ 100%"
        return
    best = max(map(_dpi, pictures))
    if best < LEAST_DPI * _ROUNDING:
        yield f"độ phân giải {best:.0f} dpi, tối thiểu {LEAST_DPI} dpi"
    if not any(map(_in_colour, pictures)):
        yield "ảnh quét không phải ảnh màu"


def _covers(picture: pypdfium2.PdfObject, page: pypdfium2.PdfPage) -> bool:
    left, bottom, right, top = picture.get_bounds()
    return bool((right - left) * (top - bottom) >= _LEAST_COVER * page.get_width() * page.get_height())


def _dpi(picture: pypdfium2.PdfObject) -> float:
    """Pixels an inch as they lie on the page; the lesser of across and down."""
    left, bottom, right, top = picture.get_bounds()
    across, down = picture.get_metadata().width, picture.get_metadata().height
    return float(min(across * 72 / (right - left), down * 72 / (top - bottom)))


def _in_colour(picture: pypdfium2.PdfObject) -> bool:
    grey = {pdfium.FPDF_COLORSPACE_DEVICEGRAY, pdfium.FPDF_COLORSPACE_CALGRAY}
    facts = picture.get_metadata()
    return bool(facts.colorspace not in grey and facts.bits_per_pixel >= 8)
