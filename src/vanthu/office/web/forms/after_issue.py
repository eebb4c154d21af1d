"""What is asked for once a document is issued."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vanthu.office.web.forms.dates import DayField
from vanthu.office.web.forms.verbs import ReasonForm
from vanthu.office.web.forms.ways import recipients_of


class UpdateForm(ReasonForm):
    """Corrected data for those who have the document, and more recipients; these are rows of the dialog's template."""

    due_on = DayField(label=_("Hạn trả lời mới (không bắt buộc)"), required=False)
    page_amount = forms.IntegerField(label=_("Số trang đúng (không bắt buộc)"), required=False, min_value=1)
    told = forms.MultipleChoiceField(
        label=_("Báo cho nơi đã nhận"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None = None, *, recipients: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"told": [code for code, _name in recipients]})
        self.fields["told"].choices = recipients  # type: ignore[attr-defined]
        self.added = recipients_of(data.getlist("recipient")) if data is not None else []

    def clean(self) -> dict[str, Any]:
        """Put the added recipients beside the fields."""
        return {**(super().clean() or {}), "added": self.added}
