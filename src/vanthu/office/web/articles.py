"""The rules behind what forms ask: shown by the "?" beside a field, with the article."""

# ruff: noqa: E501 - the table reads best with one rule an entry
from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Article(NamedTuple):
    """A rule in a sentence or two, and where it stands."""

    says: str | Promise
    basis: str | Promise


_ND30 = "Nghị định 30/2020/NĐ-CP"
_CONTENT = Article(
    _(
        "Trước khi trình ký, trưởng đơn vị soạn thảo kiểm tra và chịu trách nhiệm về nội dung; người được giao kiểm tra thể thức, kỹ thuật trình bày."
    ),
    f"Điều 12 {_ND30}",
)
_LEAD = Article(
    _(
        "Văn bản liên quan nhiều đơn vị thì xác định rõ đơn vị chủ trì, đơn vị phối hợp và thời hạn giải quyết. Mỗi việc có đúng một đơn vị chủ trì."
    ),
    f"khoản 2 Điều 23 {_ND30}",
)

ARTICLES: Mapping[tuple[str, str], Article] = {
    ("DirectionForm", "lead_unit"): _LEAD,
    ("DirectionForm", "due_on"): Article(_("Người đứng đầu chỉ đạo giải quyết kịp thời; văn bản khẩn phải chuyển và giải quyết ngay. Hạn tính theo lịch làm việc của cơ quan; hệ thống nhắc trước hạn và báo khi quá hạn."), f"Điều 23, Điều 24 {_ND30}"),
    ("UrgeForm", "text"): Article(_("Người đứng đầu giao người theo dõi, đôn đốc việc giải quyết văn bản đến. Người xử lý và trưởng đơn vị được báo ngay."), f"Điều 24 {_ND30}"),
    ("HandOverForm", "person"): Article(_("Việc ở lại đơn vị đã được giao: chỉ giao cho người trong đơn vị ấy, do trưởng đơn vị hoặc lãnh đạo giao."), f"Điều 23 {_ND30}"),
    ("EnterForm", "number"): Article(_("Văn bản đến phải được đăng ký đầy đủ; văn bản chưa đăng ký thì các đơn vị, cá nhân không có trách nhiệm giải quyết. Số đến đánh liên tục trong năm, chung cho bản giấy và bản điện tử."), f"Điều 22 {_ND30}"),
    ("EnterForm", "urgency"): Article(_("Văn bản khẩn được chuyển ngay sau khi nhận; hệ thống xếp lên đầu mọi hàng chờ và báo ngay cho người phải xử lý."), f"khoản 1 Điều 23 {_ND30}"),
    ("ByHandForm", "came_as"): Article(_("Bì ghi đích danh người nhận hoặc tổ chức đoàn thể thì không bóc, chuyển cho nơi nhận; nếu là việc chung thì chuyển lại văn thư để đăng ký."), f"khoản 1 Điều 21 {_ND30}"),
    ("LetterForm", "signer"): Article(_("Người đứng đầu ký tất cả văn bản; cấp phó ký thay (KT.) lĩnh vực được giao; ký thừa lệnh (TL.), thừa ủy quyền (TUQ.) khi quy chế hay văn bản ủy quyền cho phép. Chỗ ký được ghi theo chức vụ và thẩm quyền."), f"Điều 13 {_ND30}"),
    ("LetterForm", "unit"): _CONTENT,
    ("LetterForm", "urgency"): Article(_("Người soạn thảo đề xuất mức độ khẩn, người ký quyết định. Văn bản khẩn phải được phát hành và gửi ngay sau khi ký."), f"Điều 10, khoản 1 Điều 18 {_ND30}"),
    ("LetterForm", "type_code"): Article(_("Người soạn thảo xác định tên loại, nội dung, độ mật và mức độ khẩn; thể thức theo mẫu của từng loại ở Phụ lục I, Phụ lục III."), f"Điều 7, Điều 8, Điều 10 {_ND30}"),
    ("RecallForm", "reason"): Article(_("Bên gửi thông báo thu hồi; bên nhận hủy văn bản điện tử trên Hệ thống và báo lại qua Hệ thống. Thông tin về việc thu hồi được giữ ở cả hai bên."), f"khoản 4 Điều 18 {_ND30}"),
    ("AmendForm", "kind"): Article(_("Sai về nội dung thì sửa đổi, thay thế bằng văn bản có hình thức tương đương; sai về thể thức, kỹ thuật trình bày, thủ tục ban hành thì đính chính bằng công văn."), f"khoản 3 Điều 18 {_ND30}"),
    ("CopyForm", "kind"): Article(_("Sao y từ bản gốc, bản chính; sao lục từ bản sao y; trích sao tái tạo thể thức và phần nội dung cần trích. Cả ba dùng chung một dãy số."), f"Điều 25 {_ND30}"),
    ("CopyForm", "signer"): Article(_("Người đứng đầu quyết định việc sao và quy định thẩm quyền ký bản sao; bản sao đúng quy định có giá trị như bản chính."), f"Điều 26, Điều 27 {_ND30}"),
    ("TakersForm", "reason"): Article(_("Người nghỉ hưu, thôi việc, chuyển công tác, đi học dài hạn phải bàn giao toàn bộ hồ sơ, tài liệu, công việc đang làm cho cơ quan."), f"điểm đ khoản 3 Điều 31 {_ND30}"),
    ("LeaveForm", "reason"): Article(_("Chỉ khóa tài khoản sau khi mọi việc người ấy còn giữ đã bàn giao xong."), f"điểm đ khoản 3 Điều 31 {_ND30}"),
    ("ReserveForm", "reason"): Article(_("Số và thời gian theo trình tự ban hành trong năm; số để dành phải có lý do và hạn, không dùng thì ghi là số hủy, không cấp lại."), f"Điều 15 {_ND30}"),
    ("AuthoriseForm", "grantee"): Article(_("Ủy quyền ký phải bằng văn bản, có thời hạn và nội dung; người được ủy quyền không được ủy quyền lại."), f"khoản 3 Điều 13 {_ND30}"),
}  # fmt: skip
"""By the name of the form and of its field."""


def article(field: forms.BoundField) -> Article | None:
    """Return the rule behind a field of a form or of one it is built on."""
    names = (kind.__name__ for kind in type(field.form).__mro__)
    return next((found for name in names if (found := ARTICLES.get((name, field.name)))), None)
