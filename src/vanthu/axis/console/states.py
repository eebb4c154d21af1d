"""The life cycle of a proposal: what cannot be undone is asked for by one person and decided by another."""

from vanthu.runtime.moves import moves

OPEN, CONFIRMED, REJECTED, WITHDRAWN, LAPSED = "open", "confirmed", "rejected", "withdrawn", "lapsed"

PROPOSAL_MOVES = moves(
    ("confirm", {OPEN}, CONFIRMED),
    ("reject", {OPEN}, REJECTED),
    ("withdraw", {OPEN}, WITHDRAWN),
    ("lapse", {OPEN}, LAPSED),
    final={CONFIRMED, REJECTED, WITHDRAWN, LAPSED},
)

LABELS = {
    OPEN: "Chờ quyết định",
    CONFIRMED: "Đã thực hiện",
    REJECTED: "Bị từ chối",
    WITHDRAWN: "Đã rút",
    LAPSED: "Hết hiệu lực",
}

CLOSE, REPLACE, ROTATE = "agency.close", "agency.replace", "system.rotate"
EXPIRE, REOPEN = "delivery.expire", "delivery.reopen"
LEAVE_UP, LEAVE_DOWN = "forwarding.dismiss", "pulled.dismiss"

ACTIONS = {
    CLOSE: "Đóng hẳn cơ quan",
    REPLACE: "Thay cơ quan bằng cơ quan khác",
    ROTATE: "Đổi mã bí mật của hệ thống",
    EXPIRE: "Dừng giao một gói tin",
    REOPEN: "Giao lại gói tin đã dừng",
    LEAVE_UP: "Bỏ gói tin bị trục cấp trên từ chối",
    LEAVE_DOWN: "Bỏ gói tin lấy về không giao được",
}
"""What takes two persons."""
