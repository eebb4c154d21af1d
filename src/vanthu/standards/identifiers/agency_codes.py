"""Mã định danh điện tử of agencies, in both forms in use.

QĐ 20/2020/QĐ-TTg reads from left to right: `H37.02` lies under `H37`. QCVN 102:2016 read from right to left in four
groups filled with zeros: `000.00.14.H20` lies under `000.00.00.H20`. One cannot be computed from the other, since
bodies were renumbered when they moved; both are kept and looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MOST = 35
_QD20 = re.compile(r"[A-Z][0-9]{2}(\.[0-9A-Z]{2,})*")
_QCVN102 = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9A-Z]{2}")
_ANY = re.compile(r"[0-9A-Z]+([.\-_][0-9A-Z]+)*")

LEVEL1_GROUPS = {
    "A": "Cơ quan của Đảng, tỉnh ủy, thành ủy",
    "B": "Văn phòng Chủ tịch nước",
    "C": "Cơ quan của Quốc hội",
    "D": "Tòa án nhân dân tối cao",
    "E": "Viện kiểm sát nhân dân tối cao",
    "F": "Kiểm toán nhà nước",
    "G": "Bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ và cơ quan do Thủ tướng Chính phủ thành lập",
    "H": "Ủy ban nhân dân tỉnh, thành phố trực thuộc trung ương",
    "I": "Tổ chức chính trị - xã hội",
    "J": "Tổ chức xã hội, tổ chức xã hội - nghề nghiệp",
    "K": "Hội đồng nhân dân tỉnh, thành phố trực thuộc trung ương",
}


class Form(StrEnum):
    """OTHER: shortened, test and enterprise codes, which real traffic carries and nobody may reject by pattern."""

    QD20 = "QD20"
    QCVN102 = "QCVN102"
    OTHER = "OTHER"


@dataclass(frozen=True)
class AgencyCode:
    """`level1` is the national group of the code ("H37", "G22"), None where the form does not tell it."""

    text: str
    form: Form
    level1: str | None

    @classmethod
    def parse(cls, text: str) -> AgencyCode:
        """Never fails: what fits neither form is OTHER, kept as it stands but trimmed and in capitals."""
        code = text.strip().upper()
        if len(code) <= MOST and _QD20.fullmatch(code):
            return cls(code, Form.QD20, code[:3])
        if _QCVN102.fullmatch(code):
            return cls(code, Form.QCVN102, code[-3:])
        return cls(code, Form.OTHER, None)

    @property
    def parent(self) -> AgencyCode | None:
        """The code one level up; None at level 1 and for OTHER, whose parent only the registry knows."""
        groups = self.text.split(".")
        if self.form is Form.QD20 and len(groups) > 1:
            return AgencyCode.parse(".".join(groups[:-1]))
        if self.form is Form.QCVN102:
            return _parent_102(groups)
        return None

    @property
    def group_name(self) -> str | None:
        """What kind of body the letter of level 1 stands for."""
        return LEVEL1_GROUPS.get(self.level1[0]) if self.level1 else None

    def __str__(self) -> str:
        return self.text


def is_agency_code(text: str) -> bool:
    """Whether the text can be an agency's code at all (at most 35 letters, digits and separators)."""
    code = text.strip().upper()
    return len(code) <= MOST and bool(_ANY.fullmatch(code))


def _parent_102(groups: list[str]) -> AgencyCode | None:
    """Clears the lowest group in use."""
    for place, group in enumerate(groups[:-1]):
        if group.strip("0"):
            cleared = [*groups[:place], "0" * len(group), *groups[place + 1 :]]
            return AgencyCode.parse(".".join(cleared))
    return None
