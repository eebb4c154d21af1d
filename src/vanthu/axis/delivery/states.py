"""The life cycle of a delivery: the transfer status of VXP, set by the receiving system; and its place in the queue."""

from vanthu.runtime.moves import moves
from vanthu.standards.vxp.codes import TransferStatus

INITIAL, PROCESSING, DONE, FAIL = (str(status) for status in TransferStatus)

EXPIRED = "expired"
"""Nobody fetched it in time; the axis gave up. On the wire this is "fail", with a sentence."""

EXPIRE, REOPEN, RETRY = "expire", "reopen", "retry"

DELIVERY_MOVES = moves(
    (PROCESSING, {INITIAL, FAIL}, PROCESSING),
    (FAIL, {INITIAL, PROCESSING}, FAIL),
    # A receipt is the truth about the other side, however late it comes: also after a failure, also after giving up.
    (DONE, {INITIAL, PROCESSING, FAIL, EXPIRED}, DONE),
    (EXPIRE, {INITIAL, PROCESSING, FAIL}, EXPIRED),
    (REOPEN, {EXPIRED}, INITIAL),
    (RETRY, {FAIL}, INITIAL),
    final={DONE},
)
"""The verbs of the receiver are named like the status they lead to, because that is how updateStatus asks for them."""

ASKED_FOR = (PROCESSING, DONE, FAIL)
"""What a receiver may ask for with updateStatus."""

LABELS = {str(status): status.label for status in TransferStatus} | {EXPIRED: "Quá hạn giao"}

WAITING = (INITIAL, PROCESSING, FAIL)
"""What is not yet done, and so listed again."""

MOST_URGENT = 4
"""Hỏa tốc hẹn giờ, the highest Priority of QCVN 102."""

BEGUN_RANK = 5
"""From this rank on a delivery has been begun with: what waits long behind another axis never hides what is new."""

FAILED_RANK = 10
"""From this rank on a delivery has failed; what nobody can process never keeps a page full."""

_BANDS = {PROCESSING: BEGUN_RANK, FAIL: FAILED_RANK}


def rank(state: str, urgency: int) -> int | None:
    """Return the place of a delivery in its mailbox: the lower, the sooner it is listed; None: it waits no more.

    The more urgent come first (QD28-A6: urgent documents are sent and handled with priority), begun ones behind all
    that is new, failed ones last.
    """
    if state not in WAITING:
        return None
    return _BANDS.get(state, 0) + MOST_URGENT - min(max(urgency, 0), MOST_URGENT)


def ranks(state: str) -> tuple[int, int]:
    """Return from which rank to which (without it) the deliveries in a state that waits are."""
    start = _BANDS.get(state, 0)
    return start, start + MOST_URGENT + 1
