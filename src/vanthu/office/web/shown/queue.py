"""What waits for registering by whatever way it came, in one row: the urgent first, then the oldest (ND30-A22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.states import IncomingState
from vanthu.office.mailbox import queries as mailbox

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

Place = tuple[int, datetime, UUID, str]
"""Urgency turned round, when it came, its id and where it is registered."""


def following(person: Person, done: UUID, *, at: datetime) -> str:
    """Return where the next document is registered; "" when nothing waits any more."""
    return next((url for *_before, found, url in sorted(_waiting(person, at)) if found != done), "")


def _waiting(person: Person, at: datetime) -> Iterator[Place]:
    for row in incoming.waiting(person, at=at):
        if row.state != IncomingState.ARRIVED:
            continue
        url = reverse("web:register", kwargs={"document_id": row.document_id})
        yield -row.urgency, row.arrived_at, row.document_id, url
    for mail in mailbox.waiting(person, at=at):
        urgency = max((one.get("says", {}).get("urgency", 0) for one in mail.files), default=0)
        yield -urgency, mail.arrived_at, mail.pk, reverse("web:mail", kwargs={"mail_id": mail.pk})
