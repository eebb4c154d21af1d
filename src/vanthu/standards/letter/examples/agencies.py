"""Who writes the examples, on what they found them, and short words for their blocks."""

from collections.abc import Mapping
from typing import Any

from vanthu.standards.letter.blocks import Article, Clause, List, Paragraph, Point, runs
from vanthu.standards.letter.catalogue import notation
from vanthu.standards.letter.model import Letter

HOME_AFFAIRS: dict[str, Any] = {
    "governing_name": "UBND tỉnh Lâm Đồng",
    "agency_name": "Sở Nội vụ",
    "place": "Lâm Đồng",
    "year": 2026,
    "signer_authority": ("GIÁM ĐỐC",),
    "signer_name": "Nguyễn Văn Dũng",
}
PROVINCE: dict[str, Any] = {
    "agency_name": "Ủy ban nhân dân tỉnh Lâm Đồng",
    "place": "Lâm Đồng",
    "year": 2026,
    "signer_authority": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "signer_name": "Trần Thị Hồng Vân",
}
COMMUNE: dict[str, Any] = {
    "agency_name": "Ủy ban nhân dân xã Đức Trọng",
    "place": "Đức Trọng",
    "year": 2026,
    "signer_authority": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "signer_name": "Lê Thị Em",
}
DECREE_30 = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
LOCAL_GOVERNMENT = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
ARCHIVES = "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024"
CLERICAL_WORK = f"Căn cứ {DECREE_30}"
CHIEF_OF_OFFICE = "Theo đề nghị của Chánh Văn phòng Sở"


def written_by(agency: Mapping[str, Any], kind: str, agency_abbreviation: str, **values: Any) -> Letter:
    """A document of an agency with the notation of its type; `unit` is the unit that drafted it."""
    unit = values.pop("unit", None)
    sign = notation(kind, agency=agency_abbreviation, unit=unit)
    return Letter(**(dict(agency) | {"kind": kind, "notation": sign} | values))


def article(text: str) -> Article:
    """Điều without a title."""
    return Article(runs=runs(text))


def clause(text: str) -> Clause:
    """Khoản without a title."""
    return Clause(runs(text))


def point(text: str) -> Point:
    """Điểm."""
    return Point(runs(text))


def listed(*items: str) -> List:
    """A list with dashes."""
    return List(tuple(map(runs, items)))


def paragraph(text: str) -> Paragraph:
    """One paragraph."""
    return Paragraph(runs(text))
