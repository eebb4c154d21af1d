"""What an announcement inside the agency asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.announcements.operations import AnnouncementFields
from vanthu.office.organizations import queries as organizations
from vanthu.office.web.forms.by_hand import FilesField, SeveralFiles
from vanthu.office.web.forms.dates import DayField
from vanthu.office.web.forms.tasks import who

WHOLE, CHOSEN = "ca-co-quan", "chon"


class AnnouncementForm(forms.Form):
    """What is made known, to whom, until when."""

    title = forms.CharField(
        label=_("Tiêu đề"), max_length=300, error_messages={"required": _("Hãy ghi tiêu đề của thông báo.")}
    )
    text = forms.CharField(
        label=_("Nội dung"),
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Hãy ghi nội dung của thông báo.")},
    )
    whom = forms.ChoiceField(
        label=_("Gửi đến"),
        choices=[(WHOLE, _("Cả cơ quan")), (CHOSEN, _("Đơn vị, cá nhân chọn dưới đây"))],
        widget=forms.RadioSelect,
        initial=WHOLE,
    )
    units = forms.TypedMultipleChoiceField(
        label=_("Đơn vị"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Cá nhân"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    stands_until = DayField(label=_("Có hiệu lực đến hết ngày (không bắt buộc)"), required=False)
    must_confirm = forms.BooleanField(label=_("Phải xác nhận đã đọc"), required=False)
    attached = FilesField(
        label=_("Tệp kèm theo (không bắt buộc)"), required=False, widget=SeveralFiles({"class": "form-control"})
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        units = [(str(unit.pk), unit.name) for unit in organizations.units()]
        self.fields["units"].choices = units  # type: ignore[attr-defined]
        self.fields["people"].choices = [(str(one.pk), who(one)) for one in organizations.people()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody has to be chosen where not everybody is meant."""
        typed = super().clean() or {}
        if typed.get("whom") == CHOSEN and not typed.get("units") and not typed.get("people"):
            self.add_error("units", _("Hãy chọn ít nhất một đơn vị hoặc một người."))
        return typed

    def value(self) -> AnnouncementFields:
        """Return what was typed; call it on a valid form."""
        typed = self.cleaned_data
        whole = typed["whom"] == WHOLE
        return AnnouncementFields(
            title=typed["title"],
            text=typed["text"],
            whole_agency=whole,
            unit_ids=() if whole else tuple(typed["units"]),
            person_ids=() if whole else tuple(typed["people"]),
            must_confirm=typed["must_confirm"],
            stands_until=typed["stands_until"],
        )
