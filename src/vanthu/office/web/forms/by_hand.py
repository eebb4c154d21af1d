"""What the clerk types of a document that came on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Urgency
from vanthu.office.journeys.by_hand import OnPaper
from vanthu.office.web.forms.dates import DayField

ENVELOPE = "envelope"
"""The choice instead of a type: the letter is addressed to one person and is not opened (ND30-A21)."""


class ByHandForm(forms.Form):
    """The lines in the order in which they stand on the paper (ND30 Phụ lục I), then the scan."""

    issuer_name = forms.CharField(
        label=_("Cơ quan gửi"), max_length=200, widget=forms.TextInput({"list": "issuers", "autofocus": True})
    )
    number = forms.CharField(label=_("Số"), required=False, max_length=50)
    notation = forms.CharField(
        label=_("Ký hiệu"), required=False, max_length=50, help_text=_("Phần sau dấu gạch chéo: QĐ-SNV.")
    )
    issued_on = DayField(label=_("Ngày văn bản"), required=False)
    type_code = forms.ChoiceField(label=_("Loại văn bản"))
    addressee = forms.CharField(
        label=_("Người nhận ghi trên bì"),
        required=False,
        max_length=200,
        help_text=_("Chỉ khi bì gửi đích danh và không bóc; bì được chuyển cho người nhận."),
    )
    subject = forms.CharField(label=_("Trích yếu"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
    signer_name = forms.CharField(label=_("Người ký"), required=False, max_length=100)
    signer_position = forms.CharField(label=_("Chức vụ người ký"), required=False, max_length=200)
    urgency = forms.TypedChoiceField(
        label=_("Mức độ khẩn"), choices=Urgency.choices, coerce=int, initial=Urgency.NORMAL
    )
    due_on = DayField(label=_("Hạn trả lời"), required=False)
    answers = forms.CharField(
        label=_("Trả lời văn bản số"), required=False, max_length=100, help_text=_("Của cơ quan mình: 12/SNV-CCVC.")
    )
    page_amount = forms.IntegerField(label=_("Số trang"), min_value=1, initial=1, required=False)
    scan = forms.FileField(
        label=_("Bản quét (PDF)"),
        required=False,
        widget=forms.ClearableFileInput({"accept": "application/pdf"}),
        help_text=_("Số trang được đếm từ bản quét."),
    )
    although_here = forms.BooleanField(label=_("Vẫn vào sổ, đây là bản khác"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, today: date, here: bool = False) -> None:
        super().__init__(data, files)
        types = [(one.code, one.name) for one in documents.document_types(today)]
        self.fields["type_code"].choices = [*types, (ENVELOPE, _("Bì gửi đích danh, không bóc"))]  # type: ignore[attr-defined]
        self.fields["type_code"].initial = "cong_van"
        self.fields["issued_on"].widget.attrs["max"] = today.isoformat()
        self._today = today
        if not here:
            del self.fields["although_here"]

    def clean(self) -> dict[str, Any]:
        """A letter that is opened has a subject; one that is not has somebody it is addressed to."""
        typed = super().clean() or {}
        unopened = typed.get("type_code") == ENVELOPE
        if unopened and not typed.get("addressee"):
            self.add_error("addressee", _("Hãy nhập người nhận ghi trên bì."))
        if not unopened and not typed.get("subject"):
            self.add_error("subject", _("Hãy nhập trích yếu nội dung."))
        if typed.get("issued_on") and typed["issued_on"] > self._today:
            self.add_error("issued_on", _("Ngày văn bản ở sau hôm nay; hãy kiểm tra lại."))
        return typed

    def on_paper(self) -> OnPaper:
        """Return what was typed; call it when the form is valid."""
        typed = self.cleaned_data
        unopened = typed["type_code"] == ENVELOPE
        same = ("issuer_name", "number", "notation", "issued_on", "signer_name", "signer_position", "urgency")
        return OnPaper(
            subject=typed["subject"],
            type_code="" if unopened else typed["type_code"],
            addressee=typed["addressee"] if unopened else "",
            due_on=typed["due_on"],
            answers=typed["answers"],
            page_amount=typed["page_amount"] or 1,
            **{name: typed[name] for name in same},
        )
