"""The form of a letter, in the order of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vanthu.office.documents.states import Urgency
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.operations import DraftFields
from vanthu.office.web.forms.dates import DayField

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


class LetterForm(forms.Form):
    """What a drafter fills in; `fields_typed` is it as the value the operations take."""

    addressed_to = forms.CharField(
        label=_("Kính gửi"),
        required=False,
        help_text=_("Mỗi nơi một dòng."),
        widget=forms.Textarea({"rows": 2, "placeholder": _("Ủy ban nhân dân các xã, phường")}),
    )
    subject = forms.CharField(
        label=_("Trích yếu"),
        max_length=2000,
        help_text=_("Không gõ «V/v», hệ thống tự in."),
        widget=forms.Textarea({"rows": 2, "placeholder": _("rà soát danh mục vị trí việc làm năm 2026")}),
        error_messages={"required": _("Hãy nhập trích yếu nội dung.")},
    )
    body = forms.CharField(
        label=_("Nội dung"),
        required=False,
        help_text=_("Mỗi đoạn một dòng. Số, ngày, chữ ký, dấu do hệ thống đặt đúng chỗ."),
        widget=forms.Textarea({"rows": 11}),
    )
    signer = forms.TypedChoiceField(label=_("Người ký"), error_messages={"required": _("Hãy chọn người ký.")})
    unit = forms.TypedChoiceField(label=_("Đơn vị soạn thảo"), error_messages={"required": _("Hãy chọn đơn vị.")})
    places = forms.CharField(
        label=_("Nơi nhận (in trên văn bản)"),
        required=False,
        help_text=_("Mỗi nơi một dòng; «Như trên» và «Lưu: VT» được thêm khi thiếu."),
        widget=forms.Textarea({"rows": 3}),
    )
    urgency = forms.TypedChoiceField(label=_("Mức độ khẩn"), choices=Urgency.choices, coerce=int, initial=0)
    due_on = DayField(label=_("Hạn trả lời"), required=False)
    typist_and_copies = forms.CharField(
        label=_("Người soạn thảo, số bản"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"placeholder": "NVA.(05)"}),
    )

    def __init__(self, person: Person, signers: list[Person], data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        units = [person.unit] if person.unit else organizations.units()
        self.fields["unit"].choices = [(str(unit.pk), unit.name) for unit in units]  # type: ignore[attr-defined]
        self.fields["signer"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.full_name} – {one.position}") for one in signers
        ]
        self.recipients = recipients_of(data.getlist("recipient")) if data is not None else []

    def value(self) -> DraftFields:
        """Return what was typed; call it on a valid form."""
        typed = self.cleaned_data
        return DraftFields(
            subject=typed["subject"],
            signer_id=UUID(typed["signer"]),
            unit_id=UUID(typed["unit"]),
            addressed_to=lines(typed["addressed_to"]),
            body=typed["body"].replace("\r\n", "\n"),
            recipients=tuple(self.recipients),
            places=lines(typed["places"]),
            urgency=typed["urgency"],
            due_on=typed["due_on"],
            typist_and_copies=typed["typist_and_copies"],
        )


class UploadForm(forms.Form):
    """A PDF made elsewhere in place of the composed page."""

    pdf = forms.FileField(
        label=_("Tệp PDF"),
        required=False,
        widget=forms.ClearableFileInput({"accept": "application/pdf"}),
        error_messages={"empty": _("Tệp rỗng. Hãy chọn lại tệp PDF.")},
    )


class AttachForm(forms.Form):
    """A file that goes with the letter."""

    file = forms.FileField(
        label=_("Tệp đính kèm"),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp rỗng. Hãy chọn lại tệp.")},
    )
    description = forms.CharField(label=_("Mô tả (không bắt buộc)"), required=False, max_length=500)


def initial_of(fields: DraftFields) -> dict[str, Any]:
    """Return the first values of the form for a draft that is there."""
    return {
        "addressed_to": "\n".join(fields.addressed_to),
        "subject": fields.subject,
        "body": fields.body,
        "signer": str(fields.signer_id),
        "unit": str(fields.unit_id),
        "places": "\n".join(fields.places),
        "urgency": fields.urgency,
        "due_on": fields.due_on,
        "typist_and_copies": fields.typist_and_copies,
    }


def sketch(data: QueryDict) -> QueryDict:
    """Return what was typed with dots where nothing was typed yet, so that the page can be drawn from the start."""
    filled = data.copy()
    for name in ("addressed_to", "subject", "body"):
        if not filled.get(name, "").strip():
            filled[name] = "…………"
    return filled


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def recipients_of(values: list[str]) -> list[tuple[str, str]]:
    """Read "code|name" of each chosen recipient; a repeated one counts once."""
    pairs = [tuple(value.split("|", 1)) for value in values if "|" in value]
    return list(dict.fromkeys((code.strip(), name.strip()) for code, name in pairs))
