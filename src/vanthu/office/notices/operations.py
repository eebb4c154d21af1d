"""Telling people, once, by the ways they want; every domain above posts here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.notices import queries
from vanthu.office.notices.models import Notice, NoticeChoice, NoticeMail
from vanthu.office.notices.states import KINDS, Way
from vanthu.runtime import leases
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

GIVE_UP_AFTER = timedelta(hours=24)
"""A reminder that comes a day late by mail helps nobody; it lies under the bell all the same."""
BATCH = 10
TOO_LATE = "VT-THU-HET-HAN"
TITLE_LENGTH = 300

Send = Callable[[NoticeMail], str | None]
"""Hands one mail to a mail server; returns None when it left, else the code of the error; "!" before a final one."""


def post(
    to: Iterable[Person],
    kind: str,
    title: str,
    *,
    text: str = "",
    target: tuple[str, UUID] | None = None,
    key: str,
    at: datetime,
) -> list[Notice]:
    """Tell people something in the transaction of what happened; told before under the same key, nothing happens.

    `kind` is one of KINDS; `target` names what it is about, so that the page of it opens.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of notice: {kind}")
    people = {person.pk: person for person in to if person.left_at is None}
    wanted = queries.ways_of(people, kind)
    about = {"target": target[0], "target_id": target[1]} if target else {}
    said = {"kind": kind, "title": _cut(title), "text": text, "at": at, **about}
    with write():
        return [
            made for person in people.values() if (made := _told(person, key, said, wanted[person.pk], at)) is not None
        ]


def read(person: Person, notice_ids: Iterable[UUID] | None = None, *, at: datetime) -> int:
    """Note that a person has read these notices, or all of his; return how many were new to him."""
    mine = Notice.objects.filter(person=person, read_at=None)
    with write():
        return (mine if notice_ids is None else mine.filter(pk__in=list(notice_ids))).update(read_at=at)


def read_about(person: Person, target_id: UUID, *, at: datetime) -> int:
    """Note that a person has seen the thing some notices are about."""
    mine = Notice.objects.filter(person=person, read_at=None, target_id=target_id)
    if not mine.exists():
        return 0
    with write():
        return mine.update(read_at=at)


def choose(person: Person, wanted: Mapping[str, Iterable[str]], *, at: datetime) -> None:
    """Keep by which ways a person wants each kind; kinds and ways that do not exist are a ValueError."""
    chosen = {kind: sorted(set(ways)) for kind, ways in wanted.items()}
    if chosen.keys() - KINDS.keys() or any(set(ways) - set(Way.values) for ways in chosen.values()):
        raise ValueError("no such kind or way of notices")
    before = queries.ways(person)
    with write():
        for kind, ways in chosen.items():
            if frozenset(ways) == before[kind]:
                continue
            NoticeChoice.objects.update_or_create(
                person=person, kind=kind, agency_id=person.agency_id, defaults={"ways": ways}
            )
            audit.record(verb="choose_notices", subject=person, by=person, at=at, kind=kind, ways=ways)


def send_due(send: Send, *, at: datetime, seconds: int) -> int:
    """Send the notices that go out by mail; return how many came to an end. `seconds`: what one may take."""
    ended = 0
    for row in leases.lease(NoticeMail.of_all_agencies.all(), at=at, seconds=seconds * BATCH, limit=BATCH):
        with agency_in_force(row.agency_id):
            # What nobody could send in time, because there was no mail server or it was away, is not sent late.
            ended += _sent(row, send(queries.mail_of(row)) if at < row.ends_at else TOO_LATE, at)
    return ended


def _sent(row: NoticeMail, error: str | None, at: datetime) -> bool:
    try:
        with write():
            if error is None:
                leases.finish(row, at=at, sent_at=at)
                return True
            if error.startswith("!") or at >= row.ends_at:
                leases.finish(row, at=at, error_code=error.lstrip("!"))
                return True
            leases.postpone(row, at=at, error_code=error)
    except leases.LeaseLost:  # another worker has it now and will end it
        return False
    return False


def _told(person: Person, key: str, said: dict[str, object], ways: frozenset[str], at: datetime) -> Notice | None:
    if not ways:
        return None
    values = {**said, "shown": Way.APP in ways}
    made, new = Notice.objects.get_or_create(agency_id=person.agency_id, person=person, key=key, defaults=values)
    if not new:
        return None
    if Way.MAIL in ways and person.email:
        NoticeMail.objects.create(notice=made, due_at=at, ends_at=at + GIVE_UP_AFTER)
        ring_after_commit()
    return made


def _cut(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"
