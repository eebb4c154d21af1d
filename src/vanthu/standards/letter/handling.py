"""Phiếu giải quyết văn bản đến (ND30 Phụ lục IV): what the leader, the head of the unit and who handles it decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from vanthu.standards.letter.printing import printed

EMPTY_LINES = 3
"""Dotted lines of a part in which nobody has written yet; it is then filled in by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one person wrote: the words, his name, the day; each line of `lines` on a line of its own."""

    lines: tuple[str, ...]
    name: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingSheet:
    """The form with its three parts; a part without opinions is left to be written by hand."""

    governing_name: str
    agency_name: str
    place: str
    day: date
    identification: tuple[tuple[str, str], ...]
    """Names and values that say which document it is."""
    leader: tuple[Opinion, ...] = ()
    unit_head: tuple[Opinion, ...] = ()
    handler: tuple[Opinion, ...] = ()


def handling_sheet(sheet: HandlingSheet, *, at: datetime) -> bytes:
    """Return the form as PDF/A; the same data and time give the same bytes."""
    month = f"{sheet.day.month:02}" if sheet.day.month < 3 else str(sheet.day.month)
    parts = (
        ("Ý kiến của lãnh đạo cơ quan, tổ chức", "Giao đơn vị, cá nhân chủ trì; phối hợp; thời hạn", sheet.leader),
        ("Ý kiến của lãnh đạo đơn vị", "Giao cho cá nhân; thời hạn giải quyết", sheet.unit_head),
        ("Ý kiến đề xuất của người giải quyết", "", sheet.handler),
    )
    given = {
        "governing": sheet.governing_name.upper(),
        "agency": sheet.agency_name.upper(),
        "place_and_date": f"{sheet.place}, ngày {sheet.day.day:02} tháng {month} năm {sheet.day.year}",
        "identification": [list(one) for one in sheet.identification],
        "parts": [{"title": title, "hint": hint, "opinions": _opinions(said)} for title, hint, said in parts],
        "empty": EMPTY_LINES,
    }
    return printed("handling", given, at=at, archival=True)


def _opinions(said: Sequence[Opinion]) -> list[dict[str, object]]:
    return [{**asdict(one), "day": f"{one.day:%d/%m/%Y}" if one.day else ""} for one in said]
