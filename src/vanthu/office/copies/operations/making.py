"""Making a copy: its number, then the print for paper, or the place of the agency's signature (mẫu 3.1, 3.2; S5)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from vanthu.office.copies.models import Copy
from vanthu.office.copies.operations.common import admitted, fact, moved
from vanthu.office.copies.operations.errors import CopyFileWrong
from vanthu.office.copies.states import LOOKUP_PAGE, Medium
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.kernel import codes
from vanthu.office.organizations import queries as organizations
from vanthu.office.registers import operations as registers
from vanthu.office.registers import queries as register_queries
from vanthu.office.registers.states import RegisterKind
from vanthu.office.signatures import queries as signatures
from vanthu.office.signatures.operations import AsText
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.transactions import write
from vanthu.standards import letter
from vanthu.standards.identifiers import document_id as wire_identifier
from vanthu.standards.identifiers import number_text
from vanthu.standards.letter.model import Issued

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version
    from vanthu.office.organizations.models import Person


def make_on_paper(document_id: UUID, *, by: Person, at: datetime) -> Copy:
    """Number a copy for paper and lay it out to be printed, signed by hand and sealed (mẫu 3.1), with a code to ask by.

    Raises CopyFileWrong before a number is taken, NotAllowed, MovedMeanwhile.
    """
    copy = admitted(document_id, "make", by, at)
    if copy.target != Medium.PAPER:
        raise ValueError("an electronic copy is signed, not printed")
    code = codes.new()
    lookup = _lookup(copy, code, by, at)
    _printed(copy, "01", at.astimezone(VIETNAM).date(), lookup, at)
    number, on = give_number(copy, by=by, at=at)
    composed = _printed(copy, number, on, lookup, at)
    with write():
        name = f"{number}-{copy.document.notation}.pdf"
        documents.add_version(
            document_id, kind=VersionKind.COMPOSED, content=composed.pdf, file_name=name, by=by, at=at
        )
        documents.change_metadata(document_id, page_amount=composed.pages)
        _made(copy, by, at, code_hash=codes.digest(code))
    return copy


def prepared(document_id: UUID, *, by: Person, at: datetime) -> tuple[Version, AsText]:
    """Number an electronic copy; return the file to be signed and what its signature shows (mẫu 3.2, S5).

    Doing it again finds the same number. Raises CopyFileWrong before a number is taken, NotAllowed, MovedMeanwhile.
    """
    copy = admitted(document_id, "make", by, at)
    version = _source(copy)
    try:
        slot = letter.copy_stamp_place(files.read(version.file_id))
    except letter.LetterRefused as error:
        raise CopyFileWrong(file_name=version.file_name, why=error.sentence) from error
    give_number(copy, by=by, at=at)
    form = letter.COPIES[copy.kind].form.capitalize()
    return version, AsText(f"{form}; {organizations.agency(copy.agency_id).name}", slot)


def record_made(document_id: UUID, *, by: Person, at: datetime) -> Copy:
    """Note that the agency's signature is on the copy, in the transaction that keeps the signed file."""
    copy = admitted(document_id, "make", by, at)
    with write():
        version = document_queries.latest_version(document_id)
        assert version is not None, "the signed file was just kept"
        documents.change_metadata(document_id, page_amount=letter.page_count(files.read(version.file_id)))
        _made(copy, by, at)
    return copy


def give_number(copy: Copy, *, by: Person, at: datetime) -> tuple[str, date]:
    """Take the next number of the one series of all copies (ND30-PLI, part II); again, the same number."""
    on = at.astimezone(VIETNAM).date()
    registers.take_number(kind=RegisterKind.COPY, document_id=copy.pk, on=on, by=by, at=at)
    taken = register_queries.number_of(copy.pk, RegisterKind.COPY)
    assert taken is not None, "a number was just taken"
    agency = organizations.agency(copy.agency_id)
    number, notation = number_text(taken.number), letter.notation(copy.kind, agency=agency.abbreviation)
    wire_id = wire_identifier(agency.code, taken.taken_on, f"{number}/{notation}")
    document = documents.give_identity(
        copy.pk, number=number, notation=notation, issued_on=taken.taken_on, wire_id=wire_id
    )
    copy.document = document
    return number, taken.taken_on


def _made(copy: Copy, by: Person, at: datetime, **kept: str) -> None:
    moved(copy, "make", at, **kept)
    documents.freeze(copy.pk, at=at)
    latest = document_queries.latest_version(copy.pk)
    copy.document.refresh_from_db()
    fact(copy, "make", by, at, code=copy.document.code_text, sha256=latest.file_id if latest else "")


def _source(copy: Copy) -> Version:
    version = document_queries.latest_version(copy.pk, VersionKind.UPLOADED)
    assert version is not None, "a copy begins with the file that is copied"
    return version


def _lookup(copy: Copy, code: str, by: Person, at: datetime) -> letter.Lookup:
    """What is printed for whoever asks; an electronic document on paper bears the mark of its conversion too."""
    office = settings.OFFICE
    page = f"{office.lookup_url.rstrip('/')}/{LOOKUP_PAGE}" if office.lookup_url else ""
    mark = ""
    if copy.source == Medium.ELECTRONIC:
        owner = office.owner or organizations.agency(copy.agency_id).name
        mark = (
            f"Chuyển từ văn bản điện tử sang văn bản giấy lúc {at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}; "
            f"người chuyển: {by.full_name}; hệ thống: {office.name}, chủ quản: {owner}."
        )
    address = f"{page}/{codes.plain(code)}" if page else ""
    return letter.Lookup(code, address, page.partition("://")[2], mark)


def _printed(copy: Copy, number: str, on: date, lookup: letter.Lookup, at: datetime) -> letter.Composed:
    agency, version = organizations.agency(copy.agency_id), _source(copy)
    paper = letter.PaperCopy(
        kind=copy.kind,  # type: ignore[arg-type]
        agency_name=agency.name,
        notation=letter.notation(copy.kind, agency=agency.abbreviation),
        place=agency.place,
        signer_authority=tuple(copy.capacity["lines"]),
        signer_name=copy.signer.full_name,
        recipients=_places(copy),
        issued=Issued(number=number, day=on.day, month=on.month, year=on.year),
        lookup=lookup,
    )
    seal = signatures.seal_identity()
    size = {"seal_mm": seal.image_width_mm} if seal else {}
    try:
        return letter.compose_copy(files.read(version.file_id), paper, at=at, **size)
    except letter.LetterError as error:
        raise CopyFileWrong(file_name=version.file_name, why=error.sentence) from error


def _places(copy: Copy) -> tuple[str, ...]:
    lines = list(copy.places)
    if not any(line.casefold().startswith("lưu") for line in lines):
        lines.append("Lưu: VT")
    return tuple(lines)
