"""The life cycle of one delivery: the transfer status of VXP, set by the receiving system."""

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
