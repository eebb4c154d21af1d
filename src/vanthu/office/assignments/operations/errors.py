"""What a verb of giving and doing work may refuse."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class UnitNamedTwice(VanThuError):
    """One unit was named as lead and as cooperating, or twice as cooperating."""

    code = "VT-GV-DON-VI-LAP"
    template = "{unit} được chọn hai lần. Mỗi đơn vị chỉ chủ trì, phối hợp hoặc để biết; hãy bỏ một lần chọn."
    http_status = 422


class PersonOutsideUnit(VanThuError):
    """The person named does not belong to the unit that gets the task."""

    code = "VT-GV-NGOAI-DON-VI"
    template = "{person} không thuộc {unit}. Hãy chọn người trong đơn vị được giao, hoặc giao cho đơn vị khác."
    http_status = 422


class DueInThePast(VanThuError):
    """The deadline lies before the day of the assignment."""

    code = "VT-GV-HAN-DA-QUA"
    template = "Hạn xử lý {due_on:%d/%m/%Y} đã qua. Hãy chọn hạn từ hôm nay trở đi hoặc để trống."
    http_status = 422


class ResultMissing(VanThuError):
    """A task is completed with what came of it."""

    code = "VT-GV-THIEU-KET-QUA"
    template = "Chưa ghi kết quả thực hiện. Hãy ghi ngắn gọn kết quả rồi hoàn thành lại."
    http_status = 422


class WordsMissing(VanThuError):
    """Work without a document has a title; a question, a return and a request have words."""

    code = "VT-GV-THIEU-NOI-DUNG"
    template = "Chưa ghi {what}. Hãy ghi rồi thực hiện lại."
    http_status = 422


class PartsOpen(VanThuError):
    """A task is completed after its parts."""

    code = "VT-GV-CON-VIEC-CON"
    template = "Còn {count} việc con chưa xong. Hãy hoàn thành hoặc thôi giao các việc con rồi hoàn thành việc này."


class AnswerUnknown(VanThuError):
    """What is named as the answer is no issued văn bản đi of this agency."""

    code = "VT-GV-VAN-BAN-KET-QUA"
    template = "Không tìm thấy văn bản đi đã phát hành số {code_text}. Hãy kiểm tra số, ký hiệu, hoặc ghi kết quả khác."
    http_status = 422


class DocumentUnknown(VanThuError):
    """No document of this agency that the person may see bears the code."""

    code = "VT-GV-VAN-BAN-GAN"
    template = "Không tìm thấy văn bản số {code_text} trong các văn bản ông/bà được xem. Hãy kiểm tra số, ký hiệu."
    http_status = 422


class ExtensionRefused(VanThuError):
    """More time was asked for that is none, or while an earlier request waits."""

    code = "VT-GV-GIA-HAN"
    template = "Chưa xin gia hạn được: {why}."
    http_status = 422


class NothingAsked(VanThuError):
    """Nobody waits for an answer about more time."""

    code = "VT-GV-KHONG-CO-GIA-HAN"
    template = "Việc này không có đề nghị gia hạn nào đang chờ; có thể người khác vừa trả lời. Hãy tải lại trang."


class OutsideYourUnit(VanThuError):
    """A head gives work within his own unit only."""

    code = "VT-GV-NGOAI-PHAM-VI"
    template = "{unit} không thuộc phạm vi ông/bà được giao việc. Trưởng đơn vị giao việc trong đơn vị mình."
    http_status = 403


class NobodyTakes(VanThuError):
    """Work is handed over to somebody else who serves in the agency."""

    code = "VT-GV-BAN-GIAO"
    template = "Chưa bàn giao được: {why}."
    http_status = 422


class NotReopened(VanThuError):
    """What ended the work of others, or is a part of what has ended, cannot be opened again."""

    code = "VT-GV-KHONG-MO-LAI"
    template = (
        "Không mở lại được việc này: việc của đơn vị khác đã kết thúc theo nó. Nếu còn phải làm, hãy giao việc mới."
    )
    http_status = 409


class FileTooLarge(VanThuError):
    """A file that goes with what is said stays below a size."""

    code = "VT-GV-TEP-LON"
    template = "Tệp kèm theo lớn hơn {megabytes} MB. Hãy chia nhỏ hoặc nén tệp rồi gửi lại."
    http_status = 413


class PlanRefused(VanThuError):
    """A plan has a name and a period, its items end within it, and it is copied once."""

    code = "VT-GV-KE-HOACH"
    template = "Chưa ghi được chương trình, kế hoạch: {why}. Hãy sửa rồi lưu lại."
    http_status = 422


class RuleRefused(VanThuError):
    """A rule of reminding, or work that comes again, is set wrongly."""

    code = "VT-GV-QUY-TAC"
    template = "Chưa lưu được: {why}."
    http_status = 422
