"""How an agency counts: one series, by type, by groups of types, and the special ones (ND30-A15.1, A15.2, PLI-3a)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.scope import current_agency
from vanthu.office.kernel.words import tidy
from vanthu.office.registers import queries
from vanthu.office.registers.models import NumberTaken, Register, Series
from vanthu.office.registers.operations.common import allow, given_reason, locked_register, required, today
from vanthu.office.registers.operations.errors import RegisterFieldWrong, SeriesClash, SeriesInMidYear
from vanthu.office.registers.states import COPIES, GENERAL, RegisterKind, SeriesScope
from vanthu.runtime.transactions import write

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

_BY_TYPE = frozenset({SeriesScope.TYPES, SeriesScope.LEGAL})


@dataclass(frozen=True, kw_only=True)
class SeriesFields:
    """A series to be opened; which fields count depends on its scope."""

    scope: str
    name: str
    types: tuple[str, ...] = ()
    body_name: str = ""
    notations: tuple[str, ...] = ()
    valid_from: date
    legal_basis: str


def open_series(fields: SeriesFields, *, by: Person, at: datetime) -> Series:
    """Open a series from a day on, by decision of the head of the agency (ND30-A15.1c).

    Raises SeriesClash, SeriesInMidYear when documents of its types were numbered in that year already,
    RegisterFieldWrong, NotAllowed.
    """
    allow(by, "open_series", at)
    with write():
        _lock_general(at, fields.valid_from)
        series = _checked(fields, by, at)
        _refuse_clash(series)
        _refuse_mid_year(series)
        series.save(force_insert=True)
        audit.record(
            verb="open_series", subject=series, by=by, at=at, code=series.code, name=series.name, scope=series.scope,
            types=list(series.types), valid_from=series.valid_from, legal_basis=series.legal_basis,
        )  # fmt: skip
    return series


def end_series(series_id: UUID, *, valid_to: date, reason: str, by: Person, at: datetime) -> Series:
    """Let a series end on a day; its types go back to the general series, so that day is the last of a year.

    A series that has given no number in that year may end any day. Raises SeriesInMidYear, RegisterReasonMissing,
    RegisterFieldWrong, MovedMeanwhile when it has ended already, NotAllowed.
    """
    allow(by, "end_series", at)
    why = given_reason(reason)
    with write():
        _lock_general(at, valid_to)
        series = queries.series_row(series_id)
        if valid_to < series.valid_from:
            raise RegisterFieldWrong(what="ngày ngừng trước ngày áp dụng")
        if (valid_to.month, valid_to.day) != (12, 31) and series.scope in _BY_TYPE:
            given = Register.objects.filter(kind=series.kind, series=series.code, year=valid_to.year).first()
            if given is not None and given.last_number:
                raise SeriesInMidYear(year=valid_to.year, count=given.last_number)
        ended = Series.objects.filter(pk=series_id, valid_to__isnull=True).update(valid_to=valid_to)
        if ended != 1:
            raise MovedMeanwhile(verb="Ngừng dãy số")
        audit.record(verb="end_series", subject=series, by=by, at=at, code=series.code, valid_to=valid_to, reason=why)
    return queries.series_row(series_id)


def _lock_general(at: datetime, day: date) -> None:
    """Let nobody count in the general series, nor decide on another one, until this is written."""
    for year in sorted({today(at).year, day.year}):
        locked_register(RegisterKind.OUTGOING, GENERAL, year)


def _checked(fields: SeriesFields, by: Person, at: datetime) -> Series:
    scope = SeriesScope(fields.scope)
    name = required(fields.name, what="tên dãy số", most=100)
    types = sorted(set(fields.types))
    if scope in _BY_TYPE and not types:
        raise RegisterFieldWrong(what="chưa chọn loại văn bản nào")
    if scope == SeriesScope.LEGAL and len(types) != 1:
        raise RegisterFieldWrong(what="mỗi loại văn bản quy phạm pháp luật có dãy số riêng; hãy chọn đúng một loại")
    notations = [part for part in map(tidy, fields.notations) if part]
    if scope == SeriesScope.SECRET and not notations:
        raise RegisterFieldWrong(what="chưa nhập phần ký hiệu nhận biết văn bản mật")
    return Series(
        agency_id=current_agency(),
        kind=RegisterKind.COPY if scope == SeriesScope.COPIES else RegisterKind.OUTGOING,
        code={SeriesScope.GENERAL: GENERAL, SeriesScope.COPIES: COPIES}.get(scope) or _code(name),
        name=name,
        scope=scope,
        types=types if scope in _BY_TYPE else [],
        body_name=required(fields.body_name, what="tên hội đồng, ban", most=200) if scope == SeriesScope.BODY else "",
        notations=notations if scope == SeriesScope.SECRET else [],
        valid_from=fields.valid_from,
        legal_basis=required(fields.legal_basis, what="căn cứ", most=200),
        made_at=at,
        made_by=by,
    )


def _code(name: str) -> str:
    """The name without accents, for addresses: "Quyết định" → "quyet-dinh"."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    code = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40]
    if not code or code in {GENERAL, COPIES}:
        raise RegisterFieldWrong(what="tên dãy số này để dành; hãy đặt tên khác")
    return code


def _refuse_clash(series: Series) -> None:
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=series.valid_from)
    for other in Series.objects.filter(still, kind=series.kind):
        what = _clash(series, other)
        if what:
            raise SeriesClash(name=series.name, other=other.name, what=what)


def _clash(series: Series, other: Series) -> str:
    if series.code == other.code:
        return "cùng tên"
    if series.scope == other.scope == SeriesScope.BODY and tidy(series.body_name) == tidy(other.body_name):
        return "cùng hội đồng, ban"
    if common := set(series.types) & set(other.types):
        return f"cùng có loại {', '.join(sorted(common))}"
    return ""


def _refuse_mid_year(series: Series) -> None:
    """Documents of these types that were numbered elsewhere in the year would get the same number and notation."""
    if series.scope not in _BY_TYPE:
        return
    year = series.valid_from.year
    given = NumberTaken.objects.filter(
        register__kind=series.kind, register__year__gte=year, document__type__code__in=series.types
    ).exclude(register__series=series.code)
    if count := given.count():
        raise SeriesInMidYear(year=year, count=count)
