"""The verbs of federation."""

from vanthu.axis.federation.operations.answering import answer_due
from vanthu.axis.federation.operations.by_person import dismiss, dismiss_pulled, retry, retry_pulled
from vanthu.axis.federation.operations.following import follow_due
from vanthu.axis.federation.operations.forwarding import forward_due
from vanthu.axis.federation.operations.heads import answer_heads, exchange_due
from vanthu.axis.federation.operations.pulling import list_due, process_due, pull_due
from vanthu.axis.federation.operations.synchronising import mirror, push, synchronise_due

__all__ = [
    "answer_due",
    "answer_heads",
    "dismiss",
    "dismiss_pulled",
    "exchange_due",
    "follow_due",
    "forward_due",
    "list_due",
    "mirror",
    "process_due",
    "pull_due",
    "push",
    "retry",
    "retry_pulled",
    "synchronise_due",
]
