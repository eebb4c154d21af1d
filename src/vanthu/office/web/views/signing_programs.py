"""Signing with a program on the same machine: what page and program ask for, and a page to check it."""

from __future__ import annotations

import json
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from vanthu.office.journeys import signing_by_program as programs
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures.states import Role
from vanthu.office.web.access import signed_in
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.signing_keys import keys_shown
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

PDF = "application/pdf"
MOST_OF_FRAME = 64 * 1024
"""Bytes of an upload around the file: the parts' heads and what else the program tells."""
PAGES = {"ky-so": "outgoing_document", "cap-so-dong-dau": "outgoing_document", "sao": "copy_document"}


@require_POST
@signed_in
def call(request: OfficeRequest, slug: str) -> HttpResponse:
    """Answer with the next call of the program for the documents named, or why there is none."""
    documents = _documents(request)
    if slug not in PAGES or not documents:
        raise Http404
    try:
        called = _called(request, slug, documents)
    except VanThuError as error:
        return JsonResponse({"error": error.sentence}, status=error.http_status)
    watch = reverse("web:program_progress", kwargs={"errand_id": called.errand_id})
    done = _page(slug, documents[0]) if len(documents) == 1 else reverse("web:desk")
    answer = {"address": called.call.address, "message": called.call.message, "watch": watch, "done": done}
    return JsonResponse(answer)


def _documents(request: OfficeRequest) -> list[UUID]:
    try:
        return [UUID(one) for one in (*request.GET.getlist("van-ban"), *request.POST.getlist("document"))]
    except ValueError as error:
        raise Http404 from error


def _called(request: OfficeRequest, slug: str, documents: list[UUID]) -> programs.Called:
    by, at, addresses = request.person, clock.now(), programs.Addresses(file=_file, upload=_upload)
    if slug == "ky-so":
        revision = request.POST.get("revision", "")
        read = int(revision) if revision.isdigit() else None
        return programs.sign_as_leader(documents, revision=read, addresses=addresses, by=by, at=at)
    make = programs.number_and_seal if slug == "cap-so-dong-dau" else programs.make_copy
    return make(documents[0], addresses=addresses, by=by, at=at)


@require_GET
@signed_in
def progress(request: OfficeRequest, errand_id: UUID) -> HttpResponse:
    """Answer how far a call has come; said once more on the next page when it is done."""
    found = programs.progress(errand_id, by=request.person, at=clock.now())
    if found.state == "done" and not found.more:
        messages.success(request, _("Đã ký số."))
    return JsonResponse({"state": found.state, "sentence": found.sentence, "more": found.more})


@require_safe
def file(request: OfficeRequest, secret: str) -> HttpResponse:
    """Give the program the file to be signed, once; the secret is all it needs, and only it knows it."""
    try:
        content = signatures.fetch(secret, at=clock.now()) if request.method == "GET" else b""
    except VanThuError as error:
        return HttpResponse(error.sentence, status=error.http_status, content_type="text/plain; charset=utf-8")
    name = {"Content-Disposition": 'attachment; filename="van-ban.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=PDF, headers=name)


@csrf_exempt
@require_POST
def upload(request: OfficeRequest, secret: str) -> HttpResponse:
    """Take the signed file, in the form that VGCA's program posts and with the answer that it expects.

    The name it gives the file is of no account and is not used. The status is always 200: the program reads `Status`.
    Nothing of the body is read for whoever does not know an open secret, nor when it is larger than any file may be.
    """
    if not signatures.is_awaited(secret, at=clock.now()):
        return _answer(signatures.AddressUsed().sentence)
    sent = request.FILES.get("uploadfile") if _fits(request) else None
    if sent is None:
        return _answer(_("Không nhận được tệp đã ký (phần «uploadfile»), hoặc tệp quá lớn."))
    try:
        pending = programs.take_in(secret, sent.read(), at=clock.now())
    except VanThuError as error:
        return _answer(error.sentence)
    slug = "sao" if pending.role == Role.COPY else "ky-so"
    return _answer("", address=settings.OFFICE.public_url.rstrip("/") + _page(slug, pending.document_id))


def _fits(request: OfficeRequest) -> bool:
    """Tell whether the body says how large it is, and that is no more than the largest file with its frame."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdigit() and int(length) <= settings.OFFICE.max_upload_mb * 1024 * 1024 + MOST_OF_FRAME


def _answer(message: str, *, address: str = "") -> HttpResponse:
    said = {"Status": not message, "Message": message, "FileName": "van-ban.pdf", "FileServer": address}
    return JsonResponse(said)


@require_safe
@signed_in
def keys(request: OfficeRequest) -> HttpResponse:
    """Show with what somebody signs, and check the program on his machine."""
    shown = keys_shown(request.person, at=clock.now())
    policy = json.dumps({"LocalNetworkAccessAllowedForUrls": [settings.OFFICE.public_url]}, indent=2)
    return render(request, "web/signing_keys.html", {"shown": shown, "policy": policy})


def _page(slug: str, document_id: UUID) -> str:
    return reverse(f"web:{PAGES[slug]}", kwargs={"document_id": document_id})


def _file(secret: str) -> str:
    return settings.OFFICE.public_url.rstrip("/") + reverse("web:file_to_sign", kwargs={"secret": secret})


def _upload(secret: str) -> str:
    return settings.OFFICE.public_url.rstrip("/") + reverse("web:signed_file", kwargs={"secret": secret})
