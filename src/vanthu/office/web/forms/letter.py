"""The form of a letter, in the order of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vanthu.office.dispatch.queries import Target
from vanthu.office.documents.states import Urgency
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.operations import DraftFields
from vanthu.office.outgoing.queries import Beside
from vanthu.office.web.forms import types
from vanthu.office.web.forms.dates import DayField
from vanthu.office.web.forms.ways import chosen_of, lacking, others_of, recipients_of
from vanthu.runtime import clock
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Agency, Person
    from vanthu.office.outgoing.operations import Problem


COSIGNERS = ("cosigner_1", "cosigner_2")
"""So many may sign beside the signer: who signs side by side finds no more room on a page (mẫu 1.9)."""


class LetterForm(forms.Form):
    """What a drafter fills in; `value` is it as the value the operations take.

    Which fields there are depends on the type. What was typed for another type is kept in the page (`kept`), so that
    nothing is lost when somebody looks at another type and comes back.
    """

    type_code = forms.ChoiceField(
        label=_("Loại văn bản"),
        required=False,
        error_messages={"invalid_choice": _("Hãy chọn loại văn bản trong danh sách.")},
    )
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
    legal_bases = forms.CharField(
        label=_("Căn cứ"),
        required=False,
        help_text=_("Mỗi căn cứ một dòng; dấu «;» và «.» cuối dòng do hệ thống in."),
        widget=forms.Textarea({"rows": 3, "placeholder": _("Căn cứ Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025")}),
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
        help_text=_("Mỗi nơi một dòng; dòng đầu («Như trên», «Như Điều …») và «Lưu: VT» được thêm khi thiếu."),
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

    cosigner_1 = forms.ChoiceField(label=_("Người cùng ký thứ nhất"), required=False)
    cosigner_title_1 = forms.CharField(
        label=_("Ký với tư cách"), required=False, max_length=200, widget=forms.TextInput({"placeholder": _("Thư ký")})
    )
    cosigner_2 = forms.ChoiceField(label=_("Người cùng ký thứ hai"), required=False)
    cosigner_title_2 = forms.CharField(label=_("Ký với tư cách"), required=False, max_length=200)

    def __init__(self, person: Person, signers: list[Person], data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        units = [person.unit] if person.unit else organizations.units()
        self.fields["unit"].choices = [(str(unit.pk), unit.name) for unit in units]  # type: ignore[attr-defined]
        self.fields["signer"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.full_name} – {one.position}") for one in signers
        ]
        self.take_recipients(data if data is not None else QueryDict())
        people = [("", _("— không —")), *((str(one.pk), f"{one.full_name} – {one.position}") for one in _people())]
        for name in COSIGNERS:
            self.fields[name].choices = people  # type: ignore[attr-defined]
        self._take_type(data if data is not None else self.initial, person.agency)

    def _take_type(self, values: Mapping[str, Any], agency: Agency) -> None:
        self.type = types.type_in(values)
        self.kind = letter.TYPES[self.type]
        self.several = self.type in queries.SEVERAL_SIGNERS
        self.fields["type_code"].choices = types.choices()  # type: ignore[attr-defined]
        self.initial = {**types.defaults(self.type, agency), **self.initial, "type_code": self.type}
        self.fields.update(types.fields_of(self.type))
        for name, (label, help_text, example) in types.words(self.type).items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.widget.attrs["placeholder"] = example
        if self.kind.signatures == "secretary and chair":
            self.fields["cosigner_1"].label = _("Thư ký (ký trước chủ tọa)")
        for name in types.wanted(self.type):
            self.fields[name].wanted = True  # type: ignore[attr-defined]
        if self.type in queries.WITHOUT_BODY:
            self.fields["body"].widget.attrs["rows"] = 4
        self.kept = [
            (name, value)
            for name, value in values.items()
            if name.startswith(types.PREFIX) and name not in self.fields and isinstance(value, str) and value
        ]

    def take_recipients(self, data: QueryDict) -> None:
        """Take the rows of recipients with the way chosen for each."""
        self.recipients, self.others = recipients_of(data.getlist("recipient")), others_of(data.getlist("recipient"))
        self.chosen = chosen_of(data)

    def show_recipients_of(self, fields: DraftFields, ways: Iterable[queries.RecipientWay]) -> None:
        """Show the recipients of a draft that is there, and what was chosen for them."""
        self.recipients, self.others = list(fields.recipients), list(fields.others)
        self.chosen = {one.target.key: (one.way, one.reason) for one in ways if one.departs}

    @property
    def ways(self) -> tuple[queries.RecipientWay, ...]:
        """How the letter would go to each recipient: by the rules for its type, or as chosen."""
        named = [Target(name, code=code) for code, name in self.recipients]
        others = [Target(one.name, address=one.address, email=one.email) for one in self.others]
        return queries.with_choices(queries.planned([*named, *others], self.type, at=clock.now()), self.chosen)

    def is_savable(self) -> bool:
        """Tell whether everything that is typed can be kept, the reasons of the ways chosen included."""
        if not self.is_valid():
            return False
        for sentence in lacking(self.ways):
            self.add_error(None, sentence)
        return not self.errors

    @property
    def cosigners(self) -> list[forms.BoundField]:
        """Who signs beside the signer on a page composed here: the secretary of a meeting (mẫu 1.9)."""
        return _with_titles(self, COSIGNERS[:1]) if self.kind.signatures == "secretary and chair" else []

    @property
    def more_cosigners(self) -> list[forms.BoundField]:
        """Who signs beside the signer on an uploaded page only, where the type of document has such."""
        return _with_titles(self, COSIGNERS[1:] if self.cosigners else COSIGNERS) if self.several else []

    @property
    def has_more_cosigners(self) -> bool:
        """Whether somebody is named there, or something is said of it."""
        return any(field.value() or getattr(field, "said", ()) for field in self.more_cosigners)

    @property
    def particulars(self) -> list[forms.BoundField]:
        """The fields that only this type has and that stand before the text."""
        apart = (f"{types.PREFIX}attached", types.PREFIX + queries.THIRD_PARTY)
        return [self[name] for name in self.fields if name.startswith(types.PREFIX) and not name.startswith(apart)]

    @property
    def attached(self) -> list[forms.BoundField]:
        """The fields of the text that a decision issues."""
        return [self[name] for name in self.fields if name.startswith(f"{types.PREFIX}attached")]

    @property
    def attaches(self) -> bool:
        """Whether something is said of such a text."""
        return _filled(self.attached)

    @property
    def third_party(self) -> list[forms.BoundField]:
        """The fields of a third party of an agreement."""
        return [self[name] for name in self.fields if name.startswith(types.PREFIX + queries.THIRD_PARTY)]

    @property
    def has_third_party(self) -> bool:
        """Whether something is said of a third party."""
        return _filled(self.third_party)

    @property
    def type_choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The types in their groups."""
        found: list[tuple[str, list[tuple[str, str]]]] = self.fields["type_code"].choices  # type: ignore[attr-defined]
        return found

    @property
    def live(self) -> list[forms.BoundField]:
        """The fields that are told while one types what is wrong with them."""
        return [*self.particulars, *self.third_party, *self.attached, self["body"]]

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
            others=tuple(self.others),
            places=lines(typed["places"]),
            urgency=typed["urgency"],
            due_on=typed["due_on"],
            typist_and_copies=typed["typist_and_copies"],
            type_code=self.type,
            legal_bases=lines(typed["legal_bases"]),
            particulars=types.particulars(self.type, typed),
            cosigners=_cosigners(typed) if self.several else (),
        )

    def say(self, problems: Iterable[Problem]) -> None:
        """Let each field show what is wrong with it."""
        for problem in problems:
            name = problem.field.replace("particulars.", types.PREFIX).removesuffix("_id")
            name = COSIGNERS[0] if name == "cosigners" else name
            if name in self.fields:
                self[name].said = [*getattr(self[name], "said", []), problem.sentence]  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """A DOCX or PDF made elsewhere in place of the composed page."""

    pdf = forms.FileField(
        label=_("Tệp DOCX hoặc PDF"),
        required=False,
        widget=forms.ClearableFileInput({"accept": ".docx,.pdf,application/pdf"}),
        error_messages={"empty": _("Tệp rỗng. Hãy chọn lại tệp.")},
    )


class AttachForm(forms.Form):
    """A file that goes with the letter."""

    file = forms.FileField(
        label=_("Tệp đính kèm"),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp rỗng. Hãy chọn lại tệp.")},
    )
    description = forms.CharField(label=_("Mô tả (không bắt buộc)"), required=False, max_length=500)


class PictureForm(forms.Form):
    """A picture that a line of the text sets into the page."""

    picture = forms.FileField(
        label=_("Hình (PNG, JPEG)"),
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg"}),
        error_messages={"required": _("Hãy chọn một hình."), "empty": _("Tệp rỗng. Hãy chọn lại tệp.")},
    )


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
        "type_code": fields.type_code,
        "legal_bases": "\n".join(fields.legal_bases),
        **types.initial(fields.particulars),
        **_cosigners_typed(fields),
    }


def _with_titles(form: LetterForm, names: Iterable[str]) -> list[forms.BoundField]:
    return [form[one] for name in names for one in (name, name.replace("cosigner", "cosigner_title"))]


def _filled(fields: Iterable[forms.BoundField]) -> bool:
    return any(field.value() or field.errors or getattr(field, "said", ()) for field in fields)


def _people() -> list[Person]:
    return [one for one in organizations.people() if one.left_at is None]


def _cosigners(typed: Mapping[str, Any]) -> tuple[Beside, ...]:
    chosen = [(typed[name], typed[name.replace("cosigner", "cosigner_title")]) for name in COSIGNERS]
    return tuple(Beside(UUID(person_id), title) for person_id, title in chosen if person_id)


def _cosigners_typed(fields: DraftFields) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, one in zip(COSIGNERS, fields.cosigners, strict=False):
        found |= {name: str(one.person_id), name.replace("cosigner", "cosigner_title"): one.title}
    return found


def sketch(data: QueryDict) -> QueryDict:
    """Return what was typed with dots where nothing was typed yet, so that the page can be drawn from the start."""
    filled = data.copy()
    for name, dots in types.dotted(types.type_in(data), data.dict()).items():
        filled[name] = dots
    return filled


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
