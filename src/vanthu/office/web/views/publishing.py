"""Making an issued document public, and taking it down."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vanthu.office.outgoing import operations, queries
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.verbs import NothingForm, ReasonForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.verbs import Asked, ask
from vanthu.runtime import clock

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, document_id: UUID, slug: str) -> HttpResponse:
    """Ask whether it is meant, or why it is taken down."""
    asked = ASKED.get(slug)
    if asked is None:
        raise Http404
    outgoing = queries.get(request.person, document_id, at=clock.now())
    back = reverse("web:outgoing_document", kwargs={"document_id": document_id})
    return ask(
        request, asked, document_id, make=asked.form, about={"outgoing": outgoing}, after=lambda: back, back=back
    )


def _publish(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.publish(document_id, by=by, at=at)
    return _("Đã công bố trên cổng.")


def _unpublish(document_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.unpublish(document_id, reason=typed["reason"], by=by, at=at)
    return _("Đã gỡ văn bản khỏi cổng.")


ASKED = {
    "dang": Asked(
        gettext_lazy("Công bố văn bản trên cổng"),
        gettext_lazy("Công bố"),
        NothingForm,
        _publish,
        intro="web/dialogs/publish.html",
    ),
    "go": Asked(gettext_lazy("Gỡ văn bản khỏi cổng"), gettext_lazy("Gỡ"), ReasonForm, _unpublish, grave=True),
}
