"""Văn bản công bố: a list and pages that anybody may open without logging in."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vanthu.office.dispatch import queries
from vanthu.office.files import queries as files
from vanthu.office.web.searching import words_of

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
    """Show one public document with its file."""
    return _shown(request, "web/public/document.html", {"one": queries.public_document(publication_id)})


@require_safe
def download(request: HttpRequest, publication_id: UUID) -> HttpResponseBase:
    """Answer the signed PDF."""
    found = queries.public_document(publication_id)
    response = FileResponse(files.open_file(found.file_id), filename=found.file_name, content_type="application/pdf")
    response.headers["Cache-Control"] = A_MINUTE
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read what is public, and nothing else."""
    lines = ("User-agent: *", "Allow: /cong-bo/", "Allow: /static/", "Disallow: /", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _shown(request: HttpRequest, template: str, values: dict[str, object]) -> HttpResponse:
    answer = render(request, template, values)
    answer.headers["Cache-Control"] = A_MINUTE
    return answer
