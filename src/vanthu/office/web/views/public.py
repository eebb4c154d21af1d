"""Văn bản công bố: a list and pages that anybody may open without logging in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vanthu.office.dispatch import queries
from vanthu.office.files import queries as files
from vanthu.office.web.searching import words_of

if TYPE_CHECKING:
    from vanthu.office.dispatch.models import Publication

A_MINUTE = "public, max-age=60"
"""So soon everybody sees what was published or taken down."""


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the public documents, looked for by number, notation or subject."""
    text = words_of(request, "q")
    page = queries.published(text, before=request.GET.get("truoc", ""), after=request.GET.get("sau", ""))
    return _shown(request, "web/public/list.html", {"page": page, "text": text})


@require_safe
def document(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Show one public document with its file; of one that was recalled, that it was."""
    found = queries.public_document(publication_id)
    if found.recalled:
        return _recalled(request, found)
    return _shown(request, "web/public/document.html", {"one": found})


@require_safe
def download(request: HttpRequest, publication_id: UUID) -> HttpResponseBase:
    """Answer the signed PDF; of a document that was recalled only that it was."""
    found = queries.public_document(publication_id)
    if found.recalled:
        return _recalled(request, found)
    response = FileResponse(files.open_file(found.file_id), filename=found.file_name, content_type="application/pdf")
    response.headers["Cache-Control"] = A_MINUTE
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read what is public, and nothing else."""
    lines = ("User-agent: *", "Allow: /cong-bo/", "Allow: /kiem-tra-chu-ky", "Allow: /static/", "Disallow: /", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _recalled(request: HttpRequest, found: Publication) -> HttpResponse:
    return _shown(request, "web/public/recalled.html", {"one": found}, status=410)


def _shown(request: HttpRequest, template: str, values: dict[str, object], *, status: int = 200) -> HttpResponse:
    answer = render(request, template, values, status=status)
    answer.headers["Cache-Control"] = A_MINUTE
    return answer
