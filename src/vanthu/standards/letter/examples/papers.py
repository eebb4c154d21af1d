"""Giấy ủy quyền, giấy mời, giấy giới thiệu, giấy nghỉ phép."""

from vanthu.standards.letter.examples.agencies import HOME_AFFAIRS, written_by
from vanthu.standards.letter.model import Introduction, Invitation, Leave, Letter


def power_of_attorney() -> Letter:
    """Giấy ủy quyền (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS,
        "giay_uy_quyen",
        "SNV",
        subject="Về việc ký hợp đồng chỉnh lý tài liệu năm 2026",
        body=(
            (
                "Giám đốc Sở Nội vụ tỉnh Lâm Đồng ủy quyền cho ông Bùi Đức An, Phó Giám đốc Sở, ký hợp đồng chỉnh lý, "
                "số hóa tài liệu lưu trữ năm 2026 và các văn bản thanh lý hợp đồng."
            ),
            (
                "Thời hạn ủy quyền: từ ngày 10 tháng 3 năm 2026 đến hết ngày 31 tháng 12 năm 2026. Người được ủy quyền "
                "không được ủy quyền lại cho người khác"
            ),
        ),
        recipients=("Ông Bùi Đức An", "Lãnh đạo Sở", "Lưu: VT, VP"),
    )


def invitation() -> Letter:
    """Mẫu 1.7."""
    return written_by(
        HOME_AFFAIRS,
        "giay_moi",
        "SNV",
        signer_authority=("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        signer_name="Vũ Ngọc Chi",
        subject="Dự hội nghị tập huấn công tác văn thư, lưu trữ năm 2026",
        particulars=Invitation(
            invited=("Lãnh đạo Văn phòng các sở, ban, ngành tỉnh", "Công chức văn thư Ủy ban nhân dân các xã, phường"),
            occasion="hội nghị tập huấn công tác văn thư, lưu trữ năm 2026",
            chair="Ông Nguyễn Văn Dũng, Giám đốc Sở Nội vụ",
            time="08 giờ 00, ngày 18 tháng 3 năm 2026 (thứ Tư)",
            venue="Hội trường tầng 2, Trung tâm Hành chính tỉnh Lâm Đồng",
        ),
        body=("Đề nghị các cơ quan gửi danh sách đại biểu về Sở Nội vụ trước ngày 16 tháng 3 năm 2026",),
        recipients=("Như thành phần mời", "Lãnh đạo Sở", "Lưu: VT, VTLT"),
    )


def introduction() -> Letter:
    """Mẫu 1.8."""
    return written_by(
        HOME_AFFAIRS,
        "giay_gioi_thieu",
        "SNV",
        signer_authority=("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        signer_name="Vũ Ngọc Chi",
        subject="Giới thiệu công chức đến làm việc tại Trung tâm Lưu trữ quốc gia IV",
        particulars=Introduction(
            person="Hà Văn Phúc",
            position="Chuyên viên Chi cục Văn thư - Lưu trữ",
            sent_to="Trung tâm Lưu trữ quốc gia IV",
            purpose="Khảo sát, sao chụp tài liệu lưu trữ về tỉnh Lâm Đồng",
            valid_until="31 tháng 3 năm 2026",
        ),
        body=(),
        recipients=("Như trên", "Lưu: VT"),
    )


def leave() -> Letter:
    """Mẫu 1.10."""
    return written_by(
        HOME_AFFAIRS,
        "giay_nghi_phep",
        "SNV",
        subject="Cấp giấy nghỉ phép cho ông Hà Văn Phúc",
        particulars=Leave(
            applied_on="05 tháng 3 năm 2026",
            person="Hà Văn Phúc",
            position="Chuyên viên Chi cục Văn thư - Lưu trữ",
            duration="05 ngày",
            first_day="16 tháng 3 năm 2026",
            last_day="20 tháng 3 năm 2026",
            place="xã Quỳnh Lưu, tỉnh Nghệ An",
            counted_as="nghỉ hằng năm có hưởng lương năm 2026",
            confirmation=True,
        ),
        body=(),
        recipients=("Ông Hà Văn Phúc", "Lưu: VT, VP"),
    )
