"""From the fields of a draft to the printed page with its reserved places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.access import policies as access
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import policies
from vanthu.office.outgoing.operations import checking
from vanthu.office.outgoing.operations.errors import LetterNotPrintable
from vanthu.office.outgoing.queries.fields import type_code_of
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.signatures import queries as signatures
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import letter
from vanthu.standards.identifiers import notation_for_official_letter

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.queries import DraftFields


def preview(fields: DraftFields, *, by: Person, at: datetime) -> bytes:
    """Return the letter as PDF, to be looked at; nothing is stored. Raises LetterNotPrintable."""
    policies.may_start(by, at=at).require("Xem trước")
    return composed(fields, agency_id=by.agency_id, at=at).pdf


def composed(fields: DraftFields, *, agency_id: Any, at: datetime) -> letter.Composed:
    """Return the letter laid out with its places; raises LetterNotPrintable."""
    try:
        return letter.compose(_letter(fields, agency_id, at), at=at, **seal_size())
    except letter.LetterError as error:
        raise LetterNotPrintable(sentence=error.sentence) from error


def seal_size() -> dict[str, float]:
    """Return the real width of the agency's seal in millimetres as an argument, none when it has no seal yet."""
    seal = signatures.seal_identity()
    return {"seal_mm": seal.image_width_mm} if seal else {}


def stored(slots: Mapping[str, letter.Slot]) -> dict[str, Any]:
    """Return the places as they are kept in the database."""
    return {name: asdict(slot) for name, slot in slots.items()}


def notation(fields: DraftFields, *, agency_id: Any) -> str:
    """Return the ký hiệu of an official letter, "SNV-CCVC" (ND30 PL III)."""
    agency, unit = organizations.agency(agency_id), organizations.unit(fields.unit_id)
    return notation_for_official_letter(agency.abbreviation, unit.abbreviation)


def authority_lines(signer: Person, fields: DraftFields, *, at: datetime) -> tuple[str, ...]:
    """Return quyền hạn and chức vụ of the signer, a line each, as printed above the signature (ND30-A13).

    A preview is also wanted of what he may not sign: then his position alone; submitting refuses it.
    """
    found = access.competence(signer, type_code=type_code_of(fields), unit_id=fields.unit_id, at=at)
    return found.lines if isinstance(found, access.Capacity) else (signer.position.upper(),)


def stored_capacity(capacity: access.Capacity) -> dict[str, Any]:
    """Return a capacity as it is kept with the document: what is printed, and what goes on the wire."""
    return {
        "kind": str(capacity.kind),
        "lines": list(capacity.lines),
        "title": capacity.title,
        "basis": capacity.basis,
        "reference": capacity.reference,
        "wire": capacity.wire,
    }


def printed_places(places: tuple[str, ...], unit_abbreviation: str) -> tuple[str, ...]:
    """Return Nơi nhận complete: "Như trên" first and "Lưu: VT, …" last (ND30 PL I, mẫu 1.5)."""
    lines = [line for line in map(checking.clean, places) if line]
    if not any(line.casefold().startswith("như trên") for line in lines):
        lines.insert(0, "Như trên")
    if not any(line.casefold().startswith("lưu") for line in lines):
        lines.append(f"Lưu: VT, {unit_abbreviation}")
    return tuple(lines)


def _letter(fields: DraftFields, agency_id: Any, at: datetime) -> letter.Letter:
    agency, unit = organizations.agency(agency_id), organizations.unit(fields.unit_id)
    signer = organizations.person(fields.signer_id)
    return letter.Letter(
        governing_name=agency.governing_name or None,
        agency_name=agency.name,
        notation=notation(fields, agency_id=agency_id),
        place=agency.place,
        year=at.astimezone(VIETNAM).year,
        subject=checking.clean(fields.subject),
        addressed_to=tuple(filter(None, map(checking.clean, fields.addressed_to))),
        body=tuple(filter(None, map(checking.clean, fields.body.splitlines()))),
        signer_authority=authority_lines(signer, fields, at=at),
        signer_name=signer.full_name,
        recipients=printed_places(fields.places, unit.abbreviation),
        typist_and_copies=checking.clean(fields.typist_and_copies) or None,
        number_digits=_number_digits(at.astimezone(VIETNAM).year),
        urgency=fields.urgency,
    )


def _number_digits(year: int) -> int:
    """As many figures as the number may have when the draft is signed at last, three at least."""
    return max(3, len(str(2 * registers.last_number(RegisterKind.OUTGOING, year) + 99)))
