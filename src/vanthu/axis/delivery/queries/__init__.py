"""Questions to delivery: the lists of VXP, and everything about one package."""

from vanthu.axis.delivery.queries.history import Event, History, Linked, RecipientHistory, StatusLine, history_of
from vanthu.axis.delivery.queries.lists import (
    Fate,
    NoSuchPackage,
    fates,
    given_up,
    has_new,
    hub_id,
    mailbox,
    of_system,
    packages_from,
    received,
    sent,
    told,
    waiting,
)

__all__ = [
    "Event",
    "Fate",
    "History",
    "Linked",
    "NoSuchPackage",
    "RecipientHistory",
    "StatusLine",
    "fates",
    "given_up",
    "has_new",
    "history_of",
    "hub_id",
    "mailbox",
    "of_system",
    "packages_from",
    "received",
    "sent",
    "told",
    "waiting",
]
