"""Making something known inside the agency, reading it, reminding those who have not, ending it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from vanthu.office.announcements import policies, queries
from vanthu.office.announcements.models import AddressedUnit, Announcement, AttachedFile, Reader
from vanthu.office.announcements.states import MOVES
from vanthu.office.audit import operations as audit
from vanthu.office.files import operations as files
from vanthu.office.kernel.moves import MovedMeanwhile, move
from vanthu.office.kernel.words import tidy
from vanthu.office.notices import operations as notices
from vanthu.office.organizations import queries as organizations
from vanthu.runtime.clock import VIETNAM, day_begins
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

MOST_FILES = 10
File = tuple[bytes, str, str]
"""Content, name, media type."""


class AnnouncementIncomplete(VanThuError):
    """An announcement says something to somebody, for a time that is not over."""

    code = "VT-TB-THIEU"
    template = "Thông báo chưa đủ: {what}. Hãy bổ sung rồi thực hiện lại."
    http_status = 422


class AnnouncementReasonMissing(VanThuError):
    """Whoever reads it afterwards must know why it holds no more."""

    code = "VT-TB-THIEU-LY-DO"
    template = "Chưa ghi lý do. Hãy ghi lý do để người đọc thông báo biết."
    http_status = 422


class UrgedToday(VanThuError):
    """Those who have not read it are reminded once a day at most."""

    code = "VT-TB-DA-NHAC"
    template = "Hôm nay đã nhắc rồi. Mỗi ngày chỉ nhắc một lần."
    http_status = 409


class EverybodyRead(VanThuError):
    """There is nobody to remind."""

    code = "VT-TB-DA-DOC-DU"
    template = "Mọi người đã đọc thông báo này, không còn ai phải nhắc."
    http_status = 409


@dataclass(frozen=True, kw_only=True)
class AnnouncementFields:
    """What an announcement says, and to whom."""

    title: str
    text: str
    whole_agency: bool = False
    unit_ids: tuple[UUID, ...] = ()
    person_ids: tuple[UUID, ...] = ()
    must_confirm: bool = False
    stands_until: date | None = None
    """The last day on which it holds; None until it is archived or withdrawn."""


def announce(fields: AnnouncementFields, attached: Sequence[File] = (), *, by: Person, at: datetime) -> Announcement:
    """Make something known: everybody it is addressed to is told once, by the ways he wants.

    Raises NotAllowed, AnnouncementIncomplete, NotFound (a unit of another agency), StoreFull.
    """
    policies.may_announce(by, at=at).require("Đưa thông báo nội bộ")
    title, text = tidy(fields.title)[:300], fields.text.strip()
    people = _required(title, text, fields, len(attached), by, at)
    # Kept before the transaction: bytes nobody names in the end do no harm.
    kept = [(files.keep(content, media_type=media_type, at=at), name) for content, name, media_type in attached]
    with write():
        made = Announcement.objects.create(
            title=title,
            text=text,
            whole_agency=fields.whole_agency,
            must_confirm=fields.must_confirm,
            stands_until=fields.stands_until,
            unit_id=by.unit_id,
            by=by,
            at=at,
        )
        for unit_id in () if fields.whole_agency else dict.fromkeys(fields.unit_ids):
            AddressedUnit.objects.create(announcement=made, unit=organizations.unit(unit_id))
        Reader.objects.bulk_create(
            Reader(agency_id=made.agency_id, announcement=made, person=person) for person in people
        )
        for file, name in kept:
            AttachedFile.objects.create(announcement=made, file=file, name=name[-200:])
        audit.record(verb="announce", subject=made, by=by, at=at, title=title, people=len(people), files=len(kept))
        _tell(made, people, "announce", made.title, text, at)
    return made


def open_(announcement_id: UUID, *, by: Person, at: datetime) -> Announcement:
    """Return an announcement; the first time somebody opens what is addressed to him is kept. Raises NotFound."""
    found = queries.get(by, announcement_id, at=at)
    notices.read_about(by, found.pk, at=at)
    row = queries.reader(by, found)
    if (row is not None and row.opened_at) or not queries.is_addressed(by, found, at=at):
        return found
    with write():
        Reader.objects.get_or_create(announcement=found, person=by, defaults={"agency_id": found.agency_id})
        if Reader.objects.filter(announcement=found, person=by, opened_at=None).update(opened_at=at):
            audit.record(verb="open_announcement", subject=found, by=by, at=at)
    return found


def confirm(announcement_id: UUID, *, by: Person, at: datetime) -> None:
    """Say that one has read it; raises NotFound, NotAllowed."""
    found = open_(announcement_id, by=by, at=at)
    policies.may(by, "confirm", found, at=at).require(policies.LABELS["confirm"])
    with write():
        if Reader.objects.filter(announcement=found, person=by, confirmed_at=None).update(confirmed_at=at):
            audit.record(verb="confirm_announcement", subject=found, by=by, at=at)


def urge(announcement_id: UUID, *, by: Person, at: datetime) -> int:
    """Remind those who have not read it, once a day at most; return how many. Raises UrgedToday, EverybodyRead."""
    found = queries.get(by, announcement_id, at=at)
    policies.may(by, "urge", found, at=at).require(policies.LABELS["urge"])
    people = [one.person for one in queries.reading(found, at=at).missing]
    if not people:
        raise EverybodyRead
    today = at.astimezone(VIETNAM).date()
    not_today = Q(urged_at=None) | Q(urged_at__lt=day_begins(today))
    with write():
        if not Announcement.objects.filter(not_today, pk=found.pk).update(urged_at=at):
            raise UrgedToday
        audit.record(verb="urge_announcement", subject=found, by=by, at=at, people=len(people))
        words = "Nhắc xác nhận đã đọc" if found.must_confirm else "Nhắc đọc"
        _tell(found, people, f"urge:{today}", f"{words}: {found.title}", "", at)
    return len(people)


def archive(announcement_id: UUID, *, reason: str, by: Person, at: datetime) -> Announcement:
    """End what holds no more; nobody is told.

    Raises NotFound, NotAllowed, MovedMeanwhile, AnnouncementReasonMissing.
    """
    return _end(announcement_id, "archive", reason, by, at)


def withdraw(announcement_id: UUID, *, reason: str, by: Person, at: datetime) -> Announcement:
    """Take an announcement back: its words stay to be read, whoever was told is told why. Raises as `archive`."""
    return _end(announcement_id, "withdraw", reason, by, at)


def _end(announcement_id: UUID, verb: str, reason: str, by: Person, at: datetime) -> Announcement:
    found = queries.get(by, announcement_id, at=at)
    if found.state not in MOVES.sources(verb):
        raise MovedMeanwhile(verb=policies.LABELS[verb])
    policies.may(by, verb, found, at=at).require(policies.LABELS[verb])
    why = tidy(reason)[:500]
    if not why:
        raise AnnouncementReasonMissing
    people = [one.person for one in queries.reading(found, at=at).lines]
    with write():
        move(found, verb, MOVES, reason=why, ended_by=by, ended_at=at)
        audit.record(verb=f"{verb}_announcement", subject=found, by=by, at=at, reason=why)
        if verb == "withdraw":
            _tell(found, people, verb, f"Đã thu hồi thông báo: {found.title}", why, at)
    return found


def _required(
    title: str, text: str, fields: AnnouncementFields, files_sent: int, by: Person, at: datetime
) -> list[Person]:
    if not title or not text:
        raise AnnouncementIncomplete(what="chưa có tiêu đề" if not title else "chưa có nội dung")
    if fields.stands_until and fields.stands_until < at.astimezone(VIETNAM).date():
        raise AnnouncementIncomplete(what="ngày hết hiệu lực đã qua")
    if files_sent > MOST_FILES:
        raise AnnouncementIncomplete(what=f"có hơn {MOST_FILES} tệp kèm theo")
    people = queries.addressees(fields.whole_agency, fields.unit_ids, fields.person_ids)
    others = [person for person in people if person.pk != by.pk]
    if not others:
        raise AnnouncementIncomplete(what="chưa chọn nơi nhận, hoặc nơi nhận không có ai")
    return others


def _tell(made: Announcement, people: Collection[Person], what: str, title: str, text: str, at: datetime) -> None:
    target = ("announcement", made.pk)
    said = f"{text[:300].rstrip()}…" if len(text) > 300 else text
    notices.post(people, "announcement", title, text=said, target=target, key=f"announcement:{made.pk}:{what}", at=at)
