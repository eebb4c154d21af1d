"""Putting something into the schedule, and changing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.words import tidy
from vanthu.office.organizations import queries as organizations
from vanthu.office.schedule import policies, queries
from vanthu.office.schedule.models import Entry, Participant
from vanthu.office.schedule.operations.common import admitted, require_free, tell
from vanthu.office.schedule.operations.errors import ScheduleIncomplete, ScheduleTimeWrong
from vanthu.office.schedule.states import Answer, EntryState
from vanthu.runtime.ids import new_id
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

LONGEST = timedelta(days=31)
OLDEST = timedelta(days=31)
MOST_WEEKS = 53


@dataclass(frozen=True, kw_only=True)
class EntryFields:
    """What an entry says."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    chair_id: UUID | None = None
    chair_elsewhere: str = ""
    """Who chairs a meeting of another agency."""
    participant_ids: tuple[UUID, ...] = ()
    others: str = ""
    """Who else is there, in words."""
    preparing_id: UUID | None = None


def propose(
    fields: EntryFields, *, document_id: UUID | None = None, despite: bool = False, by: Person, at: datetime
) -> Entry:
    """Put an entry into the schedule; what a leader or clerk puts in is approved thereby.

    Raises NotAllowed, ScheduleIncomplete, ScheduleTimeWrong, and for keepers ScheduleConflict unless `despite`.
    """
    return _put_in([fields], document_id, despite, by, at)[0]


def propose_weekly(
    fields: EntryFields,
    *,
    until: date,
    document_id: UUID | None = None,
    despite: bool = False,
    by: Person,
    at: datetime,
) -> list[Entry]:
    """Put the same into the schedule every week up to a day, a year at most; all or none. Raises as `propose`."""
    weeks = (until - fields.starts_at.date()).days // 7
    if not 0 <= weeks <= MOST_WEEKS:
        raise ScheduleTimeWrong(why=f"chỉ lặp lại đến trong vòng {MOST_WEEKS} tuần kể từ ngày đầu")
    each = [_weeks_later(fields, number) for number in range(weeks + 1)]
    return _put_in(each, document_id, despite, by, at)


def _weeks_later(fields: EntryFields, weeks: int) -> EntryFields:
    passed = timedelta(weeks=weeks)
    return replace(fields, starts_at=fields.starts_at + passed, ends_at=fields.ends_at + passed)


def _put_in(
    weeks: Sequence[EntryFields], document_id: UUID | None, despite: bool, by: Person, at: datetime
) -> list[Entry]:
    policies.may_propose(by, at=at).require("Đưa vào lịch công tác")
    keeper = queries.keeps(by, at=at)
    begun = {"proposed_by": by, "proposed_at": at, "state_since": at, "changed_at": at, "document_id": document_id}
    decided = {"state": EntryState.APPROVED, "decided_by": by} if keeper else {"state": EntryState.PROPOSED}
    series = {"series": new_id() if len(weeks) > 1 else None}
    made = []
    with write():
        for fields in weeks:
            values = _values(fields, at)
            if keeper:
                require_free(values, set(fields.participant_ids), despite=despite)
            everything: Any = values | begun | decided | series
            made.append(entry := Entry.objects.create(**everything))
            _invite(entry, fields.participant_ids)
            audit.record(verb="propose", subject=entry, by=by, at=at, **_told(entry))
        if keeper:
            tell(made, f"Lịch công tác: {made[0].title}", by=by, at=at)
    return made


def change(entry_id: UUID, fields: EntryFields, *, despite: bool = False, by: Person, at: datetime) -> Entry:
    """Say something else in an entry; whoever is to be there is told when it is approved, and asked anew when it moved.

    Raises NotFound, NotAllowed, MovedMeanwhile, ScheduleIncomplete, ScheduleTimeWrong, ScheduleConflict.
    """
    entry = admitted(entry_id, "change", by, at)
    values = _values(fields, at)
    before, moved = _told(entry), (entry.starts_at, entry.ends_at) != (fields.starts_at, fields.ends_at)
    with write():
        if entry.state == EntryState.APPROVED:
            require_free(values, set(fields.participant_ids), despite=despite, besides=entry.pk)
        Entry.objects.filter(pk=entry.pk).update(**values, changed_at=at)
        entry.refresh_from_db()
        if moved:
            Participant.objects.filter(entry=entry).update(answer=Answer.OPEN, reason="", answered_at=None)
        _invite(entry, fields.participant_ids)
        audit.record(verb="change", subject=entry, by=by, at=at, before=before, **_told(entry))
        if entry.state == EntryState.APPROVED:
            tell([entry], f"Lịch thay đổi: {entry.title}", by=by, at=at)
    return entry


def _values(fields: EntryFields, at: datetime) -> dict[str, Any]:
    title, elsewhere = tidy(fields.title)[:500], tidy(fields.chair_elsewhere)[:200]
    if not title:
        raise ScheduleIncomplete(what="chưa có nội dung")
    if fields.chair_id is None and not elsewhere and not fields.participant_ids:
        raise ScheduleIncomplete(what="chưa có người chủ trì hoặc người tham dự")
    _require_times(fields.starts_at, fields.ends_at, at)
    chair = organizations.person(fields.chair_id) if fields.chair_id else None
    return {
        "title": title,
        "starts_at": fields.starts_at,
        "ends_at": fields.ends_at,
        "place": tidy(fields.place)[:200],
        "chair": chair,
        "chair_elsewhere": "" if chair else elsewhere,
        "others": tidy(fields.others)[:1000],
        "preparing": organizations.unit(fields.preparing_id) if fields.preparing_id else None,
    }


def _require_times(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if ends_at <= starts_at:
        raise ScheduleTimeWrong(why="giờ kết thúc phải sau giờ bắt đầu")
    if ends_at - starts_at > LONGEST:
        raise ScheduleTimeWrong(why="một mục lịch không dài quá 31 ngày")
    if starts_at < at - OLDEST:
        raise ScheduleTimeWrong(why="mục lịch bắt đầu quá 31 ngày trước hôm nay")


def _invite(entry: Entry, wanted: tuple[UUID, ...]) -> None:
    """Invite these people and nobody else; who was invited before keeps his answer."""
    people = {person.pk for person in organizations.people()}
    if unknown := set(wanted) - people:
        raise ScheduleIncomplete(what=f"có {len(unknown)} người không thuộc cơ quan hoặc đã thôi công tác")
    Participant.objects.filter(entry=entry).exclude(person_id__in=wanted).delete()
    there = set(Participant.objects.filter(entry=entry).values_list("person_id", flat=True))
    for person_id in dict.fromkeys(wanted):
        if person_id not in there:
            Participant.objects.create(entry=entry, person_id=person_id)


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "starts_at": entry.starts_at.isoformat(),
        "ends_at": entry.ends_at.isoformat(),
        "place": entry.place,
    }
