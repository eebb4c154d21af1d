"""Lịch công tác tuần, printed: one table of the days of a week on A4 across."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vanthu.standards.letter.printing import printed

DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """One entry as a line; `half` is "Sáng" or "Chiều", `hours` as printed."""

    day: date
    half: str
    hours: str
    title: str
    chair: str = ""
    people: str = ""
    place: str = ""
    preparing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSheet:
    """The week of an agency, its lines in order."""

    governing_name: str
    agency_name: str
    monday: date
    lines: tuple[WeekLine, ...]


def compose_week(sheet: WeekSheet, *, at: datetime) -> bytes:
    """Return the week as PDF; days without entries are left out, except that an empty week says so."""
    sunday = sheet.monday + timedelta(days=6)
    days = [_day(sheet, sheet.monday + timedelta(days=number)) for number in range(7)]
    data = {
        "governing": sheet.governing_name.upper(),
        "agency": sheet.agency_name.upper(),
        "period": f"Từ ngày {sheet.monday:%d/%m/%Y} đến ngày {sunday:%d/%m/%Y}",
        "days": [day for day in days if day["lines"]],
    }
    return printed("week", data, at=at)


def _day(sheet: WeekSheet, day: date) -> dict[str, object]:
    lines = [
        {
            "when": f"{line.half}\n{line.hours}",
            "title": line.title,
            "chair": line.chair,
            "people": line.people,
            "place": line.place,
            "preparing": line.preparing,
        }
        for line in sheet.lines
        if line.day == day
    ]
    return {"name": f"{DAYS[day.weekday()]}\n{day:%d/%m}", "lines": lines}
