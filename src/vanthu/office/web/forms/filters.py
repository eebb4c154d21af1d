"""What a list can be narrowed to, as it stands in the address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Urgency
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.states import ReplyState
from vanthu.office.web.forms.dates import DayField


class QuickSelect(forms.Select):
    """A box of choices written without a template: every list has three of them with sixty choices on its page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write the box."""
        chosen = {str(one) for one in self.format_value(value)}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices),
        )
        held = self.build_attrs(self.attrs, attrs)
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(held), options)


class FilterForm(forms.Form):
    """Type, urgency and days; what cannot be read narrows nothing and is told beside its field."""

    loai = forms.TypedChoiceField(label=_("Loại văn bản"), required=False, coerce=int, empty_value=None)
    khan = forms.TypedChoiceField(label=_("Mức độ khẩn"), required=False, coerce=int, empty_value=None)
    tu = DayField(label=_("Từ ngày"), required=False)
    den = DayField(label=_("Đến ngày"), required=False)

    def __init__(self, data: QueryDict, *, today: date) -> None:
        super().__init__(data)
        types = [(kind.pk, kind.name) for kind in documents.document_types(today)]
        self._offer("loai", types)
        self._offer("khan", Urgency.choices)

    def narrowed(self) -> dict[str, Any]:
        """Return the parts of the filter of a list that were chosen."""
        self.is_valid()
        named = {"type_id": "loai", "urgency": "khan", "since": "tu", "until": "den", "unit_id": "don_vi"}
        named |= {"reply": "tra_loi"} if "tra_loi" in self.fields else {}
        named |= {"task_code": "ma"} if "ma" in self.fields else {}
        chosen = {name: self.cleaned_data.get(field) for name, field in named.items()}
        return {name: value for name, value in chosen.items() if value not in {None, ""}}

    def _offer(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.widget = QuickSelect()
        field.choices = [("", _("Tất cả")), *choices]


class IncomingFilterForm(FilterForm):
    """Also by the code under which a superior follows it."""

    ma = forms.CharField(label=_("Mã nhiệm vụ"), required=False, max_length=100)


class OutgoingFilterForm(FilterForm):
    """Also by the unit that drafted it, and by whether what it asked for was answered."""

    tra_loi = forms.TypedChoiceField(label=_("Trả lời"), required=False, coerce=str, empty_value=None)
    don_vi = forms.TypedChoiceField(label=_("Đơn vị soạn thảo"), required=False, coerce=str, empty_value=None)

    def __init__(self, data: QueryDict, *, today: date) -> None:
        super().__init__(data, today=today)
        self._offer("tra_loi", ReplyState.choices)
        self._offer("don_vi", [(str(unit.pk), unit.name) for unit in organizations.units()])
