"""Telling a system that something waits: a signed POST to the address it gave, which it answers by fetching.

The webhook only saves time. What waits is in the mailbox whether the POST arrives or not; so a system is told once when
something comes, and reminded ever more seldom while it does not begin with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from django.db.models import Q

from vanthu.axis.delivery import states
from vanthu.axis.delivery.models import Delivery, Notice
from vanthu.axis.delivery.queries import has_new
from vanthu.axis.kernel.sealing import unseal
from vanthu.axis.registry import queries as registry
from vanthu.axis.registry.queries import KnownSystem
from vanthu.runtime.leases import BACKOFF_SECONDS
from vanthu.runtime.transactions import write
from vanthu.standards.vxp.codes import MessageType
from vanthu.standards.vxp.headers import sign, timestamp_text

DEBOUNCE = timedelta(seconds=1)
"""Two notices to one system are at least so far apart, however much comes in."""
ANSWER_SECONDS, AT_ONCE = 5.0, 8
HELD = timedelta(seconds=60)
"""Another worker tells it again when this one died in between."""

Post = Callable[[str, Mapping[str, str]], str]
"""Sends signed headers to an address; returns what went wrong, "" when the other side answered well."""


@dataclass(frozen=True)
class _Call:
    """One POST to be made."""

    system: KnownSystem
    headers: Mapping[str, str]


def webhooks_due(*, at: datetime, post: Post | None = None) -> int:
    """Tell every system with a webhook that has something new in its mailbox; return how many were told."""
    due = [call for system in registry.with_webhook() if (call := _due(system, at)) is not None]
    if not due:
        return 0
    # Side by side, so that a system which answers slowly delays no other.
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="vanthu-webhook") as pool:
        answers = list(pool.map(lambda call: (post or _post)(call.system.webhook_url, call.headers), due))
    return _noted(due, answers, at)


def _due(system: KnownSystem, at: datetime) -> _Call | None:
    """Return the POST a system should get now, and keep other workers from making the same."""
    kinds = [kind for kind in MessageType if has_new(system.id, kind)]
    notice, _ = Notice.objects.get_or_create(system_id=system.id, defaults={"due_at": at})
    if not kinds:
        if notice.tries:
            Notice.objects.filter(pk=notice.pk).update(tries=0, due_at=at, error="")
        return None
    if notice.due_at > at and not _newer_than_told(notice, at):
        return None
    mine = Notice.objects.filter(pk=notice.pk, due_at=notice.due_at).update(due_at=at + HELD)
    return _Call(system, _signed(system, kinds, at)) if mine else None


def _newer_than_told(notice: Notice, at: datetime) -> bool:
    """Tell whether something came after the last notice; a system that did not answer is left its rest."""
    if notice.error or notice.told_at is None or at < notice.told_at + DEBOUNCE:
        return False
    fresh = Q(mailbox=notice.pk, created_at__gt=notice.told_at)
    # One step along the index of the mailbox for each kind and rank.
    return any(
        Delivery.objects.filter(fresh, message_type=kind, rank=rank).exists()
        for kind in MessageType
        for rank in range(states.MOST_URGENT + 1)
    )


def _signed(system: KnownSystem, kinds: Sequence[MessageType], at: datetime) -> dict[str, str]:
    logical = {
        "systemid": system.system_id,
        "timestamp": timestamp_text(at),
        "Content-Type": "application/json",
        "event": "waiting",
        "messagetype": ",".join(kinds),
    }
    return sign(logical, secret=unseal(system.sealed_secret))


def _noted(calls: Sequence[_Call], answers: Sequence[str], at: datetime) -> int:
    with write():
        for call, error in zip(calls, answers, strict=True):
            notice = Notice.objects.get(pk=call.system.id)
            wait = BACKOFF_SECONDS[min(notice.tries, len(BACKOFF_SECONDS) - 1)]
            told = {"told_at": at} if not error else {}
            due = {"due_at": at + timedelta(seconds=wait), "tries": notice.tries + 1, "error": error[:300]}
            Notice.objects.filter(pk=notice.pk).update(**due, **told)
    return sum(not error for error in answers)


def _post(url: str, headers: Mapping[str, str]) -> str:
    try:
        answer = httpx.post(url, headers=dict(headers), content=b"{}", timeout=ANSWER_SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return str(error) or type(error).__name__
    return "" if answer.is_success else f"HTTP {answer.status_code}"
