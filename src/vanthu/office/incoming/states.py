"""The life of a văn bản đến (ND30-A20…A24)."""

from django.db.models import TextChoices

from vanthu.office.kernel.moves import moves


class IncomingState(TextChoices):
    """Where a văn bản đến stands; each state is reported to its issuer."""

    ARRIVED = "arrived", "Đã đến, chờ vào sổ"
    REFUSED = "refused", "Đã từ chối, trả lại"
    REGISTERED = "registered", "Đã vào sổ, chờ phân công"
    ASSIGNED = "assigned", "Đã phân công"
    IN_PROGRESS = "in_progress", "Đang xử lý"
    COMPLETED = "completed", "Đã hoàn thành"
    GIVEN_BACK = "given_back", "Đã trả lại theo yêu cầu lấy lại"
    JOINED = "joined", "Là bản khác của văn bản đã có"
    SENT_BACK = "sent_back", "Đã trả lại sau khi vào sổ"


S = IncomingState

MOVES = moves(
    ("refuse", {S.ARRIVED}, S.REFUSED),
    ("register", {S.ARRIVED}, S.REGISTERED),
    ("join", {S.ARRIVED}, S.JOINED),
    ("send_back", {S.REGISTERED, S.ASSIGNED, S.IN_PROGRESS}, S.SENT_BACK),
    ("assign", {S.REGISTERED}, S.ASSIGNED),
    ("redirect", {S.ASSIGNED, S.IN_PROGRESS}, S.ASSIGNED),
    ("return", {S.ASSIGNED, S.IN_PROGRESS}, S.REGISTERED),
    ("start", {S.ASSIGNED}, S.IN_PROGRESS),
    ("complete", {S.REGISTERED, S.ASSIGNED, S.IN_PROGRESS}, S.COMPLETED),
    ("give_back", {S.ARRIVED, S.REGISTERED, S.ASSIGNED, S.IN_PROGRESS, S.COMPLETED}, S.GIVEN_BACK),
    final={S.REFUSED, S.GIVEN_BACK, S.JOINED, S.SENT_BACK},
)


class Channel(TextChoices):
    """How a document came in."""

    AXIS = "axis", "Trục liên thông"
    PAPER = "paper", "Bản giấy"
    EMAIL = "email", "Thư điện tử"
    HAND = "hand", "Tệp mang đến"


class LegalValue(TextChoices):
    """What a received document is worth (QD28-A4)."""

    ORIGINAL = "original", "Có giá trị như bản gốc"
    REFERENCE = "reference", "Để tham khảo"
    PAPER = "paper", "Bản giấy là bản gốc"


class WishKind(TextChoices):
    """What an issuer may want of a document it sent (BussinessDocType 1, 2, 3 of QCVN 102; status 13 is the first)."""

    TAKE_BACK = "take_back", "Lấy lại"
    UPDATE = "update", "Cập nhật"
    REPLACE = "replace", "Thay thế"


TAKING_BACK = frozenset({WishKind.TAKE_BACK})
CHANGING = frozenset({WishKind.UPDATE, WishKind.REPLACE})
UNTOUCHED = frozenset({S.ARRIVED, S.REGISTERED})
"""States in which nobody works with the document yet, so that the clerk may decide on a wish of its issuer."""

GONE = MOVES.final
"""States in which the agency has the document no more."""

SENT_AWAY = frozenset({S.REFUSED, S.GIVEN_BACK, S.SENT_BACK})
"""States after which the same document may come again, and is then no duplicate."""

OPEN_STATES = frozenset(IncomingState.values) - GONE - {S.COMPLETED}
"""States in which somebody still has something to do."""

FACT_LABELS = {
    "arrive": "Đến",
    "register": "Vào sổ",
    "refuse": "Từ chối, trả lại",
    "send_back": "Trả lại bên gửi sau khi vào sổ",
    "join": "Ghép với văn bản đã có",
    "judge_again": "Kiểm tra lại chữ ký số",
    "assign": "Phân công",
    "redirect": "Thay đổi, bổ sung ý kiến chỉ đạo",
    "return": "Trả lại người phân công",
    "start": "Bắt đầu xử lý",
    "complete": "Hoàn thành",
    "ask_back": "Bên gửi yêu cầu lấy lại",
    "give_back": "Đồng ý trả lại, hủy nội dung",
    "keep_it": "Từ chối trả lại",
    "ask_update": "Bên gửi cập nhật văn bản",
    "ask_replace": "Bên gửi thay thế văn bản",
    "update": "Cập nhật dữ liệu",
    "replaced": "Được thay thế",
    "refuse_change": "Không đồng ý cập nhật, thay thế",
}
"""What the audit facts about a văn bản đến are called on its page."""
