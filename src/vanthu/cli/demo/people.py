"""Who is who in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "van-thu-2026"
PERSON_PIN = "12345678"
AGENCY_PIN = "87654321"


@dataclass(frozen=True)
class Someone:
    """A person of the demonstration as a visitor needs to know them."""

    username: str
    name: str
    duty: str
    agency: str
    office: str
    pin: str = ""


CAST = (
    Someone("an", "Nguyễn Hoài An", "chuyên viên, soạn thảo", "Bộ Thử nghiệm", "bo"),
    Someone("binh", "Trần Thanh Bình", "vụ trưởng, kiểm tra nội dung", "Bộ Thử nghiệm", "bo"),
    Someone("chi", "Lê Kim Chi", "văn thư", "Bộ Thử nghiệm", "bo", AGENCY_PIN),
    Someone("dung", "Phạm Tiến Dũng", "thứ trưởng, ký", "Bộ Thử nghiệm", "bo", PERSON_PIN),
    Someone("em", "Vũ Ngọc Em", "văn thư", "Sở Nội vụ", "tinh", AGENCY_PIN),
    Someone("giang", "Hoàng Trường Giang", "giám đốc, phân công, ký", "Sở Nội vụ", "tinh", PERSON_PIN),
    Someone("hoa", "Đặng Thu Hoa", "trưởng phòng", "Sở Nội vụ", "tinh"),
    Someone("khoa", "Ngô Anh Khoa", "chuyên viên, xử lý", "Sở Nội vụ", "tinh"),
    Someone("lan", "Mai Ngọc Lan", "văn thư", "Ủy ban nhân dân tỉnh", "tinh", AGENCY_PIN),
    Someone("minh", "Bùi Quang Minh", "phó chủ tịch, ký", "Ủy ban nhân dân tỉnh", "tinh", PERSON_PIN),
    Someone("son", "Lý Thái Sơn", "trưởng phòng", "Ủy ban nhân dân tỉnh", "tinh"),
    Someone("nga", "Phan Thúy Nga", "văn thư", "Ủy ban nhân dân xã Bình Minh", "tinh", AGENCY_PIN),
    Someone("phuc", "Đinh Hồng Phúc", "chủ tịch, ký", "Ủy ban nhân dân xã Bình Minh", "tinh", PERSON_PIN),
    Someone("quynh", "Tạ Như Quỳnh", "công chức văn phòng", "Ủy ban nhân dân xã Bình Minh", "tinh"),
)


def someone(username: str) -> Someone:
    """Return the person with this log-in name."""
    return next(one for one in CAST if one.username == username)
