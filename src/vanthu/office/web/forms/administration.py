"""What an administrator fills in about positions, authority to sign and routes; and anybody about delegation."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.forms import formset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vanthu.office.access.states import Duty, Work
from vanthu.office.copies.states import COPY_TYPE
from vanthu.office.documents import queries as documents
from vanthu.office.organizations import queries as organizations
from vanthu.office.organizations.states import EVERY_FIELD, PositionLevel
from vanthu.office.outgoing.queries import Check
from vanthu.office.outgoing.states import RoleKind, StepKind
from vanthu.office.signatures import operations as signatures
from vanthu.office.web.forms.dates import DayField
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

CHOOSE = ("", _("— chọn —"))
CHECK_ROWS = 6


def begin_of(day: date) -> datetime:
    """Return the first moment of a day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def end_of(day: date) -> datetime:
    """Return the moment a period that includes this day is over."""
    return begin_of(day + timedelta(days=1))


def type_choices() -> list[tuple[str, str]]:
    """Return the types of document in force today."""
    return [(one.code, one.name) for one in documents.document_types(clock.now().astimezone(VIETNAM).date())]


def signed_choices() -> list[tuple[str, str]]:
    """Return what may be signed by order or by authorisation: the types of document, and copies (ND30-A27)."""
    return [*type_choices(), (COPY_TYPE, _now("Bản sao (sao y, sao lục, trích sao)"))]


def people_choices(*, but: Person | None = None) -> list[tuple[str, str]]:
    """Return the people of the agency by name."""
    people = [one for one in organizations.people() if but is None or one.pk != but.pk]
    return [(str(one.pk), f"{one.full_name} – {one.position}") for one in people]


def unit_choices() -> list[tuple[str, str]]:
    """Return the units of the agency."""
    return [(str(one.pk), one.name) for one in organizations.units()]


def _types(required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Loại văn bản"),
        required=required,
        widget=forms.CheckboxSelectMultiple({"class": "columns"}),
        error_messages={"required": _("Hãy chọn ít nhất một loại văn bản.")},
    )


class PositionForm(forms.Form):
    """A position with its level."""

    title = forms.CharField(
        label=_("Tên chức vụ"),
        max_length=150,
        help_text=_("Như in trên văn bản, kèm tên đơn vị: «Trưởng phòng Công chức, viên chức»."),
    )
    level = forms.ChoiceField(label=_("Cấp"), choices=PositionLevel.choices)
    unit = forms.ChoiceField(label=_("Đơn vị (với chức vụ của đơn vị)"), required=False)
    collective = forms.CharField(
        label=_("Thay mặt tập thể (TM.)"),
        required=False,
        max_length=200,
        help_text=_("Chỉ ghi ở chức vụ người đứng đầu cơ quan làm việc theo chế độ tập thể, ví dụ «Ủy ban nhân dân»."),
    )
    collective_types = forms.MultipleChoiceField(
        label=_("Loại văn bản ban hành thay mặt tập thể (để trống: mọi loại)"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "columns"}),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].choices = [("", _("— cấp cơ quan —")), *unit_choices()]  # type: ignore[attr-defined]
        self.fields["collective_types"].choices = type_choices()  # type: ignore[attr-defined]


class HoldForm(forms.Form):
    """Who holds a position."""

    person = forms.ChoiceField(label=_("Người giữ"), error_messages={"required": _("Hãy chọn người giữ chức vụ.")})
    acting = forms.BooleanField(label=_("Giao quyền (Q.)"), required=False)
    fields_ = forms.MultipleChoiceField(
        label=_("Lĩnh vực phụ trách: ký thay văn bản của các đơn vị"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chỉ với cấp phó của người đứng đầu cơ quan."),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["person"].choices = [CHOOSE, *people_choices()]  # type: ignore[attr-defined]
        units = [(EVERY_FIELD, _("Mọi đơn vị")), *unit_choices()]
        self.fields["fields_"].choices = units  # type: ignore[attr-defined]


class CustodyForm(forms.Form):
    """Who has a signing device from now on."""

    person = forms.ChoiceField(label=_("Người nhận giữ"), error_messages={"required": _("Hãy chọn người nhận giữ.")})
    basis = forms.CharField(
        label=_("Biên bản giao nhận"),
        max_length=300,
        widget=forms.TextInput({"placeholder": _("Biên bản bàn giao con dấu, thiết bị ngày 02/3/2026")}),
        error_messages={"required": _("Hãy ghi biên bản giao nhận.")},
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["person"].choices = [CHOOSE, *people_choices()]  # type: ignore[attr-defined]


class TakenBackForm(forms.Form):
    """By which minutes a signing device came back."""

    basis = forms.CharField(
        label=_("Biên bản thu hồi"),
        max_length=300,
        widget=forms.TextInput({"placeholder": _("Biên bản thu hồi thiết bị ngày 02/3/2026")}),
        error_messages={"required": _("Hãy ghi biên bản thu hồi.")},
    )


MOST_OF_CERTIFICATE, MOST_OF_IMAGE = 256 << 10, 4 << 20
"""Bytes."""


class CertificateForm(forms.Form):
    """A certificate that is to be put in force, and whose it is; read once, it comes again as text."""

    file = forms.FileField(
        label=_("Tệp chứng thư số (.cer, .crt, .pem, .p7b)"),
        required=False,
        help_text=_("Chỉ chứng thư, không phải tệp có khóa bí mật (.p12, .pfx)."),
        error_messages={"empty": _("Tệp rỗng. Hãy chọn lại tệp chứng thư.")},
    )
    read = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_OF_CERTIFICATE)
    owner = forms.ChoiceField(label=_("Chứng thư của ai"), required=False)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        found = [("", _("Tự nhận theo tên trong chứng thư")), (signatures.OWN, _("Cơ quan")), *people_choices()]
        self.fields["owner"].choices = found  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is too large to be a certificate."""
        given = self.cleaned_data["file"]
        if given is not None and given.size > MOST_OF_CERTIFICATE:
            raise forms.ValidationError(_("Tệp lớn bất thường, không phải là chứng thư số."))
        return given

    def clean(self) -> dict[str, Any]:
        """Require the file the first time."""
        if not self.errors and not self.cleaned_data["file"] and not self.cleaned_data["read"]:
            self.add_error("file", _("Hãy chọn tệp chứng thư số."))
        return self.cleaned_data

    def content(self) -> bytes:
        """Return the bytes of the certificate; call it on a valid form."""
        given = self.cleaned_data["file"]
        return bytes(given.read()) if given else self.cleaned_data["read"].encode()


class DeviceForm(forms.Form):
    """Where the key of a certificate is, and what its signature looks like. Key files are for development alone."""

    device = forms.ChoiceField(
        label=_("Khóa bí mật ở đâu"),
        choices=[
            ("vgca", _("USB token của người ký, ký bằng VGCA Sign Service")),
            ("pkcs11", _("HSM hoặc token cắm ở máy chủ (PKCS#11)")),
            ("csc", _("Dịch vụ ký từ xa (CSC)")),
            ("smartca", "VNPT SmartCA"),
            ("mysign", "Viettel MySign"),
        ],
    )
    key = forms.CharField(
        label=_("Tên khóa"),
        required=False,
        max_length=300,
        help_text=_(
            "VGCA Sign Service: để trống. PKCS#11: tên thiết bị/nhãn khóa. CSC: mã credential. SmartCA: số CCCD. "
            "MySign: mã người dùng/credential id."
        ),
    )
    image = forms.FileField(
        label=_("Ảnh chữ ký hoặc con dấu (PNG nền trong suốt)"),
        required=False,
        help_text=_("Không chọn thì giữ ảnh đang dùng."),
        widget=forms.ClearableFileInput({"accept": "image/png"}),
    )
    width = forms.FloatField(label=_("Chiều rộng ảnh (mm)"), min_value=5, max_value=80, initial=36)

    def clean(self) -> dict[str, Any]:
        """Require what the device needs to find the key, and a device that the settings know."""
        typed, device = self.cleaned_data, self.cleaned_data.get("device")
        key = typed.get("key", "").strip()
        if device and device != "vgca" and not key:
            self.add_error("key", _("Hãy ghi tên khóa để hệ thống tìm được khóa ở nơi giữ."))
        elif device == "pkcs11" and key.partition("/")[0] not in settings.OFFICE.signing.tokens:
            self.add_error("key", _("Chưa khai báo thiết bị này trong cấu hình (signing.tokens)."))
        elif device in {"csc", "smartca", "mysign"} and getattr(settings.OFFICE.signing, device) is None:
            self.add_error("device", _("Chưa khai báo dịch vụ ký này trong cấu hình."))
        typed["key"] = "" if device == "vgca" else key
        image = typed.get("image")
        if image is not None and image.size > MOST_OF_IMAGE:
            self.add_error("image", _("Ảnh lớn quá 4 MB; hãy chọn ảnh nhỏ hơn."))
        elif image is not None and not image.read(8).startswith(b"\x89PNG\r\n\x1a\n"):
            self.add_error("image", _("Ảnh phải là tệp PNG có nền trong suốt."))
        return typed


class ByOrderForm(forms.Form):
    """Which types heads of units sign by order."""

    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    types = _types(required=True)
    deputies = forms.BooleanField(label=_("Cấp phó của đơn vị được ký thay (TL. … KT.)"), required=False)
    drafted_elsewhere = forms.BooleanField(label=_("Cả văn bản do đơn vị khác soạn"), required=False)
    basis = forms.CharField(
        label=_("Quy chế có quy định này"),
        max_length=300,
        widget=forms.TextInput({"placeholder": _("Điều 12 Quy chế làm việc ban hành theo Quyết định số …")}),
        error_messages={"required": _("Hãy ghi quy chế làm việc hoặc quy chế công tác văn thư.")},
    )
    until = DayField(label=_("Đến hết ngày (để trống: đến khi có quy định khác)"), required=False)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].choices = [("", _("Mọi đơn vị")), *unit_choices()]  # type: ignore[attr-defined]
        self.fields["types"].choices = signed_choices()  # type: ignore[attr-defined]


class AuthoriseForm(forms.Form):
    """A written authorisation to sign."""

    grantor = forms.ChoiceField(label=_("Người ủy quyền (người đứng đầu)"))
    grantee = forms.ChoiceField(label=_("Người được ủy quyền (người đứng đầu đơn vị)"))
    types = _types(required=True)
    content = forms.CharField(label=_("Nội dung ủy quyền"), max_length=500, widget=forms.Textarea({"rows": 2}))
    reference = forms.CharField(
        label=_("Văn bản ủy quyền"),
        max_length=200,
        widget=forms.TextInput({"placeholder": _("Văn bản số 12/GUQ-SNV ngày 02/3/2026")}),
    )
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến hết ngày"))

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        people = [CHOOSE, *people_choices()]
        self.fields["grantor"].choices = people  # type: ignore[attr-defined]
        self.fields["grantee"].choices = people  # type: ignore[attr-defined]
        self.fields["types"].choices = signed_choices()  # type: ignore[attr-defined]


class LinesForm(forms.Form):
    """Lines of their own above a person's signature."""

    person = forms.ChoiceField(label=_("Người ký"))
    lines = forms.CharField(
        label=_("Quyền hạn, chức vụ khi ký"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Mỗi dòng như in trên văn bản. Để trống để trở lại cách in theo chức vụ."),
    )
    reason = forms.CharField(label=_("Lý do"), required=False, max_length=500, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["person"].choices = [CHOOSE, *people_choices()]  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Ending something before its time."""

    reason = forms.CharField(label=_("Lý do"), required=False, max_length=500, widget=forms.Textarea({"rows": 2}))


class EndCertificateForm(forms.Form):
    """Why a certificate is used no more: what was signed with it is asked about for years."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        widget=forms.Textarea(
            {"rows": 2, "placeholder": _("Mất thiết bị; chứng thư đã bị thu hồi; người ký chuyển công tác")}
        ),
        error_messages={"required": _("Hãy ghi lý do thôi dùng.")},
    )


class DelegateForm(forms.Form):
    """Whom to hand work over to, which, why and until when."""

    to = forms.ChoiceField(label=_("Ủy quyền cho"), error_messages={"required": _("Hãy chọn người được ủy quyền.")})
    works = forms.MultipleChoiceField(
        label=_("Việc ủy quyền"),
        choices=Work.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn việc để ủy quyền.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        widget=forms.Textarea({"rows": 2, "placeholder": _("Đi công tác, nghỉ phép…")}),
        error_messages={"required": _("Hãy ghi lý do; chỉ ủy quyền khi đi công tác hoặc có lý do chính đáng.")},
    )
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến hết ngày"))
    reference = forms.CharField(
        label=_("Văn bản cho phép giao con dấu (với việc văn thư)"), required=False, max_length=200
    )
    away = forms.BooleanField(
        label=_("Tôi vắng mặt trong thời gian này (văn bản trình mới chuyển cho người thay)"), required=False
    )

    def __init__(self, data: Any = None, *, initial: Any = None, person: Person) -> None:
        super().__init__(data, initial=initial)
        self.fields["to"].choices = [CHOOSE, *people_choices(but=person)]  # type: ignore[attr-defined]


class AwayForm(forms.Form):
    """When and why somebody is away."""

    reason = forms.CharField(label=_("Lý do"), max_length=500)
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến hết ngày"))


class RouteForm(forms.Form):
    """What a route is for; its checks are a formset of their own."""

    name = forms.CharField(label=_("Tên quy trình"), max_length=150)
    unit = forms.ChoiceField(label=_("Đơn vị soạn thảo"), required=False)
    types = _types(required=False)
    basis = forms.CharField(label=_("Căn cứ (không bắt buộc)"), required=False, max_length=300)
    until = DayField(label=_("Đến hết ngày (để trống: đến khi thay)"), required=False)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].choices = [("", _("Mọi đơn vị")), *unit_choices()]  # type: ignore[attr-defined]
        self.fields["types"].choices = type_choices()  # type: ignore[attr-defined]
        self.fields["types"].label = _("Loại văn bản (để trống: mọi loại)")


class CheckForm(forms.Form):
    """One check of a route; a row without «who» is left out."""

    stage = forms.IntegerField(label=_("Bước"), min_value=1, max_value=20, required=False)
    kind = forms.ChoiceField(
        label=_("Việc"),
        choices=[(kind.value, kind.label) for kind in StepKind if kind is not StepKind.SIGNATURE],
        required=False,
    )
    who = forms.ChoiceField(label=_("Ai"), required=False)
    substitute = forms.ChoiceField(label=_("Người thay"), required=False)
    second = forms.ChoiceField(label=_("Người thay thứ hai"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = people_choices()
        self.fields["who"].choices = _who(people)  # type: ignore[attr-defined]
        for name in ("substitute", "second"):
            self.fields[name].choices = [("", "—"), *people]  # type: ignore[attr-defined]

    def value(self) -> Check | None:
        """Return the check as typed; None for an empty row. Call it on a valid form."""
        typed = self.cleaned_data
        role, _colon, named = typed.get("who", "").partition(":")
        if not role:
            return None
        return Check(
            stage=typed["stage"] or 1,
            kind=StepKind(typed["kind"]),
            role=RoleKind(role),
            duty=named if role == RoleKind.DUTY else "",
            position_id=UUID(named) if role == RoleKind.POSITION else None,
            person_id=UUID(named) if role == RoleKind.PERSON else None,
            substitutes=tuple(UUID(typed[name]) for name in ("substitute", "second") if typed[name]),
        )


CheckFormSet = formset_factory(CheckForm, extra=0, min_num=CHECK_ROWS, max_num=CHECK_ROWS, absolute_max=CHECK_ROWS)


def _who(people: list[tuple[str, str]]) -> list[Any]:
    duties = [
        (f"duty:{duty.value}", duty.label)
        for duty in Duty
        if duty not in {Duty.ADMINISTRATOR, Duty.SPECIALIST, Duty.ANNOUNCER}
    ]
    positions = [(f"position:{one.pk}", one.title) for one in organizations.positions()]
    return [
        ("", "—"),
        (RoleKind.UNIT_HEAD.value, RoleKind.UNIT_HEAD.label),
        (_("Người giữ nhiệm vụ"), duties),
        (_("Người giữ chức vụ"), positions),
        (_("Đích danh"), [(f"person:{pk}", name) for pk, name in people]),
    ]
