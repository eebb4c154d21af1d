"""The week of an agency or of one person, and what stands in each other's way."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty, Work
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.office.kernel.words import folded
from vanthu.office.schedule.models import Entry, Feed, Participant, PublishedWeek
from vanthu.office.schedule.states import STANDING, Answer, EntryState
from vanthu.runtime.clock import VIETNAM, day_begins

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

NOON = 12


@dataclass(frozen=True)
class Half:
    """The morning or the afternoon of a day."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Day:
    """One day of a week."""

    day: date
    halves: tuple[Half, ...]

    @property
    def empty(self) -> bool:
        """Tell whether nothing stands on the day."""
        return not any(half.entries for half in self.halves)


@dataclass(frozen=True)
class Week:
    """A week as a person may see it; `published_at` is None while it is not made known."""

    monday: date
    days: tuple[Day, ...]
    published_at: datetime | None
    waiting: int
    """Entries that wait for a decision."""
    changed: frozenset[UUID]
    """Entries that say something else than the published week."""

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class Asking:
    """An entry that waits for a word, the first of so many weeks of the same meeting."""

    entry: Entry
    weeks: int = 1


@dataclass(frozen=True)
class Conflict:
    """Another entry at the same time that needs the same people or the same room."""

    entry: Entry
    people: tuple[str, ...]
    place: str


def monday_of(day: date) -> date:
    """Return the Monday of the week a day is in."""
    return day - timedelta(days=day.weekday())


def keeps(person: Person, *, at: datetime) -> bool:
    """Tell whether the person keeps the schedule: leaders decide, clerks of the office keep it for them."""
    duties = access.duties_of(person, at=at)
    return bool(duties & {Duty.LEADER, Duty.CLERK}) or bool(access.delegators(person, at=at)[Work.CLERK])


def visible_to(person: Person, *, at: datetime) -> QuerySet[Entry]:
    """Return the entries a person may see: what is approved, everybody; the rest, keepers and whom it concerns."""
    rows = Entry.objects.select_related("chair", "preparing", "proposed_by", "document", "decided_by")
    if person.agency_id != current_agency():
        return rows.none()
    rows = rows.prefetch_related("participants__person")
    if keeps(person, at=at):
        return rows
    invited = Participant.objects.filter(person=person).values("entry_id")
    mine = Q(proposed_by=person) | Q(chair=person) | Q(pk__in=invited)
    return rows.filter(mine | Q(state=EntryState.APPROVED))


def get(person: Person, entry_id: UUID, *, at: datetime) -> Entry:
    """Return the entry; raises NotFound when there is none that the person may see."""
    found = visible_to(person, at=at).filter(pk=entry_id).first()
    if found is None:
        raise NotFound(what="mục lịch công tác")
    return found


def week(person: Person, monday: date, *, at: datetime, of: UUID | None = None) -> Week:
    """Return a week of the agency, or of one person in it, as this person may see it."""
    since, until = day_begins(monday), day_begins(monday, later=7)
    rows = visible_to(person, at=at).filter(starts_at__lt=until, ends_at__gt=since).exclude(state=EntryState.DECLINED)
    entries = [one for one in rows if of is None or of in people_of(one)]
    published = published_at(monday)
    # What is cancelled stays in sight only where it was made known before.
    shown = [one for one in entries if one.state in STANDING or (published and one.proposed_at < published)]
    changed = frozenset(one.pk for one in shown if published and one.changed_at > published)
    days = tuple(_day(monday + timedelta(days=number), shown) for number in range(7))
    waiting = sum(one.state == EntryState.PROPOSED for one in shown)
    return Week(monday, days, published, waiting, changed)


def later_in_series(entry: Entry, person: Person, *, at: datetime) -> tuple[Entry, ...]:
    """Return the weeks after this one of the same weekly meeting that still stand, in order."""
    if entry.series is None:
        return ()
    rows = visible_to(person, at=at).filter(series=entry.series, starts_at__gt=entry.starts_at, state__in=STANDING)
    return tuple(rows.order_by("starts_at"))


def published_at(monday: date) -> datetime | None:
    """Return when the week was made known last."""
    return PublishedWeek.objects.filter(monday=monday).order_by("-at").values_list("at", flat=True).first()


def people_of(entry: Entry) -> frozenset[UUID]:
    """Return whose time an entry takes; who said that he does not come is free."""
    invited = {one.person_id for one in entry.participants.all() if one.answer != Answer.AWAY}
    return frozenset(invited | ({entry.chair_id} if entry.chair_id else set()))


def conflicts(
    *, starts_at: datetime, ends_at: datetime, people: Collection[UUID], place: str, besides: UUID | None = None
) -> tuple[Conflict, ...]:
    """Return the standing entries of that time that need one of those people, or the same place."""
    rows = Entry.objects.filter(state__in=STANDING, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    found = []
    for one in rows.select_related("chair").prefetch_related("participants__person"):
        shared = people_of(one) & set(people)
        names = tuple(sorted(name for pk, name in _named(one) if pk in shared))
        room = one.place if place.strip() and folded(one.place) == folded(place) else ""
        if names or room:
            found.append(Conflict(one, names, room))
    return tuple(found)


def conflicts_of(entry: Entry) -> tuple[Conflict, ...]:
    """Return what stands in the way of an entry."""
    return conflicts(
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        people=people_of(entry),
        place=entry.place,
        besides=entry.pk,
    )


def unanswered(person: Person, *, at: datetime) -> tuple[Asking, ...]:
    """Return the invitations a person has not answered, the next first, a weekly meeting once."""
    open_ = Participant.objects.filter(person=person, answer=Answer.OPEN).values("entry_id")
    return _by_series(Entry.objects.filter(pk__in=open_, ends_at__gt=at, state=EntryState.APPROVED))


def waiting(*, at: datetime) -> tuple[Asking, ...]:
    """Return what waits for a decision and is not over, the next first, a weekly meeting once."""
    return _by_series(Entry.objects.filter(state=EntryState.PROPOSED, ends_at__gt=at).select_related("proposed_by"))


def _by_series(entries: Iterable[Entry]) -> tuple[Asking, ...]:
    found: dict[UUID, Asking] = {}
    for one in entries:
        known = found.get(one.series or one.pk)
        found[one.series or one.pk] = replace(known, weeks=known.weeks + 1) if known else Asking(one)
    return tuple(found.values())


def of_document(document_id: UUID) -> list[Entry]:
    """Return the standing entries that come from a document."""
    return list(Entry.objects.filter(document_id=document_id, state__in=STANDING))


def feed_of(token: str) -> Feed | None:
    """Return whose feed a secret address is; of whatever agency, for the address is all that is known."""
    rows = Feed.of_all_agencies.select_related("person").filter(person__left_at__isnull=True)
    return rows.filter(token_hash=token_hash(token)).first()


def token_hash(token: str) -> str:
    """Return what is kept of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_entries(person: Person, *, at: datetime) -> list[Entry]:
    """Return what the calendar program of a person shows: his approved entries from a month ago on."""
    invited = Participant.objects.filter(person=person).values("entry_id")
    rows = Entry.objects.filter(Q(chair=person) | Q(pk__in=invited), ends_at__gt=at - timedelta(days=31))
    rows = rows.filter(state__in=(EntryState.APPROVED, EntryState.CANCELLED)).select_related("chair", "preparing")
    return list(rows.prefetch_related("participants__person"))


def _named(entry: Entry) -> Iterable[tuple[UUID, str]]:
    if entry.chair is not None:
        yield entry.chair.pk, entry.chair.full_name
    for one in entry.participants.all():
        yield one.person_id, one.person.full_name


def _day(day: date, entries: list[Entry]) -> Day:
    begin, noon, end = day_begins(day), day_begins(day) + timedelta(hours=NOON), day_begins(day, later=1)
    morning = [one for one in entries if one.starts_at < noon and one.ends_at > begin]
    # What goes on after noon stands where it begins; on the days after the first, in the morning.
    afternoon = [one for one in entries if noon <= one.starts_at < end]
    return Day(day, (Half("Sáng", tuple(morning)), Half("Chiều", tuple(afternoon))))


def local(moment: datetime) -> datetime:
    """Return a moment by the clock on the wall."""
    return moment.astimezone(VIETNAM)


def busy(*, at: datetime) -> dict[UUID, datetime]:
    """Return who is at something of the schedule now, and until when; who said that he does not come is free."""
    rows = Entry.objects.filter(state=EntryState.APPROVED, starts_at__lte=at, ends_at__gt=at)
    found: dict[UUID, datetime] = {}
    for one in rows.prefetch_related("participants"):
        for person_id in people_of(one):
            found[person_id] = max(found.get(person_id, one.ends_at), one.ends_at)
    return found
