"""What is asked when a document is copied, and where a copy is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vanthu.office.copies.operations import CopyFields, Upload
from vanthu.office.copies.states import CopyKind, Medium
from vanthu.office.exchange import queries as exchange

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from vanthu.office.copies.queries import Original
    from vanthu.office.organizations.models import Person


class CopyForm(forms.Form):
    """Which copy of a document is wished for, and of which file it is made."""

    kind = forms.ChoiceField(label=_("Hình thức sao"), choices=CopyKind.choices, widget=forms.RadioSelect)
    source = forms.ChoiceField(label=_("Sao từ"), widget=forms.RadioSelect)
    target = forms.ChoiceField(label=_("Thành bản sao"), choices=Medium.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Tệp PDF để sao"),
        required=False,
        help_text=_(
            "Sao từ bản giấy: bản quét màu, từ 200 dpi. Trích sao: bản thể hiện lại đầy đủ thể thức và phần nội dung "
            "được trích. Sao bản điện tử trên hệ thống thì không cần tệp."
        ),
        widget=forms.ClearableFileInput({"accept": "application/pdf"}),
        error_messages={"empty": _("Tệp rỗng. Hãy chọn lại tệp PDF.")},
    )
    signer = forms.ChoiceField(
        label=_("Người quyết định và ký bản sao"), error_messages={"required": _("Hãy chọn người quyết định.")}
    )
    purpose = forms.CharField(
        label=_("Lý do sao"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Hãy ghi lý do để người quyết định biết.")},
    )
    places = forms.CharField(
        label=_("Nơi nhận (in trên bản sao giấy)"),
        required=False,
        help_text=_("Mỗi nơi một dòng; dòng «Lưu: VT» được thêm khi thiếu."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, original: Original, signers: list[Person], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial=_usual(original))
        words = {Medium.PAPER: _("Bản giấy (quét)"), Medium.ELECTRONIC: _("Bản điện tử trên hệ thống")}
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (medium.value, words[medium]) for medium in (Medium.ELECTRONIC, Medium.PAPER)
        ]
        self.fields["signer"].choices = [  # type: ignore[attr-defined]
            ("", _("— chọn —")),
            *((str(one.pk), f"{one.full_name} – {one.position}") for one in signers),
        ]
        if len(signers) == 1:
            self.initial["signer"] = str(signers[0].pk)

    def value(self) -> CopyFields:
        """Return what was typed; call it on a valid form."""
        typed = self.cleaned_data
        return CopyFields(
            kind=typed["kind"],
            source=typed["source"],
            target=typed["target"],
            signer_id=UUID(typed["signer"]),
            purpose=typed["purpose"],
            places=tuple(line.strip() for line in typed["places"].splitlines() if line.strip()),
        )

    def upload(self) -> Upload | None:
        """Return the file that was chosen."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        return Upload(file.read(), file.name or "ban-sao.pdf") if file else None


def _usual(original: Original) -> dict[str, str]:
    """What is usually wanted: a received sao y is copied on, a scan becomes electronic, the rest is printed."""
    kind = CopyKind.OF_COPY if original.certified_copy else CopyKind.CERTIFIED
    source = Medium.PAPER if original.on_paper else Medium.ELECTRONIC
    target = Medium.ELECTRONIC if original.on_paper else Medium.PAPER
    return {"kind": kind.value, "source": source.value, "target": target.value}


class SendCopyForm(forms.Form):
    """To whom a copy is sent through the axis."""

    recipients = forms.CharField(
        label=_("Cơ quan nhận"),
        help_text=_("Mỗi dòng một cơ quan trong danh bạ của trục: mã định danh hoặc tên."),
        widget=forms.Textarea({"rows": 4, "placeholder": "H99.05"}),
        error_messages={"required": _("Hãy nhập ít nhất một cơ quan nhận.")},
    )

    def clean_recipients(self) -> list[tuple[str, str]]:
        """Return code and name of each line; a name must mean one organisation."""
        lines = [line.strip() for line in self.cleaned_data["recipients"].splitlines() if line.strip()]
        return [_organisation(line) for line in lines]


def _organisation(text: str) -> tuple[str, str]:
    known = exchange.correspondent(text)
    if known is not None:
        return known.code, known.name
    found = exchange.correspondents(text, limit=3)
    exact = [one for one in found if one.name.casefold() == text.casefold()]
    chosen = exact or found
    if len(chosen) == 1:
        return chosen[0].code, chosen[0].name
    if not chosen:
        raise forms.ValidationError(_now("Không có cơ quan nào là «%(text)s» trong danh bạ.") % {"text": text})
    names = "; ".join(f"{one.name} ({one.code})" for one in chosen)
    raise forms.ValidationError(
        _now("«%(text)s» có thể là %(names)s. Hãy nhập mã định danh.") % {"text": text, "names": names}
    )
