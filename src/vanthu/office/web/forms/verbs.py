"""What a verb asks for before it is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vanthu.office.documents.states import LinkKind
from vanthu.office.organizations import queries as organizations
from vanthu.office.signatures.ports import Way
from vanthu.office.web.forms.tasks import who

_REASON_MISSING = _("Hãy ghi lý do; người nhận lại cần biết phải sửa gì.")


class NothingForm(forms.Form):
    """A verb that only asks whether it is meant."""


class OpinionForm(forms.Form):
    """Agreeing, with a word if one wants; it holds for the revision that was read."""

    opinion = forms.CharField(label=_("Ý kiến (không bắt buộc)"), required=False, widget=forms.Textarea({"rows": 3}))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Sending back, refusing or giving up: never without a reason."""

    reason = forms.CharField(
        label=_("Lý do"), widget=forms.Textarea({"rows": 4}), error_messages={"required": _REASON_MISSING}
    )


class AmendForm(forms.Form):
    """What the new document is to do to the issued one."""

    kind = forms.ChoiceField(
        label=_("Việc cần làm"),
        choices=[
            (LinkKind.REPLACES, _("Thay thế bằng văn bản mới")),
            (LinkKind.AMENDS, _("Sửa đổi, bổ sung một số nội dung")),
            (LinkKind.CORRECTS, _("Đính chính thể thức, kỹ thuật trình bày (công văn)")),
            (LinkKind.REPEALS, _("Bãi bỏ")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn việc cần làm.")},
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data)


class RecallForm(ReasonForm):
    """Asking a document back: why, and of whom; everybody when nothing is unticked."""

    recipients = forms.MultipleChoiceField(
        label=_("Nơi nhận phải trả lại"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một nơi nhận.")},
    )

    take_down = forms.BooleanField(label=_("Gỡ khỏi cổng, trang công bố ghi «đã thu hồi»"), required=False)

    def __init__(self, data: Any = None, *, recipients: list[tuple[str, str]], public: bool = False) -> None:
        super().__init__(data, initial={"recipients": [code for code, _name in recipients], "take_down": public})
        self.fields["recipients"].choices = recipients  # type: ignore[attr-defined]
        self.fields["recipients"].required = not public
        if not recipients:
            del self.fields["recipients"]
        if not public:
            del self.fields["take_down"]


class PinForm(forms.Form):
    """The PIN of a key; it is never shown again, not even when it was wrong."""

    pin = forms.CharField(
        label=_("Mã PIN của chữ ký số"),
        strip=False,
        max_length=64,
        widget=forms.PasswordInput({"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Hãy nhập mã PIN.")},
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The revision that was read before signing."""

    program = ""
    """Where the page asks for the calls of the program that signs instead of the server."""
    other_title = ""
    """The title in the certificate where it is not the position of who signs (ND23-A14)."""

    def __init__(self, data: Any = None, *, initial: Any = None, way: Way = Way.PIN, program: str = "") -> None:
        super().__init__(data, initial=initial)
        if way is not Way.PIN:
            self.fields["pin"].required = False
            self.fields["pin"].widget = forms.HiddenInput()
        self.by_phone = way is Way.PHONE
        if way is Way.PROGRAM:
            self.program = program


class ManyPinForm(PinForm):
    """One PIN for several documents of one signer."""

    document = forms.TypedMultipleChoiceField(coerce=str, widget=forms.MultipleHiddenInput)

    def __init__(
        self, data: Any = None, *, documents: tuple[str, ...] = (), way: Way = Way.PIN, program: str = ""
    ) -> None:
        super().__init__(data, initial={"document": documents}, way=way, program=program)
        self.fields["document"].choices = [(one, one) for one in documents]  # type: ignore[attr-defined]


class AnsweredForm(forms.Form):
    """What came of a văn bản đến: words, or the issued văn bản đi that answers it."""

    result = forms.CharField(label=_("Kết quả giải quyết"), required=False, widget=forms.Textarea({"rows": 3}))
    answer_code = forms.CharField(
        label=_("Văn bản trả lời đã phát hành (số, ký hiệu; không bắt buộc)"),
        required=False,
        widget=forms.TextInput({"placeholder": "125/SNV-CCVC", "autocomplete": "off"}),
    )


class HandOverForm(forms.Form):
    """Who in the unit does it."""

    person = forms.TypedChoiceField(label=_("Người xử lý"), error_messages={"required": _("Hãy chọn người xử lý.")})

    def __init__(self, data: Any = None, *, unit_id: Any = None) -> None:
        super().__init__(data)
        people = [(str(one.pk), who(one)) for one in organizations.people(unit_id)]
        self.fields["person"].choices = [("", _("— chọn —")), *people]  # type: ignore[attr-defined]
