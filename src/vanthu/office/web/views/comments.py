"""Comments on passages of a draft: read, written, answered, closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing import operations, queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.comments import CommentForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.comments import comments_shown, marked_parts
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError


@require_http_methods(["GET", "POST"])
@signed_in
def comments(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Show the text of a draft with the passages commented on; a POST adds a comment."""
    form = CommentForm(request.POST if request.method == "POST" else None)
    error: VanThuError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.comment(document_id, **form.cleaned_data, by=request.person, at=clock.now())
        except NotFound:
            raise
        except VanThuError as refused:
            error = refused
        else:
            messages.success(request, _("Đã ghi góp ý."))
            return _back(document_id, made.pk)
    return _page(request, document_id, form, error)


@require_POST
@signed_in
def settle(request: OfficeRequest, document_id: UUID, comment_id: UUID, slug: str) -> HttpResponse:
    """Answer a comment, close it, or open it again."""
    common: dict[str, Any] = {"by": request.person, "at": clock.now()}
    deeds: dict[str, Callable[[], object]] = {
        "tra-loi": partial(
            operations.answer_comment, document_id, comment_id, text=request.POST.get("text", ""), **common
        ),
        "xong": partial(operations.resolve_comment, document_id, comment_id, **common),
        "mo-lai": partial(operations.reopen_comment, document_id, comment_id, **common),
    }
    if slug not in deeds:
        raise Http404
    try:
        deeds[slug]()
    except NotFound:
        raise
    except VanThuError as error:
        return _page(request, document_id, CommentForm(), error)
    return _back(document_id, comment_id)


def _page(request: OfficeRequest, document_id: UUID, form: CommentForm, error: VanThuError | None) -> HttpResponse:
    outgoing = queries.get(request.person, document_id, at=clock.now())
    shown = comments_shown(request.person, outgoing, at=clock.now())
    values = {"shown": shown, "parts": marked_parts(outgoing), "form": form, "error": error}
    status = error.http_status if error else 422 if form.errors else 200
    return render(request, "web/drafts/comments.html", values, status=status)


def _back(document_id: UUID, comment_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('web:comments', kwargs={'document_id': document_id})}#gop-y-{comment_id}")
