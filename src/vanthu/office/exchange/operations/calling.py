"""One call of sendEdoc, with its answer put in words a clerk understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from vanthu.office.exchange import ports
from vanthu.office.files import queries as files
from vanthu.runtime.store import BytesMissing
from vanthu.standards.vxp import ErrorCode, MessageType, VxpRefused, VxpUnreachable

UNREACHABLE = "VT-TRUC-KHONG-LIEN-LAC"
GAVE_UP = "VT-GUI-HET-HAN"

MEANINGS: dict[str, str] = {
    ErrorCode.INVALID_FILE: "Trục báo tệp gói tin hỏng hoặc không khớp mã kiểm tra. Hãy thử gửi lại.",
    ErrorCode.WRONG_CREDENTIALS: (
        "Trục không chấp nhận mã hệ thống hoặc khóa bí mật. Người quản trị cần sửa cấu hình kết nối trục; "
        "hệ thống tự gửi lại sau khi sửa."
    ),
    ErrorCode.UNKNOWN_RECIPIENT: "Trục không có cơ quan nhận này. Hãy kiểm tra lại mã định danh của nơi nhận.",
    ErrorCode.UNKNOWN_SENDER: (
        "Cơ quan gửi chưa được đăng ký trên trục. Hãy báo người quản trị đăng ký mã định danh của cơ quan rồi gửi lại."
    ),
    ErrorCode.SYSTEM_ERROR: "Trục gặp lỗi khi xử lý. Hệ thống tự gửi lại.",
    ErrorCode.FILE_NOT_PROCESSED: "Trục chưa xử lý được gói tin. Hệ thống tự gửi lại.",
    ErrorCode.NOT_CONFORMANT: "Trục báo gói tin không đúng quy chuẩn. Hãy báo người quản trị kèm trả lời của trục.",
    ErrorCode.RECIPIENT_LOCKED: (
        "Cơ quan nhận đang bị khóa trên trục. Hãy liên hệ nơi nhận, rồi gửi lại hoặc gửi bản giấy (QĐ 28/2018, Điều 7)."
    ),
    ErrorCode.INVALID_PARAMETER: "Trục báo yêu cầu gửi thiếu hoặc sai thông tin. Hãy báo người quản trị.",
}
ABOUT_ONE_RECIPIENT = frozenset({ErrorCode.UNKNOWN_RECIPIENT, ErrorCode.RECIPIENT_LOCKED})
"""Refusals that one recipient of several may cause; the others must not wait for it."""


@dataclass(frozen=True)
class Answer:
    """What became of one call: an id, or an error that is final or not."""

    hub_id: str = ""
    error_code: str = ""
    sentence: str = ""
    final: bool = False
    about_one_recipient: bool = False

    @property
    def succeeded(self) -> bool:
        """Whether the axis has the package."""
        return bool(self.hub_id)

    @property
    def ends(self) -> bool:
        """Whether there is nothing left to try."""
        return self.succeeded or self.final


def send(sha256: str, *, from_code: str, message_type: MessageType, to: Sequence[str] | None = None) -> Answer:
    """Send stored bytes; never raises for what an axis or the store may answer. Call it outside transactions."""
    try:
        path = files.path_of(sha256)
        hub_id = ports.axis().send_edoc(path, from_code=from_code, message_type=message_type, to=to)
    except VxpRefused as refusal:
        return _refused(refusal)
    except VxpUnreachable as error:
        return Answer(error_code=UNREACHABLE, sentence=f"Không liên lạc được với trục liên thông: {error.sentence}")
    except BytesMissing as error:
        return Answer(error_code=error.code, sentence=error.sentence, final=True)
    return Answer(hub_id=hub_id) if hub_id else _without_id()


def lease_seconds() -> int:
    """How long a try may last: two attempts of the client, each as long as the settings allow, and a margin."""
    return int(2 * settings.OFFICE.axis.timeout_seconds + 10)


def given_up(answer: Answer) -> Answer:
    """Return the end of trying, with the last error in it."""
    hours = f"{settings.OFFICE.axis.give_up_after_hours:g}"
    sentence = f"Đã thử gửi trong {hours} giờ mà không được nên hệ thống dừng lại. Lần cuối: {answer.sentence}"
    return Answer(error_code=GAVE_UP, sentence=sentence, final=True)


def _without_id() -> Answer:
    return Answer(error_code=UNREACHABLE, sentence="Trục trả lời nhưng không cấp mã gói tin. Hệ thống tự gửi lại.")


def _refused(refusal: VxpRefused) -> Answer:
    meaning = MEANINGS.get(refusal.error_code, "Trục từ chối gói tin.")
    said = f" Trục trả lời: {refusal.error_desc}" if refusal.error_desc else ""
    return Answer(
        error_code=f"TRUC-{refusal.error_code}"[:40],
        sentence=meaning + said,
        final=not refusal.temporary and refusal.error_code != ErrorCode.WRONG_CREDENTIALS,
        about_one_recipient=refusal.error_code in ABOUT_ONE_RECIPIENT,
    )
