"""Who may make something known, and what may be done with it afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.announcements import queries
from vanthu.office.announcements.states import MOVES, AnnouncementState
from vanthu.office.kernel.permission import ALLOWED, Permission, Verb, refused
from vanthu.office.kernel.scope import current_agency

if TYPE_CHECKING:
    from vanthu.office.announcements.models import Announcement
    from vanthu.office.organizations.models import Person

LABELS = {
    "confirm": "Xác nhận đã đọc",
    "urge": "Nhắc người chưa đọc",
    "archive": "Thôi hiệu lực, lưu",
    "withdraw": "Thu hồi",
}
"""Every verb of an announcement with its Vietnamese word."""
AUTHORS = frozenset({Duty.LEADER, Duty.UNIT_HEAD, Duty.CLERK, Duty.ANNOUNCER})


def may_announce(person: Person, *, at: datetime) -> Permission:
    """Answer whether this person may make something known: leaders, heads of units, clerks, who has the duty."""
    if person.agency_id != current_agency():
        return refused("ông/bà không thuộc cơ quan này")
    if access.duties_of(person, at=at) & AUTHORS:
        return ALLOWED
    return refused(
        "lãnh đạo, trưởng đơn vị, văn thư và người được giao nhiệm vụ đưa thông báo nội bộ thực hiện việc này"
    )


def may(person: Person, verb: str, announcement: Announcement, *, at: datetime) -> Permission:
    """Answer whether this person may do this verb to this announcement now."""
    if person.agency_id != announcement.agency_id:
        return refused("thông báo này của cơ quan khác")
    if verb in MOVES.table and announcement.state not in MOVES.sources(verb):
        return refused(f"thông báo đang ở trạng thái «{AnnouncementState(announcement.state).label}»")
    if verb == "confirm":
        return _may_confirm(person, announcement, at)
    if not queries.watches(person, announcement, at=at):
        return refused(f"việc này do {announcement.by.full_name}, trưởng đơn vị hoặc lãnh đạo thực hiện")
    if verb == "urge" and not queries.stands(announcement, at=at):
        return refused("thông báo không còn hiệu lực")
    return ALLOWED


def verbs(person: Person, announcement: Announcement, *, at: datetime) -> list[Verb]:
    """Return every verb with its answer for this person."""
    return [Verb(verb, label, may(person, verb, announcement, at=at)) for verb, label in LABELS.items()]


def _may_confirm(person: Person, announcement: Announcement, at: datetime) -> Permission:
    if not announcement.must_confirm:
        return refused("thông báo này không phải xác nhận")
    if not queries.stands(announcement, at=at):
        return refused("thông báo không còn hiệu lực")
    if not queries.is_addressed(person, announcement, at=at):
        return refused("thông báo này không gửi cho ông/bà")
    row = queries.reader(person, announcement)
    return refused("ông/bà đã xác nhận") if row is not None and row.confirmed_at else ALLOWED
