"""Two life cycles: a package on its way up, and one on its way down."""

from vanthu.runtime.moves import moves

WAITING, SENT, ENDED, REFUSED, SPLIT, EXPIRED = "waiting", "sent", "ended", "refused", "split", "expired"

FORWARDING_MOVES = moves(
    ("send", {WAITING}, SENT),
    ("refuse", {WAITING}, REFUSED),
    ("split", {WAITING}, SPLIT),
    ("expire", {WAITING, SENT}, EXPIRED),
    ("end", {SENT}, ENDED),
    ("retry", {REFUSED}, WAITING),
    ("dismiss", {REFUSED}, EXPIRED),
    final={ENDED, SPLIT, EXPIRED},
)
"""REFUSED waits for a person: `vanthu axis parent retry` after mending, or `dismiss`; or the deliveries expire."""

FORWARDING_LABELS = {
    WAITING: "Chờ gửi lên",
    SENT: "Trục cấp trên đã nhận, đang theo dõi",
    ENDED: "Đã kết thúc",
    REFUSED: "Trục cấp trên từ chối",
    SPLIT: "Đã tách theo từng nơi nhận",
    EXPIRED: "Hết hạn hoặc đã bỏ",
}

LISTED, KEPT, PUT_DOWN, DONE, NOT_TAKEN, FAILED = "listed", "kept", "put_down", "done", "not_taken", "failed"
UNAVAILABLE, DISMISSED, NOT_FETCHED = "unavailable", "dismissed", "not_fetched"

PULLED_MOVES = moves(
    ("keep", {LISTED}, KEPT),
    ("lose", {LISTED}, UNAVAILABLE),
    ("fetch_again", {KEPT}, LISTED),
    ("put_down", {KEPT}, PUT_DOWN),
    ("refuse", {KEPT}, NOT_TAKEN),
    ("tell_done", {PUT_DOWN}, DONE),
    ("tell_fail", {NOT_TAKEN}, FAILED),
    ("tell_given_up", {PUT_DOWN}, NOT_FETCHED),
    ("tell_again", {DONE, NOT_FETCHED}, PUT_DOWN),
    ("refuse_again", {FAILED}, NOT_TAKEN),
    ("judge_again", {FAILED, NOT_FETCHED}, KEPT),
    ("list_again", {UNAVAILABLE}, LISTED),
    ("dismiss", {FAILED, UNAVAILABLE}, DISMISSED),
    final={DISMISSED},
)
"""Each step is on the disk before the next begins, so that a worker that dies repeats at most one of them.

PUT_DOWN lasts until the receivers below have fetched it: what the parent is told meanwhile stands in `told`.
"""

PULLED_LABELS = {
    LISTED: "Đã thấy, chưa tải",
    KEPT: "Đã giữ nguyên byte",
    PUT_DOWN: "Đã vào hộp thư nơi nhận, chờ nơi nhận lấy",
    DONE: "Nơi nhận đã lấy, đã báo trục cấp trên",
    NOT_FETCHED: "Nơi nhận không lấy, đã báo trục cấp trên",
    NOT_TAKEN: "Không nhận, chưa báo lại",
    FAILED: "Không nhận, đã báo trục cấp trên",
    UNAVAILABLE: "Trục cấp trên không đưa được gói tin",
    DISMISSED: "Đã bỏ",
}
