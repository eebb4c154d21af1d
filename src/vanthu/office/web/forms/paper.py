"""What the clerk says about paper: how many copies for whom, and what the post gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.dispatch.states import ON_PAPER
from vanthu.office.web.forms.dates import DayField

if TYPE_CHECKING:
    from vanthu.office.dispatch.models import Sending


class PrintPaperForm(forms.Form):
    """A bản chính giấy: for whom, how many, and why where the rules send no paper."""

    recipients = forms.TypedMultipleChoiceField(
        label=_("In cho nơi nhận"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    copies = forms.IntegerField(label=_("Số bản"), min_value=1, max_value=500)
    reason = forms.CharField(
        label=_("Lý do (khi in cho nơi không gửi bản giấy, hoặc nhiều bản hơn số nơi nhận)"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "placeholder": _("Lưu hồ sơ công việc; bản trước bị hỏng…")}),
    )

    def __init__(self, data: Any = None, *, sendings: Sequence[Sending]) -> None:
        meant = [one for one in sendings if one.way in ON_PAPER]
        chosen = [str(one.pk) for one in meant]
        super().__init__(data, initial={"recipients": chosen, "copies": max(len(meant), 1)})
        self.fields["recipients"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name} – {one.label.lower()}") for one in sendings
        ]


class PostForm(forms.Form):
    """A line of the post register."""

    posted_on = DayField(label=_("Ngày gửi"))
    envelopes = forms.IntegerField(label=_("Số lượng bì"), min_value=1, max_value=1000)
    receipt = forms.CharField(
        label=_("Mã bưu gửi trên biên nhận"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"placeholder": "EB123456789VN"}),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"posted_on": today, "envelopes": 1})
