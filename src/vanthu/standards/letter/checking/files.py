"""A PDF or DOCX checked from its file, whichever of the two it is."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from vanthu.standards.letter.checking import docx
from vanthu.standards.letter.checking.converting import DEFAULT_MEMORY_MB, DEFAULT_SECONDS, to_pdf
from vanthu.standards.letter.checking.errors import CheckRefused
from vanthu.standards.letter.checking.kinds import DocumentKind
from vanthu.standards.letter.checking.model import Finding, Place, Report
from vanthu.standards.letter.checking.rulebook import breach
from vanthu.standards.letter.checking.rules.pages import margin
from vanthu.standards.letter.checking.running import bytes_of, judge, read_document, report, report_on_pdf
from vanthu.standards.letter.model import Profile

_MARGINS = {
    "top": ("TT-LE-TREN", "trên", 20, 25),
    "bottom": ("TT-LE-DUOI", "dưới", 20, 25),
    "left": ("TT-LE-TRAI", "trái", 30, 35),
    "right": ("TT-LE-PHAI", "phải", 15, 20),
}
_NEAR = 0.4  # mm: word processors round to a hundredth of an inch
_PAPER_NEAR = 1.5  # mm


def check_file(
    file: bytes | Path,
    *,
    expected: DocumentKind | None = None,
    profile: Profile | None = None,
    seconds: float = DEFAULT_SECONDS,
    memory_mb: int = DEFAULT_MEMORY_MB,
) -> Report:
    """Everything found out about a PDF or DOCX; `seconds` and `memory_mb` limit the conversion of a DOCX.

    Raises CheckRefused when the file cannot be read or must not be opened.
    """
    data = bytes_of(file)
    if not data:
        raise CheckRefused("letter.check.empty")
    if b"%PDF-" in data[:1024]:
        return report_on_pdf(data, expected=expected, profile=profile)
    docx.require_docx(data)
    return _report_on_docx(data, expected, profile, seconds, memory_mb)


def _report_on_docx(
    data: bytes, expected: DocumentKind | None, profile: Profile | None, seconds: float, memory_mb: int
) -> Report:
    return report_on_docx(data, to_pdf(data, seconds=seconds, memory_mb=memory_mb), expected=expected, profile=profile)


def report_on_docx(
    data: bytes, pdf: bytes, *, expected: DocumentKind | None = None, profile: Profile | None = None
) -> Report:
    """The findings on a DOCX and on the PDF that was made of it. Raises CheckRefused."""
    declared = docx.look_into(data)
    document = replace(read_document(pdf, expected=expected, profile=profile), declared_fonts=declared.fonts)
    said = tuple(_margins(declared)) + tuple(_characters(declared))
    # The margins a file declares are exact: what ink showed of them is not needed beside.
    exact = {code for code, *_ in _MARGINS.values()} if declared.sections else set()
    seen = tuple(finding for finding in judge(document) if finding.code not in exact)
    codes = {finding.code for finding in seen}
    return report(document, (*seen, *(finding for finding in said if finding.code not in codes)), data, "docx")


def _margins(declared: docx.Declared) -> Iterator[Finding]:
    told: set[str] = set()
    for section in declared.sections:
        if section.width > section.height or abs(section.width - 210) > _PAPER_NEAR:
            continue
        for side, (code, name, low, high) in _MARGINS.items():
            measured = section.margins[side]
            if code not in told and not low - _NEAR <= measured <= high + _NEAR:
                told.add(code)
                yield margin(code, name, measured, f"{low}–{high}", (_strip(side, section),))


def _strip(side: str, section: docx.Section) -> Place:
    wide, high, margins = section.width, section.height, section.margins
    x, y, width, height = {
        "top": (0.0, 0.0, wide, margins["top"]),
        "bottom": (0.0, high - margins["bottom"], wide, margins["bottom"]),
        "left": (0.0, 0.0, margins["left"], high),
        "right": (wide - margins["right"], 0.0, margins["right"], high),
    }[side]
    return Place(1, round(x, 1), round(y, 1), round(width, 1), round(height, 1))


def _characters(declared: docx.Declared) -> Iterator[Finding]:
    """Decomposed letters, which a conversion may put together before they can be seen."""
    decomposed = [word for word in declared.text.split() if any(map(unicodedata.combining, word))]
    if decomposed:
        count, first = len(decomposed), decomposed[0][:40]
        sentence = f"Có {count} chữ dùng dấu tổ hợp (không phải Unicode dựng sẵn), ví dụ “{first}”."
        mend = "Chuyển văn bản sang Unicode dựng sẵn (NFC) bằng bộ gõ hoặc công cụ chuyển mã."
        yield breach("TT-CHU-TO-HOP", (), sentence, mend)
