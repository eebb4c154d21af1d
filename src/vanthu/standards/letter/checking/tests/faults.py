"""Documents with one fault each: a name, the document it is made from, what is altered, and the codes it must give."""

# ruff: noqa: E501 - one row a fault is what makes the table readable

from dataclasses import dataclass
from typing import Any

from vanthu.standards.letter.checking.tests.paper import (
    DECISION,
    END,
    LETTER,
    PROSE,
    REPORT,
    SET_A,
    Paper,
    altered,
    article,
    bold,
    centred,
    paragraph,
    words,
)


@dataclass(frozen=True)
class Fault:
    """One planted fault."""

    name: str
    base: Paper
    change: dict[str, Any]
    codes: tuple[str, ...]

    @property
    def paper(self) -> Paper:
        return altered(self.base, **self.change)


def _swap(body: list[Paper], index: int, new: Paper) -> list[Paper]:
    return [*body[:index], new, *body[index + 1 :]]


def _all(body: list[Paper], **style: Any) -> list[Paper]:
    return [one if one.get("centre") or "table" in one else one | style for one in body]


_LETTER, _DECISION, _REPORT = LETTER["body"], DECISION["body"], REPORT["body"]
SEVERAL = [words("Kính gửi:"), words("- Sở Tài chính;", **{"in": 16}), words("- Sở Y tế.", **{"in": 16})]
_RED = "#ff0000"
_URGENT = bold("KHẨN", 13, width=20, height=8, frame=True, fill=_RED)
_CIRCULATION = bold("LƯU HÀNH NỘI BỘ", 13, width=52, height=8, frame=True)
_APPENDICES = REPORT["appendices"]


def _appendix(index: int, **change: Any) -> list[Paper]:
    return [one | change if place == index else one for place, one in enumerate(_APPENDICES)]


_ROWS: tuple[tuple[str, Paper, dict[str, Any], str], ...] = (
    # page
    ("giấy Letter", LETTER, {"page": {"width": 215.9, "height": 279.4}}, "TT-KHO-GIAY"),
    ("giấy ngang không có bảng", LETTER, {"page": {"width": 297, "height": 210}}, "TT-CHIEU-GIAY"),
    ("lề trái 25 mm", LETTER, {"page": {"left": 25}}, "TT-LE-TRAI"),
    ("lề phải 25 mm", LETTER, {"page": {"right": 25, "left": 30}}, "TT-LE-PHAI"),
    ("lề trên 15 mm", LETTER, {"page": {"top": 15}}, "TT-LE-TREN"),
    ("lề dưới 8 mm", LETTER, {"page": {"bottom": 8}, "body": [*_LETTER[:3], *[paragraph(PROSE)] * 12, _LETTER[-1]]}, "TT-LE-DUOI"),
    ("trang 1 có số trang", LETTER, {"number_first": True}, "TT-SO-TRANG-TRANG-1"),
    ("số trang ở chân trang", REPORT, {"number_at": "bottom"}, "TT-SO-TRANG-VI-TRI"),
    ("số trang ở góc phải", REPORT, {"number_align": "right"}, "TT-SO-TRANG-VI-TRI"),
    ("không có số trang", REPORT, {"number_at": "none", "appendices": []}, "TT-SO-TRANG-THIEU"),
    ("số trang cỡ 11", REPORT, {"page_number": {"size": 11}}, "TT-SO-TRANG-CO-CHU"),
    ("số trang đậm", REPORT, {"page_number": {"weight": "bold"}}, "TT-SO-TRANG-KIEU-CHU"),
    ("số trang có gạch", REPORT, {"page_number": {"text": "- # -"}}, "TT-SO-TRANG-DANG"),
    ("số trang nhảy số", REPORT, {"number_off": 3, "appendices": []}, "TT-SO-TRANG-DANG"),
    # face and characters
    ("phông chữ khác", LETTER, {"body": _swap(_LETTER, 1, paragraph(PROSE, font="Libertinus Serif"))}, "TT-PHONG-CHU"),
    ("phông thiếu chữ Việt", LETTER,
     {"body": _swap(_LETTER, 1, paragraph(PROSE, font=[{"name": "Libertinus Serif", "covers": "[a-zA-Z]"}, "Tinos"]))},
     "TT-PHONG-THIEU-CHU-VIET"),
    ("chữ màu xanh", LETTER, {"body": _swap(_LETTER, 1, paragraph(PROSE, fill="#1f3fbf"))}, "TT-MAU-CHU"),
    ("chữ tổ hợp", LETTER, {"body": _swap(_LETTER, 3, paragraph(END.replace("pháp luật", "pháp luâ\u0323t")))}, "TT-CHU-TO-HOP"),
    ("ký tự ẩn", LETTER, {"body": _swap(_LETTER, 3, paragraph(END.replace("pháp luật", "pháp\u200b luật")))}, "TT-KY-TU-AN"),
    ("chữ eth thay chữ đ", LETTER, {"body": _swap(_LETTER, 3, paragraph(END.replace("đơn vị", "ðơn vị")))}, "TT-CHU-GIONG-CHU"),
    ("chữ Kirin trong chữ Việt", LETTER, {"body": _swap(_LETTER, 3, paragraph(END.replace("Trong", "Tr\u043eng")))}, "TT-CHU-GIONG-CHU"),
    # boxes 1 and 2
    ("thiếu Quốc hiệu", LETTER, {"national": None}, "TT-QUOC-HIEU-THIEU"),
    ("Quốc hiệu sai chữ", LETTER, {"national": {"text": "CỘNG HÒA XÃ HỘI CHỦ NGHIÃ VIỆT NAM"}}, "TT-QUOC-HIEU-CHU"),
    ("Quốc hiệu cỡ 11", LETTER, {"national": {"size": 11}}, "TT-QUOC-HIEU-CO-CHU"),
    ("Quốc hiệu không đậm", LETTER, {"national": {"weight": "regular"}}, "TT-QUOC-HIEU-KIEU-CHU"),
    ("thiếu Tiêu ngữ", LETTER, {"motto": None}, "TT-TIEU-NGU-THIEU"),
    ("Tiêu ngữ dùng gạch dài", LETTER, {"motto": {"text": "Độc lập – Tự do – Hạnh phúc"}}, "TT-TIEU-NGU-CHU"),
    ("Tiêu ngữ viết hoa sai", LETTER, {"motto": {"text": "Độc Lập - Tự Do - Hạnh Phúc"}}, "TT-TIEU-NGU-CHU"),
    ("Tiêu ngữ nghiêng", LETTER, {"motto": {"style": "italic"}}, "TT-TIEU-NGU-KIEU-CHU"),
    ("Tiêu ngữ lệch", LETTER, {"motto_dx": 7, "motto_rule": 1.5, "date_dx": 0}, "TT-TIEU-NGU-VI-TRI TT-TIEU-NGU-KE-DAI"),
    ("không kẻ dưới Tiêu ngữ", LETTER, {"motto_rule": None}, "TT-TIEU-NGU-KE-THIEU"),
    ("kẻ dưới Tiêu ngữ ngắn", LETTER, {"motto_rule": 0.6}, "TT-TIEU-NGU-KE-DAI"),
    ("trộn hai bộ cỡ chữ", LETTER, {"date": {"size": 14}}, "TT-BO-CO-CHU"),
    ("trộn hai bộ cỡ chữ, bộ A", LETTER | SET_A, {"motto": {"size": 13}}, "TT-BO-CO-CHU"),
    ("Tiêu ngữ cỡ 12", LETTER, {"motto": {"size": 12}}, "TT-TIEU-NGU-CO-CHU"),
    ("tên cơ quan cỡ 14", LETTER, {"agency": [bold("SỞ NỘI VỤ", 14)]}, "TT-CO-QUAN-CO-CHU"),
    ("cơ quan chủ quản in thường", LETTER, {"superior": [words("Ủy ban nhân dân tỉnh", 12)]}, "TT-CHU-QUAN-IN-HOA"),
    ("tên cơ quan không đậm", LETTER, {"agency": [words("SỞ NỘI VỤ", 12)]}, "TT-CO-QUAN-KIEU-CHU"),
    ("tên cơ quan in thường", LETTER, {"agency": [bold("Sở Nội vụ", 12)]}, "TT-CO-QUAN-IN-HOA"),
    ("cơ quan chủ quản đậm", LETTER, {"superior": [bold("BỘ NỘI VỤ", 12)], "agency": [bold("CỤC VĂN THƯ", 12)]}, "TT-CHU-QUAN-KIEU-CHU"),
    ("cơ quan chủ quản cỡ 10", LETTER, {"superior": [words("ỦY BAN NHÂN DÂN TỈNH", 10)]}, "TT-CHU-QUAN-CO-CHU"),
    ("thiếu tên cơ quan", LETTER, {"superior": [], "agency": []}, "TT-CO-QUAN-THIEU"),
    ("không kẻ dưới tên cơ quan", LETTER, {"agency_rule": None}, "TT-CO-QUAN-KE-THIEU"),
    ("kẻ dưới tên cơ quan quá dài", LETTER, {"agency_rule": 0.9}, "TT-CO-QUAN-KE-DAI"),
    # boxes 3 and 4
    ("thiếu số, ký hiệu", LETTER, {"number": None}, "TT-SO-THIEU"),
    ("số thiếu số 0", LETTER, {"number": {"text": "Số: 5/SNV-CCVC"}}, "TT-SO-CHU-SO-0"),
    ("số cỡ 14", LETTER, {"number": {"size": 14}}, "TT-SO-CO-CHU"),
    ("số in đậm", LETTER, {"number": {"weight": "bold"}}, "TT-SO-KIEU-CHU"),
    ("ký hiệu gạch dài", LETTER, {"number": {"text": "Số: 15/SNV–CCVC"}}, "TT-SO-DANG"),
    ("số không có dấu gạch chéo", LETTER, {"number": {"text": "Số: 15-SNV"}}, "TT-SO-DANG"),
    ("ký hiệu công văn có CV", LETTER, {"number": {"text": "Số: 15/CV-SNV"}}, "TT-KY-HIEU-CONG-VAN"),
    ("ký hiệu khác tên loại", DECISION, {"number": {"text": "Số: 15/TB-SNV"}}, "TT-KY-HIEU-LOAI"),
    ("ký hiệu in thường", DECISION, {"number": {"text": "Số: 15/QĐ-SnV"}}, "TT-KY-HIEU-IN-HOA"),
    ("số lệch tên cơ quan", LETTER, {"number_dx": -10}, "TT-SO-VI-TRI"),
    ("thiếu địa danh, thời gian", LETTER, {"date": None}, "TT-NGAY-THIEU"),
    ("thời gian không nghiêng", LETTER, {"date": {"style": "normal"}}, "TT-NGAY-KIEU-CHU"),
    ("thời gian cỡ 12", LETTER, {"date": {"size": 12}}, "TT-NGAY-CO-CHU"),
    ("ngày thiếu số 0", LETTER, {"date": {"text": "Lâm Đồng, ngày 5 tháng 3 năm 2026"}}, "TT-NGAY-THIEU-SO-0"),
    ("tháng 1 thiếu số 0", LETTER, {"date": {"text": "Lâm Đồng, ngày 15 tháng 1 năm 2026"}}, "TT-NGAY-THIEU-SO-0"),
    ("tháng 3 thừa số 0", LETTER, {"date": {"text": "Lâm Đồng, ngày 05 tháng 03 năm 2026"}}, "TT-NGAY-THUA-SO-0"),
    ("ngày 30 tháng 02", LETTER, {"date": {"text": "Lâm Đồng, ngày 30 tháng 02 năm 2026"}}, "TT-NGAY-KHONG-CO"),
    ("thiếu dấu phẩy sau địa danh", LETTER, {"date": {"text": "Lâm Đồng ngày 05 tháng 3 năm 2026"}}, "TT-NGAY-DANG"),
    ("thời gian không cùng dòng với số", LETTER, {"date_dy": 4}, "TT-NGAY-VI-TRI"),
    # boxes 5a, 5b, 9a
    ("thiếu tên loại", DECISION, {"title": None, "subject": []}, "TT-TEN-LOAI-THIEU"),
    ("tên loại in thường", DECISION, {"title": {"text": "Quyết định"}}, "TT-TEN-LOAI-IN-HOA"),
    ("tên loại cỡ 16", DECISION, {"title": {"size": 16}}, "TT-TEN-LOAI-CO-CHU"),
    ("tên loại không đậm", DECISION, {"title": {"weight": "regular"}}, "TT-TEN-LOAI-KIEU-CHU"),
    ("trích yếu cỡ 12", DECISION, {"subject": [bold("Về việc ban hành danh mục vị trí việc làm", 12)]}, "TT-TRICH-YEU-CO-CHU"),
    ("thiếu trích yếu", DECISION, {"subject": []}, "TT-TRICH-YEU-THIEU"),
    ("trích yếu không đậm", DECISION, {"subject": [words("Về việc ban hành danh mục vị trí việc làm")]}, "TT-TRICH-YEU-KIEU-CHU"),
    ("không kẻ dưới trích yếu", DECISION, {"subject_rule": None}, "TT-TRICH-YEU-KE-THIEU"),
    ("kẻ dưới trích yếu dài bằng chữ", DECISION, {"subject_rule": 1}, "TT-TRICH-YEU-KE-DAI"),
    ("công văn không có V/v", LETTER, {"letter_subject": []}, "TT-VV-THIEU"),
    ("trích yếu công văn ghi Về việc", LETTER, {"letter_subject": [words("Về việc rà soát danh mục", 12)]}, "TT-VV-DANG"),
    ("trích yếu công văn đậm", LETTER, {"letter_subject": [bold("V/v rà soát danh mục", 12)]}, "TT-VV-KIEU-CHU"),
    ("trích yếu công văn cỡ 14", LETTER, {"letter_subject": [words("V/v rà soát danh mục", 14)]}, "TT-VV-CO-CHU"),
    ("trích yếu công văn sát lề", LETTER, {"letter_subject": [words("V/v rà soát", 12)], "letter_subject_dx": -20}, "TT-VV-VI-TRI"),
    ("thiếu Kính gửi", LETTER, {"addressed": []}, "TT-KINH-GUI-THIEU"),
    ("Kính gửi không có hai chấm", LETTER, {"addressed": [words("Kính gửi Sở Tài chính")]}, "TT-KINH-GUI-DANG"),
    ("Kính gửi in đậm", LETTER, {"addressed": [bold("Kính gửi: Sở Tài chính")]}, "TT-KINH-GUI-KIEU-CHU"),
    ("Kính gửi cỡ 16", LETTER, {"addressed": [words("Kính gửi: Sở Tài chính", 16)]}, "TT-KINH-GUI-CO-CHU"),
    ("danh sách Kính gửi thiếu dấu", LETTER, {"addressed": [*SEVERAL[:1], words("- Sở Tài chính", **{"in": 16}), SEVERAL[2]]}, "TT-KINH-GUI-DANH-SACH"),
    # box 6
    ("nội dung cỡ 12", LETTER, {"body": _all(_LETTER, size=12)}, "TT-NOI-DUNG-CO-CHU"),
    ("một đoạn cỡ 13", LETTER, {"body": _swap(_LETTER, 1, paragraph(PROSE, 13))}, "TT-NOI-DUNG-CO-CHU-LAN"),
    ("không canh đều", LETTER, {"body": _all(_LETTER, justify=False)}, "TT-CANH-DEU"),
    ("lùi đầu dòng 20 mm", LETTER, {"body": _all(_LETTER, indent=20)}, "TT-LUI-DAU-DONG"),
    ("không lùi đầu dòng", LETTER, {"body": _all(_LETTER, indent=0)}, "TT-LUI-DAU-DONG"),
    ("đoạn sát nhau", LETTER, {"body": _all(_LETTER, gap=0)}, "TT-CACH-DOAN"),
    ("cách dòng đôi", LETTER, {"body": _all(_LETTER, leading=1.2, gap=8)}, "TT-CACH-DONG"),
    ("cách dòng 0,85", LETTER, {"body": _all(_LETTER, leading=-0.13, gap=8)}, "TT-CACH-DONG"),
    ("thiếu ./.", LETTER, {"body": _swap(_LETTER, 3, paragraph(END.replace("./.", ".")))}, "TT-KET-THUC"),
    ("căn cứ không nghiêng", DECISION, {"body": _swap(_DECISION, 1, _DECISION[1] | {"style": "normal"})}, "TT-CAN-CU-KIEU-CHU"),
    ("căn cứ thiếu dấu chấm phẩy", DECISION, {"body": _swap(_DECISION, 1, _DECISION[1] | {"text": _DECISION[1]["text"].replace(";", ".")})}, "TT-CAN-CU-DAU"),
    ("điều không đậm", DECISION, {"body": _swap(_DECISION, 6, paragraph("Điều 2. " + PROSE))}, "TT-DIEU-KIEU-CHU"),
    ("điều dùng dấu hai chấm", DECISION, {"body": _swap(_DECISION, 6, article("Điều 2:", PROSE))}, "TT-DIEU-DANG"),
    ("điều nhảy số", DECISION, {"body": [*_swap(_DECISION, 6, article("Điều 4.", PROSE))[:7], article("Điều 5.", END)]}, "TT-DIEU-THU-TU"),
    ("chương số Ả Rập", REPORT, {"body": _swap(_REPORT, 0, centred("Chương 1"))}, "TT-CHUONG-DANG"),
    ("chương không đậm", REPORT, {"body": _swap(_REPORT, 0, centred("Chương I", weight="regular"))}, "TT-CHUONG-KIEU-CHU"),
    ("tiêu đề chương in thường", REPORT, {"body": _swap(_REPORT, 1, centred("Kết quả thực hiện", gap=0))}, "TT-CHUONG-TIEU-DE"),
    ("mục La Mã in thường", REPORT, {"body": _swap(_REPORT, 2, paragraph("I. Kết quả chung", weight="bold"))}, "TT-MUC-LA-MA-KIEU-CHU"),
    ("khoản dùng ngoặc", LETTER, {"body": [*_LETTER[:1], paragraph("1) " + PROSE), paragraph("2) " + PROSE), _LETTER[-1]]}, "TT-KHOAN-DANG"),
    ("khoản nhảy số", LETTER, {"body": _swap(_LETTER, 2, paragraph("3. " + PROSE))}, "TT-KHOAN-THU-TU"),
    ("điểm dùng dấu chấm", REPORT, {"body": _swap(_REPORT, 4, paragraph("a. " + PROSE))}, "TT-DIEM-DANG"),
    ("điểm bỏ chữ đ", REPORT, {"body": _swap(_REPORT, 8, paragraph("e) " + PROSE))}, "TT-DIEM-THU-TU"),
    # boxes 7, 9b
    ("không có người ký", LETTER, {"capacity": [], "name": None}, "TT-NGUOI-KY-THIEU"),
    ("KT không có dấu chấm", LETTER, {"capacity": [bold("KT GIÁM ĐỐC"), bold("PHÓ GIÁM ĐỐC")]}, "TT-QUYEN-HAN-VIET-TAT"),
    ("T/M thay TM.", LETTER, {"capacity": [bold("T/M ỦY BAN NHÂN DÂN"), bold("CHỦ TỊCH")]}, "TT-QUYEN-HAN-VIET-TAT"),
    ("TM. trước chức vụ", LETTER, {"capacity": [bold("TM. GIÁM ĐỐC"), bold("PHÓ GIÁM ĐỐC")]}, "TT-QUYEN-HAN-TM"),
    ("TL. trước tập thể", LETTER, {"capacity": [bold("TL. ỦY BAN NHÂN DÂN"), bold("CHÁNH VĂN PHÒNG")]}, "TT-QUYEN-HAN-TM"),
    ("KT. không có chức vụ cấp phó", LETTER, {"capacity": [bold("KT. GIÁM ĐỐC")]}, "TT-QUYEN-HAN-KT"),
    ("chức vụ in thường", LETTER, {"capacity": [bold("Giám đốc")]}, "TT-QUYEN-HAN-IN-HOA"),
    ("chức vụ cỡ 12", LETTER, {"capacity": [bold("GIÁM ĐỐC", 12)]}, "TT-QUYEN-HAN-CO-CHU"),
    ("chức vụ không đậm", LETTER, {"capacity": [words("GIÁM ĐỐC")]}, "TT-QUYEN-HAN-KIEU-CHU"),
    ("họ tên có học vị", LETTER, {"name": {"text": "TS. Nguyễn Văn Dũng"}}, "TT-HO-TEN-HOC-HAM"),
    ("họ tên in hoa", LETTER, {"name": {"text": "NGUYỄN VĂN DŨNG"}}, "TT-HO-TEN-IN-HOA"),
    ("họ tên không đậm", LETTER, {"name": {"weight": "regular"}}, "TT-HO-TEN-KIEU-CHU"),
    ("họ tên cỡ 16", LETTER, {"name": {"size": 16}}, "TT-HO-TEN-CO-CHU"),
    ("họ tên lệch chức vụ", LETTER, {"name_dx": 12}, "TT-NGUOI-KY-VI-TRI"),
    ("thiếu Nơi nhận", LETTER, {"heading": None}, "TT-NOI-NHAN-THIEU"),
    ("Nơi nhận cỡ 14", LETTER, {"heading": {"size": 14}}, "TT-NOI-NHAN-DE-CO-CHU"),
    ("Nơi nhận không nghiêng", LETTER, {"heading": {"style": "normal"}}, "TT-NOI-NHAN-DE-KIEU-CHU"),
    ("danh sách nơi nhận cỡ 13", LETTER, {"recipients": [one | {"size": 13} for one in LETTER["recipients"]]}, "TT-NOI-NHAN-CO-CHU"),
    ("danh sách nơi nhận đậm", LETTER, {"recipients": [one | {"weight": "bold"} for one in LETTER["recipients"]]}, "TT-NOI-NHAN-KIEU-CHU"),
    ("Nơi nhận không có hai chấm", LETTER, {"heading": {"text": "Nơi nhận"}}, "TT-NOI-NHAN-DE-DANG"),
    ("nơi nhận thiếu dấu chấm phẩy", LETTER, {"recipients": _swap(LETTER["recipients"], 1, words("- UBND tỉnh,", 11))}, "TT-NOI-NHAN-DANH-SACH"),
    ("không có dòng Lưu", LETTER, {"recipients": [words("- Như trên;", 11), words("- UBND tỉnh.", 11)]}, "TT-NOI-NHAN-LUU"),
    ("không có Như trên", LETTER, {"recipients": [words("- Sở Tài chính;", 11), words("- Lưu: VT.", 11)]}, "TT-NOI-NHAN-NHU-TREN"),
    ("Nơi nhận lùi vào", LETTER, {"heading_dx": 10}, "TT-NOI-NHAN-VI-TRI"),
    ("Nơi nhận thấp hơn chức vụ", LETTER, {"heading_dy": 8}, "TT-NOI-NHAN-VI-TRI"),
    # marks
    ("khẩn màu đen", LETTER, {"urgency": _URGENT | {"fill": "#000000"}}, "TT-KHAN-MAU"),
    ("khẩn không có khung", LETTER, {"urgency": _URGENT | {"frame": False}}, "TT-KHAN-KHUNG"),
    ("khung khẩn sai kích thước", LETTER, {"urgency": _URGENT | {"width": 30}}, "TT-KHAN-KHUNG"),
    ("khẩn cỡ 16", LETTER, {"urgency": _URGENT | {"size": 16}}, "TT-KHAN-CO-CHU"),
    ("khẩn không đậm", LETTER, {"urgency": _URGENT | {"weight": "regular"}}, "TT-KHAN-KIEU-CHU"),
    ("mức khẩn lạ", LETTER, {"urgency": _URGENT | {"text": "TỐI KHẨN", "width": 30}}, "TT-KHAN-CHU"),
    ("lưu hành không có khung", LETTER, {"circulation": _CIRCULATION | {"frame": False}}, "TT-LUU-HANH-KHUNG"),
    ("lưu hành không đậm", LETTER, {"circulation": _CIRCULATION | {"weight": "regular"}}, "TT-LUU-HANH-KIEU-CHU"),
    ("lưu hành cỡ 16", LETTER, {"circulation": _CIRCULATION | {"size": 16, "width": 70}}, "TT-LUU-HANH-CO-CHU"),
    ("dấu mật", LETTER, {"secrecy": bold("TỐI MẬT", 13, width=30, height=8, frame=True, fill=_RED)}, "TT-DO-MAT"),
    # appendices
    ("phụ lục cỡ 12", REPORT, {"appendices": _appendix(0, heading=bold("Phụ lục I", 12))}, "TT-PHU-LUC-CO-CHU"),
    ("phụ lục không đậm", REPORT, {"appendices": _appendix(0, heading=words("Phụ lục I"))}, "TT-PHU-LUC-KIEU-CHU"),
    ("phụ lục số Ả Rập", REPORT, {"appendices": _appendix(0, heading=bold("Phụ lục 1"))}, "TT-PHU-LUC-SO"),
    ("tên phụ lục in thường", REPORT, {"appendices": _appendix(1, title=[bold("Số liệu")])}, "TT-PHU-LUC-TIEU-DE"),
    ("kèm theo không nghiêng", REPORT, {"appendices": _appendix(0, note=[words("(Kèm theo Báo cáo số 15/BC-SNV)", 13)])}, "TT-PHU-LUC-KEM-THEO"),
    # capitals
    ("điều viết thường", LETTER, {"body": _swap(_LETTER, 1, paragraph(PROSE.replace("khoản 2 Điều 5", "khoản 2 điều 5")))}, "TT-VIET-HOA-DIEU"),
    ("khoản viết hoa", LETTER, {"body": _swap(_LETTER, 1, paragraph(PROSE.replace("khoản 2 Điều 5", "Khoản 2 Điều 5")))}, "TT-VIET-HOA-KHOAN"),
    ("đầu câu viết thường", LETTER, {"body": _swap(_LETTER, 1, paragraph(PROSE + " các đơn vị thực hiện đúng thời hạn."))}, "TT-VIET-HOA-DAU-CAU"),
    ("thủ đô viết thường", LETTER, {"body": _swap(_LETTER, 1, paragraph(PROSE + " Hội nghị tổ chức tại thủ đô Hà Nội."))}, "TT-VIET-HOA-DIA-DANH"),
    ("tỉnh viết hoa", LETTER, {"body": _swap(_LETTER, 1, paragraph(PROSE + " Các sở của Tỉnh Nam Định tham dự."))}, "TT-VIET-HOA-DON-VI"),
)  # fmt: skip

FAULTS = tuple(Fault(name, base, change, tuple(codes.split())) for name, base, change, codes in _ROWS)
