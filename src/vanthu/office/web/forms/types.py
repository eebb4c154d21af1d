"""The part of the form that differs from type to type: which fields, under which words (ND30-A7, Phụ lục III)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import OFFICIAL_LETTER
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import queries
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Agency
    from vanthu.office.outgoing.queries.particulars import Field

USUAL = ("cong_van", "quyet_dinh", "to_trinh", "bao_cao", "thong_bao", "ke_hoach", "giay_moi")
"""The types most agencies write most, on top of the list."""
PREFIX = "p_"
"""Before the names of the fields that only one type has."""


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the types in force today in groups: the usual, the others, those that several sign."""
    today = clock.now().astimezone(VIETNAM).date()
    names = {kind.code: kind.name for kind in documents.document_types(today) if kind.code in letter.TYPES}
    usual = [(code, names[code]) for code in USUAL if code in names]
    several = [(code, name) for code, name in names.items() if code in queries.SEVERAL_SIGNERS]
    taken = {*USUAL, *queries.SEVERAL_SIGNERS}
    return [
        (_("Hay dùng"), usual),
        (_("Loại khác"), [(code, name) for code, name in names.items() if code not in taken]),
        (_("Nhiều người ký"), several),
    ]


def type_in(values: Mapping[str, Any]) -> str:
    """Return the type chosen among values of the form; an official letter when none is, or one that does not exist."""
    chosen = str(values.get("type_code") or OFFICIAL_LETTER)
    return chosen if chosen in letter.TYPES else OFFICIAL_LETTER


def fields_of(type_code: str) -> Iterator[tuple[str, forms.Field]]:
    """Return the fields that only this type has, with their names in the form."""
    for field in queries.fields_for(type_code):
        yield PREFIX + field.name, _form_field(field)


def defaults(type_code: str, agency: Agency) -> dict[str, str]:
    """Return what is known before anything is typed: who decides, who sends a telegram."""
    head = organizations.head_position()
    office = f"{head.title} {agency.name}" if head else agency.name
    known = {
        "nghi_quyet": {"authority": agency.name},
        "quyet_dinh": {"authority": agency.name if head and head.collective else office},
        "cong_dien": {"sender": office},
    }
    if letter.TYPES[type_code].signatures == "parties":
        preamble = f"Hôm nay, tại trụ sở {agency.name}, chúng tôi gồm:"
        known[type_code] = {"preamble": preamble, "party_1_label": "Bên A", "party_2_label": "Bên B"}
    found = {PREFIX + name: value for name, value in known.get(type_code, {}).items()}
    return found | ({"cosigner_title_1": "Thư ký"} if type_code == "bien_ban" else {})


def particulars(type_code: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed into the fields that only this type has; empty ones are left out."""
    found: dict[str, Any] = {}
    for field in queries.fields_for(type_code):
        value = typed.get(PREFIX + field.name)
        if field.kind == "lines":
            value = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        elif isinstance(value, str):
            value = value.replace("\r\n", "\n").strip()
        if value:
            found[field.name] = value
    return found


def initial(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept values as the first values of the fields."""
    return {PREFIX + name: "\n".join(value) if isinstance(value, list) else value for name, value in values.items()}


def dotted(type_code: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return dots for everything the type must have and nothing was typed for yet."""
    names = wanted(type_code)
    if str(values.get(f"{PREFIX}attached_text", "")).strip():
        names += [PREFIX + field.name for field in queries.fields_for(type_code) if field.name.startswith("attached_")]
    return {name: "…………" for name in names if not str(values.get(name, "")).strip()}


def wanted(type_code: str) -> list[str]:
    """Return the names of what a document of this type must have, in the form."""
    kind = letter.TYPES[type_code]
    names = ["subject"]
    names += ["addressed_to"] if kind.addressed_to == "required" else []
    names += ["legal_bases"] if kind.legal_bases == "required" else []
    names += ["body"] if type_code not in queries.WITHOUT_BODY else []
    return names + [PREFIX + field.name for field in queries.fields_for(type_code) if field.required]


def words(type_code: str) -> dict[str, tuple[str, str, str]]:
    """Return label, help and example of the common fields that are called otherwise in documents of this type."""
    kind = letter.TYPES[type_code]
    said = {"subject": (_("Trích yếu"), "", _("kết quả công tác văn thư, lưu trữ năm 2026"))}
    if type_code == OFFICIAL_LETTER:
        example = _("rà soát danh mục vị trí việc làm năm 2026")
        said["subject"] = (_("Trích yếu"), _("Không gõ «V/v», hệ thống tự in."), example)
    elif kind.closing_word:
        help_text = _("Gõ cả chữ «Về việc», «Ban hành» hoặc «Phê duyệt».")
        said["subject"] = (_("Trích yếu (Về việc …)"), help_text, _("Về việc bổ nhiệm công chức lãnh đạo cấp phòng"))
    elif not kind.subject_printed:
        said["subject"] = (_("Trích yếu"), _("Không in trên trang; dùng để vào sổ, tìm kiếm và gửi đi."), "")
    if type_code in queries.WITHOUT_BODY:
        said["body"] = (_("Nội dung khác (không bắt buộc)"), _("In dưới các mục trên, mỗi đoạn một dòng."), "")
    return said


def _form_field(field: Field) -> forms.Field:
    help_text = _(field.help) if field.help else ""  # the empty message is the header of the translations
    common: dict[str, Any] = {"label": _(field.label), "help_text": help_text, "required": False}
    shown = {"placeholder": field.example} if field.example else {}
    match field.kind:
        case "flag":
            return forms.BooleanField(**common)
        case "lines":
            return forms.CharField(**common, max_length=5_000, widget=forms.Textarea({"rows": 3, **shown}))
        case "text":
            return forms.CharField(**common, max_length=200_000, widget=forms.Textarea({"rows": 8, **shown}))
        case _:
            return forms.CharField(**common, max_length=500, widget=forms.TextInput(shown))
