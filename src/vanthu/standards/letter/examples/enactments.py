"""Nghị quyết, quyết định, chỉ thị, quy chế, quy định."""

from vanthu.standards.letter.blocks import Article, Chapter, Clause, Part, Section, Subsection
from vanthu.standards.letter.catalogue import notation
from vanthu.standards.letter.examples.agencies import (
    ARCHIVES,
    CHIEF_OF_OFFICE,
    CLERICAL_WORK,
    HOME_AFFAIRS,
    LOCAL_GOVERNMENT,
    PROVINCE,
    article,
    clause,
    listed,
    paragraph,
    point,
    written_by,
)
from vanthu.standards.letter.model import AttachedText, Enactment, Letter


def resolution() -> Letter:
    """Mẫu 1.1."""
    return Letter(
        kind="nghi_quyet",
        agency_name="Hội đồng nhân dân xã Đức Trọng",
        notation=notation("nghi_quyet", agency="HĐND"),
        place="Đức Trọng",
        year=2026,
        subject="Về việc thông qua kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 của xã Đức Trọng",
        particulars=Enactment(authority="Hội đồng nhân dân xã Đức Trọng", session="Khóa I, kỳ họp thứ 4"),
        legal_bases=(
            LOCAL_GOVERNMENT,
            "Căn cứ Luật Đầu tư công ngày 29 tháng 11 năm 2024",
            (
                "Xét Tờ trình số 12/TTr-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân xã về kế hoạch đầu tư công "
                "trung hạn giai đoạn 2026 - 2030; Báo cáo thẩm tra số 05/BC-KTNS ngày 04 tháng 3 năm 2026 của Ban Kinh "
                "tế - Ngân sách; ý kiến thảo luận của đại biểu Hội đồng nhân dân tại kỳ họp"
            ),
        ),
        body=(
            article(
                "Thông qua kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 của xã Đức Trọng với tổng mức vốn "
                "86.450 triệu đồng, gồm:"
            ),
            clause("Vốn ngân sách tỉnh bổ sung có mục tiêu: 52.000 triệu đồng."),
            clause("Vốn ngân sách xã: 34.450 triệu đồng."),
            Article(title="Tổ chức thực hiện"),
            clause("Ủy ban nhân dân xã tổ chức thực hiện Nghị quyết này."),
            clause(
                "Thường trực Hội đồng nhân dân, các Ban và đại biểu Hội đồng nhân dân xã giám sát việc thực hiện Nghị "
                "quyết này."
            ),
            paragraph(
                "Nghị quyết này đã được Hội đồng nhân dân xã Đức Trọng khóa I, kỳ họp thứ 4 thông qua ngày 06 tháng 3 "
                "năm 2026"
            ),
        ),
        signer_authority=("CHỦ TỊCH",),
        signer_name="Phạm Quốc Bình",
        recipients=("Như Điều 2", "Thường trực HĐND tỉnh (để b/c)", "Thường trực Đảng ủy xã", "Lưu: VT, KTNS"),
        contact_line=None,
    )


def decision() -> Letter:
    """Mẫu 1.2."""
    return written_by(
        HOME_AFFAIRS,
        "quyet_dinh",
        "SNV",
        subject="Về việc bổ nhiệm công chức giữ chức vụ lãnh đạo cấp phòng",
        particulars=Enactment(authority="Giám đốc Sở Nội vụ"),
        legal_bases=(
            "Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025",
            (
                "Căn cứ Quyết định số 18/2025/QĐ-UBND ngày 01 tháng 7 năm 2025 của Ủy ban nhân dân tỉnh Lâm Đồng quy "
                "định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Sở Nội vụ tỉnh Lâm Đồng"
            ),
            CHIEF_OF_OFFICE,
        ),
        body=(
            article(
                "Bổ nhiệm bà Đỗ Thị Lan Anh, Phó Trưởng phòng Công chức, viên chức, giữ chức vụ Trưởng phòng Công "
                "chức, viên chức thuộc Sở Nội vụ, kể từ ngày 15 tháng 3 năm 2026. Thời hạn bổ nhiệm là 05 năm."
            ),
            article(
                "Bà Đỗ Thị Lan Anh được hưởng phụ cấp chức vụ lãnh đạo hệ số 0,5 theo quy định của pháp luật hiện "
                "hành; thực hiện nhiệm vụ, quyền hạn do Giám đốc Sở Nội vụ phân công."
            ),
            article(
                "Chánh Văn phòng Sở, Trưởng phòng Công chức, viên chức, các đơn vị có liên quan và bà Đỗ Thị Lan Anh "
                "chịu trách nhiệm thi hành Quyết định này"
            ),
        ),
        recipients=("Như Điều 3", "UBND tỉnh (để b/c)", "Lãnh đạo Sở", "Lưu: VT, VP"),
        typist_and_copies="ĐLA.(12)",
    )


def _regulation_of_records() -> AttachedText:
    return AttachedText(
        name="Quy chế",
        subject="Công tác văn thư, lưu trữ của Sở Nội vụ tỉnh Lâm Đồng",
        body=(
            Part("Những quy định chung"),
            Chapter("Phạm vi và nguyên tắc"),
            Article("Phạm vi điều chỉnh và đối tượng áp dụng"),
            clause("Quy chế này quy định việc soạn thảo, ký ban hành, quản lý và lưu trữ văn bản của Sở Nội vụ."),
            clause("Quy chế này áp dụng đối với công chức, viên chức, người lao động của Sở Nội vụ."),
            Article("Nguyên tắc thực hiện"),
            paragraph("Mọi văn bản đi, văn bản đến được quản lý tập trung tại Văn thư cơ quan và phải bảo đảm:"),
            listed("Đúng thể thức, kỹ thuật trình bày;", "Đúng thẩm quyền, đúng thời hạn."),
            Part("Quản lý văn bản và hồ sơ"),
            Chapter("Quản lý văn bản"),
            Section("Quản lý văn bản đi"),
            Subsection("Soạn thảo và ký ban hành"),
            Article("Soạn thảo văn bản"),
            Clause(title="Trách nhiệm của đơn vị soạn thảo"),
            point("Xác định hình thức, nội dung, mức độ khẩn và nơi nhận của văn bản;"),
            point("Thu thập, xử lý thông tin có liên quan; soạn thảo văn bản đúng hình thức, thể thức;"),
            point("Gửi lấy ý kiến các đơn vị có liên quan trước khi trình ký;"),
            point("Chịu trách nhiệm trước Giám đốc Sở về nội dung văn bản;"),
            point("Lập hồ sơ công việc và nộp lưu vào Lưu trữ cơ quan."),
            Clause(title="Thời hạn soạn thảo"),
            paragraph("Không quá 03 ngày làm việc đối với công văn trả lời; 05 ngày làm việc đối với báo cáo."),
            Subsection("Phát hành văn bản"),
            Article("Cấp số, thời gian và phát hành"),
            clause("Số và thời gian ban hành văn bản được lấy theo thứ tự và trình tự thời gian trong năm."),
            clause("Văn bản đi phải được phát hành ngay trong ngày ký, chậm nhất là trong ngày làm việc tiếp theo."),
            Section("Quản lý văn bản đến"),
            Article("Tiếp nhận và đăng ký văn bản đến"),
            clause("Văn thư cơ quan kiểm tra tính xác thực và toàn vẹn của văn bản điện tử trước khi tiếp nhận."),
            clause("Số đến được lấy liên tiếp theo thứ tự, dùng chung cho văn bản giấy và văn bản điện tử."),
            Chapter("Tổ chức thực hiện"),
            Article("Trách nhiệm thi hành"),
            paragraph(
                "Trưởng các phòng, đơn vị thuộc Sở phổ biến Quy chế này đến công chức, viên chức; trong quá trình thực "
                "hiện, nếu có vướng mắc, kịp thời phản ánh về Văn phòng Sở để tổng hợp, báo cáo Giám đốc Sở xem xét, "
                "quyết định"
            ),
        ),
    )


def decision_with_regulation() -> Letter:
    """Mẫu 1.3 with the regulation it issues, in the same file."""
    return written_by(
        HOME_AFFAIRS,
        "quyet_dinh",
        "SNV",
        subject="Ban hành Quy chế công tác văn thư, lưu trữ của Sở Nội vụ",
        particulars=Enactment(authority="Giám đốc Sở Nội vụ"),
        legal_bases=(ARCHIVES, CLERICAL_WORK, CHIEF_OF_OFFICE),
        body=(
            article("Ban hành kèm theo Quyết định này Quy chế công tác văn thư, lưu trữ của Sở Nội vụ tỉnh Lâm Đồng."),
            article(
                "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 45/QĐ-SNV ngày 12 tháng 5 năm 2021 "
                "của Giám đốc Sở Nội vụ ban hành Quy chế công tác văn thư, lưu trữ."
            ),
            article("Chánh Văn phòng Sở, Trưởng các phòng, đơn vị thuộc Sở chịu trách nhiệm thi hành Quyết định này"),
        ),
        recipients=("Như Điều 3", "Chi cục Văn thư - Lưu trữ", "Lãnh đạo Sở", "Lưu: VT, VP"),
        attachments=(_regulation_of_records(),),
    )


def directive() -> Letter:
    """Chỉ thị (mẫu 1.4)."""
    return written_by(
        PROVINCE | {"signer_authority": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "signer_name": "Hoàng Minh Tuấn"},
        "chi_thi",
        "UBND",
        subject="Về việc tăng cường sử dụng văn bản điện tử, chữ ký số trong các cơ quan nhà nước trên địa bàn tỉnh",
        body=(
            paragraph(
                "Thời gian qua, việc gửi, nhận văn bản điện tử giữa các cơ quan nhà nước trên địa bàn tỉnh đã có nhiều "
                "chuyển biến. Tuy nhiên, một số cơ quan, địa phương còn phát hành song song văn bản giấy; tỷ lệ hồ sơ "
                "công việc được lập trên môi trường điện tử còn thấp. Để khắc phục tình trạng trên, Chủ tịch Ủy ban "
                "nhân dân tỉnh yêu cầu:"
            ),
            Clause(
                title="Thủ trưởng các sở, ban, ngành; Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu",
            ),
            point("Thực hiện nghiêm việc gửi, nhận văn bản điện tử qua Trục liên thông văn bản quốc gia;"),
            point("Không gửi kèm văn bản giấy đối với văn bản điện tử đã được ký số, trừ trường hợp luật định;"),
            point("Chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh về kết quả thực hiện."),
            Clause(title="Sở Khoa học và Công nghệ"),
            paragraph("Bảo đảm hạ tầng kỹ thuật, an toàn thông tin cho việc gửi, nhận văn bản điện tử."),
            Clause(title="Sở Nội vụ"),
            paragraph(
                "Hướng dẫn, kiểm tra việc thực hiện Chỉ thị này; định kỳ hằng quý báo cáo Ủy ban nhân dân tỉnh kết quả "
                "thực hiện"
            ),
        ),
        recipients=(
            "Văn phòng Chính phủ",
            "Thường trực Tỉnh ủy, HĐND tỉnh",
            "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
            "Các sở, ban, ngành tỉnh",
            "UBND các xã, phường, đặc khu",
            "Lưu: VT, TH",
        ),
        urgency=1,
    )


def rules() -> Letter:
    """Quy chế (mẫu 1.4)."""
    return written_by(
        HOME_AFFAIRS,
        "quy_che",
        "SNV",
        subject="Làm việc của Sở Nội vụ tỉnh Lâm Đồng",
        body=(
            Chapter("Quy định chung"),
            Article("Phạm vi điều chỉnh"),
            paragraph("Quy chế này quy định nguyên tắc, chế độ trách nhiệm và quan hệ công tác của Sở Nội vụ."),
            Article("Nguyên tắc làm việc"),
            clause("Sở Nội vụ làm việc theo chế độ thủ trưởng; mỗi việc chỉ giao một đơn vị chủ trì."),
            clause("Bảo đảm dân chủ, minh bạch, hiện đại trong mọi hoạt động."),
            Chapter("Trách nhiệm và quan hệ công tác"),
            Article("Trách nhiệm của Giám đốc Sở"),
            paragraph("Giám đốc Sở chịu trách nhiệm toàn diện về hoạt động của Sở trước Ủy ban nhân dân tỉnh."),
            Article("Hiệu lực thi hành"),
            paragraph("Quy chế này có hiệu lực kể từ ngày ký ban hành"),
        ),
        recipients=("UBND tỉnh (để b/c)", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
    )


def provisions() -> Letter:
    """Quy định (mẫu 1.4)."""
    return written_by(
        PROVINCE,
        "quy_dinh",
        "UBND",
        subject="Về chế độ thông tin, báo cáo kết quả cải cách hành chính trên địa bàn tỉnh Lâm Đồng",
        body=(
            Article("Đối tượng báo cáo"),
            clause("Các sở, ban, ngành thuộc Ủy ban nhân dân tỉnh."),
            clause("Ủy ban nhân dân các xã, phường, đặc khu."),
            Article("Thời hạn báo cáo"),
            clause("Báo cáo quý: trước ngày 15 của tháng cuối quý."),
            clause("Báo cáo năm: trước ngày 05 tháng 12."),
            Article("Tổ chức thực hiện"),
            paragraph("Sở Nội vụ theo dõi, đôn đốc, tổng hợp và báo cáo Ủy ban nhân dân tỉnh theo quy định"),
        ),
        recipients=("Các sở, ban, ngành tỉnh", "UBND các xã, phường, đặc khu", "Lưu: VT, NC"),
    )
