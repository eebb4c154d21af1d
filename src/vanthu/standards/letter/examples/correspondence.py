"""Công văn, công điện, thư công, phiếu gửi, phiếu chuyển, phiếu báo."""

from vanthu.standards.letter.examples.agencies import (
    COMMUNE,
    DECREE_30,
    HOME_AFFAIRS,
    PROVINCE,
    clause,
    listed,
    written_by,
)
from vanthu.standards.letter.model import Letter, OpenLetter, Telegram


def official_letter() -> Letter:
    """Mẫu 1.5."""
    return written_by(
        HOME_AFFAIRS | {"signer_authority": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "signer_name": "Bùi Đức An"},
        "cong_van",
        "SNV",
        unit="CCVC",
        subject="rà soát danh mục vị trí việc làm của các cơ quan chuyên môn",
        addressed_to=("Các sở, ban, ngành tỉnh", "Ủy ban nhân dân các xã, phường, đặc khu"),
        body=(
            (
                f"Thực hiện {DECREE_30}, Sở Nội vụ đề nghị các cơ quan, địa phương rà soát danh mục vị trí việc làm, "
                "gửi kết quả về Sở Nội vụ trước ngày 15 tháng 6 năm 2026 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh."
            ),
            (
                "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Sở Nội vụ (qua Phòng Công chức, viên "
                "chức) để được hướng dẫn"
            ),
        ),
        recipients=("Như trên", "UBND tỉnh (để b/c)", "Lưu: VT, CCVC"),
        contact_line="Số 36 đường Trần Phú, phường Xuân Hương - Đà Lạt; ĐT: 0263 3822 000; snv@lamdong.gov.vn",
    )


def telegram() -> Letter:
    """Mẫu 1.6."""
    return written_by(
        PROVINCE | {"signer_authority": ("CHỦ TỊCH",), "signer_name": "Hoàng Minh Tuấn"},
        "cong_dien",
        "UBND",
        subject="Về việc tập trung ứng phó mưa lớn, lũ quét, sạt lở đất",
        particulars=Telegram(sender="Chủ tịch Ủy ban nhân dân tỉnh Lâm Đồng"),
        addressed_to=(
            "Giám đốc các Sở: Nông nghiệp và Môi trường, Xây dựng, Công Thương",
            "Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh, Giám đốc Công an tỉnh",
            "Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu",
        ),
        body=(
            (
                "Theo bản tin của Trung tâm Dự báo khí tượng thủy văn quốc gia, từ ngày 10 đến ngày 13 tháng 3 năm "
                "2026, trên địa bàn tỉnh có mưa to đến rất to, nguy cơ cao xảy ra lũ quét, sạt lở đất. Chủ tịch Ủy ban "
                "nhân dân tỉnh yêu cầu:"
            ),
            clause("Rà soát, sơ tán ngay người dân ra khỏi khu vực nguy hiểm, hoàn thành trước 18 giờ 00 ngày 10/3."),
            clause("Bố trí lực lượng trực gác tại các ngầm, tràn; không để người và phương tiện đi qua khi nước lũ."),
            clause("Thường trực 24/24 giờ; báo cáo về Ủy ban nhân dân tỉnh trước 16 giờ 00 hằng ngày"),
        ),
        recipients=("Như trên", "Thủ tướng Chính phủ (để b/c)", "Thường trực Tỉnh ủy", "Lưu: VT, NN"),
        urgency=3,
    )


def open_letter() -> Letter:
    """Thư công; Phụ lục III has no template."""
    return written_by(
        PROVINCE | {"signer_authority": ("CHỦ TỊCH",), "signer_name": "Hoàng Minh Tuấn"},
        "thu_cong",
        "UBND",
        unit="TH",
        subject="Chúc mừng Ngày Thầy thuốc Việt Nam",
        particulars=OpenLetter(
            title="Thư chúc mừng",
            salutation="Thân ái gửi cán bộ, công chức, viên chức, người lao động ngành Y tế tỉnh Lâm Đồng,",
        ),
        body=(
            (
                "Nhân kỷ niệm 71 năm Ngày Thầy thuốc Việt Nam, thay mặt Ủy ban nhân dân tỉnh, tôi gửi tới các thầy "
                "thuốc, cán bộ, nhân viên y tế trong toàn tỉnh lời thăm hỏi ân cần và lời chúc mừng tốt đẹp nhất."
            ),
            "Chúc các đồng chí mạnh khỏe, hạnh phúc, tiếp tục tận tụy vì sức khỏe của Nhân dân",
        ),
        recipients=("Sở Y tế", "Lưu: VT, TH"),
    )


def dispatch_slip() -> Letter:
    """Phiếu gửi (mẫu 1.4)."""
    return written_by(
        COMMUNE,
        "phieu_gui",
        "UBND",
        subject="Gửi báo cáo thống kê công tác văn thư, lưu trữ năm 2025",
        addressed_to=("Sở Nội vụ tỉnh Lâm Đồng",),
        body=(
            "Ủy ban nhân dân xã Đức Trọng gửi Sở Nội vụ các tài liệu sau:",
            listed("Báo cáo thống kê công tác văn thư năm 2025: 01 bản;", "Danh mục hồ sơ năm 2026: 01 bản."),
            "Đề nghị Sở Nội vụ xác nhận và gửi lại phiếu này sau khi nhận đủ tài liệu",
        ),
        recipients=("Như trên", "Lưu: VT"),
    )


def transfer_slip() -> Letter:
    """Phiếu chuyển (mẫu 1.4)."""
    return written_by(
        COMMUNE,
        "phieu_chuyen",
        "UBND",
        subject="Chuyển đơn kiến nghị của công dân",
        addressed_to=("Công an xã Đức Trọng",),
        body=(
            (
                "Ngày 06 tháng 3 năm 2026, Ủy ban nhân dân xã nhận được đơn của ông Trần Văn Hòa, trú tại thôn Phú "
                "Thạnh, kiến nghị về trật tự an toàn giao thông trên tuyến đường liên thôn."
            ),
            (
                "Xét nội dung đơn thuộc thẩm quyền giải quyết của Công an xã, Ủy ban nhân dân xã chuyển đơn đến Công "
                "an xã để giải quyết theo quy định"
            ),
        ),
        recipients=("Như trên", "Ông Trần Văn Hòa", "Lưu: VT, TCD"),
    )


def notice_slip() -> Letter:
    """Phiếu báo (mẫu 1.4)."""
    return written_by(
        COMMUNE,
        "phieu_bao",
        "UBND",
        subject="Kết quả tiếp nhận hồ sơ dự tuyển công chức",
        addressed_to=("Bà Nguyễn Thị Kim Oanh",),
        body=(
            "Ủy ban nhân dân xã Đức Trọng đã tiếp nhận đầy đủ hồ sơ dự tuyển công chức của Bà, số báo danh 015.",
            "Đề nghị Bà có mặt tại trụ sở Ủy ban nhân dân xã lúc 07 giờ 30, ngày 20 tháng 3 năm 2026 để dự phỏng vấn",
        ),
        recipients=("Như trên", "Lưu: VT, VHXH"),
    )
