"""The secret address of a calendar program."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.audit import operations as audit
from vanthu.office.schedule import queries
from vanthu.office.schedule.models import Feed
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def new_feed(*, by: Person, at: datetime) -> str:
    """Return a new secret address for this person; the one of before no longer works. It is shown once."""
    token = secrets.token_urlsafe(32)
    with write():
        feed, _made = Feed.objects.update_or_create(
            person=by, defaults={"agency_id": by.agency_id, "token_hash": queries.token_hash(token), "made_at": at}
        )
        audit.record(verb="feed", subject=feed, by=by, at=at)
    return token


def give_up_feed(*, by: Person, at: datetime) -> None:
    """Make the secret address of this person stop working."""
    with write():
        feed = Feed.objects.filter(person=by).first()
        if feed is not None:
            audit.record(verb="end_feed", subject=feed, by=by, at=at)
            feed.delete()
