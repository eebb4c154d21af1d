"""Thông cáo, thông báo, báo cáo, tờ trình, biên bản."""

import io
from functools import cache

from PIL import Image as Pillow
from PIL import ImageDraw

from vanthu.standards.letter.blocks import Clause, Heading, Image, Part, table
from vanthu.standards.letter.examples.agencies import HOME_AFFAIRS, PROVINCE, clause, paragraph, written_by
from vanthu.standards.letter.model import ImageFile, Letter, Minutes, Signer


def communique() -> Letter:
    """Thông cáo (mẫu 1.4)."""
    return written_by(
        PROVINCE,
        "thong_cao",
        "UBND",
        subject="Về kết quả phiên họp thường kỳ tháng 02 năm 2026 của Ủy ban nhân dân tỉnh",
        body=(
            (
                "Ngày 27 tháng 02 năm 2026, Ủy ban nhân dân tỉnh Lâm Đồng tổ chức phiên họp thường kỳ đánh giá tình "
                "hình kinh tế - xã hội tháng 02 và bàn nhiệm vụ trọng tâm tháng 3 năm 2026."
            ),
            (
                "Ủy ban nhân dân tỉnh thống nhất nhận định: kinh tế của tỉnh tiếp tục ổn định; thu ngân sách hai tháng "
                "đầu năm đạt 18,6% dự toán; an sinh xã hội được bảo đảm."
            ),
            (
                "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành, địa phương tập trung giải ngân vốn đầu tư công, phấn "
                "đấu hết quý I đạt ít nhất 15% kế hoạch"
            ),
        ),
        recipients=("Các cơ quan báo chí", "Cổng Thông tin điện tử tỉnh", "Lưu: VT, TH"),
    )


def announcement() -> Letter:
    """Thông báo (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS,
        "thong_bao",
        "SNV",
        signer_authority=("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
        signer_name="Vũ Ngọc Chi",
        subject="Kết luận của Giám đốc Sở tại cuộc họp giao ban tháng 3 năm 2026",
        body=(
            (
                "Ngày 03 tháng 3 năm 2026, Giám đốc Sở Nội vụ chủ trì họp giao ban tháng 3 năm 2026. Sau khi nghe ý "
                "kiến của các phòng, đơn vị, Giám đốc Sở kết luận như sau:"
            ),
            clause(
                "Văn phòng Sở rà soát, hoàn thiện dự thảo Quy chế công tác văn thư, lưu trữ, trình Giám đốc Sở trước "
                "ngày 10 tháng 3 năm 2026."
            ),
            clause("Phòng Công chức, viên chức hoàn thành phê duyệt danh mục vị trí việc làm trong quý I."),
            clause("Thanh tra Sở xây dựng kế hoạch kiểm tra công vụ sáu tháng đầu năm 2026"),
        ),
        recipients=("Lãnh đạo Sở", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
        circulation="LƯU HÀNH NỘI BỘ",
    )


@cache
def _chart() -> ImageFile:
    """Four bars, as a picture that came from a spreadsheet."""
    picture = Pillow.new("RGB", (1200, 500), "white")
    draw = ImageDraw.Draw(picture)
    for index, share in enumerate((0.35, 0.52, 0.71, 0.94)):
        left, top = 140 + 260 * index, 440 - int(380 * share)
        draw.rectangle((left, top, left + 150, 440), fill=(31, 78, 140))
    draw.line((80, 40, 80, 440), fill="black", width=4)
    draw.line((80, 440, 1160, 440), fill="black", width=4)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return ImageFile("bieu-do-van-ban-dien-tu", content.getvalue())


def report() -> Letter:
    """Báo cáo (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS,
        "bao_cao",
        "SNV",
        subject="Kết quả sử dụng văn bản điện tử năm 2025, phương hướng, nhiệm vụ năm 2026",
        addressed_to=("Ủy ban nhân dân tỉnh Lâm Đồng",),
        body=(
            "Thực hiện Chương trình công tác năm 2025, Sở Nội vụ báo cáo kết quả sử dụng văn bản điện tử như sau:",
            Part("Kết quả thực hiện"),
            Heading("Gửi, nhận văn bản điện tử"),
            Clause(title="Văn bản đi"),
            paragraph("Năm 2025, Sở ban hành 3.412 văn bản, trong đó 94% được ký số và gửi hoàn toàn điện tử."),
            Image("bieu-do-van-ban-dien-tu", width_mm=110, caption="Biểu đồ 1. Tỷ lệ văn bản điện tử theo quý"),
            Clause(title="Văn bản đến"),
            paragraph("Sở tiếp nhận 9.876 văn bản đến; 100% được đăng ký trong ngày."),
            Heading("Lập hồ sơ công việc"),
            table(
                ("Đơn vị", "Hồ sơ lập", "Hồ sơ điện tử", "Tỷ lệ (%)"),
                ("Văn phòng Sở", "124", "120", "96,8"),
                ("Phòng Công chức, viên chức", "236", "198", "83,9"),
                ("Chi cục Văn thư - Lưu trữ", "88", "88", "100"),
                widths=(5, 2, 2.4, 2),
                align=("left", "right", "right", "right"),
            ),
            Part("Phương hướng, nhiệm vụ năm 2026"),
            clause("Hoàn thành kết nối Hệ thống quản lý văn bản với Hệ thống quản lý tài liệu lưu trữ điện tử."),
            clause("Đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí nâng cấp hệ thống trong năm 2026"),
        ),
        images=(_chart(),),
        recipients=("Như trên", "Lãnh đạo Sở", "Lưu: VT, VP"),
    )


def submission() -> Letter:
    """Tờ trình (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS,
        "to_trinh",
        "SNV",
        subject="Về việc phê duyệt Đề án số hóa tài liệu lưu trữ lịch sử giai đoạn 2026 - 2030",
        addressed_to=("Ủy ban nhân dân tỉnh Lâm Đồng", "Hội đồng thẩm định đề án tỉnh"),
        body=(
            (
                "Thực hiện nhiệm vụ được giao tại Quyết định số 102/QĐ-UBND ngày 15 tháng 01 năm 2026 của Ủy ban nhân "
                "dân tỉnh, Sở Nội vụ đã xây dựng dự thảo Đề án số hóa tài liệu lưu trữ lịch sử tỉnh Lâm Đồng."
            ),
            Clause(title="Sự cần thiết"),
            paragraph("Tài liệu lưu trữ lịch sử đang xuống cấp; nhu cầu khai thác trực tuyến ngày càng tăng."),
            Clause(title="Nội dung đề nghị"),
            paragraph("Phê duyệt Đề án với tổng kinh phí 48.600 triệu đồng, thực hiện trong năm năm."),
            "Sở Nội vụ kính trình Ủy ban nhân dân tỉnh xem xét, quyết định",
        ),
        recipients=("Như trên", "Sở Tài chính", "Lưu: VT, VTLT"),
    )


def minutes() -> Letter:
    """Mẫu 1.9."""
    return written_by(
        HOME_AFFAIRS,
        "bien_ban",
        "SNV",
        subject="Họp xét nâng bậc lương trước thời hạn năm 2026",
        particulars=Minutes(
            opened="14 giờ 00, ngày 09 tháng 3 năm 2026",
            venue="Phòng họp số 2, trụ sở Sở Nội vụ",
            present=(
                "Ông Nguyễn Văn Dũng, Giám đốc Sở, Chủ tịch Hội đồng lương",
                "Bà Vũ Ngọc Chi, Chánh Văn phòng Sở",
                "Ông Bùi Đức An, Chủ tịch Công đoàn cơ sở",
            ),
            chair="Ông Nguyễn Văn Dũng, Giám đốc Sở",
            secretary="Bà Trịnh Thu Hà, chuyên viên Văn phòng Sở",
            closed="16 giờ 30, ngày 09 tháng 3 năm 2026",
            signed_by_secretary=Signer(("THƯ KÝ",), "Trịnh Thu Hà"),
        ),
        body=(
            clause("Bà Vũ Ngọc Chi báo cáo danh sách 05 công chức, viên chức đủ điều kiện nâng bậc lương."),
            clause("Các thành viên thảo luận, thống nhất tiêu chuẩn và thứ tự ưu tiên theo quy chế."),
            clause("Kết quả biểu quyết: 03/03 thành viên nhất trí đề nghị nâng bậc lương cho 04 người."),
        ),
        signer_authority=("CHỦ TỌA",),
        recipients=("Các thành viên Hội đồng", "Lưu: VT, Hồ sơ"),
    )
