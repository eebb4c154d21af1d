"""Rules of reminding, and work that comes again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.assignments.states import Every, RemindWhom
from vanthu.office.web.forms.dates import DayField
from vanthu.office.web.forms.tasks import WorkForm


class RuleForm(forms.Form):
    """How many working days before or after a deadline, and whom."""

    days = forms.IntegerField(label=_("Số ngày làm việc"), min_value=0, max_value=30)
    side = forms.ChoiceField(label=_("So với hạn"), choices=[("before", _("trước hạn")), ("after", _("sau hạn"))])
    whom = forms.ChoiceField(label=_("Nhắc ai"), choices=RemindWhom.choices)


class RepeatForm(WorkForm):
    """Work as it is given each time, and how often."""

    every = forms.ChoiceField(label=_("Lặp lại"), choices=Every.choices)
    first_on = DayField(label=_("Lần đầu ngày"))
    due_days = forms.IntegerField(label=_("Hạn mỗi lần, ngày làm việc"), min_value=1, max_value=120)
    due_on = None  # type: ignore[assignment]
    urgency = None  # type: ignore[assignment]
    code = None  # type: ignore[assignment]

    field_order: tuple[str, ...] = ("title", "every", "first_on", "due_days", "origin", "origin_text", "lead_unit")
