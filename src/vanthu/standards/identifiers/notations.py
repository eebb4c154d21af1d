"""Số và ký hiệu văn bản (ND30 annex I section II.3, annex III)."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

DOCUMENT_TYPES: dict[str, str] = {
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "QC": "Quy chế",
    "QyĐ": "Quy định",
    "TC": "Thông cáo",
    "TB": "Thông báo",
    "HD": "Hướng dẫn",
    "CTr": "Chương trình",
    "KH": "Kế hoạch",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BC": "Báo cáo",
    "BB": "Biên bản",
    "TTr": "Tờ trình",
    "HĐ": "Hợp đồng",
    "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ",
    "BTT": "Bản thỏa thuận",
    "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu",
    "GNP": "Giấy nghỉ phép",
    "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
}
"""The 27 administrative types with an abbreviation (ND30-A7, annex III); công văn and thư công have none."""

COPY_TYPES = {"SY": "Bản sao y", "TrS": "Bản trích sao", "SL": "Bản sao lục"}

_NUMBER = r"(?P<number>\d+[A-Za-zđĐ]?)"
_NOTATION = r"(?P<notation>[^\W\d_][^\W_]*(?:[\-.&/ ][^\W_]+)*)"
_CODE = re.compile(rf"{_NUMBER}\s*(?:/\s*(?P<year>\d{{4}}))?\s*/\s*{_NOTATION}")
_PART = re.compile(r"[^\W_]+(?:[\-.&][^\W_]+)*")


class MalformedCode(ValueError):
    """The text is not a number and notation."""

    code = "T.Code"
    sentence = "Số, ký hiệu “{text}” không đúng dạng “số/ký hiệu”, ví dụ 125/SNV-CCVC."

    def __init__(self, text: str) -> None:
        self.sentence = self.sentence.format(text=text[:80])
        super().__init__(self.sentence)


class ParsedCode(NamedTuple):
    """`year` is given by legal normative documents only: 30/2020/NĐ-CP."""

    number: str
    year: int | None
    notation: str


def number_text(number: int) -> str:
    """At least two digits: 5 is printed "05" (ND30 annex I section II.3). Raises ValueError below 1."""
    if number < 1:
        raise ValueError("numbers begin with 1")
    return f"{number:02}"


def parse_code(text: str) -> ParsedCode:
    """ "125/SNV-CCVC" is ("125", None, "SNV-CCVC"). The number keeps its zeros and a letter as in 125a.

    Documents from outside may bear one digit. Raises MalformedCode.
    """
    found = _CODE.fullmatch(unicodedata.normalize("NFC", text.strip()))
    if not found:
        raise MalformedCode(text)
    return ParsedCode(found["number"], int(found["year"]) if found["year"] else None, found["notation"])


def code_text(number: int, notation: str) -> str:
    """Số, ký hiệu as printed: `code_text(5, "SNV-CCVC")` is "05/SNV-CCVC"."""
    return f"{number_text(number)}/{notation}"


def notation_for_official_letter(agency_abbr: str, unit_abbr: str | None) -> str:
    """Công văn: the agency, then the unit that drafted it or the field: "SNV-CCVC", "UBND-VX". Raises MalformedCode."""
    return "-".join(_part(part) for part in (agency_abbr, unit_abbr) if part)


def notation_for_named_type(type_abbr: str, agency_abbr: str) -> str:
    """A type with a name: its abbreviation, then the agency: "QĐ-SNV", "QyĐ-UBND". Raises MalformedCode."""
    if type_abbr not in DOCUMENT_TYPES:
        raise MalformedCode(type_abbr)
    return f"{type_abbr}-{_part(agency_abbr)}"


def notation_for_copy(copy_abbr: str, agency_abbr: str) -> str:
    """Bản sao: SY, TrS or SL, then the agency: "SY-UBND". Raises MalformedCode."""
    if copy_abbr not in COPY_TYPES:
        raise MalformedCode(copy_abbr)
    return f"{copy_abbr}-{_part(agency_abbr)}"


def _part(text: str) -> str:
    part = unicodedata.normalize("NFC", text.strip())
    if not _PART.fullmatch(part):
        raise MalformedCode(text)
    return part
