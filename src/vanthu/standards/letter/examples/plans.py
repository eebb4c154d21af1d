"""Hướng dẫn, chương trình, kế hoạch, phương án, đề án, dự án."""

from vanthu.standards.letter.blocks import Clause, Heading, Paragraph, Part, Run, Table, cell, table
from vanthu.standards.letter.examples.agencies import (
    ARCHIVES,
    CLERICAL_WORK,
    DECREE_30,
    HOME_AFFAIRS,
    PROVINCE,
    clause,
    listed,
    paragraph,
    point,
    written_by,
)
from vanthu.standards.letter.model import Appendix, Letter


def guidance() -> Letter:
    """Hướng dẫn (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS,
        "huong_dan",
        "SNV",
        subject="Lập danh mục hồ sơ và nộp lưu hồ sơ điện tử năm 2026",
        body=(
            (
                f"Thực hiện {DECREE_30}, Sở Nội vụ hướng dẫn các cơ quan, đơn vị lập danh mục hồ sơ và nộp lưu hồ sơ "
                "điện tử năm 2026 như sau:"
            ),
            Heading("Lập danh mục hồ sơ"),
            Clause(title="Căn cứ lập danh mục"),
            listed("Chức năng, nhiệm vụ của cơ quan;", "Quy định về thời hạn bảo quản hồ sơ, tài liệu."),
            Clause(title="Nội dung danh mục"),
            point("Số, ký hiệu hồ sơ;"),
            point("Tiêu đề hồ sơ;"),
            point("Thời hạn bảo quản;"),
            point("Người lập hồ sơ."),
            Heading("Nộp lưu hồ sơ điện tử"),
            clause("Hồ sơ điện tử được nộp lưu vào Lưu trữ cơ quan trên Hệ thống quản lý tài liệu điện tử."),
            clause("Thành phần hồ sơ nộp lưu thực hiện theo bảng sau:"),
            table(
                ("STT", "Loại hồ sơ", "Thời hạn nộp lưu", "Ghi chú"),
                ("1", "Hồ sơ công việc", "01 năm kể từ ngày công việc kết thúc", "Đã được kết thúc"),
                ("2", "Hồ sơ dự án, công trình", "03 tháng kể từ ngày quyết toán", "Kèm bản vẽ"),
                widths=(1, 4, 5, 3),
                align=("center", "left", "left", "left"),
            ),
            paragraph(
                "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các cơ quan, đơn vị phản ánh về Sở Nội vụ (qua "
                "Chi cục Văn thư - Lưu trữ) để được hướng dẫn"
            ),
        ),
        recipients=("Các sở, ban, ngành tỉnh", "UBND các xã, phường, đặc khu", "Lưu: VT, VTLT"),
    )


def programme() -> Letter:
    """Chương trình (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS,
        "chuong_trinh",
        "SNV",
        subject="Công tác trọng tâm năm 2026 của Sở Nội vụ",
        body=(
            Part("Mục tiêu và yêu cầu"),
            Heading("Mục tiêu"),
            clause("Hoàn thành 100% nhiệm vụ được Ủy ban nhân dân tỉnh giao, đúng thời hạn."),
            clause("Trên 98% văn bản được ký số, gửi, nhận trên môi trường điện tử."),
            Heading("Yêu cầu"),
            clause("Phân công rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm."),
            Part("Nội dung và tổ chức thực hiện"),
            Heading("Nội dung"),
            table(
                ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"),
                ("1", "Đề án vị trí việc làm", "Phòng CCVC", "Quý I"),
                ("2", "Kế hoạch cải cách hành chính", "Văn phòng Sở", "Quý I"),
                ("3", "Số hóa tài liệu lưu trữ lịch sử", "Chi cục VTLT", "Quý II - IV"),
                widths=(1, 6, 3, 3),
                align=("center", "left", "left", "center"),
            ),
            Heading("Tổ chức thực hiện"),
            paragraph("Trưởng các phòng, đơn vị cụ thể hóa Chương trình này thành kế hoạch công tác của đơn vị"),
        ),
        recipients=("UBND tỉnh (để b/c)", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
    )


def plan() -> Letter:
    """Kế hoạch (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS | {"signer_authority": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "signer_name": "Bùi Đức An"},
        "ke_hoach",
        "SNV",
        subject="Kiểm tra công tác văn thư, lưu trữ năm 2026",
        legal_bases=(ARCHIVES, CLERICAL_WORK),
        body=(
            Heading("Mục đích, yêu cầu"),
            clause("Đánh giá việc chấp hành pháp luật về văn thư, lưu trữ của các cơ quan, tổ chức."),
            clause("Việc kiểm tra bảo đảm khách quan, không gây cản trở hoạt động của cơ quan được kiểm tra."),
            Heading("Nội dung, thời gian"),
            clause("Nội dung kiểm tra gồm việc ban hành văn bản, quản lý văn bản, lập hồ sơ và nộp lưu."),
            clause("Thời gian kiểm tra: từ ngày 01 tháng 4 đến ngày 30 tháng 6 năm 2026 (lịch cụ thể tại Phụ lục I)."),
            Heading("Tổ chức thực hiện"),
            paragraph("Chi cục Văn thư - Lưu trữ chủ trì tham mưu thành lập đoàn kiểm tra (danh sách tại Phụ lục II)"),
        ),
        recipients=("UBND tỉnh (để b/c)", "Các cơ quan được kiểm tra", "Lưu: VT, VTLT"),
        attachments=(
            Appendix(
                title="Lịch kiểm tra công tác văn thư, lưu trữ năm 2026",
                body=(
                    table(
                        ("STT", "Cơ quan được kiểm tra", "Ngày kiểm tra"),
                        ("1", "Sở Tài chính", "14/4/2026"),
                        ("2", "Sở Y tế", "21/4/2026"),
                        ("3", "Ủy ban nhân dân xã Đức Trọng", "12/5/2026"),
                        widths=(1, 7, 3),
                        align=("center", "left", "center"),
                    ),
                ),
            ),
            Appendix(
                title="Danh sách đoàn kiểm tra",
                body=(
                    clause("Ông Bùi Đức An, Phó Giám đốc Sở Nội vụ - Trưởng đoàn."),
                    clause("Bà Vũ Ngọc Chi, Chánh Văn phòng Sở - Phó Trưởng đoàn."),
                    clause("Ông Hà Văn Phúc, chuyên viên Chi cục Văn thư - Lưu trữ - Thư ký"),
                ),
            ),
        ),
    )


def scheme() -> Letter:
    """Phương án (mẫu 1.4)."""
    return written_by(
        PROVINCE,
        "phuong_an",
        "UBND",
        subject="Sắp xếp, bố trí trụ sở làm việc của các cơ quan cấp xã sau sắp xếp đơn vị hành chính",
        body=(
            Heading("Hiện trạng"),
            (
                "Toàn tỉnh hiện có 412 cơ sở nhà, đất là trụ sở làm việc của các cơ quan cấp xã, trong đó 87 cơ sở dôi "
                "dư sau sắp xếp."
            ),
            Heading("Phương án sắp xếp"),
            clause("Giữ lại tiếp tục sử dụng: 325 cơ sở."),
            clause("Chuyển đổi công năng làm trường học, trạm y tế: 54 cơ sở."),
            clause("Bán tài sản trên đất, chuyển nhượng quyền sử dụng đất: 33 cơ sở"),
        ),
        recipients=("Bộ Tài chính (để b/c)", "Các sở, ban, ngành tỉnh", "UBND các xã, phường", "Lưu: VT, TC"),
    )


def proposal() -> Letter:
    """Đề án (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS,
        "de_an",
        "SNV",
        subject="Số hóa tài liệu lưu trữ lịch sử tỉnh Lâm Đồng giai đoạn 2026 - 2030",
        body=(
            Part("Sự cần thiết"),
            Heading("Thực trạng"),
            (
                "Lưu trữ lịch sử tỉnh đang bảo quản 2.350 mét giá tài liệu; mới số hóa được 12% số tài liệu có giá trị "
                "bảo quản vĩnh viễn."
            ),
            Part("Nội dung đề án"),
            Heading("Mục tiêu"),
            clause("Đến năm 2028: số hóa 60% tài liệu bảo quản vĩnh viễn."),
            clause("Đến năm 2030: số hóa 100% tài liệu bảo quản vĩnh viễn."),
            Heading("Kinh phí"),
            Paragraph(
                (
                    Run("Tổng kinh phí thực hiện: "),
                    Run("48.600 triệu đồng", bold=True),
                    Run(" "),
                    Run("(bằng chữ: bốn mươi tám tỷ sáu trăm triệu đồng)", italic=True),
                )
            ),
        ),
        recipients=("UBND tỉnh (để b/c)", "Sở Tài chính", "Lưu: VT, VTLT"),
    )


def project() -> Letter:
    """Dự án (mẫu 1.4)."""
    return written_by(
        PROVINCE,
        "du_an",
        "UBND",
        subject="Xây dựng cơ sở dữ liệu dùng chung của tỉnh Lâm Đồng",
        landscape=True,
        body=(
            Heading("Khái toán kinh phí"),
            "Kinh phí thực hiện dự án được phân bổ theo hạng mục và năm như sau (đơn vị tính: triệu đồng):",
            Table(
                rows=(
                    (
                        cell("STT", rows=2),
                        cell("Hạng mục", rows=2),
                        cell("Kinh phí theo năm", columns=4),
                        cell("Tổng cộng", rows=2),
                        cell("Đơn vị chủ trì", rows=2),
                    ),
                    (cell("2026"), cell("2027"), cell("2028"), cell("2029")),
                    (
                        *map(cell, ("1", "Hạ tầng máy chủ, lưu trữ", "4.500", "2.000", "1.000", "500", "8.000")),
                        cell("Sở KH&CN"),
                    ),
                    (
                        *map(cell, ("2", "Chuẩn hóa, tạo lập dữ liệu", "2.100", "3.400", "3.400", "1.200", "10.100")),
                        cell("Các sở, ngành"),
                    ),
                    (
                        *map(cell, ("3", "Phần mềm quản lý, khai thác", "1.800", "1.500", "600", "600", "4.500")),
                        cell("Sở KH&CN"),
                    ),
                    (
                        cell("Cộng", columns=2, align="center"),
                        *map(cell, ("8.400", "6.900", "5.000", "2.300", "22.600", "")),
                    ),
                ),
                widths=(1, 6, 2, 2, 2, 2, 2.5, 4),
                header_rows=2,
                align=("center", "left", "right", "right", "right", "right", "right", "left"),
            ),
            paragraph("Nguồn kinh phí: ngân sách tỉnh và các nguồn hợp pháp khác"),
        ),
        recipients=("Bộ Khoa học và Công nghệ", "Các sở, ban, ngành tỉnh", "Lưu: VT, KGVX"),
    )
