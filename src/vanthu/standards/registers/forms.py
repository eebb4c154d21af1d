"""The five registers with their least columns, in the order of the decree (ND30 Phụ lục IV), and that of copies.

The decree has copies numbered in a register of their own (ND30-A25, Phụ lục I) and gives no form for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its heading and its share of the width."""

    title: str
    share: float


@dataclass(frozen=True)
class Form:
    """One register: its name on the cover, its columns, what a line counts as."""

    key: str
    title: str
    columns: tuple[Column, ...]
    counted: str
    """What the totals count, "văn bản"."""
    numbered: bool = True
    """Whether the cover says "Từ số … đến số …"; the register that follows up has no such line."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings of the columns."""
        return tuple(column.title for column in self.columns)


def _form(key: str, title: str, counted: str, *columns: tuple[str, float], numbered: bool = True) -> Form:
    whole = sum(share for _, share in columns)
    made = tuple(Column(heading, share / whole) for heading, share in columns)
    return Form(key, title, made, counted, numbered)


OUTGOING = _form(
    "outgoing", "Sổ đăng ký văn bản đi", "văn bản",
    ("Số, ký hiệu văn bản", 11), ("Ngày tháng văn bản", 8.6), ("Tên loại và trích yếu nội dung văn bản", 25),
    ("Người ký", 10), ("Nơi nhận văn bản", 15), ("Đơn vị, người nhận bản lưu", 10), ("Số lượng bản", 5),
    ("Ngày chuyển", 8.6), ("Ký nhận", 8), ("Ghi chú", 10),
)  # fmt: skip
INCOMING = _form(
    "incoming", "Sổ đăng ký văn bản đến", "văn bản",
    ("Ngày đến", 8.6), ("Số đến", 6), ("Tác giả", 14), ("Số, ký hiệu văn bản", 11), ("Ngày tháng văn bản", 8.6),
    ("Tên loại và trích yếu nội dung văn bản", 25), ("Đơn vị hoặc người nhận", 11), ("Ngày chuyển", 8.6),
    ("Ký nhận", 8), ("Ghi chú", 9),
)  # fmt: skip
POST = _form(
    "post", "Sổ gửi văn bản đi bưu điện", "lượt gửi",
    ("Ngày chuyển", 10), ("Số, ký hiệu văn bản", 16), ("Nơi nhận văn bản", 34), ("Số lượng bì", 8),
    ("Ký nhận và dấu bưu điện", 18), ("Ghi chú", 14),
)  # fmt: skip
COPIES = _form(
    "copies", "Sổ sử dụng bản lưu", "lượt sử dụng",
    ("Ngày tháng", 8.6), ("Họ tên người sử dụng", 13), ("Số, ký hiệu, ngày tháng văn bản", 13),
    ("Tên loại và trích yếu nội dung văn bản", 26), ("Số và ký hiệu hồ sơ", 9), ("Ký nhận", 8), ("Ngày trả", 8.6),
    ("Người cho phép sử dụng", 11), ("Ghi chú", 9),
)  # fmt: skip
FOLLOW_UP = _form(
    "follow_up", "Sổ theo dõi giải quyết văn bản đến", "văn bản",
    ("Số đến", 6), ("Tên loại, số, ký hiệu, ngày tháng và cơ quan ban hành", 30), ("Đơn vị hoặc người nhận", 16),
    ("Thời hạn giải quyết", 10), ("Tiến độ giải quyết", 18), ("Số, ký hiệu văn bản trả lời", 12), ("Ghi chú", 12),
    numbered=False,
)  # fmt: skip
COPYING = _form(
    "copying", "Sổ đăng ký bản sao", "bản sao",
    ("Số, ký hiệu bản sao", 11), ("Ngày tháng sao", 8.6), ("Hình thức sao", 9),
    ("Số, ký hiệu, ngày tháng, cơ quan ban hành văn bản được sao", 20),
    ("Tên loại và trích yếu nội dung văn bản", 24), ("Người ký", 11), ("Nơi nhận bản sao", 15), ("Ghi chú", 10),
)  # fmt: skip

FORMS: Mapping[str, Form] = {form.key: form for form in (OUTGOING, INCOMING, POST, COPIES, FOLLOW_UP, COPYING)}
