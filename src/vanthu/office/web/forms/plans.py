"""What a plan of work asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.assignments.operations import PlanFields
from vanthu.office.assignments.states import PlanKind
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.forms.dates import DayField
from vanthu.office.web.forms.tasks import DirectionForm

WHOLE = "co-quan"


class PlanForm(forms.Form):
    """What a plan says of itself."""

    kind = forms.ChoiceField(label=_("Loại"), choices=PlanKind.choices, initial=PlanKind.PLAN)
    title = forms.CharField(
        label=_("Tên"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Hãy ghi tên chương trình, kế hoạch.")},
    )
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến ngày"))
    unit = forms.ChoiceField(label=_("Của"))
    approved_by = forms.CharField(
        label=_("Văn bản phê duyệt (không bắt buộc)"),
        max_length=100,
        required=False,
        help_text=_("Số, ký hiệu của văn bản đi đã phát hành, ví dụ 12/KH-SNV."),
    )

    def __init__(self, data: Any = None, *, initial: Any = None, may_all: bool, own: UUID | None) -> None:
        super().__init__(data, initial=initial)
        units = [(str(unit.pk), unit.name) for unit in organizations.units() if may_all or unit.pk == own]
        whole = [(WHOLE, _("Cả cơ quan"))] if may_all else []
        self.fields["unit"].choices = [*whole, *units]  # type: ignore[attr-defined]

    def value(self) -> PlanFields:
        """Return what was typed; call it on a valid form."""
        typed = self.cleaned_data
        return PlanFields(
            kind=typed["kind"],
            title=typed["title"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            unit_id=None if typed["unit"] == WHOLE else UUID(typed["unit"]),
            approved_by=typed["approved_by"],
        )


class ItemForm(DirectionForm):
    """Work that is an item of a plan."""

    title = forms.CharField(
        label=_("Nội dung công việc"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Hãy ghi nội dung công việc.")},
    )

    field_order = ("title", "lead_unit", "lead_person", "due_on")
