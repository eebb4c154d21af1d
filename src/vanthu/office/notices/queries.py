"""What a person was told, and how he wants to be told."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from vanthu.office.kernel import counting, paging
from vanthu.office.kernel.scope import current_agency
from vanthu.office.notices.models import Device, Notice, NoticeChoice, NoticeMail, NoticePush
from vanthu.office.notices.states import KINDS

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

_ORDER: paging.Order = ("-at", "-id")


def listing(person: Person, *, before: str = "", after: str = "", size: int = 50) -> paging.Page[Notice]:
    """Return a page of what lies under the bell of a person, the newest first; see `paging.page`."""
    return paging.page(Notice.objects.filter(person=person, shown=True), _ORDER, before=before, after=after, size=size)


def unread(person: Person) -> int:
    """Return how many notices a person has not read."""
    return sum(counting.counted(unread_ones(person)).values())


def unread_ones(person: Person) -> counting.Counting:
    """Return what `unread` counts."""
    return counting.Counting(("notices.unread", current_agency(), person.pk), _unread, (person,))


def _unread(person: Person) -> list[QuerySet[Notice]]:
    return [Notice.objects.filter(person=person, shown=True, read_at=None)]


def new(person: Person, notice_ids: Collection[UUID] | None = None) -> list[UUID]:
    """Return which notices a person has not read, of these or of all."""
    found = Notice.objects.filter(person=person, read_at=None)
    return list((found if notice_ids is None else found.filter(pk__in=notice_ids)).values_list("pk", flat=True))


def notice(person: Person, notice_id: UUID) -> Notice | None:
    """Return one of this person's notices."""
    return Notice.objects.filter(person=person, pk=notice_id).first()


def ways(person: Person) -> dict[str, frozenset[str]]:
    """Return by which ways a person is told of each kind."""
    return _ways([person.pk])[person.pk]


def ways_of(people: Iterable[UUID], kind: str) -> dict[UUID, frozenset[str]]:
    """Return by which ways each of these people is told of one kind."""
    return {person_id: chosen[kind] for person_id, chosen in _ways(list(people)).items()}


def mail_of(row: NoticeMail) -> NoticeMail:
    """Return a mail with its notice and the person it goes to."""
    return NoticeMail.objects.select_related("notice__person", "agency").get(pk=row.pk)


def devices(person: Person) -> list[Device]:
    """Return the browsers that take pushes for a person."""
    return list(Device.objects.filter(person=person))


def devices_of(people: Iterable[UUID]) -> dict[UUID, list[Device]]:
    """Return the browsers that take pushes for each of these people; who has none is not in it."""
    wanted = list(people)
    found: dict[UUID, list[Device]] = {}
    for device in Device.objects.filter(person__in=wanted) if wanted else ():
        found.setdefault(device.person_id, []).append(device)
    return found


def endpoint_hash(endpoint: str) -> str:
    """Return by what the endpoint of a browser is known."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def push_of(row: NoticePush) -> NoticePush | None:
    """Return a push with its notice and browser; None when the browser has gone."""
    return NoticePush.objects.select_related("notice__person", "device").filter(pk=row.pk).first()


def _ways(people: Collection[UUID]) -> dict[UUID, dict[str, frozenset[str]]]:
    found = {person_id: {name: kind.ways for name, kind in KINDS.items()} for person_id in people}
    for row in NoticeChoice.objects.filter(person__in=people):
        found[row.person_id][row.kind] = frozenset(row.ways)
    return found
