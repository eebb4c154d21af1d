"""Pages as pictures, and the exact bytes of files, for whoever may see the document."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from vanthu.office.assignments import queries as assignments
from vanthu.office.copies import queries as copies
from vanthu.office.documents import queries as documents
from vanthu.office.exchange import queries as exchange
from vanthu.office.files import queries as files
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.operations import NotPrintable
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import queries as outgoing
from vanthu.office.signatures import queries as signatures
from vanthu.office.web import paper
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.handling import sheet_of
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import letter
from vanthu.standards.letter import apart
from vanthu.standards.letter.arrival import Arrival
from vanthu.standards.letter.handling import handling_sheet

if TYPE_CHECKING:
    from vanthu.office.incoming.models import IncomingDocument

_QUERIES = {"outgoing": outgoing, "incoming": incoming, "copy": copies}
_WEEK = "private, max-age=604800, immutable"


@require_safe
@signed_in
def page(
    request: OfficeRequest, way: str, document_id: UUID, version_id: UUID, page: int, width: int
) -> HttpResponseBase:
    """Answer one page as PNG; the bytes behind an address never change, so a browser may keep them."""
    if width not in paper.WIDTHS or page < 1:
        raise Http404
    version = version_of(request, way, document_id, version_id)
    place = paper.picture(version.file_id, files.path_of(version.file_id), page=page, width=width)
    response = FileResponse(place.open("rb"), content_type="image/png")
    response.headers["Cache-Control"] = _WEEK
    return response


@require_safe
@signed_in
def download(request: OfficeRequest, way: str, document_id: UUID, version_id: UUID) -> HttpResponseBase:
    """Answer the exact bytes of a version."""
    version = version_of(request, way, document_id, version_id)
    return file_answer(version.file_id, version.file_name, version.file.media_type)


@require_safe
@signed_in
def attachment(request: OfficeRequest, way: str, document_id: UUID, attachment_id: UUID) -> HttpResponseBase:
    """Answer the exact bytes of an attachment; never shown in the page, whatever it calls itself."""
    _QUERIES[way].get(request.person, document_id, at=clock.now())
    found = next((one for one in documents.attachments(document_id) if one.pk == attachment_id), None)
    if found is None:
        raise Http404
    return file_answer(found.sent_file.sha256, found.file_name, found.sent_file.media_type)


@require_safe
@signed_in
def stamped(request: OfficeRequest, document_id: UUID) -> HttpResponseBase:
    """Answer a registered document with the dấu "ĐẾN" drawn on a copy, to be printed; what came stays as it came."""
    found = incoming.get(request.person, document_id, at=clock.now())
    version = documents.latest_version(document_id)
    if not found.arrival_number or version is None or version.file.media_type != "application/pdf":
        raise Http404
    try:
        pdf = apart.with_arrival_stamp(files.read(version.file_id), _arrival(found), at=clock.now())
    except letter.LetterRefused as error:
        raise NotPrintable from error
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="den-{found.arrival_number:02d}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
@signed_in
def handling(request: OfficeRequest, document_id: UUID) -> HttpResponseBase:
    """Answer the phiếu giải quyết văn bản đến of a registered document, with what was decided so far."""
    at = clock.now()
    found = incoming.get(request.person, document_id, at=at)
    if not found.arrival_number:
        raise Http404
    response = HttpResponse(handling_sheet(sheet_of(found, at=at), at=at), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="phieu-giai-quyet-{found.arrival_number:02d}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _arrival(found: IncomingDocument) -> Arrival:
    lead = assignments.leads([found.pk]).get(found.pk)
    assert found.registered_at is not None, "what has a số đến was registered"
    return Arrival(
        agency=organizations.agency(found.agency_id).name,
        number=f"{found.arrival_number:02d}",
        day=found.registered_at.astimezone(VIETNAM).date(),
        passed_to=lead.unit.name if lead else "",
    )


@require_safe
@signed_in
def receipt(request: OfficeRequest, document_id: UUID, receipt_id: UUID) -> HttpResponseBase:
    """Answer a receipt of the axis as it was given; `vanthu evidence verify` judges it."""
    outgoing.get(request.person, document_id, at=clock.now())
    found = next((one for one in exchange.receipts(document_id) if one.id == receipt_id), None)
    if found is None:
        raise Http404
    return file_answer(found.file.sha256, found.file_name, found.file.media_type)


@require_safe
@signed_in
def kept(request: OfficeRequest, document_id: UUID, preservation_id: UUID) -> HttpResponseBase:
    """Answer the kept form of a signed file: what was sent, with the data by which it can be checked decades later."""
    document = outgoing.get(request.person, document_id, at=clock.now())
    found = next((one for one in signatures.preservations(document_id) if one.pk == preservation_id), None)
    if found is None or found.kept is None:
        raise Http404
    name = f"ban-luu-{document.document.number}-{document.document.notation}".replace("/", "-")
    return file_answer(found.kept.sha256, f"{name}.pdf", found.kept.media_type)


def version_of(request: OfficeRequest, way: str, document_id: UUID, version_id: UUID):  # type: ignore[no-untyped-def]
    """Return a version of a document that this person may see; raises NotFound, Http404."""
    _QUERIES[way].get(request.person, document_id, at=clock.now())
    version = documents.version(version_id)
    if version.document_id != document_id:
        raise Http404
    return version


def file_answer(sha256: str, name: str, media_type: str) -> FileResponse:
    """Answer stored bytes to be saved, never shown."""
    response = FileResponse(files.open_file(sha256), as_attachment=True, filename=name, content_type=media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
