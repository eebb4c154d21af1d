"""Where a document stands with one recipient, by everything that was reported: the table of statuses of QCVN 102.

    (none) → 01 → 02 (end: returned)
                → 03 → 04 → 05 → 06 (end: completed); steps may be left out
    on 13, on a recall, on an update: → 15 (agreed) | 16 (refused, and everything goes on)

Statuses come late, twice and in the wrong order; all are kept, and the one that is furthest is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from vanthu.standards.edxml import StatusCode

_RANKS = {
    StatusCode.ARRIVED: 1,
    StatusCode.RECEIVED: 2,
    StatusCode.ASSIGNED: 3,
    StatusCode.PROCESSING: 4,
    StatusCode.REFUSED: 5,
    StatusCode.COMPLETED: 6,
}
_ANSWERS = (StatusCode.CHANGE_ACCEPTED, StatusCode.CHANGE_REFUSED)
FINAL = frozenset({StatusCode.REFUSED, StatusCode.COMPLETED})

ASKED, AGREED, DECLINED = "asked", "agreed", "declined"
_CHANGES = {
    ASKED: "đang chờ trả lời yêu cầu lấy lại, thu hồi hoặc cập nhật",
    AGREED: "đã đồng ý lấy lại, thu hồi hoặc cập nhật",
    DECLINED: "không đồng ý lấy lại, thu hồi hoặc cập nhật",
}
NOTHING_YET = "Chưa có trạng thái"


@dataclass(frozen=True)
class Report:
    """One status message about one recipient, or (code "") a recall or update sent to it."""

    code: str
    noted_at: datetime
    stated_at: datetime | None = None
    description: str = ""


@dataclass(frozen=True)
class BusinessState:
    """Where a document stands with one recipient.

    `code` is the furthest status of its handling, "" when none came. `change` tells of a wish to take it back, to
    recall or to update it: "", ASKED, AGREED or DECLINED. `unknown` are codes no table has, as they came.
    """

    code: str = ""
    change: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def final(self) -> bool:
        """Return True when the recipient has returned or completed it, or agreed to give it back."""
        return self.code in FINAL or self.change == AGREED

    @property
    def label(self) -> str:
        """Return it in words."""
        parts = [StatusCode(self.code).label] if self.code else []
        parts += [_CHANGES[self.change]] if self.change else []
        parts += [f"mã trạng thái khác: {', '.join(self.unknown)}"] if self.unknown else []
        return "; ".join(parts) or NOTHING_YET


def applied(reports: Iterable[Report]) -> BusinessState:
    """Return where a document stands with one recipient, whatever the order in which the reports came."""
    told = list(reports)
    steps = [report.code for report in told if report.code in _RANKS]
    furthest = max(steps, key=lambda code: _RANKS[StatusCode(code)], default="")
    known = {*_RANKS, *_ANSWERS, StatusCode.TAKE_BACK, ""}
    unknown = tuple(dict.fromkeys(report.code for report in told if report.code not in known))
    return BusinessState(furthest, _change(told), unknown)


def _change(told: list[Report]) -> str:
    asked = max(_asks(told), default=None)
    answer = max(_once(report for report in told if report.code in _ANSWERS), key=_moment, default=None)
    if answer is None or (asked is not None and answer.noted_at < asked):
        return ASKED if asked else ""
    return AGREED if answer.code == StatusCode.CHANGE_ACCEPTED else DECLINED


def _asks(told: Iterable[Report]) -> list[datetime]:
    """Return when something was asked for; what was given back already cannot be asked back once more."""
    asks: list[datetime] = []
    last, given_back = "", False
    for report in _once(report for report in told if report.code in ("", StatusCode.TAKE_BACK, *_ANSWERS)):
        if report.code == StatusCode.CHANGE_ACCEPTED:
            given_back = given_back or last == StatusCode.TAKE_BACK
        elif report.code not in _ANSWERS and not (given_back and report.code):
            asks.append(report.noted_at)
            last, given_back = report.code, False
    return asks


def _once(reports: Iterable[Report]) -> list[Report]:
    """Return them as they came, without repetitions: an old answer that comes again answers no new question."""
    first: dict[tuple[str, datetime | None, str], Report] = {}
    for report in sorted(reports, key=lambda report: report.noted_at):
        key = (report.code, report.stated_at, report.description)
        first.setdefault(key if report.stated_at else (*key[:2], str(report.noted_at)), report)
    return list(first.values())


def _moment(report: Report) -> datetime:
    """Return when one recipient said it by its own clock; answers of one recipient are compared with each other."""
    return report.stated_at or report.noted_at
