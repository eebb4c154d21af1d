"""Numbers of a span of days: by day, kind, system, agency and state (QD28-A11; the quarterly report of QD28-A15)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from vanthu.axis.delivery import monitoring as deliveries
from vanthu.axis.delivery import states
from vanthu.axis.intake import monitoring as intake
from vanthu.axis.registry import queries as registry
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.edxml import BusinessType, StatusCode

K = TypeVar("K", bound=Hashable)

LONGEST = 400
"""Days of a span: a year, and what reports ask for beside it."""
BY_DAY = 62
"""A longer span is told month by month."""
_KINDS = {
    BusinessType.NEW: "Văn bản mới",
    BusinessType.RECALL: "Thu hồi",
    BusinessType.UPDATE: "Cập nhật",
    BusinessType.REPLACE: "Thay thế",
}
_OTHER, _STATUS = "Văn bản khác", "Trạng thái"
_ALL = "Tất cả"


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return the first moment, and the first that is no longer in it."""
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), VIETNAM), datetime.combine(after, time(), VIETNAM)

    @property
    def by_month(self) -> bool:
        """Return True when it is told month by month."""
        return (self.last - self.first).days >= BY_DAY


@dataclass(frozen=True)
class Row:
    """One line: what it is about, its numbers (None: there is nothing to tell), and the page about it.

    `total`: it adds up the others.
    """

    label: str
    numbers: tuple[int | float | None, ...]
    system_id: str = ""
    agency_code: str = ""
    total: bool = False


@dataclass(frozen=True)
class Table:
    """Lines of numbers. `key` names it in addresses, `subject` heads its first column; shares are in percent."""

    key: str
    title: str
    subject: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


def last_days(today: date, number: int) -> Span:
    """Return a span that ends today."""
    return Span(today - timedelta(days=number - 1), today)


def spans(today: date) -> dict[str, tuple[str, Span]]:
    """Return the spans that are offered, by key, each with its name."""
    month = today.replace(day=1)
    quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    before = quarter - timedelta(days=1)
    earlier = before.replace(month=before.month - 2, day=1)
    return {
        "hom-nay": ("Hôm nay", last_days(today, 1)),
        "7-ngay": ("7 ngày", last_days(today, 7)),
        "30-ngay": ("30 ngày", last_days(today, 30)),
        "thang": ("Tháng này", Span(month, today)),
        "quy": ("Quý này", Span(quarter, today)),
        "quy-truoc": ("Quý trước", Span(earlier, before)),
        "nam": ("Năm nay", Span(today.replace(month=1, day=1), today)),
    }


def tables(span: Span) -> tuple[Table, ...]:
    """Return everything about a span of days."""
    return tuple(made(span) for made in _TABLES.values())


def table(key: str, span: Span) -> Table | None:
    """Return one table of a span of days; None when there is none of this key."""
    made = _TABLES.get(key)
    return made(span) if made else None


def _by_day(span: Span) -> Table:
    since, until = span.moments
    counted: dict[date, dict[str, int]] = {}
    for day, kind, business, number in intake.counted(since, until, by=("day", "message_type", "business_type")):
        _add(counted, _step(day, span), _kind(kind, business), number)
    for day, number in intake.refused(since, until, by=("day",)):
        _add(counted, _step(day, span), "refused", number)
    for day, state, number in deliveries.counted(since, until, by=("day", "state")):
        _add(counted, _step(day, span), "given", number)
        _add(counted, _step(day, span), state, number)
    columns = [*_KINDS.values(), _STATUS, "refused", "given", states.DONE]
    told = "{:%m/%Y}" if span.by_month else "{:%d/%m/%Y}"
    rows = [Row(told.format(day), _picked(counted[day], columns)) for day in sorted(counted, reverse=True)]
    heads = (*_KINDS.values(), _STATUS, "Bị từ chối", "Lượt giao", "Đã giao xong")
    return Table(
        "ngay",
        "Theo thời gian",
        "Tháng" if span.by_month else "Ngày",
        heads,
        _with_sum(rows, _picked(_summed(counted), columns)),
    )


def _by_kind(span: Span) -> Table:
    counted: dict[str, dict[str, int]] = {}
    fields = ("message_type", "business_type", "state")
    for kind, business, state, number in deliveries.counted(*span.moments, by=fields):
        _add(counted, _kind(kind, business), state, number)
    rows = [Row(kind, _delivered(counted[kind])) for kind in (*_KINDS.values(), _OTHER, _STATUS) if kind in counted]
    return Table(
        "loai", "Lượt giao theo loại và tình trạng", "Loại", _DELIVERED, _with_sum(rows, _delivered(_summed(counted)))
    )


def _senders(span: Span) -> Table:
    names, columns = registry.system_ids(), ("edoc", "status", "refused")
    counted: dict[str, dict[str, int]] = {}
    for system, kind, number in intake.counted(*span.moments, by=("system", "message_type")):
        _add(counted, names.get(system, ""), "edoc" if kind == "edoc" else "status", number)
    for system, number in intake.refused(*span.moments, by=("system",)):
        _add(counted, names.get(system, ""), "refused", number)
    rows = [Row(name, _picked(told, columns), name) for name, told in _largest(counted)]
    heads = ("Văn bản", "Trạng thái", "Bị từ chối")
    return Table("gui", "Theo hệ thống gửi", "Hệ thống", heads, _with_sum(rows, _picked(_summed(counted), columns)))


def _receivers(span: Span) -> Table:
    names = registry.system_ids()
    counted: dict[str, dict[str, int]] = {}
    for mailbox, state, number in deliveries.counted(*span.moments, by=("mailbox", "state")):
        _add(counted, names.get(mailbox, ""), state, number)
    seconds = deliveries.seconds_to_receive(*span.moments)
    minutes = {names.get(mailbox, ""): round(mean / 60, 1) for mailbox, mean in seconds.items() if mailbox}
    rows = [
        Row(name or "Chưa hệ thống nào phụ trách", (*_delivered(told), minutes.get(name)), name)
        for name, told in _largest(counted)
    ]
    heads = (*_DELIVERED, "Phút tới khi nhận xong (bình quân)")
    return Table(
        "nhan", "Theo hệ thống nhận", "Hệ thống", heads, _with_sum(rows, (*_delivered(_summed(counted)), None))
    )


def _handling(span: Span) -> Table:
    counted = dict(deliveries.reported(*span.moments))
    known = [code for code in StatusCode if code in counted]
    rows = [Row(f"{code.value} – {code.label}", (counted[code],)) for code in known]
    rows += [Row(f"Mã khác: {code}", (counted[code],)) for code in sorted(set(counted) - set(known))]
    return Table(
        "nghiep-vu",
        "Trạng thái xử lý mà nơi nhận báo",
        "Trạng thái",
        ("Lượt báo",),
        _with_sum(rows, (sum(counted.values()),)),
    )


def _agencies(span: Span) -> Table:
    """Each agency with those below it, so that a province or a ministry is one line, and its offices lines too."""
    own: dict[UUID, dict[str, int]] = {}
    for agency, number in intake.counted(*span.moments, by=("sender",), kind="edoc"):
        _add(own, agency, "sent", number)
    for agency, state, number in deliveries.counted(*span.moments, by=("recipient", "state"), kind="edoc"):
        _add(own, agency, "received", number)
        if state == states.DONE:
            _add(own, agency, "done", number)
    places = registry.with_ancestors(own)
    whole: dict[UUID, dict[str, int]] = {}
    for agency, told in own.items():
        for over in _line(agency, places):
            for name, number in told.items():
                _add(whole, over, name, number)
    rows = [_agency(places[agency], own.get(agency, {}), told) for agency, told in _largest(whole) if agency in places]
    heads = ("Gửi", "Gửi, cả cấp dưới", "Nhận", "Nhận, cả cấp dưới", "Đã giao xong (%)")
    note = "Văn bản, không tính trạng thái. Cơ quan quản lý gồm cả số của các đơn vị cấp dưới, nên không cộng dọc."
    return Table("co-quan", "Theo cơ quan", "Cơ quan", heads, tuple(rows), note)


def _agency(place: registry.Place, own: Mapping[str, int], whole: Mapping[str, int]) -> Row:
    received = whole.get("received", 0)
    share = _percent(whole.get("done", 0), received)
    numbers = (own.get("sent", 0), whole.get("sent", 0), own.get("received", 0), received, share)
    return Row(f"{place.name} ({place.code})", numbers, agency_code=place.code)


def _line(agency: UUID, places: Mapping[UUID, registry.Place]) -> list[UUID]:
    """Return an agency and those above it, each once."""
    line: list[UUID] = []
    over: UUID | None = agency
    while over is not None and over not in line:
        line.append(over)
        place = places.get(over)
        over = place.parent_id if place else None
    return line


_DELIVERED = (*states.LABELS.values(), "Cộng", "Đã giao xong (%)")


def _delivered(told: Mapping[str, int]) -> tuple[int | float | None, ...]:
    total = sum(told.values())
    return (*(told.get(state, 0) for state in states.LABELS), total, _percent(told.get(states.DONE, 0), total))


def _summed(counted: Mapping[K, Mapping[str, int]]) -> dict[str, int]:
    sums: dict[str, dict[str, int]] = {}
    for told in counted.values():
        for name, number in told.items():
            _add(sums, _ALL, name, number)
    return sums.get(_ALL, {})


def _with_sum(rows: Sequence[Row], sums: tuple[int | float | None, ...]) -> tuple[Row, ...]:
    """Return the lines and, where there are several, the one that adds them up."""
    return (*rows, Row(_ALL, sums, total=True)) if len(rows) > 1 else tuple(rows)


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _kind(message_type: str, business_type: int) -> str:
    if message_type != "edoc":
        return _STATUS
    known = business_type in set(BusinessType)
    return _KINDS.get(BusinessType(business_type), _OTHER) if known else _OTHER


def _step(day: date, span: Span) -> date:
    return day.replace(day=1) if span.by_month else day


def _add(counted: dict[K, dict[str, int]], key: K, name: str, number: int) -> None:
    row = counted.setdefault(key, {})
    row[name] = row.get(name, 0) + number


def _picked(told: Mapping[str, int], names: Iterable[str]) -> tuple[int, ...]:
    return tuple(told.get(name, 0) for name in names)


def _largest(counted: Mapping[K, Mapping[str, int]]) -> list[tuple[K, Mapping[str, int]]]:
    return sorted(counted.items(), key=lambda item: (-sum(item[1].values()), str(item[0])))


_TABLES: dict[str, Callable[[Span], Table]] = {
    "ngay": _by_day,
    "loai": _by_kind,
    "gui": _senders,
    "nhan": _receivers,
    "nghiep-vu": _handling,
    "co-quan": _agencies,
}
