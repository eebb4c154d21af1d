"""The life of one signature being made."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class Role(TextChoices):
    """Whose signature it is (ND30-A5: both are needed); the agency's is shown as text on appendices and copies."""

    LEADER = "leader", "Người có thẩm quyền"
    AGENCY = "agency", "Cơ quan, tổ chức"
    APPENDIX = "appendix", "Cơ quan, tổ chức (trên văn bản kèm theo)"
    NUMBER = "number", "Cơ quan, tổ chức (số và ngày trên tệp bên khác đã ký trước)"
    COPY = "copy", "Cơ quan, tổ chức (trên bản sao điện tử)"


class PendingState(TextChoices):
    """How far a signature has come."""

    PREPARED = "prepared", "Chờ thiết bị ký"
    OUTSIDE = "outside", "Chờ ký xong ở thiết bị của người ký"
    AWAITING_TIMESTAMP = "awaiting_timestamp", "Ký xong, chờ dấu thời gian"
    DONE = "done", "Đã hoàn tất"
    FAILED = "failed", "Không thành"
    CANCELLED = "cancelled", "Đã hủy"
    GIVEN_UP = "given_up", "Không lấy được dấu thời gian"
    EXPIRED = "expired", "Quá hạn, chưa ký"


UNDER_WAY = (PendingState.PREPARED, PendingState.OUTSIDE, PendingState.AWAITING_TIMESTAMP)
"""States in which a signature of that role on that document is still being made."""


_PREPARED, _OUTSIDE, _WAITING = UNDER_WAY

MOVES = moves(
    ("provide", {_PREPARED, _OUTSIDE}, _WAITING),
    ("hand_out", {_PREPARED}, _OUTSIDE),
    ("finish", {_OUTSIDE, _WAITING}, PendingState.DONE),
    ("give_up", {_WAITING}, PendingState.GIVEN_UP),
    ("expire", {_PREPARED, _OUTSIDE}, PendingState.EXPIRED),
    ("fail", set(UNDER_WAY), PendingState.FAILED),
    ("cancel", {_PREPARED, _OUTSIDE}, PendingState.CANCELLED),
    final=set(PendingState) - set(UNDER_WAY),
)


class Keeping(TextChoices):
    """For how long the signatures of a kept file can be checked (levels of PAdES, ETSI EN 319 142-1)."""

    SENT = "sent", "Như khi phát hành; chờ dữ liệu thu hồi"
    DATA = "lt", "Đủ dữ liệu kiểm chứng lâu dài"
    STAMPED = "lta", "Đủ dữ liệu kiểm chứng lâu dài, có dấu thời gian lưu trữ"
    UNFIT = "unfit", "Không lưu được dữ liệu kiểm chứng lâu dài"


KEEPING_MOVES = moves(
    ("prove_time", {Keeping.SENT}, Keeping.SENT),
    ("add_data", {Keeping.SENT}, Keeping.DATA),
    ("stamp", {Keeping.DATA, Keeping.STAMPED}, Keeping.STAMPED),
    ("find_unfit", {Keeping.SENT}, Keeping.UNFIT),
    final={Keeping.UNFIT},
)
"""A stamped file is stamped again before its last stamp ages, as long as it is kept."""


class EvidenceState(TextChoices):
    """How far an evidence file has come; what needs no key begins with the packing."""

    PREPARED = "prepared", "Chờ ký số của cơ quan"
    PACKING = "signed", "Đang đóng gói"
    DONE = "done", "Đã lập"
    FAILED = "failed", "Không thành"


EVIDENCE_MOVES = moves(
    ("sign", {EvidenceState.PREPARED}, EvidenceState.PACKING),
    ("make", {EvidenceState.PACKING}, EvidenceState.DONE),
    ("fail", {EvidenceState.PREPARED, EvidenceState.PACKING}, EvidenceState.FAILED),
    final={EvidenceState.DONE, EvidenceState.FAILED},
)
