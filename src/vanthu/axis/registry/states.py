"""The life cycle of an agency on the axis."""

from vanthu.runtime.moves import moves

PENDING, OPEN, LOCKED, CLOSED = "pending", "open", "locked", "closed"

AGENCY_MOVES = moves(
    ("open", {PENDING}, OPEN),
    ("lock", {OPEN}, LOCKED),
    ("unlock", {LOCKED}, OPEN),
    ("close", {PENDING, OPEN, LOCKED}, CLOSED),
    final={CLOSED},
)

LABELS = {PENDING: "Chưa có hiệu lực", OPEN: "Đang hoạt động", LOCKED: "Tạm khóa", CLOSED: "Đã đóng"}
