"""The life of an e-mail that came to the agency, and of what is answered to it."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class Source(TextChoices):
    """How an e-mail got here."""

    MAILBOX = "mailbox", "Hộp thư của cơ quan"
    FILE = "file", "Tệp thư tải lên"


class ReceivedState(TextChoices):
    """What became of an e-mail."""

    WAITING = "waiting", "Chờ văn thư xem"
    TAKEN = "taken", "Đã lấy văn bản"
    RETURNED = "returned", "Đã trả lại"
    NO_DOCUMENT = "no_document", "Không phải văn bản"


S = ReceivedState

MOVES = moves(
    ("take", {S.WAITING}, S.TAKEN),
    ("return", {S.WAITING}, S.RETURNED),
    ("set_aside", {S.WAITING}, S.NO_DOCUMENT),
    ("look_again", {S.NO_DOCUMENT}, S.WAITING),
    final={S.TAKEN, S.RETURNED},
)
"""What a machine answered by itself begins set aside; a clerk may look at it again."""


class Answer(TextChoices):
    """What the sender of an e-mail is told."""

    RECEIVED = "received", "Báo đã nhận thư"
    REGISTERED = "registered", "Báo đã vào sổ"
    RETURNED = "returned", "Trả lại kèm lý do"


FACT_LABELS = {
    "keep_mail": "Nhận thư điện tử",
    "take_mail": "Lấy văn bản từ thư",
    "return_mail": "Trả lại thư",
    "set_mail_aside": "Thư không phải văn bản",
    "look_at_mail_again": "Xem lại thư",
    "answer_mail": "Trả lời thư",
    "fail_answer": "Không gửi được thư trả lời",
}
"""What the audit facts about an e-mail are called."""
