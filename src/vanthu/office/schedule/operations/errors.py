"""What the verbs of the schedule refuse; docs/reference/errors/schedule.md explains each code."""

from __future__ import annotations

from vanthu.runtime.errors import VanThuError


class ScheduleIncomplete(VanThuError):
    """An entry says what it is and who is there."""

    code = "VT-LICH-THIEU"
    template = "Mục lịch chưa đủ: {what}. Hãy điền rồi thực hiện lại."
    http_status = 422


class ScheduleTimeWrong(VanThuError):
    """An entry begins before it ends, lasts a month at most, and is not of a day long past."""

    code = "VT-LICH-SAI-GIO"
    template = "Thời gian của mục lịch chưa đúng: {why}."
    http_status = 422


class ScheduleConflict(VanThuError):
    """People or a room are needed twice; whoever decides may go on knowingly."""

    code = "VT-LICH-TRUNG"
    template = (
        "Trùng lịch: {clashes}. Hãy đổi giờ, đổi nơi họp hoặc thành phần; nếu vẫn giữ, "
        "đánh dấu «Vẫn giữ dù trùng lịch»."
    )
    http_status = 409


class ScheduleReasonMissing(VanThuError):
    """Who proposed something must know why it does not take place."""

    code = "VT-LICH-THIEU-LY-DO"
    template = "Chưa ghi lý do. Hãy ghi lý do để người đề nghị và người dự họp biết."
    http_status = 422


class ScheduleAnswerReasonMissing(VanThuError):
    """Who is invited and does not come says why, or who comes instead."""

    code = "VT-LICH-VANG-THIEU-LY-DO"
    template = "Chưa ghi lý do vắng mặt hoặc người dự thay. Hãy ghi để người chủ trì biết."
    http_status = 422
