"""What an entry of the schedule asks for."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.organizations import queries as organizations
from vanthu.office.schedule.operations import EntryFields
from vanthu.office.web.forms.dates import DayField
from vanthu.office.web.forms.tasks import who
from vanthu.office.web.forms.verbs import ReasonForm
from vanthu.runtime.clock import VIETNAM

_HOUR = re.compile(r"(\d{1,2})(?:[h:g](\d{2})?)?", re.IGNORECASE)


class HourField(forms.CharField):
    """An hour as an office types it: 8, 8h, 8h30, 08:30."""

    def __init__(self, **how: Any) -> None:
        widget = forms.TextInput({"placeholder": "8h30", "autocomplete": "off", "size": 6})
        super().__init__(widget=widget, max_length=6, **how)

    def clean(self, value: Any) -> Any:
        """Return the time; what is no time is told beside the field."""
        text = super().clean(value)
        if not text:
            return None
        found = _HOUR.fullmatch(text.strip())
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(_("Giờ không đúng; hãy gõ như 8h, 8h30 hoặc 14:00."))
        return time(hour, minute)


class EntryForm(forms.Form):
    """Everything an entry says."""

    title = forms.CharField(label=_("Nội dung"), max_length=500, widget=forms.Textarea({"rows": 2}))
    day = DayField(label=_("Ngày"))
    begin = HourField(label=_("Từ"))
    end = HourField(label=_("Đến"))
    until_day = DayField(label=_("Đến ngày (nếu nhiều ngày)"), required=False)
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    chair = forms.TypedChoiceField(label=_("Chủ trì"), required=False)
    chair_elsewhere = forms.CharField(label=_("Chủ trì ngoài cơ quan"), max_length=200, required=False)
    participants = forms.TypedMultipleChoiceField(
        label=_("Thành phần"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(label=_("Thành phần khác"), max_length=1000, required=False)
    preparing = forms.TypedChoiceField(label=_("Đơn vị chuẩn bị"), required=False)
    repeat_until = DayField(label=_("Lặp lại hằng tuần đến ngày (không bắt buộc)"), required=False)
    despite = forms.BooleanField(label=_("Vẫn giữ dù trùng lịch"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: Any = None, again: bool = True) -> None:
        super().__init__(data, initial=initial)
        people = [(str(one.pk), who(one)) for one in organizations.people()]
        units = [(str(unit.pk), unit.name) for unit in organizations.units()]
        self.fields["participants"].choices = people  # type: ignore[attr-defined]
        self.fields["chair"].choices = [("", _("— không —")), *people]  # type: ignore[attr-defined]
        self.fields["preparing"].choices = [("", _("— không —")), *units]  # type: ignore[attr-defined]
        if not again:
            del self.fields["repeat_until"]

    def offer_to_keep(self) -> None:
        """Show the box by which a clash is meant."""
        self.fields["despite"].widget = forms.CheckboxInput()

    def value(self) -> EntryFields:
        """Return what was typed; call it on a valid form."""
        typed = self.cleaned_data
        return EntryFields(
            title=typed["title"],
            starts_at=_moment(typed["day"], typed["begin"]),
            ends_at=_moment(typed["until_day"] or typed["day"], typed["end"]),
            place=typed["place"],
            chair_id=UUID(typed["chair"]) if typed["chair"] else None,
            chair_elsewhere=typed["chair_elsewhere"],
            participant_ids=tuple(typed["participants"]),
            others=typed["others"],
            preparing_id=UUID(typed["preparing"]) if typed["preparing"] else None,
        )


class WeeksForm(forms.Form):
    """Whether the later weeks of a weekly meeting are meant too; asked only where there are some."""

    later = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, weeks: int = 0) -> None:
        super().__init__(data)
        self.fields["later"].label = _("Cả %(weeks)d tuần sau của lịch họp này") % {"weeks": weeks}
        if not weeks:
            self.fields["later"].widget = forms.HiddenInput()


class AnswerForm(WeeksForm):
    """Whether one comes; who does not says why."""

    field_order = ("coming", "reason", "later")

    coming = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[("1", _("Tham dự")), ("0", _("Không tham dự"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn tham dự hoặc không tham dự.")},
    )
    reason = forms.CharField(
        label=_("Lý do vắng mặt, người dự thay"), required=False, widget=forms.Textarea({"rows": 2})
    )


class EndForm(WeeksForm, ReasonForm):
    """Turning down or taking out, with the reason."""

    field_order = ("reason", "later")


class ApproveForm(WeeksForm):
    """Approving, knowingly where something clashes."""

    despite = forms.BooleanField(label=_("Vẫn giữ dù trùng lịch"), required=False)

    def __init__(self, data: Any = None, *, weeks: int = 0, clashes: bool = False) -> None:
        super().__init__(data, weeks=weeks)
        if not clashes:
            self.fields["despite"].widget = forms.HiddenInput()


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, VIETNAM)
