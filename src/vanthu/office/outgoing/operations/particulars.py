"""What only one type of document has, as the letter takes it (ND30 Phụ lục III)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing.queries.fields import type_code_of
from vanthu.office.outgoing.queries.particulars import cleaned, fields_for
from vanthu.standards import letter
from vanthu.standards.letter import model

if TYPE_CHECKING:
    from vanthu.office.outgoing.queries import DraftFields

_MODELS: dict[str, type] = {
    "nghi_quyet": model.Enactment,
    "quyet_dinh": model.Enactment,
    "cong_dien": model.Telegram,
    "giay_moi": model.Invitation,
    "giay_gioi_thieu": model.Introduction,
    "giay_nghi_phep": model.Leave,
    "thu_cong": model.OpenLetter,
}
_AGREEMENTS = frozenset({"hop_dong", "ban_ghi_nho", "ban_thoa_thuan"})
_MINUTES = "bien_ban"
NOT_CHOSEN = "…………"
"""For a name that is printed and not known yet: a preview is wanted from the first letter on."""


def particulars_of(fields: DraftFields) -> model.Particulars | None:
    """Return what only this type has; None for most. What is missing is empty, which the letter refuses by name."""
    type_code = type_code_of(fields)
    if type_code in _AGREEMENTS:
        return _agreement(fields, _taken(fields))
    if type_code == _MINUTES:
        return model.Minutes(**_taken(fields), signed_by_secretary=_secretary(fields))
    made = _MODELS.get(type_code)
    if made is None:
        return None
    found: model.Particulars = made(**_taken(fields))
    return found


def authority_of(fields: DraftFields, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is printed above the signer's name: the chair of a meeting signs as such (mẫu 1.9).

    `lines`: his quyền hạn and chức vụ. For a party of an agreement he signs as its representative.
    """
    type_code = type_code_of(fields)
    if type_code == _MINUTES:
        return ("Chủ tọa",)
    if type_code in _AGREEMENTS:
        return (f"Đại diện {cleaned(fields.particulars).get('party_1_label', '')}".rstrip(), *lines)
    return lines


def _taken(fields: DraftFields) -> dict[str, Any]:
    given = cleaned(fields.particulars)
    taken: dict[str, Any] = {}
    for field in fields_for(type_code_of(fields)):
        if field.name.startswith("attached_") or (not field.required and field.name not in given):
            continue
        value = given.get(field.name, [] if field.kind == "lines" else "")
        taken[field.name] = tuple(value) if field.kind == "lines" else value
    return taken


def _secretary(fields: DraftFields) -> model.Signer:
    for one in fields.cosigners:
        return model.Signer((one.title.strip() or "Thư ký",), organizations.person(one.person_id).full_name)
    return model.Signer(("Thư ký",), NOT_CHOSEN)


def _agreement(fields: DraftFields, taken: Mapping[str, Any]) -> model.Agreement:
    own = model.Party(
        label=taken["party_1_label"],
        name=organizations.agency(organizations.unit(fields.unit_id).agency_id).name,
        details=taken.get("party_1_details", ()),
    )
    numbers = [number for number in (2, 3) if taken.get(f"party_{number}_name")]
    return model.Agreement(
        preamble=taken["preamble"], parties=(own, *(_other_party(taken, number) for number in numbers))
    )


def _other_party(taken: Mapping[str, Any], number: int) -> model.Party:
    label, name, title, signer = (
        str(taken.get(f"party_{number}_{part}", NOT_CHOSEN)) for part in ("label", "name", "title", "signer")
    )
    details = taken.get(f"party_{number}_details", ())
    return model.Party(
        label=label, name=name, details=details, signer=model.Signer((f"Đại diện {label}", title), signer)
    )


def attachments_of(fields: DraftFields) -> tuple[model.AttachedText, ...]:
    """Return the text that a decision issues or approves (mẫu 1.3), if it has one."""
    given = cleaned(fields.particulars) if type_code_of(fields) == "quyet_dinh" else {}
    if not given.get("attached_text"):
        return ()
    return (
        model.AttachedText(
            name=given.get("attached_name", ""),
            subject=given.get("attached_subject", ""),
            body=letter.from_typed(given["attached_text"]).body,
        ),
    )
