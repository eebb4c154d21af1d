"""What an administrator fills in when somebody leaves or goes to another unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.web.forms.administration import CHOOSE, people_choices, unit_choices

if TYPE_CHECKING:
    from uuid import UUID

    from vanthu.office.organizations.models import Person

_WHY = {"placeholder": _("Quyết định số 15/QĐ-SNV ngày 02/3/2026 về nghỉ hưu")}


class TakerForm(forms.Form):
    """Who takes drafts and checks over."""

    taker = forms.ChoiceField(label=_("Người nhận"))

    def __init__(self, data: Any = None, *, but: Person) -> None:
        super().__init__(data)
        self.fields["taker"].choices = [CHOOSE, *people_choices(but=but)]  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    """Why somebody works here no more."""

    reason = forms.CharField(label=_("Lý do, quyết định"), max_length=300, widget=forms.TextInput(_WHY))


class MoveForm(forms.Form):
    """To which unit somebody goes, and why."""

    unit = forms.ChoiceField(label=_("Đơn vị mới"))
    why = forms.CharField(label=_("Lý do, quyết định"), max_length=300, widget=forms.TextInput(_WHY))

    def __init__(self, data: Any = None, *, now: UUID | None) -> None:
        super().__init__(data)
        units = [one for one in unit_choices() if one[0] != str(now)]
        self.fields["unit"].choices = [CHOOSE, *units]  # type: ignore[attr-defined]
