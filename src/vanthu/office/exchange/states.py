"""The lives of what leaves and what arrives."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class TransmissionState(TextChoices):
    """How far the office has brought one document to one recipient; what the recipient does is in its statuses."""

    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã gửi lên trục"
    FAILED = "failed", "Không gửi được"
    CANCELLED = "cancelled", "Đã hủy gửi"


_WAITING, _FAILED = TransmissionState.WAITING, TransmissionState.FAILED

TRANSMISSION_MOVES = moves(
    ("send", {_WAITING}, TransmissionState.SENT),
    ("fail", {_WAITING}, _FAILED),
    ("retry", {_FAILED}, _WAITING),
    ("cancel", {_WAITING, _FAILED}, TransmissionState.CANCELLED),
    ("resend", {TransmissionState.SENT}, _WAITING),
    final={TransmissionState.CANCELLED},
)
"""The worker sends and fails; only a clerk tries again or cancels, so `failed` stays until a person has acted.

What the axis took and nobody fetched may be sent again: it gives the same id and lays it ready once more.
"""


class Transfer(TextChoices):
    """What the axis tells of a package that it took, for one recipient; empty until it was asked."""

    INITIAL = "initial", "Chờ nơi nhận lấy"
    PROCESSING = "processing", "Đang tới nơi nhận"
    DONE = "done", "Đã tới nơi nhận"
    FAIL = "fail", "Chưa tới được nơi nhận"


class ReceivedState(TextChoices):
    """How far an arrived package has come."""

    KEPT = "kept", "Đã lưu, chờ kiểm tra"
    TAKEN = "taken", "Đã nhận vào hệ thống"
    REFUSED = "refused", "Không nhận được vào hệ thống"
    DUPLICATE = "duplicate", "Trùng gói đã nhận"


RECEIVED_MOVES = moves(
    ("take", {ReceivedState.KEPT}, ReceivedState.TAKEN),
    ("refuse", {ReceivedState.KEPT}, ReceivedState.REFUSED),
    ("recognise", {ReceivedState.KEPT}, ReceivedState.DUPLICATE),
    final={ReceivedState.TAKEN, ReceivedState.REFUSED, ReceivedState.DUPLICATE},
)

CARRIED = "tep:"
"""What the id of a package begins with that no axis delivered, but somebody brought as a file; its hash follows."""
