"""Who may read which announcement, what somebody has not read yet, and who has read one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.announcements.models import AddressedUnit, Announcement, AttachedFile, Reader
from vanthu.office.announcements.states import AnnouncementState
from vanthu.office.kernel import paging
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.prepared import prepared
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

PARTS = ("hieu-luc", "da-thoi", "toi-gui")
"""What holds (not read first), what holds no more, what I wrote."""
_ORDER: paging.Order = ("waits_last", "-at", "-pk")


@dataclass(frozen=True)
class ReaderLine:
    """How far one person has read an announcement."""

    person: Person
    opened_at: datetime | None
    confirmed_at: datetime | None
    read: bool
    """Opened, and confirmed where that is asked for."""


@dataclass(frozen=True)
class Reading:
    """Who has read an announcement ("đã đọc 12/15"); who left the agency since is not counted."""

    lines: tuple[ReaderLine, ...]

    @property
    def total(self) -> int:
        """How many are to read it."""
        return len(self.lines)

    @property
    def read(self) -> tuple[ReaderLine, ...]:
        """Who has read it."""
        return tuple(one for one in self.lines if one.read)

    @property
    def missing(self) -> tuple[ReaderLine, ...]:
        """Who has not."""
        return tuple(one for one in self.lines if not one.read)


def visible_to(person: Person, *, at: datetime) -> QuerySet[Announcement]:
    """Return what a person may read: what is addressed to him, what he wrote, what he watches over as a head."""
    rows = Announcement.objects.select_related("by", "unit", "ended_by")
    if person.agency_id != current_agency():
        return rows.none()
    return rows.filter(_addressed(person, _within(person), _day(at)) | _watched(person, at))


def get(person: Person, announcement_id: UUID, *, at: datetime) -> Announcement:
    """Return an announcement; raises NotFound when there is none that the person may read."""
    found = visible_to(person, at=at).filter(pk=announcement_id).first()
    if found is None:
        raise NotFound(what="thông báo")
    return found


def stands(announcement: Announcement, *, at: datetime) -> bool:
    """Tell whether what it says still holds."""
    until = announcement.stands_until
    return announcement.state == AnnouncementState.STANDING and (until is None or until >= _day(at))


def is_addressed(person: Person, announcement: Announcement, *, at: datetime) -> bool:
    """Tell whether it is for this person to read."""
    return (
        Announcement.objects.filter(_addressed(person, _within(person), _day(at)), pk=announcement.pk)
        .exclude(by=person)
        .exists()
    )


def watches(person: Person, announcement: Announcement, *, at: datetime) -> bool:
    """Tell whether the person sees who has read it: its author, the head of his unit, the leaders."""
    if person.agency_id != announcement.agency_id:
        return False
    duties = access.duties_of(person, at=at)
    heads = Duty.UNIT_HEAD in duties and announcement.unit_id is not None and person.unit_id == announcement.unit_id
    return announcement.by_id == person.pk or Duty.LEADER in duties or heads


def unread(person: Person, *, at: datetime) -> list[Announcement]:
    """Return what still holds and this person has not read, or not confirmed where that is asked for."""
    return _unread(person, _within(person), _day(at)) if person.agency_id == current_agency() else []


@prepared
def _unread(person: Person, within: tuple[UUID, ...], day: date) -> QuerySet[Announcement]:
    rows = Announcement.objects.select_related("by", "unit").filter(_waits_for(person, within, day))
    return rows.exclude(by=person)


def listing(
    person: Person, part: str = PARTS[0], *, at: datetime, before: str = "", after: str = "", size: int = 50
) -> paging.Page[Announcement]:
    """Return a page of what a person may read, what he has not read first; see `paging.page`."""
    waits = Case(
        When(_waits_for(person, _within(person), _day(at)), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = visible_to(person, at=at).annotate(waits_last=waits)
    if part == "toi-gui":
        rows = rows.filter(by=person)
    else:
        rows = rows.exclude(_standing(_day(at))) if part == "da-thoi" else rows.filter(_standing(_day(at)))
    return paging.page(rows, _ORDER, before=before, after=after, size=size)


def readings(announcements: Collection[Announcement], *, at: datetime) -> dict[UUID, Reading]:
    """Return of each of these announcements who has read it, with three queries for all of them."""
    if not announcements:
        return {}
    people = organizations.people()
    units, rows = _units_of(announcements), _rows_of(announcements)
    found = {}
    for one in announcements:
        known = rows.get(one.pk, {})
        lines = (
            _line(one, person, known.get(person.pk))
            for person in people
            if person.pk != one.by_id
            and (person.pk in known or (stands(one, at=at) and _reaches(one, units.get(one.pk, ()), person)))
        )
        found[one.pk] = Reading(tuple(lines))
    return found


def reading(announcement: Announcement, *, at: datetime) -> Reading:
    """Return who has read one announcement."""
    return readings([announcement], at=at)[announcement.pk]


def addressees(whole_agency: bool, unit_ids: Collection[UUID], person_ids: Collection[UUID]) -> list[Person]:
    """Return the people of the agency in force whom that names, each once."""
    return [
        person
        for person in organizations.people()
        if whole_agency or person.pk in person_ids or _in_units(person, unit_ids)
    ]


def addressed_units(announcement: Announcement) -> list[str]:
    """Return the names of the units it is addressed to."""
    rows = AddressedUnit.objects.filter(announcement=announcement).order_by("unit__ordinal", "unit__name")
    return list(rows.values_list("unit__name", flat=True))


def reader(person: Person, announcement: Announcement) -> Reader | None:
    """Return how far a person has read it; None when he never opened what he was not told of."""
    return Reader.objects.filter(announcement=announcement, person=person).first()


def files(announcement: Announcement) -> list[AttachedFile]:
    """Return what goes with it."""
    return list(AttachedFile.objects.filter(announcement=announcement).select_related("file"))


def file(person: Person, file_id: UUID, *, at: datetime) -> AttachedFile:
    """Return one file of an announcement that the person may read; raises NotFound."""
    found = AttachedFile.objects.filter(pk=file_id, announcement__in=visible_to(person, at=at)).first()
    if found is None:
        raise NotFound(what="tệp")
    return found


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()


def _standing(day: date) -> Q:
    return Q(state=AnnouncementState.STANDING) & (Q(stands_until=None) | Q(stands_until__gte=day))


def _mine(person: Person) -> QuerySet[Reader]:
    return Reader.objects.filter(announcement=OuterRef("pk"), person=person)


def _within(person: Person) -> tuple[UUID, ...]:
    """Return the unit of this person and the one above it."""
    return tuple(one for one in (person.unit_id, person.unit.parent_id) if one) if person.unit else ()


def _addressed(person: Person, within: tuple[UUID, ...], day: date) -> Q:
    """Whoever was told may read it for good; whoever joins later, as long as it holds."""
    to_units = AddressedUnit.objects.filter(announcement=OuterRef("pk"), unit__in=within)
    return Q(Exists(_mine(person))) | _standing(day) & (Q(whole_agency=True) | Q(Exists(to_units)))


def _watched(person: Person, at: datetime) -> Q:
    duties = access.duties_of(person, at=at)
    if Duty.LEADER in duties:
        return Q(agency_id=person.agency_id)
    own = Q(by=person)
    return own | Q(unit=person.unit_id) if Duty.UNIT_HEAD in duties and person.unit_id else own


def _waits_for(person: Person, within: tuple[UUID, ...], day: date) -> Q:
    confirmed = Exists(_mine(person).filter(confirmed_at__isnull=False))
    opened = Exists(_mine(person).filter(opened_at__isnull=False))
    done = Q(confirmed) | Q(must_confirm=False) & Q(opened)
    return _standing(day) & _addressed(person, within, day) & ~Q(by=person) & ~done


def _units_of(announcements: Iterable[Announcement]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for row in AddressedUnit.objects.filter(announcement__in=[one.pk for one in announcements]):
        found.setdefault(row.announcement_id, set()).add(row.unit_id)
    return found


def _rows_of(announcements: Iterable[Announcement]) -> dict[UUID, dict[UUID, Reader]]:
    found: dict[UUID, dict[UUID, Reader]] = {}
    for row in Reader.objects.filter(announcement__in=[one.pk for one in announcements]):
        found.setdefault(row.announcement_id, {})[row.person_id] = row
    return found


def _reaches(announcement: Announcement, unit_ids: Collection[UUID], person: Person) -> bool:
    return announcement.whole_agency or _in_units(person, unit_ids)


def _in_units(person: Person, unit_ids: Collection[UUID]) -> bool:
    return person.unit is not None and bool({person.unit.pk, person.unit.parent_id} & set(unit_ids))


def _line(announcement: Announcement, person: Person, row: Reader | None) -> ReaderLine:
    opened, confirmed = (row.opened_at, row.confirmed_at) if row else (None, None)
    return ReaderLine(person, opened, confirmed, bool(confirmed if announcement.must_confirm else opened))
