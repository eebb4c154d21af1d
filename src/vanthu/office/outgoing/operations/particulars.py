"""What only one type of document has, as the letter takes it (ND30 Phụ lục III)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def particulars_of(fields: DraftFields) -> model.Particulars | None:
    """Return what only this type has; None for most. What is missing is empty, which the letter refuses by name."""
    type_code = type_code_of(fields)
    made = _MODELS.get(type_code)
    if made is None:
        return None
    given = cleaned(fields.particulars)
    taken: dict[str, Any] = {}
    for field in fields_for(type_code):
        if field.name.startswith("attached_") or (not field.required and field.name not in given):
            continue
        value = given.get(field.name, [] if field.kind == "lines" else "")
        taken[field.name] = tuple(value) if field.kind == "lines" else value
    found: model.Particulars = made(**taken)
    return found


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
