"""What somebody gives whose file is to be checked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 60 << 20
MOST_OF_SIGNATURE = 1 << 20
DOCUMENT, COPY = "van-ban", "ban-sao"


class CheckForm(forms.Form):
    """A file, a signature kept beside it, and what kind of document it is."""

    file = forms.FileField(
        label=_("Tệp cần kiểm tra (kéo thả vào đây hoặc bấm để chọn)"),
        max_length=200,
        error_messages={"required": _("Hãy chọn tệp cần kiểm tra."), "empty": _("Tệp rỗng, không có gì để kiểm tra.")},
    )
    kind = forms.ChoiceField(
        label=_("Loại văn bản"),
        choices=(
            (DOCUMENT, _("Văn bản (người có thẩm quyền và cơ quan ký)")),
            (COPY, _("Bản sao, phụ lục (cơ quan ký)")),
        ),
        required=False,
    )
    signature = forms.FileField(label=_("Chữ ký ở tệp riêng .p7s (nếu có)"), required=False, max_length=200)

    def clean_signature(self):  # type: ignore[no-untyped-def]
        """Refuse what is too large to be a signature."""
        given = self.cleaned_data["signature"]
        if given is not None and given.size > MOST_OF_SIGNATURE:
            raise forms.ValidationError(_("Tệp chữ ký lớn bất thường."))
        return given
