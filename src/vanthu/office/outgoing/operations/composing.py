"""From the fields of a draft to the printed page with its reserved places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from vanthu.office.access import policies as access
from vanthu.office.files import queries as files
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.operations import checking
from vanthu.office.outgoing.operations.errors import LetterNotPrintable
from vanthu.office.outgoing.operations.particulars import attachments_of, authority_of, particulars_of
from vanthu.office.outgoing.queries.fields import type_code_of
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.signatures import queries as signatures
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import letter

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument
    from vanthu.office.outgoing.queries import DraftFields
    from vanthu.standards.letter.catalogue import DocumentType

Images = tuple[letter.ImageFile, ...]
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def preview(fields: DraftFields, *, images: Images = (), by: Person, at: datetime) -> bytes:
    """Return the letter as PDF, to be looked at; nothing is stored. Raises LetterNotPrintable."""
    policies.may_start(by, at=at).require("Xem trước")
    return composed(fields, images=images, agency_id=by.agency_id, at=at).pdf


def composed(fields: DraftFields, *, images: Images = (), agency_id: Any, at: datetime) -> letter.Composed:
    """Return the letter laid out with its places; raises LetterNotPrintable."""
    return _set(fields, images, agency_id, at, stamped=at)


def comparable(fields: DraftFields, *, images: Images = (), agency_id: Any, at: datetime) -> bytes:
    """Return the letter as PDF, the same bytes whenever it is made; raises LetterNotPrintable."""
    return _set(fields, images, agency_id, at, stamped=_ANY_DAY).pdf


def images_of(outgoing: OutgoingDocument) -> Images:
    """Return the pictures of a draft, by the names that its text calls them."""
    return tuple(letter.ImageFile(one.name, files.read(one.file_id)) for one in queries.pictures(outgoing))


def _set(fields: DraftFields, images: Images, agency_id: Any, at: datetime, *, stamped: datetime) -> letter.Composed:
    try:
        return letter.compose(letter_of(fields, images, agency_id=agency_id, at=at), at=stamped, **seal_size())
    except letter.LetterError as error:
        raise LetterNotPrintable(sentence=error.sentence) from error


def seal_size() -> dict[str, float]:
    """Return the real width of the agency's seal in millimetres as an argument, none when it has no seal yet."""
    seal = signatures.seal_identity()
    return {"seal_mm": seal.image_width_mm} if seal else {}


def stored(slots: Mapping[str, letter.Slot]) -> dict[str, Any]:
    """Return the places as they are kept in the database."""
    return {name: asdict(slot) for name, slot in slots.items()}


def places_to_reserve(slots: Mapping[str, letter.Slot], kind: DocumentType) -> dict[str, letter.Slot]:
    """Return the places as they are reserved: the other parties of an agreement sign after us, with their own means."""
    if kind.signatures != "parties":
        return dict(slots)
    own = {name: slot for name, slot in slots.items() if not name.startswith(("leader_", "seal_"))}
    return own | {f"partner_{name[7:]}": slot for name, slot in slots.items() if name.startswith("leader_")}


def notation(fields: DraftFields, *, agency_id: Any) -> str:
    """Return the ký hiệu: "SNV-CCVC" of an official letter, "QĐ-SNV" of a type with an abbreviation (ND30 PL III)."""
    agency, unit = organizations.agency(agency_id), organizations.unit(fields.unit_id)
    return letter.notation(type_code_of(fields), agency=agency.abbreviation, unit=unit.abbreviation)


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


def printed_places(fields: DraftFields, unit_abbreviation: str) -> tuple[str, ...]:
    """Return Nơi nhận complete: "Như trên" or "Như Điều …" where the type begins so, "Lưu: VT, …" last (ND30 PLI)."""
    lines = [line for line in map(checking.clean, fields.places) if line]
    first = _first_place(fields)
    if first and not any(line.casefold().startswith(("như trên", "như điều")) for line in lines):
        lines.insert(0, first)
    if not any(line.casefold().startswith("lưu") for line in lines):
        lines.append(f"Lưu: VT, {unit_abbreviation}")
    return tuple(lines)


def _first_place(fields: DraftFields) -> str:
    """The last điều says who carries a decision out (mẫu 1.1–1.3); above are only those who are addressed there."""
    kind = letter.document_type(type_code_of(fields))
    if kind.first_recipient is None or (kind.addressed_to == "optional" and not addressees(fields)):
        return ""
    if kind.first_recipient.startswith("Như Điều"):
        articles = letter.document_from_typed(fields.body).articles
        return f"Như Điều {articles}" if articles else ""
    return kind.first_recipient


def addressees(fields: DraftFields) -> tuple[str, ...]:
    """Return Kính gửi as printed; empty for a type that has none."""
    if letter.document_type(type_code_of(fields)).addressed_to == "none":
        return ()
    return tuple(filter(None, map(checking.clean, fields.addressed_to)))


def _bases(fields: DraftFields) -> tuple[str, ...]:
    if letter.document_type(type_code_of(fields)).legal_bases == "none":
        return ()
    return tuple(filter(None, map(checking.clean, fields.legal_bases)))


def letter_of(fields: DraftFields, images: Images = (), *, agency_id: Any, at: datetime) -> letter.Letter:
    """Return the letter as it would be laid out."""
    agency, unit = organizations.agency(agency_id), organizations.unit(fields.unit_id)
    signer, typed = organizations.person(fields.signer_id), letter.document_from_typed(fields.body)
    return letter.Letter(
        governing_name=agency.governing_name or None,
        agency_name=agency.name,
        notation=notation(fields, agency_id=agency_id),
        place=agency.place,
        year=at.astimezone(VIETNAM).year,
        subject=checking.clean(fields.subject),
        kind=type_code_of(fields),
        addressed_to=addressees(fields),
        legal_bases=_bases(fields),
        particulars=particulars_of(fields),
        body=typed.body,
        attachments=(*attachments_of(fields), *typed.appendices),
        images=images,
        signer_authority=authority_of(fields, authority_lines(signer, fields, at=at)),
        signer_name=signer.full_name,
        recipients=printed_places(fields, unit.abbreviation),
        typist_and_copies=checking.clean(fields.typist_and_copies) or None,
        number_digits=_number_digits(at.astimezone(VIETNAM).year),
        urgency=fields.urgency,
    )


def _number_digits(year: int) -> int:
    """As many figures as the number may have when the draft is signed at last, three at least."""
    return max(3, len(str(2 * registers.highest_number(RegisterKind.OUTGOING, year) + 99)))
