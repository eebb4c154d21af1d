"""The letters the tests compose: Sở Nội vụ writes, Dũng signs."""

from datetime import datetime, timedelta, timezone

from vanthu.standards.letter import Letter

AT = datetime(2026, 3, 9, 8, 30, tzinfo=timezone(timedelta(hours=7)))
MM = 72 / 25.4

PARAGRAPH = (
    "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, Sở Nội vụ "
    "đề nghị các cơ quan, đơn vị rà soát danh mục vị trí việc làm, gửi kết quả về Sở Nội vụ trước ngày 15 tháng 6 "
    "năm 2026 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh."
)
CLOSING = "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Sở Nội vụ để được hướng dẫn"

ONE_PAGE = Letter(
    governing_name="Ủy ban nhân dân tỉnh Lâm Đồng",
    agency_name="Sở Nội vụ",
    notation="SNV-CCVC",
    place="Lâm Đồng",
    year=2026,
    subject="rà soát danh mục vị trí việc làm của các cơ quan chuyên môn",
    addressed_to=("Sở Tài chính",),
    body=(PARAGRAPH, CLOSING),
    signer_authority=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    signer_name="Nguyễn Văn Dũng",
    recipients=("Như trên", "UBND tỉnh (để b/c)", "Lưu: VT, CCVC"),
)
