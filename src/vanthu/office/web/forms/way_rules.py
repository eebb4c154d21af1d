"""What an administrator fills in about ways of sending."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.dispatch.states import Group, Way
from vanthu.office.web.forms.administration import type_choices
from vanthu.office.web.forms.dates import DayField


class WayRuleForm(forms.Form):
    """Which documents go to whom in which way, by what right and when."""

    way = forms.ChoiceField(label=_("Cách gửi"), choices=Way.choices)
    types = forms.MultipleChoiceField(
        label=_("Loại văn bản (để trống: mọi loại)"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "columns"}),
    )
    group = forms.ChoiceField(label=_("Nhóm nơi nhận"), choices=Group.choices)
    recipients = forms.CharField(
        label=_("Nơi nhận đích danh (để trống: cả nhóm)"),
        required=False,
        help_text=_("Mỗi nơi một dòng: mã định danh, hoặc những chữ đầu của tên."),
        widget=forms.Textarea({"rows": 3}),
    )
    basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        widget=forms.TextInput({"placeholder": _("Danh mục kèm theo Quyết định số 05/QĐ-SNV ngày 02/3/2026")}),
        error_messages={"required": _("Hãy ghi quy chế, quyết định có quy định này.")},
    )
    since = DayField(label=_("Từ ngày (để trống: từ bây giờ)"), required=False)
    until = DayField(label=_("Đến hết ngày (để trống: đến khi có quy định khác)"), required=False)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["types"].choices = type_choices()  # type: ignore[attr-defined]
