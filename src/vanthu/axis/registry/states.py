"""The life cycle of an agency on the axis."""

from vanthu.runtime.moves import moves

OPEN, LOCKED, CLOSED = "open", "locked", "closed"

AGENCY_MOVES = moves(
    ("lock", {OPEN}, LOCKED),
    ("unlock", {LOCKED}, OPEN),
    ("close", {OPEN, LOCKED}, CLOSED),
    final={CLOSED},
)

LABELS = {OPEN: "Đang hoạt động", LOCKED: "Tạm khóa", CLOSED: "Đã đóng"}
