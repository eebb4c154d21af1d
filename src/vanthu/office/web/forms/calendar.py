"""What an administrator fills in about the working days of the agency."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vanthu.office.organizations.states import DayKind
from vanthu.office.web.forms.dates import FORMATS, DayField

LARGEST = 200_000
MOST_LINES = 1000
KINDS = {
    "nghỉ": DayKind.OFF,
    "làm việc": DayKind.WORKED,
    "làm bù": DayKind.WORKED,
    "sáng": DayKind.MORNING,
    "chiều": DayKind.AFTERNOON,
}
"""The words of the second column."""


class CalendarDayForm(forms.Form):
    """One day, how it is worked, and by what right."""

    day = DayField(label=_("Ngày"))
    kind = forms.ChoiceField(label=_("Chế độ làm việc"), choices=DayKind.choices)
    basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        widget=forms.TextInput({"placeholder": _("Thông báo số 12/TB-SNV ngày 02/3/2026")}),
        error_messages={"required": _("Hãy ghi quyết định hay thông báo có ngày này.")},
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)


class CalendarFileForm(forms.Form):
    """A table of days as CSV: day, how it is worked, basis."""

    file = forms.FileField(label=_("Bảng ngày (CSV)"), widget=forms.FileInput({"accept": ".csv,text/csv"}))
    days: dict[date, tuple[DayKind, str]]

    def clean_file(self) -> Any:
        """Read the table; every wrong line is told with its number, and then nothing is taken."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("Tệp lớn quá; bảng ngày của một năm chỉ có vài chục dòng."))
        self.days, wrong = read_days(given.read())
        if wrong:
            raise forms.ValidationError(wrong)
        if not self.days:
            raise forms.ValidationError(_("Tệp không có ngày nào."))
        return given


def read_days(content: bytes) -> tuple[dict[date, tuple[DayKind, str]], list[str]]:
    """Return the days of a CSV (comma or semicolon, UTF-8) and what is wrong with its lines."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return {}, [_now("Tệp không phải CSV mã UTF-8; hãy lưu lại từ bảng tính dạng «CSV UTF-8».")]
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    days: dict[date, tuple[DayKind, str]] = {}
    wrong: list[str] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1):
        if number > MOST_LINES or not any(cell.strip() for cell in cells):
            continue
        day, kind, basis = (cell.strip() for cell in [*cells, "", "", ""][:3])
        if number == 1 and _day(day) is None:
            continue  # the names of the columns
        if problem := _problem(day, kind, basis, days):
            wrong.append(_now("Dòng %(number)s: %(problem)s") % {"number": number, "problem": problem})
        else:
            days[_require_day(day)] = (KINDS[kind.casefold()], basis)
    return days, wrong


def _problem(day: str, kind: str, basis: str, before: dict[date, tuple[DayKind, str]]) -> str:
    found = _day(day)
    if found is None:
        return _now("«%(day)s» không phải ngày (dd/mm/yyyy)") % {"day": day}
    if found in before:
        return _now("ngày %(day)s đã có ở dòng trên") % {"day": day}
    if kind.casefold() not in KINDS:
        return _now("«%(kind)s» phải là: nghỉ, làm bù, sáng hoặc chiều") % {"kind": kind}
    return "" if basis else _now("thiếu căn cứ")


def _day(text: str) -> date | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _require_day(text: str) -> date:
    found = _day(text)
    assert found is not None, "lines with a wrong day were told"
    return found
