"""Questions to delivery: the lists of VXP, and everything about one package."""

from vanthu.axis.delivery.queries.history import Event, History, Linked, RecipientHistory, StatusLine, history_of
from vanthu.axis.delivery.queries.lists import (
    NoSuchPackage,
    has_new,
    hub_id,
    mailbox,
    of_system,
    received,
    sent,
    state_counts,
    told,
    waiting,
)

__all__ = [
    "Event",
    "History",
    "Linked",
    "NoSuchPackage",
    "RecipientHistory",
    "StatusLine",
    "has_new",
    "history_of",
    "hub_id",
    "mailbox",
    "of_system",
    "received",
    "sent",
    "state_counts",
    "told",
    "waiting",
]
