"""Dates as an office types them, whatever language the browser speaks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


class DayField(forms.DateField):
    """A day as dd/MM/yyyy. A date box of the browser would show an English browser's order of day and month."""

    def __init__(self, **how: Any) -> None:
        widget = forms.DateInput(
            {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}, "%d/%m/%Y"
        )
        wrong = {"invalid": _("Ngày không đúng; hãy gõ ngày/tháng/năm, ví dụ 05/06/2026.")}
        super().__init__(widget=widget, input_formats=FORMATS, error_messages=wrong, **how)
