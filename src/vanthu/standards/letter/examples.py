"""One realistic document of each of the 29 types, for tests, the manual and whoever lays out documents.

Names of persons and figures are invented; "quyet_dinh_gian_tiep" shows mẫu 1.3 beside "quyet_dinh", mẫu 1.2.
"""

import io
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from PIL import Image as Pillow
from PIL import ImageDraw

from vanthu.standards.letter.blocks import (
    Article,
    Chapter,
    Clause,
    Heading,
    Image,
    List,
    Paragraph,
    Part,
    Point,
    Run,
    Section,
    Subsection,
    Table,
    cell,
    runs,
    table,
)
from vanthu.standards.letter.catalogue import notation
from vanthu.standards.letter.model import (
    Agreement,
    Appendix,
    AttachedText,
    Enactment,
    ImageFile,
    Introduction,
    Invitation,
    Leave,
    Letter,
    Minutes,
    OpenLetter,
    Party,
    Signer,
    Telegram,
)

_HOME_AFFAIRS: Mapping[str, Any] = {
    "governing_name": "Ủy ban nhân dân tỉnh Lâm Đồng",
    "agency_name": "Sở Nội vụ",
    "place": "Lâm Đồng",
    "year": 2026,
    "signer_authority": ("GIÁM ĐỐC",),
    "signer_name": "Nguyễn Văn Dũng",
}
_PROVINCE: Mapping[str, Any] = {
    "agency_name": "Ủy ban nhân dân tỉnh Lâm Đồng",
    "place": "Lâm Đồng",
    "year": 2026,
    "signer_authority": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "signer_name": "Trần Thị Hồng Vân",
}
_COMMUNE: Mapping[str, Any] = {
    "governing_name": "Ủy ban nhân dân tỉnh Lâm Đồng",
    "agency_name": "Ủy ban nhân dân xã Đức Trọng",
    "place": "Đức Trọng",
    "year": 2026,
    "signer_authority": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "signer_name": "Lê Thị Em",
}
_DECREE_30 = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
_LOCAL_GOVERNMENT = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"
_ARCHIVES = "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024"
_CLERICAL_WORK = f"Căn cứ {_DECREE_30}"
_CHIEF_OF_OFFICE = "Theo đề nghị của Chánh Văn phòng Sở"


def _sealed_by(agency: Mapping[str, Any], kind: str, agency_abbreviation: str, **values: Any) -> Letter:
    unit = values.pop("unit", None)
    sign = notation(kind, agency=agency_abbreviation, unit=unit)
    return Letter(**(dict(agency) | {"kind": kind, "notation": sign} | values))


def _article(text: str) -> Article:
    return Article(runs=runs(text))


def _clause(text: str) -> Clause:
    return Clause(runs(text))


def _point(text: str) -> Point:
    return Point(runs(text))


def _list(*items: str) -> List:
    return List(tuple(map(runs, items)))


def _paragraph(text: str) -> Paragraph:
    return Paragraph(runs(text))


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


def _resolution() -> Letter:
    return Letter(
        kind="nghi_quyet",
        agency_name="Hội đồng nhân dân xã Đức Trọng",
        notation=notation("nghi_quyet", agency="HĐND"),
        place="Đức Trọng",
        year=2026,
        subject="Về việc thông qua kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 của xã Đức Trọng",
        particulars=Enactment(authority="Hội đồng nhân dân xã Đức Trọng khóa I, kỳ họp thứ 4"),
        legal_bases=(
            _LOCAL_GOVERNMENT,
            "Căn cứ Luật Đầu tư công ngày 29 tháng 11 năm 2024",
            (
                "Xét Tờ trình số 12/TTr-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân xã về kế hoạch đầu tư công "
                "trung hạn giai đoạn 2026 - 2030; Báo cáo thẩm tra số 05/BC-KTNS ngày 04 tháng 3 năm 2026 của Ban Kinh "
                "tế - Ngân sách; ý kiến thảo luận của đại biểu Hội đồng nhân dân tại kỳ họp"
            ),
        ),
        body=(
            _article(
                "Thông qua kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 của xã Đức Trọng với tổng mức vốn "
                "86.450 triệu đồng, gồm:"
            ),
            _clause("Vốn ngân sách tỉnh bổ sung có mục tiêu: 52.000 triệu đồng."),
            _clause("Vốn ngân sách xã: 34.450 triệu đồng."),
            Article(title="Tổ chức thực hiện"),
            _clause("Ủy ban nhân dân xã tổ chức thực hiện Nghị quyết này."),
            _clause(
                "Thường trực Hội đồng nhân dân, các Ban và đại biểu Hội đồng nhân dân xã giám sát việc thực hiện Nghị "
                "quyết này."
            ),
            _paragraph(
                "Nghị quyết này đã được Hội đồng nhân dân xã Đức Trọng khóa I, kỳ họp thứ 4 thông qua ngày 06 tháng 3 "
                "năm 2026"
            ),
        ),
        signer_authority=("CHỦ TỊCH",),
        signer_name="Phạm Quốc Bình",
        recipients=("Như Điều 2", "Thường trực HĐND tỉnh (để b/c)", "Thường trực Đảng ủy xã", "Lưu: VT, KTNS"),
        contact_line=None,
    )


def _decision() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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
            _CHIEF_OF_OFFICE,
        ),
        body=(
            _article(
                "Bổ nhiệm bà Đỗ Thị Lan Anh, Phó Trưởng phòng Công chức, viên chức, giữ chức vụ Trưởng phòng Công "
                "chức, viên chức thuộc Sở Nội vụ, kể từ ngày 15 tháng 3 năm 2026. Thời hạn bổ nhiệm là 05 năm."
            ),
            _article(
                "Bà Đỗ Thị Lan Anh được hưởng phụ cấp chức vụ lãnh đạo hệ số 0,5 theo quy định của pháp luật hiện "
                "hành; thực hiện nhiệm vụ, quyền hạn do Giám đốc Sở Nội vụ phân công."
            ),
            _article(
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
            _clause("Quy chế này quy định việc soạn thảo, ký ban hành, quản lý và lưu trữ văn bản của Sở Nội vụ."),
            _clause("Quy chế này áp dụng đối với công chức, viên chức, người lao động của Sở Nội vụ."),
            Article("Nguyên tắc thực hiện"),
            _paragraph("Mọi văn bản đi, văn bản đến được quản lý tập trung tại Văn thư cơ quan và phải bảo đảm:"),
            _list("Đúng thể thức, kỹ thuật trình bày;", "Đúng thẩm quyền, đúng thời hạn."),
            Part("Quản lý văn bản và hồ sơ"),
            Chapter("Quản lý văn bản"),
            Section("Quản lý văn bản đi"),
            Subsection("Soạn thảo và ký ban hành"),
            Article("Soạn thảo văn bản"),
            Clause(title="Trách nhiệm của đơn vị soạn thảo"),
            _point("Xác định hình thức, nội dung, mức độ khẩn và nơi nhận của văn bản;"),
            _point("Thu thập, xử lý thông tin có liên quan; soạn thảo văn bản đúng hình thức, thể thức;"),
            _point("Gửi lấy ý kiến các đơn vị có liên quan trước khi trình ký;"),
            _point("Chịu trách nhiệm trước Giám đốc Sở về nội dung văn bản;"),
            _point("Lập hồ sơ công việc và nộp lưu vào Lưu trữ cơ quan."),
            Clause(title="Thời hạn soạn thảo"),
            _paragraph("Không quá 03 ngày làm việc đối với công văn trả lời; 05 ngày làm việc đối với báo cáo."),
            Subsection("Phát hành văn bản"),
            Article("Cấp số, thời gian và phát hành"),
            _clause("Số và thời gian ban hành văn bản được lấy theo thứ tự và trình tự thời gian trong năm."),
            _clause("Văn bản đi phải được phát hành ngay trong ngày ký, chậm nhất là trong ngày làm việc tiếp theo."),
            Section("Quản lý văn bản đến"),
            Article("Tiếp nhận và đăng ký văn bản đến"),
            _clause("Văn thư cơ quan kiểm tra tính xác thực và toàn vẹn của văn bản điện tử trước khi tiếp nhận."),
            _clause("Số đến được lấy liên tiếp theo thứ tự, dùng chung cho văn bản giấy và văn bản điện tử."),
            Chapter("Tổ chức thực hiện"),
            Article("Trách nhiệm thi hành"),
            _paragraph(
                "Trưởng các phòng, đơn vị thuộc Sở phổ biến Quy chế này đến công chức, viên chức; trong quá trình thực "
                "hiện, nếu có vướng mắc, kịp thời phản ánh về Văn phòng Sở để tổng hợp, báo cáo Giám đốc Sở xem xét, "
                "quyết định"
            ),
        ),
    )


def _decision_with_regulation() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
        "quyet_dinh",
        "SNV",
        subject="Ban hành Quy chế công tác văn thư, lưu trữ của Sở Nội vụ",
        particulars=Enactment(authority="Giám đốc Sở Nội vụ"),
        legal_bases=(_ARCHIVES, _CLERICAL_WORK, _CHIEF_OF_OFFICE),
        body=(
            _article("Ban hành kèm theo Quyết định này Quy chế công tác văn thư, lưu trữ của Sở Nội vụ tỉnh Lâm Đồng."),
            _article(
                "Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 45/QĐ-SNV ngày 12 tháng 5 năm 2021 "
                "của Giám đốc Sở Nội vụ ban hành Quy chế công tác văn thư, lưu trữ."
            ),
            _article("Chánh Văn phòng Sở, Trưởng các phòng, đơn vị thuộc Sở chịu trách nhiệm thi hành Quyết định này"),
        ),
        recipients=("Như Điều 3", "Chi cục Văn thư - Lưu trữ", "Lãnh đạo Sở", "Lưu: VT, VP"),
        attachments=(_regulation_of_records(),),
    )


def _directive() -> Letter:
    return _sealed_by(
        _PROVINCE | {"signer_authority": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "signer_name": "Hoàng Minh Tuấn"},
        "chi_thi",
        "UBND",
        subject="Về việc tăng cường sử dụng văn bản điện tử, chữ ký số trong các cơ quan nhà nước trên địa bàn tỉnh",
        body=(
            _paragraph(
                "Thời gian qua, việc gửi, nhận văn bản điện tử giữa các cơ quan nhà nước trên địa bàn tỉnh đã có nhiều "
                "chuyển biến. Tuy nhiên, một số cơ quan, địa phương còn phát hành song song văn bản giấy; tỷ lệ hồ sơ "
                "công việc được lập trên môi trường điện tử còn thấp. Để khắc phục tình trạng trên, Chủ tịch Ủy ban "
                "nhân dân tỉnh yêu cầu:"
            ),
            Clause(
                title="Thủ trưởng các sở, ban, ngành; Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu",
            ),
            _point("Thực hiện nghiêm việc gửi, nhận văn bản điện tử qua Trục liên thông văn bản quốc gia;"),
            _point("Không gửi kèm văn bản giấy đối với văn bản điện tử đã được ký số, trừ trường hợp luật định;"),
            _point("Chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh về kết quả thực hiện."),
            Clause(title="Sở Khoa học và Công nghệ"),
            _paragraph("Bảo đảm hạ tầng kỹ thuật, an toàn thông tin cho việc gửi, nhận văn bản điện tử."),
            Clause(title="Sở Nội vụ"),
            _paragraph(
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


def _rules() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
        "quy_che",
        "SNV",
        subject="Làm việc của Sở Nội vụ tỉnh Lâm Đồng",
        body=(
            Chapter("Quy định chung"),
            Article("Phạm vi điều chỉnh"),
            _paragraph("Quy chế này quy định nguyên tắc, chế độ trách nhiệm và quan hệ công tác của Sở Nội vụ."),
            Article("Nguyên tắc làm việc"),
            _clause("Sở Nội vụ làm việc theo chế độ thủ trưởng; mỗi việc chỉ giao một đơn vị chủ trì."),
            _clause("Bảo đảm dân chủ, minh bạch, hiện đại trong mọi hoạt động."),
            Chapter("Trách nhiệm và quan hệ công tác"),
            Article("Trách nhiệm của Giám đốc Sở"),
            _paragraph("Giám đốc Sở chịu trách nhiệm toàn diện về hoạt động của Sở trước Ủy ban nhân dân tỉnh."),
            Article("Hiệu lực thi hành"),
            _paragraph("Quy chế này có hiệu lực kể từ ngày ký ban hành"),
        ),
        recipients=("UBND tỉnh (để b/c)", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
    )


def _provisions() -> Letter:
    return _sealed_by(
        _PROVINCE,
        "quy_dinh",
        "UBND",
        subject="Về chế độ thông tin, báo cáo kết quả cải cách hành chính trên địa bàn tỉnh Lâm Đồng",
        body=(
            Article("Đối tượng báo cáo"),
            _clause("Các sở, ban, ngành thuộc Ủy ban nhân dân tỉnh."),
            _clause("Ủy ban nhân dân các xã, phường, đặc khu."),
            Article("Thời hạn báo cáo"),
            _clause("Báo cáo quý: trước ngày 15 của tháng cuối quý."),
            _clause("Báo cáo năm: trước ngày 05 tháng 12."),
            Article("Tổ chức thực hiện"),
            _paragraph("Sở Nội vụ theo dõi, đôn đốc, tổng hợp và báo cáo Ủy ban nhân dân tỉnh theo quy định"),
        ),
        recipients=("Các sở, ban, ngành tỉnh", "UBND các xã, phường, đặc khu", "Lưu: VT, NC"),
    )


def _communique() -> Letter:
    return _sealed_by(
        _PROVINCE,
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


def _announcement() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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
            _clause(
                "Văn phòng Sở rà soát, hoàn thiện dự thảo Quy chế công tác văn thư, lưu trữ, trình Giám đốc Sở trước "
                "ngày 10 tháng 3 năm 2026."
            ),
            _clause("Phòng Công chức, viên chức hoàn thành phê duyệt danh mục vị trí việc làm trong quý I."),
            _clause("Thanh tra Sở xây dựng kế hoạch kiểm tra công vụ sáu tháng đầu năm 2026"),
        ),
        recipients=("Lãnh đạo Sở", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
        circulation="LƯU HÀNH NỘI BỘ",
    )


def _guidance() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
        "huong_dan",
        "SNV",
        subject="Lập danh mục hồ sơ và nộp lưu hồ sơ điện tử năm 2026",
        body=(
            (
                f"Thực hiện {_DECREE_30}, Sở Nội vụ hướng dẫn các cơ quan, đơn vị lập danh mục hồ sơ và nộp lưu hồ sơ "
                "điện tử năm 2026 như sau:"
            ),
            Heading("Lập danh mục hồ sơ"),
            Clause(title="Căn cứ lập danh mục"),
            _list("Chức năng, nhiệm vụ của cơ quan;", "Quy định về thời hạn bảo quản hồ sơ, tài liệu."),
            Clause(title="Nội dung danh mục"),
            _point("Số, ký hiệu hồ sơ;"),
            _point("Tiêu đề hồ sơ;"),
            _point("Thời hạn bảo quản;"),
            _point("Người lập hồ sơ."),
            Heading("Nộp lưu hồ sơ điện tử"),
            _clause("Hồ sơ điện tử được nộp lưu vào Lưu trữ cơ quan trên Hệ thống quản lý tài liệu điện tử."),
            _clause("Thành phần hồ sơ nộp lưu thực hiện theo bảng sau:"),
            table(
                ("STT", "Loại hồ sơ", "Thời hạn nộp lưu", "Ghi chú"),
                ("1", "Hồ sơ công việc", "01 năm kể từ ngày công việc kết thúc", "Đã được kết thúc"),
                ("2", "Hồ sơ dự án, công trình", "03 tháng kể từ ngày quyết toán", "Kèm bản vẽ"),
                widths=(1, 4, 5, 3),
                align=("center", "left", "left", "left"),
            ),
            _paragraph(
                "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các cơ quan, đơn vị phản ánh về Sở Nội vụ (qua "
                "Chi cục Văn thư - Lưu trữ) để được hướng dẫn"
            ),
        ),
        recipients=("Các sở, ban, ngành tỉnh", "UBND các xã, phường, đặc khu", "Lưu: VT, VTLT"),
    )


def _programme() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
        "chuong_trinh",
        "SNV",
        subject="Công tác trọng tâm năm 2026 của Sở Nội vụ",
        body=(
            Part("Mục tiêu và yêu cầu"),
            Heading("Mục tiêu"),
            _clause("Hoàn thành 100% nhiệm vụ được Ủy ban nhân dân tỉnh giao, đúng thời hạn."),
            _clause("Trên 98% văn bản được ký số, gửi, nhận trên môi trường điện tử."),
            Heading("Yêu cầu"),
            _clause("Phân công rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm."),
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
            _paragraph("Trưởng các phòng, đơn vị cụ thể hóa Chương trình này thành kế hoạch công tác của đơn vị"),
        ),
        recipients=("UBND tỉnh (để b/c)", "Các phòng, đơn vị thuộc Sở", "Lưu: VT, VP"),
    )


def _plan() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS | {"signer_authority": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "signer_name": "Bùi Đức An"},
        "ke_hoach",
        "SNV",
        subject="Kiểm tra công tác văn thư, lưu trữ năm 2026",
        legal_bases=(_ARCHIVES, _CLERICAL_WORK),
        body=(
            Heading("Mục đích, yêu cầu"),
            _clause("Đánh giá việc chấp hành pháp luật về văn thư, lưu trữ của các cơ quan, tổ chức."),
            _clause("Việc kiểm tra bảo đảm khách quan, không gây cản trở hoạt động của cơ quan được kiểm tra."),
            Heading("Nội dung, thời gian"),
            _clause("Nội dung kiểm tra gồm việc ban hành văn bản, quản lý văn bản, lập hồ sơ và nộp lưu."),
            _clause("Thời gian kiểm tra: từ ngày 01 tháng 4 đến ngày 30 tháng 6 năm 2026 (lịch cụ thể tại Phụ lục I)."),
            Heading("Tổ chức thực hiện"),
            _paragraph("Chi cục Văn thư - Lưu trữ chủ trì tham mưu thành lập đoàn kiểm tra (danh sách tại Phụ lục II)"),
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
                    _clause("Ông Bùi Đức An, Phó Giám đốc Sở Nội vụ - Trưởng đoàn."),
                    _clause("Bà Vũ Ngọc Chi, Chánh Văn phòng Sở - Phó Trưởng đoàn."),
                    _clause("Ông Hà Văn Phúc, chuyên viên Chi cục Văn thư - Lưu trữ - Thư ký"),
                ),
            ),
        ),
    )


def _scheme() -> Letter:
    return _sealed_by(
        _PROVINCE,
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
            _clause("Giữ lại tiếp tục sử dụng: 325 cơ sở."),
            _clause("Chuyển đổi công năng làm trường học, trạm y tế: 54 cơ sở."),
            _clause("Bán tài sản trên đất, chuyển nhượng quyền sử dụng đất: 33 cơ sở"),
        ),
        recipients=("Bộ Tài chính (để b/c)", "Các sở, ban, ngành tỉnh", "UBND các xã, phường", "Lưu: VT, TC"),
    )


def _proposal() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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
            _clause("Đến năm 2028: số hóa 60% tài liệu bảo quản vĩnh viễn."),
            _clause("Đến năm 2030: số hóa 100% tài liệu bảo quản vĩnh viễn."),
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


def _project() -> Letter:
    return _sealed_by(
        _PROVINCE,
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
            _paragraph("Nguồn kinh phí: ngân sách tỉnh và các nguồn hợp pháp khác"),
        ),
        recipients=("Bộ Khoa học và Công nghệ", "Các sở, ban, ngành tỉnh", "Lưu: VT, KGVX"),
    )


def _report() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
        "bao_cao",
        "SNV",
        subject="Kết quả sử dụng văn bản điện tử năm 2025, phương hướng, nhiệm vụ năm 2026",
        addressed_to=("Ủy ban nhân dân tỉnh Lâm Đồng",),
        body=(
            "Thực hiện Chương trình công tác năm 2025, Sở Nội vụ báo cáo kết quả sử dụng văn bản điện tử như sau:",
            Part("Kết quả thực hiện"),
            Heading("Gửi, nhận văn bản điện tử"),
            Clause(title="Văn bản đi"),
            _paragraph("Năm 2025, Sở ban hành 3.412 văn bản, trong đó 94% được ký số và gửi hoàn toàn điện tử."),
            Image("bieu-do-van-ban-dien-tu", width_mm=110, caption="Biểu đồ 1. Tỷ lệ văn bản điện tử theo quý"),
            Clause(title="Văn bản đến"),
            _paragraph("Sở tiếp nhận 9.876 văn bản đến; 100% được đăng ký trong ngày."),
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
            _clause("Hoàn thành kết nối Hệ thống quản lý văn bản với Hệ thống quản lý tài liệu lưu trữ điện tử."),
            _clause("Đề nghị Ủy ban nhân dân tỉnh bố trí kinh phí nâng cấp hệ thống trong năm 2026"),
        ),
        images=(_chart(),),
        recipients=("Như trên", "Lãnh đạo Sở", "Lưu: VT, VP"),
    )


def _minutes() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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
            _clause("Bà Vũ Ngọc Chi báo cáo danh sách 05 công chức, viên chức đủ điều kiện nâng bậc lương."),
            _clause("Các thành viên thảo luận, thống nhất tiêu chuẩn và thứ tự ưu tiên theo quy chế."),
            _clause("Kết quả biểu quyết: 03/03 thành viên nhất trí đề nghị nâng bậc lương cho 04 người."),
        ),
        signer_authority=("CHỦ TỌA",),
        recipients=("Các thành viên Hội đồng", "Lưu: VT, Hồ sơ"),
    )


def _submission() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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
            _paragraph("Tài liệu lưu trữ lịch sử đang xuống cấp; nhu cầu khai thác trực tuyến ngày càng tăng."),
            Clause(title="Nội dung đề nghị"),
            _paragraph("Phê duyệt Đề án với tổng kinh phí 48.600 triệu đồng, thực hiện trong năm năm."),
            "Sở Nội vụ kính trình Ủy ban nhân dân tỉnh xem xét, quyết định",
        ),
        recipients=("Như trên", "Sở Tài chính", "Lưu: VT, VTLT"),
    )


def _contract() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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
            _paragraph("Bên B chỉnh lý 120 mét giá tài liệu và số hóa 450.000 trang tài liệu cho Bên A."),
            Article("Giá trị và phương thức thanh toán"),
            _clause("Giá trị hợp đồng: 1.250.000.000 đồng."),
            _clause("Thanh toán bằng chuyển khoản sau khi nghiệm thu."),
            Article("Hiệu lực của hợp đồng"),
            _paragraph("Hợp đồng có hiệu lực kể từ ngày ký, được lập thành 04 bản có giá trị như nhau"),
        ),
        signer_authority=("ĐẠI DIỆN BÊN A", "GIÁM ĐỐC"),
        recipients=("Bên B", "Kho bạc Nhà nước khu vực XVI", "Lưu: VT, VTLT"),
    )


def _official_letter() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS | {"signer_authority": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "signer_name": "Bùi Đức An"},
        "cong_van",
        "SNV",
        unit="CCVC",
        subject="rà soát danh mục vị trí việc làm của các cơ quan chuyên môn",
        addressed_to=("Các sở, ban, ngành tỉnh", "Ủy ban nhân dân các xã, phường, đặc khu"),
        body=(
            (
                f"Thực hiện {_DECREE_30}, Sở Nội vụ đề nghị các cơ quan, địa phương rà soát danh mục vị trí việc làm, "
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


def _telegram() -> Letter:
    return _sealed_by(
        _PROVINCE | {"signer_authority": ("CHỦ TỊCH",), "signer_name": "Hoàng Minh Tuấn"},
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
            _clause("Rà soát, sơ tán ngay người dân ra khỏi khu vực nguy hiểm, hoàn thành trước 18 giờ 00 ngày 10/3."),
            _clause("Bố trí lực lượng trực gác tại các ngầm, tràn; không để người và phương tiện đi qua khi nước lũ."),
            _clause("Thường trực 24/24 giờ; báo cáo về Ủy ban nhân dân tỉnh trước 16 giờ 00 hằng ngày"),
        ),
        recipients=("Như trên", "Thủ tướng Chính phủ (để b/c)", "Thường trực Tỉnh ủy", "Lưu: VT, NN"),
        urgency=3,
    )


def _memorandum() -> Letter:
    return _sealed_by(
        _PROVINCE,
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
            _clause("Đào tạo, bồi dưỡng kỹ năng số cho cán bộ, công chức, viên chức của tỉnh."),
            _clause("Nghiên cứu, thử nghiệm các nền tảng số phục vụ quản lý nhà nước."),
            _clause("Bản ghi nhớ này có hiệu lực đến hết ngày 31 tháng 12 năm 2030"),
        ),
        signer_authority=("ĐẠI DIỆN", "ỦY BAN NHÂN DÂN TỈNH", "PHÓ CHỦ TỊCH"),
        recipients=("Bên thứ hai", "Sở Khoa học và Công nghệ", "Lưu: VT, KGVX"),
    )


def _accord() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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
            _paragraph("Hai bên chia sẻ, cập nhật dữ liệu cán bộ, công chức, viên chức ngành y tế hằng ngày."),
            Article("Trách nhiệm của các bên"),
            _clause("Bên A cấp tài khoản, hướng dẫn khai thác."),
            _clause("Bên B cập nhật dữ liệu trong 03 ngày làm việc kể từ khi có thay đổi"),
        ),
        signer_authority=("ĐẠI DIỆN BÊN A", "GIÁM ĐỐC"),
        recipients=("Các bên ký kết", "UBND tỉnh (để b/c)", "Lưu: VT, CCVC"),
    )


def _power_of_attorney() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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


def _invitation() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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


def _introduction() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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


def _leave() -> Letter:
    return _sealed_by(
        _HOME_AFFAIRS,
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


def _dispatch_slip() -> Letter:
    return _sealed_by(
        _COMMUNE,
        "phieu_gui",
        "UBND",
        subject="Gửi báo cáo thống kê công tác văn thư, lưu trữ năm 2025",
        addressed_to=("Sở Nội vụ tỉnh Lâm Đồng",),
        body=(
            "Ủy ban nhân dân xã Đức Trọng gửi Sở Nội vụ các tài liệu sau:",
            _list("Báo cáo thống kê công tác văn thư năm 2025: 01 bản;", "Danh mục hồ sơ năm 2026: 01 bản."),
            "Đề nghị Sở Nội vụ xác nhận và gửi lại phiếu này sau khi nhận đủ tài liệu",
        ),
        recipients=("Như trên", "Lưu: VT"),
    )


def _transfer_slip() -> Letter:
    return _sealed_by(
        _COMMUNE,
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


def _notice_slip() -> Letter:
    return _sealed_by(
        _COMMUNE,
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


def _open_letter() -> Letter:
    return _sealed_by(
        _PROVINCE | {"signer_authority": ("CHỦ TỊCH",), "signer_name": "Hoàng Minh Tuấn"},
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


_MAKERS = (
    _resolution,
    _decision,
    _directive,
    _rules,
    _provisions,
    _communique,
    _announcement,
    _guidance,
    _programme,
    _plan,
    _scheme,
    _proposal,
    _project,
    _report,
    _minutes,
    _submission,
    _contract,
    _official_letter,
    _telegram,
    _memorandum,
    _accord,
    _power_of_attorney,
    _invitation,
    _introduction,
    _leave,
    _dispatch_slip,
    _transfer_slip,
    _notice_slip,
    _open_letter,
)


@cache
def examples() -> Mapping[str, Letter]:
    """One document a type by the key of its type, in the order of ND30-A7, and "quyet_dinh_gian_tiep" (mẫu 1.3)."""
    made = {letter.kind: letter for letter in (maker() for maker in _MAKERS)}
    return MappingProxyType(made | {"quyet_dinh_gian_tiep": _decision_with_regulation()})
