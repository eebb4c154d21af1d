"""Pictures of a draft: added, taken off, and the line that sets each into the text."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from vanthu.office.kernel.permission import NotFound
from vanthu.office.outgoing import operations, queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.letter import PictureForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError


@require_http_methods(["GET", "POST"])
@signed_in
def pictures(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Show, add or take off the pictures of a draft."""
    outgoing = queries.get(request.person, document_id, at=clock.now())
    form, error = PictureForm(request.POST or None, request.FILES or None), None
    if request.method == "POST":
        try:
            form = _changed(request, document_id, form)
        except VanThuError as refused:
            error = refused
    values = {"outgoing": outgoing, "pictures": queries.pictures(outgoing), "picture": form, "error": error}
    status = error.http_status if error else 422 if form.is_bound and form.errors else 200
    return render(request, "web/writing/pictures.html", values, status=status)


def _changed(request: OfficeRequest, document_id: UUID, form: PictureForm) -> PictureForm:
    by, at = request.person, clock.now()
    if removed := request.POST.get("bo"):
        operations.remove_picture(document_id, _id(removed), by=by, at=at)
        return PictureForm()
    if form.is_valid():
        file = form.cleaned_data["picture"]
        operations.add_picture(document_id, file.read(), file.name, by=by, at=at)
        return PictureForm()
    return form


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(what="hình") from error
