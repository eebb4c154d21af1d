"""The life cycle of a delivery: the transfer status of VXP, set by the receiving system; and its place in the queue."""

from vanthu.runtime.moves import moves
from vanthu.standards.vxp.codes import TransferStatus

INITIAL, PROCESSING, DONE, FAIL = (str(status) for status in TransferStatus)

DELIVERY_MOVES = moves(
    (PROCESSING, {INITIAL, FAIL}, PROCESSING),
    (FAIL, {INITIAL, PROCESSING}, FAIL),
    (DONE, {INITIAL, PROCESSING, FAIL}, DONE),
    final={DONE},
)
"""The verbs are named like the status they lead to, because that is how updateStatus asks for them."""

WAITING = (INITIAL, PROCESSING, FAIL)
"""What is not yet done, and so listed again."""

MOST_URGENT = 4
"""Hỏa tốc hẹn giờ, the highest Priority of QCVN 102."""

FAILED_RANK = 10
"""From this rank on a delivery has failed; what nobody can process never keeps a page full."""


def rank(state: str, urgency: int) -> int | None:
    """Return the place of a delivery in its mailbox: the lower, the sooner it is listed; None: it waits no more.

    The more urgent come first (QD28-A6: urgent documents are sent and handled with priority), failed ones last.
    """
    if state not in WAITING:
        return None
    return (FAILED_RANK if state == FAIL else 0) + MOST_URGENT - min(max(urgency, 0), MOST_URGENT)
