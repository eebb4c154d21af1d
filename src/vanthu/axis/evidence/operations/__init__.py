"""The verbs of evidence: append a fact, seal the log, give a receipt."""

from vanthu.axis.evidence.operations.appending import Happening, append, append_all, one_step
from vanthu.axis.evidence.operations.audits import note_audit
from vanthu.axis.evidence.operations.receipts import NothingToProve, receipt_for
from vanthu.axis.evidence.operations.sealing import seal_due, seal_now

__all__ = [
    "Happening",
    "NothingToProve",
    "append",
    "append_all",
    "note_audit",
    "one_step",
    "receipt_for",
    "seal_due",
    "seal_now",
]
