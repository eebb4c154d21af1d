"""A person's schedule as iCalendar (RFC 5545), for the calendar program on his telephone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

import icalendar

from vanthu.office.schedule.models import Entry
from vanthu.office.schedule.states import EntryState

PRODUCT = "-//Van Thu//Lich cong tac//VI"


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """Return the entries as a calendar; what was cancelled is told as cancelled, so that programs strike it out."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.pk}@vanthu")
    event.add("summary", entry.title)
    # In UTC every program agrees on the moment, whether it knows the zone or not.
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", int(entry.changed_at.timestamp() - entry.proposed_at.timestamp()))
    event.add("status", "CANCELLED" if entry.state == EntryState.CANCELLED else "CONFIRMED")
    if entry.place:
        event.add("location", entry.place)
    event.add("description", "\n".join(_lines(entry)))
    return event


def _lines(entry: Entry) -> Iterable[str]:
    chair = entry.chair.full_name if entry.chair else entry.chair_elsewhere
    if chair:
        yield f"Chủ trì: {chair}"
    if people := [one.person.full_name for one in entry.participants.all()]:
        yield f"Thành phần: {', '.join(people)}"
    if entry.others:
        yield f"Thành phần khác: {entry.others}"
    if entry.preparing:
        yield f"Chuẩn bị: {entry.preparing.name}"
    if entry.state == EntryState.CANCELLED:
        yield f"Đã hủy: {entry.reason}"
