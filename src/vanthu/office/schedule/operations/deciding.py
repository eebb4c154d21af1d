"""Deciding on entries, answering invitations, making a week known."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import move
from vanthu.office.kernel.words import tidy
from vanthu.office.notices import operations as notices
from vanthu.office.schedule import policies, queries
from vanthu.office.schedule.models import Entry, Participant, PublishedWeek
from vanthu.office.schedule.operations.common import admitted_weeks, require_free, tell
from vanthu.office.schedule.operations.errors import ScheduleAnswerReasonMissing, ScheduleReasonMissing
from vanthu.office.schedule.states import MOVES, Answer, EntryState
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def approve(entry_id: UUID, *, later: bool = False, despite: bool = False, by: Person, at: datetime) -> Entry:
    """Approve an entry, and with `later` the weeks after it of the same weekly meeting; all or none.

    Raises NotFound, NotAllowed, MovedMeanwhile, ScheduleConflict unless `despite`.
    """
    weeks = admitted_weeks(entry_id, "approve", later=later, by=by, at=at)
    with write():
        for entry in weeks:
            values = {name: getattr(entry, name) for name in ("starts_at", "ends_at", "place", "chair")}
            invited = {one.person_id for one in entry.participants.all()}
            require_free(values, invited, despite=despite, besides=entry.pk)
            move(entry, "approve", MOVES, state_since=at, changed_at=at, decided_by=by)
            audit.record(verb="approve", subject=entry, by=by, at=at, despite=despite)
        tell(weeks, f"Lịch công tác: {weeks[0].title}", by=by, at=at)
    return weeks[0]


def decline(entry_id: UUID, *, reason: str, later: bool = False, by: Person, at: datetime) -> Entry:
    """Turn a proposal down; who proposed it is told why. Raises as `approve`, and ScheduleReasonMissing."""
    return _end(entry_id, "decline", reason, later, by, at)


def cancel(entry_id: UUID, *, reason: str, later: bool = False, by: Person, at: datetime) -> Entry:
    """Take an entry out; whoever was to be there is told why. Raises as `decline`."""
    return _end(entry_id, "cancel", reason, later, by, at)


def _end(entry_id: UUID, verb: str, reason: str, later: bool, by: Person, at: datetime) -> Entry:
    weeks = admitted_weeks(entry_id, verb, later=later, by=by, at=at)
    entry, why = weeks[0], tidy(reason)[:500]
    if not why:
        raise ScheduleReasonMissing
    known = [one for one in weeks if one.state == EntryState.APPROVED]
    with write():
        for one in weeks:
            move(one, verb, MOVES, state_since=at, changed_at=at, decided_by=by, reason=why)
            audit.record(verb=verb, subject=one, by=by, at=at, reason=why)
        if known:
            tell(known, f"Đã hủy: {entry.title}", text=why, by=by, at=at)
        elif entry.proposed_by_id != by.pk:
            key = f"schedule:{entry.pk}:{verb}"
            title = f"{EntryState(entry.state).label}: {entry.title}"
            target = ("schedule", entry.pk)
            notices.post([entry.proposed_by], "schedule", title, text=why, target=target, key=key, at=at)
    return entry


def answer(
    entry_id: UUID, *, coming: bool, reason: str = "", later: bool = False, by: Person, at: datetime
) -> Participant:
    """Say whether one comes, with `later` to the weeks after it too; who does not says why or who comes instead.

    May be said again. Raises NotFound, NotAllowed, MovedMeanwhile, ScheduleAnswerReasonMissing.
    """
    weeks = admitted_weeks(entry_id, "answer", later=later, by=by, at=at)
    entry = weeks[0]
    why = tidy(reason)[:500]
    if not coming and not why:
        raise ScheduleAnswerReasonMissing
    said = Answer.COMING if coming else Answer.AWAY
    with write():
        mine = Participant.objects.filter(entry__in=weeks, person=by)
        mine.update(answer=said, reason=why, answered_at=at)
        for one in weeks:
            audit.record(verb="answer", subject=one, by=by, at=at, answer=said.value, reason=why)
        if not coming:
            asks = {one.pk: one for one in (entry.proposed_by, entry.chair) if one is not None and one.pk != by.pk}
            key = f"schedule:{entry.pk}:answer:{by.pk}:{at.isoformat()}"
            title, target = f"{by.full_name} không dự: {entry.title}", ("schedule", entry.pk)
            notices.post(asks.values(), "schedule", title, text=why, target=target, key=key, at=at)
    return mine.get(entry=entry)


def publish(monday: date, *, by: Person, at: datetime) -> PublishedWeek:
    """Make a week known, or what has changed in it since; raises NotAllowed."""
    policies.may_publish(by, at=at).require("Công bố lịch công tác")
    with write():
        made = PublishedWeek.objects.create(monday=queries.monday_of(monday), by=by, at=at)
        audit.record(verb="publish", subject=made, by=by, at=at, monday=made.monday.isoformat())
    return made
