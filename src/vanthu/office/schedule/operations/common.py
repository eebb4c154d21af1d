"""What the verbs of the schedule share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.notices import operations as notices
from vanthu.office.schedule import policies, queries
from vanthu.office.schedule.models import Entry, Participant
from vanthu.office.schedule.operations.errors import ScheduleConflict

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def admitted(entry_id: UUID, verb: str, by: Person, at: datetime) -> Entry:
    """Return the entry for a verb; raises NotFound, MovedMeanwhile (wrong state), NotAllowed."""
    entry = queries.get(by, entry_id, at=at)
    if not policies.exists(verb, entry):
        raise MovedMeanwhile(verb=policies.LABELS[verb])
    policies.may(by, verb, entry, at=at).require(policies.LABELS[verb])
    return entry


def admitted_weeks(entry_id: UUID, verb: str, *, later: bool, by: Person, at: datetime) -> list[Entry]:
    """Return the entry and, where the later weeks of its series are meant too, those that the verb suits.

    Raises as `admitted`, for the entry itself; a later week that was moved or decided otherwise stays as it is.
    """
    entry = admitted(entry_id, verb, by, at)
    rest = queries.later_in_series(entry, by, at=at) if later else ()
    return [entry, *(one for one in rest if policies.exists(verb, one) and policies.may(by, verb, one, at=at))]


def require_free(values: dict[str, Any], invited: set[UUID], *, despite: bool, besides: UUID | None = None) -> None:
    """Raise ScheduleConflict when people or the room are taken at that time, unless that is meant."""
    chair = values["chair"]
    people = invited | ({chair.pk} if chair else set())
    found = queries.conflicts(
        starts_at=values["starts_at"],
        ends_at=values["ends_at"],
        people=people,
        place=values["place"],
        besides=besides,
    )
    if found and not despite:
        raise ScheduleConflict(clashes="; ".join(_clash(one) for one in found[:5]))


def _clash(conflict: queries.Conflict) -> str:
    entry = conflict.entry
    shared = ", ".join((*conflict.people, *((f"nơi họp «{conflict.place}»",) if conflict.place else ())))
    begin, end = queries.local(entry.starts_at), queries.local(entry.ends_at)
    return f"{begin:%H:%M}–{end:%H:%M} ngày {begin:%d/%m} «{entry.title}» cũng cần {shared}"


def tell(weeks: Sequence[Entry], title: str, *, by: Person, at: datetime, text: str = "") -> None:
    """Tell whoever is to be there, but not the one who did it; of a weekly meeting once for all its weeks."""
    entry, last = weeks[0], weeks[-1]
    invited = Participant.objects.filter(entry=entry).select_related("person")
    people = {one.person_id: one.person for one in invited} | ({entry.chair_id: entry.chair} if entry.chair else {})
    people.pop(by.pk, None)
    begin = queries.local(entry.starts_at)
    when = f"{begin:%H:%M} ngày {begin:%d/%m/%Y}"
    if len(weeks) > 1:
        when += f", hằng tuần đến ngày {queries.local(last.starts_at):%d/%m/%Y}"
    said = text or when + (f", {entry.place}" if entry.place else "")
    key = f"schedule:{entry.pk}:{entry.state}:{at.isoformat()}"
    notices.post(people.values(), "schedule", title, text=said, target=("schedule", entry.pk), key=key, at=at)
