"""What the clerk types of a document that came on paper, as a file, or in an e-mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Urgency
from vanthu.office.journeys.entering import Entered, Seen
from vanthu.office.web.forms.dates import DayField

ENVELOPE = "envelope"
"""The choice instead of a type: the letter is addressed to one person and is not opened (ND30-A21)."""


PAPER, CARRIED = "paper", "carried"
RETURNED = "tra-lai"
"""The name of the button by which the clerk sends it back."""
SAME = "ban-khac"
"""The name of the button by which the clerk says that it is another copy of the document that is here."""


class SeveralFiles(forms.ClearableFileInput):
    """A box for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, each as one file is cleaned."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class EnterForm(forms.Form):
    """The lines in the order in which they stand on the page (ND30 Phụ lục I)."""

    issuer_name = forms.CharField(
        label=_("Cơ quan gửi"), max_length=200, widget=forms.TextInput({"list": "issuers", "autofocus": True})
    )
    number = forms.CharField(label=_("Số"), required=False, max_length=50)
    notation = forms.CharField(
        label=_("Ký hiệu"), required=False, max_length=50, help_text=_("Phần sau dấu gạch chéo: QĐ-SNV.")
    )
    issued_on = DayField(label=_("Ngày văn bản"), required=False)
    type_code = forms.ChoiceField(label=_("Loại văn bản"))
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
    although = forms.CharField(
        label=_("Vẫn vào sổ vì"),
        required=False,
        max_length=500,
        widget=forms.TextInput({"placeholder": _("Cùng số nhưng là văn bản khác: bên gửi cấp trùng số…")}),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        today: date,
        here: bool = False,
        initial: Mapping[str, Any] | None = None,
        suggested: Mapping[str, Any] | None = None,
    ) -> None:
        """`here`: the same document was found. `suggested` is read from the document, for what nobody typed."""
        typed = {name: value for name, value in (initial or {}).items() if value not in ("", None)}
        read = {name: value for name, value in (suggested or {}).items() if name not in typed}
        super().__init__(data, files, initial={**typed, **read})
        types = [(one.code, one.name) for one in documents.document_types(today)]
        self.fields["type_code"].choices = [*types, *self.more_types]  # type: ignore[attr-defined]
        if "type_code" not in self.initial:
            self.fields["type_code"].initial = "cong_van"
        self.fields["issued_on"].widget.attrs["max"] = today.isoformat()
        for name in read.keys() & self.fields.keys():
            self.fields[name].suggested = _("đọc từ văn bản")  # type: ignore[attr-defined]
        self._today = today
        if here:
            self.fields["issuer_name"].widget.attrs.pop("autofocus", None)
            self.fields["although"].widget.attrs["autofocus"] = True
        else:
            del self.fields["although"]

    more_types: Sequence[tuple[str, Any]] = ()

    def seen(self) -> Seen:
        """Return what the clerk decided about the document that is here; call it when the form is valid."""
        return Seen(although=self.cleaned_data.get("although", ""), same=SAME in self.data)

    def compared(self) -> dict[str, Any]:
        """Return what was typed as data of a document, to be shown beside another one."""
        typed: dict[str, Any] = self.cleaned_data
        types = dict(self.fields["type_code"].choices)  # type: ignore[attr-defined]
        return {**typed, "type_name": str(types.get(typed.get("type_code", ""), ""))}

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

    def entered(self) -> Entered:
        """Return what was typed; call it when the form is valid."""
        typed = self.cleaned_data
        unopened = typed["type_code"] == ENVELOPE
        same = ("issuer_name", "number", "notation", "issued_on", "signer_name", "signer_position", "urgency")
        return Entered(
            subject=typed["subject"],
            type_code="" if unopened else typed["type_code"],
            addressee=typed.get("addressee", "") if unopened else "",
            due_on=typed["due_on"],
            answers=typed["answers"],
            page_amount=typed.get("page_amount") or 1,
            **{name: typed[name] for name in same},
        )


class ByHandForm(EnterForm):
    """A document on paper with its scan, or a file that somebody brought."""

    more_types = ((ENVELOPE, _("Bì gửi đích danh, không bóc")),)

    came_as = forms.ChoiceField(
        label=_("Đến bằng"),
        required=False,
        choices=((PAPER, _("Bản giấy")), (CARRIED, _("Tệp mang đến (USB, đĩa)"))),
        initial=PAPER,
        widget=forms.RadioSelect,
    )
    scan = forms.FileField(
        label=_("Tệp văn bản (PDF)"),
        required=False,
        widget=forms.ClearableFileInput({"accept": "application/pdf"}),
        help_text=_("Bản quét của bản giấy, hoặc tệp mang đến. Chữ trong tệp được đọc và điền sẵn."),
    )
    with_it = FilesField(label=_("Tệp kèm theo"), required=False, widget=SeveralFiles)
    addressee = forms.CharField(
        label=_("Người nhận ghi trên bì"),
        required=False,
        max_length=200,
        help_text=_("Chỉ khi bì gửi đích danh và không bóc; bì được chuyển cho người nhận."),
    )
    page_amount = forms.IntegerField(label=_("Số trang"), min_value=1, initial=1, required=False)

    reason = forms.CharField(
        label=_("Lý do trả lại"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """What was carried in is a file; what goes back goes with a reason."""
        typed = super().clean()
        if RETURNED in self.data and not typed.get("reason"):
            self.add_error("reason", _("Hãy ghi lý do trả lại."))
        if typed.get("came_as") == CARRIED and not typed.get("scan"):
            self.add_error("scan", _("Hãy chọn tệp PDF mang đến."))
        return typed

    @property
    def returned_because(self) -> str:
        """Why it goes back; "" when it is registered. Call it when the form is valid."""
        return str(self.cleaned_data["reason"]) if RETURNED in self.data else ""

    @property
    def carried(self) -> bool:
        """Whether the file is the document itself; call it when the form is valid."""
        return bool(self.cleaned_data.get("came_as") == CARRIED)


class MailForm(EnterForm):
    """A document in an e-mail: which file it is, and what goes with it."""

    main = forms.TypedChoiceField(label=_("Tệp là văn bản"), coerce=int, widget=forms.RadioSelect)
    appendices = forms.TypedMultipleChoiceField(
        label=_("Tệp kèm theo văn bản"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, files_in_mail: Sequence[tuple[int, str]], **how: Any) -> None:
        super().__init__(*args, **how)
        for name in ("main", "appendices"):
            self.fields[name].choices = list(files_in_mail)  # type: ignore[attr-defined]
