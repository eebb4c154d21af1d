"""The administrator brings a certificate: it is read, told whose it is and what does not fit, then put in force."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vanthu.office.access import policies
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures.queries import certificate_of
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.administration import CertificateForm, DeviceForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import administration as shown
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.signatures.operations import Examined


@require_http_methods(["GET", "POST"])
@signed_in
def enrol(request: OfficeRequest) -> HttpResponse:
    """Ask for a certificate, tell what was found about it, and put it in force when that was seen."""
    at = clock.now()
    policies.may_administer(request.person, at=at).require(_("Đưa chứng thư số vào dùng"))
    if request.method != "POST":
        return _page(request, CertificateForm())
    form = CertificateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    content, owner = form.content(), form.cleaned_data["owner"]
    try:
        found = signatures.examine(content, owner=owner, at=at)
    except VanThuError as error:
        return _page(request, form, error=error)
    if "put" not in request.POST:
        return _page(request, form, found, DeviceForm(initial=_usual(found)))
    device = DeviceForm(request.POST, request.FILES)
    if not device.is_valid():
        return _page(request, form, found, device, status=422)
    try:
        _put(found, owner, device.cleaned_data, request.person, at)
    except VanThuError as error:
        return _page(request, form, found, device, error=error)
    said = _("Chứng thư số của %(owner)s đã được đưa vào dùng.") % {"owner": found.owner_name}
    messages.success(request, said)
    return redirect("web:certificates")


def end(identity_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    """End the use of a certificate, from its dialog."""
    signatures.end(identity_id, reason=typed["reason"], by=by, at=at)
    return _("Chứng thư số đã thôi được dùng; văn bản đã ký vẫn giữ nguyên giá trị.")


def _put(found: Examined, owner: str, typed: dict[str, Any], by: Person, at: datetime) -> None:
    image = typed["image"]
    if image is not None:
        image.seek(0)
    signatures.enrol(
        found.pem,
        owner=owner,
        device=typed["device"],
        key_reference=typed["key"],
        image=image.read() if image is not None else None,
        image_width_mm=typed["width"],
        by=by,
        at=at,
    )


def _usual(found: Examined) -> dict[str, Any]:
    """A certificate that replaces another mostly lies where that did."""
    before = found.replaces
    if before is None:
        return {}
    place = {} if before.device == "pkcs12" else {"device": before.device, "key": before.key_reference}
    return {"width": f"{before.image_width_mm:g}", **place}


def _page(
    request: OfficeRequest,
    form: CertificateForm,
    found: Examined | None = None,
    device: DeviceForm | None = None,
    *,
    error: VanThuError | None = None,
    status: int = 200,
) -> HttpResponse:
    values = {
        "tabs": shown.tabs("certificates"),
        "form": form,
        "found": found,
        "replaced": certificate_of(found.replaces) if found and found.replaces else None,
        "read": found.pem.decode() if found else "",
        "device": device,
        "error": error,
    }
    code = error.http_status if error else status
    return render(request, "web/administration/certificate.html", values, status=code)
