"""Who may put something into the schedule, decide on it, change it and make a week known."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.kernel.permission import ALLOWED, Permission, Verb, refused
from vanthu.office.kernel.scope import current_agency
from vanthu.office.schedule.queries import keeps
from vanthu.office.schedule.states import MOVES, STANDING, EntryState

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.schedule.models import Entry

LABELS = {
    "approve": "Duyệt",
    "answer": "Trả lời mời họp",
    "change": "Sửa",
    "decline": "Không duyệt",
    "cancel": "Hủy",
}
"""Every verb of an entry with its Vietnamese word."""
_KEEPERS = "lãnh đạo và văn thư cơ quan quyết định lịch công tác"


def may_propose(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person may put something into the schedule: whoever has work in the agency."""
    if person.agency_id != current_agency():
        return refused("lịch này của cơ quan khác")
    if access.duties_of(person, at=at) - {Duty.ADMINISTRATOR}:
        return ALLOWED
    return refused("ông/bà chưa được giao nhiệm vụ trong cơ quan")


def may_publish(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person may make a week known."""
    if person.agency_id != current_agency():
        return refused("lịch này của cơ quan khác")
    return ALLOWED if keeps(person, at=at) else refused(_KEEPERS)


def exists(verb: str, entry: Entry) -> bool:
    """Tell whether an entry in its state knows the verb."""
    if verb in {"change", "answer"}:
        return entry.state in (STANDING if verb == "change" else {EntryState.APPROVED})
    return entry.state in MOVES.sources(verb)


def may(person: Person, verb: str, entry: Entry, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb to this entry now."""
    if person.agency_id != entry.agency_id:
        return refused("mục lịch này của cơ quan khác")
    if not exists(verb, entry):
        return refused(f"mục lịch đang ở trạng thái «{EntryState(entry.state).label}»")
    if verb == "answer":
        invited = any(one.person_id == person.pk for one in entry.participants.all())
        return ALLOWED if invited else refused("ông/bà không có trong thành phần được mời")
    if keeps(person, at=at):
        return ALLOWED
    own = entry.proposed_by_id == person.pk and entry.state == EntryState.PROPOSED
    if verb in {"change", "cancel"}:
        return ALLOWED if own else refused(f"khi đã duyệt, {_KEEPERS}")
    return refused(_KEEPERS)


def verbs(person: Person, entry: Entry, *, at: datetime) -> list[Verb]:
    """Return the verbs that exist for the entry in its state, each with its answer for this person."""
    existing = [verb for verb in LABELS if exists(verb, entry)]
    return [Verb(verb, LABELS[verb], may(person, verb, entry, at=at)) for verb in existing]
