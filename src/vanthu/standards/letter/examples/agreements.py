"""Hợp đồng, bản ghi nhớ, bản thỏa thuận."""

from vanthu.standards.letter.blocks import Article
from vanthu.standards.letter.examples.agencies import HOME_AFFAIRS, PROVINCE, clause, paragraph, written_by
from vanthu.standards.letter.model import Agreement, Letter, Party, Signer


def contract() -> Letter:
    """Hợp đồng; Phụ lục III has no template."""
    return written_by(
        HOME_AFFAIRS,
        "hop_dong",
        "SNV",
        subject="Về việc chỉnh lý, số hóa tài liệu lưu trữ năm 2026",
        legal_bases=(
            "Căn cứ Bộ luật Dân sự ngày 24 tháng 11 năm 2015",
            "Căn cứ Luật Đấu thầu ngày 23 tháng 6 năm 2023",
        ),
        particulars=Agreement(
            preamble="Hôm nay, tại trụ sở Sở Nội vụ tỉnh Lâm Đồng, chúng tôi gồm:",
            parties=(
                Party(
                    label="Bên A",
                    name="Sở Nội vụ tỉnh Lâm Đồng",
                    details=(
                        "Địa chỉ: số 36 đường Trần Phú, phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng",
                        "Đại diện: ông Nguyễn Văn Dũng, chức vụ: Giám đốc",
                    ),
                ),
                Party(
                    label="Bên B",
                    name="Công ty Trách nhiệm hữu hạn Lưu trữ Cao Nguyên",
                    details=(
                        "Địa chỉ: số 8 đường Hùng Vương, phường Lâm Viên - Đà Lạt, tỉnh Lâm Đồng",
                        "Đại diện: bà Ngô Thanh Mai, chức vụ: Giám đốc",
                    ),
                    signer=Signer(("ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"), "Ngô Thanh Mai"),
                ),
            ),
        ),
        body=(
            Article("Nội dung công việc"),
            paragraph("Bên B chỉnh lý 120 mét giá tài liệu và số hóa 450.000 trang tài liệu cho Bên A."),
            Article("Giá trị và phương thức thanh toán"),
            clause("Giá trị hợp đồng: 1.250.000.000 đồng."),
            clause("Thanh toán bằng chuyển khoản sau khi nghiệm thu."),
            Article("Hiệu lực của hợp đồng"),
            paragraph("Hợp đồng có hiệu lực kể từ ngày ký, được lập thành 04 bản có giá trị như nhau"),
        ),
        signer_authority=("ĐẠI DIỆN BÊN A", "GIÁM ĐỐC"),
        recipients=("Bên B", "Kho bạc Nhà nước khu vực XVI", "Lưu: VT, VTLT"),
    )


def memorandum() -> Letter:
    """Bản ghi nhớ; Phụ lục III has no template."""
    return written_by(
        PROVINCE,
        "ban_ghi_nho",
        "UBND",
        subject="Về hợp tác chuyển đổi số giai đoạn 2026 - 2030",
        particulars=Agreement(
            preamble="Trên cơ sở nhu cầu và khả năng của hai bên, chúng tôi gồm:",
            parties=(
                Party(label="Bên thứ nhất", name="Ủy ban nhân dân tỉnh Lâm Đồng"),
                Party(
                    label="Bên thứ hai",
                    name="Trường Đại học Đà Lạt",
                    signer=Signer(("ĐẠI DIỆN", "TRƯỜNG ĐẠI HỌC ĐÀ LẠT", "HIỆU TRƯỞNG"), "Lê Minh Khôi"),
                ),
            ),
        ),
        body=(
            "Hai bên thống nhất ghi nhớ các nội dung hợp tác sau đây:",
            clause("Đào tạo, bồi dưỡng kỹ năng số cho cán bộ, công chức, viên chức của tỉnh."),
            clause("Nghiên cứu, thử nghiệm các nền tảng số phục vụ quản lý nhà nước."),
            clause("Bản ghi nhớ này có hiệu lực đến hết ngày 31 tháng 12 năm 2030"),
        ),
        signer_authority=("ĐẠI DIỆN", "ỦY BAN NHÂN DÂN TỈNH", "PHÓ CHỦ TỊCH"),
        recipients=("Bên thứ hai", "Sở Khoa học và Công nghệ", "Lưu: VT, KGVX"),
    )


def accord() -> Letter:
    """Bản thỏa thuận; Phụ lục III has no template."""
    return written_by(
        HOME_AFFAIRS,
        "ban_thoa_thuan",
        "SNV",
        subject="Về phối hợp khai thác cơ sở dữ liệu cán bộ, công chức, viên chức",
        particulars=Agreement(
            preamble="Nhằm bảo đảm dữ liệu đầy đủ, chính xác, dùng chung, chúng tôi gồm:",
            parties=(
                Party(label="Bên A", name="Sở Nội vụ tỉnh Lâm Đồng"),
                Party(
                    label="Bên B",
                    name="Sở Y tế tỉnh Lâm Đồng",
                    signer=Signer(("ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"), "Phan Thanh Tùng"),
                ),
            ),
        ),
        body=(
            Article("Nội dung phối hợp"),
            paragraph("Hai bên chia sẻ, cập nhật dữ liệu cán bộ, công chức, viên chức ngành y tế hằng ngày."),
            Article("Trách nhiệm của các bên"),
            clause("Bên A cấp tài khoản, hướng dẫn khai thác."),
            clause("Bên B cập nhật dữ liệu trong 03 ngày làm việc kể từ khi có thay đổi"),
        ),
        signer_authority=("ĐẠI DIỆN BÊN A", "GIÁM ĐỐC"),
        recipients=("Các bên ký kết", "UBND tỉnh (để b/c)", "Lưu: VT, CCVC"),
    )
