"""Web push: encrypted for one browser (RFC 8291), from a server that names itself (RFC 8292), to a known host only."""

from vanthu.standards.webpush.sending import (
    Outcome,
    Push,
    Sender,
    Subscription,
    SubscriptionWrong,
    checked,
    new_key,
    public_key,
)

__all__ = [
    "Outcome",
    "Push",
    "Sender",
    "Subscription",
    "SubscriptionWrong",
    "checked",
    "new_key",
    "public_key",
]
