"""The verbs of the exchange. A clerk cancels, retries and acknowledges; the worker does the rest."""

from vanthu.office.exchange.operations.arrivals import (
    acknowledge,
    keep_package,
    lease_package,
    postpone_package,
    recognise,
    refuse,
    taken,
)
from vanthu.office.exchange.operations.errors import AxisUnreachable, BeingSent, WrongAgency
from vanthu.office.exchange.operations.following import follow_due
from vanthu.office.exchange.operations.outbox import cancel, cancel_status, queue, retry, retry_status, settle
from vanthu.office.exchange.operations.polling import await_news, poll
from vanthu.office.exchange.operations.receipts import fetch_receipts_due
from vanthu.office.exchange.operations.registry import synchronise_registry
from vanthu.office.exchange.operations.reported import keep_status, taken_up
from vanthu.office.exchange.operations.sending import send_due
from vanthu.office.exchange.operations.statuses import queue_refusal, queue_status, queue_wish, send_due_statuses

__all__ = [
    "AxisUnreachable",
    "BeingSent",
    "WrongAgency",
    "acknowledge",
    "await_news",
    "cancel",
    "cancel_status",
    "fetch_receipts_due",
    "follow_due",
    "keep_package",
    "keep_status",
    "lease_package",
    "poll",
    "postpone_package",
    "queue",
    "queue_refusal",
    "queue_status",
    "queue_wish",
    "recognise",
    "refuse",
    "retry",
    "retry_status",
    "send_due",
    "send_due_statuses",
    "settle",
    "synchronise_registry",
    "taken",
    "taken_up",
]
