"""How somebody is reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class UnitContactForm(forms.Form):
    """The telephone, address and room of a unit."""

    telephone = forms.CharField(
        label=_("Điện thoại"), max_length=50, required=False, widget=forms.TextInput({"type": "tel"})
    )
    email = forms.CharField(
        label=_("Thư điện tử"), max_length=100, required=False, widget=forms.TextInput({"inputmode": "email"})
    )
    room = forms.CharField(label=_("Phòng làm việc"), max_length=50, required=False)


class ContactForm(UnitContactForm):
    """The numbers and room of a person; his e-mail address only for an administrator."""

    mobile = forms.CharField(label=_("Di động"), max_length=50, required=False, widget=forms.TextInput({"type": "tel"}))

    field_order = ("telephone", "mobile", "room", "email")

    def __init__(self, data: Any = None, *, initial: Any = None, all_of_it: bool) -> None:
        super().__init__(data, initial=initial)
        self.fields["telephone"].label = _("Điện thoại cơ quan")
        if not all_of_it:
            del self.fields["email"]
