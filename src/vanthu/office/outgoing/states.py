"""The life of a văn bản đi, from draft to issue (ND30-A10…A18)."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class OutgoingState(TextChoices):
    """Where a văn bản đi stands. How far it has been delivered is asked of `exchange`."""

    DRAFT = "draft", "Dự thảo"
    IN_APPROVAL = "in_approval", "Đang trình"
    APPROVED = "approved", "Đã duyệt, chờ ký"
    SIGNED = "signed", "Đã ký, chờ cấp số"
    NUMBERED = "numbered", "Đã cấp số, chờ đóng dấu"
    SEALED = "sealed", "Đã đóng dấu, chờ phát hành"
    ISSUED = "issued", "Đã phát hành"
    WITHDRAWN = "withdrawn", "Đã hủy dự thảo"


S = OutgoingState

MOVES = moves(
    ("change", {S.DRAFT, S.IN_APPROVAL, S.APPROVED}, S.DRAFT),
    ("submit", {S.DRAFT}, S.IN_APPROVAL),
    ("return", {S.IN_APPROVAL, S.APPROVED}, S.DRAFT),
    ("approve", {S.IN_APPROVAL}, S.APPROVED),
    ("sign", {S.APPROVED}, S.SIGNED),
    ("number", {S.SIGNED}, S.NUMBERED),
    ("seal", {S.NUMBERED}, S.SEALED),
    ("issue", {S.SEALED}, S.ISSUED),
    ("withdraw", {S.DRAFT, S.IN_APPROVAL, S.APPROVED}, S.WITHDRAWN),
    ("cancel", {S.SIGNED, S.NUMBERED, S.SEALED}, S.WITHDRAWN),
    final={S.ISSUED, S.WITHDRAWN},
)


class StepKind(TextChoices):
    """What a step of the approval route is for: two checks (ND30-A12), others' opinions, the signature (ND30-A13)."""

    CONTENT = "content", "Kiểm tra nội dung"
    FORM = "form", "Kiểm tra thể thức, kỹ thuật trình bày"
    OPINION = "opinion", "Cho ý kiến"
    SIGNATURE = "signature", "Ký ban hành"


class RoleKind(TextChoices):
    """By what a route names who checks."""

    UNIT_HEAD = "unit_head", "Trưởng đơn vị soạn thảo"
    DUTY = "duty", "Người giữ nhiệm vụ"
    POSITION = "position", "Người giữ chức vụ"
    PERSON = "person", "Người được giao đích danh"


OPEN_STATES = frozenset(OutgoingState.values) - MOVES.final
"""States in which somebody still has something to do."""


class StepState(TextChoices):
    """How a step ended."""

    WAITING = "waiting", "Chờ"
    APPROVED = "approved", "Đồng ý"
    RETURNED = "returned", "Trả lại"
    SKIPPED = "skipped", "Bỏ qua"


class SourceKind(TextChoices):
    """How the text of the letter came to be."""

    COMPOSED = "composed", "Soạn trên hệ thống"
    UPLOADED = "uploaded", "Tải tệp PDF lên"


class ReplyState(TextChoices):
    """How far a document that asks for answers by a day has got them."""

    WAITING = "waiting", "Còn nơi chưa trả lời"
    LATE = "late", "Quá hạn trả lời"
    ANSWERED = "answered", "Đã trả lời đủ"


FACT_LABELS = {
    "start": "Bắt đầu soạn thảo",
    "change": "Sửa dự thảo",
    "convert": "Chuyển tệp DOCX sang PDF",
    "fail_convert": "Không chuyển được tệp DOCX",
    "convert_again": "Chuyển lại tệp DOCX",
    "submit": "Trình",
    "approve": "Đồng ý",
    "return": "Trả lại",
    "comment": "Góp ý",
    "answer_comment": "Trả lời góp ý",
    "resolve_comment": "Đánh dấu góp ý đã xử lý",
    "reopen_comment": "Mở lại góp ý",
    "hand_over": "Bàn giao cho người khác",
    "withdraw": "Hủy dự thảo",
    "sign": "Ký số",
    "number": "Cấp số",
    "sign_number": "Ký số của cơ quan cho số và ngày",
    "seal": "Đóng dấu",
    "issue": "Phát hành",
    "cancel": "Hủy văn bản, hủy số",
    "choose_way": "Chọn cách gửi khác quy định",
    "recall": "Yêu cầu nơi nhận trả lại văn bản",
    "update": "Cập nhật, gửi bổ sung",
    "replaces": "Được thay thế",
    "amends": "Được sửa đổi, bổ sung",
    "repeals": "Bị bãi bỏ",
    "corrects": "Được đính chính",
    "answered": "Được trả lời",
}
"""What the audit facts about a văn bản đi are called on its page."""
