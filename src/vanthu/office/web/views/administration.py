"""The administrator's pages: positions, authority to sign, delegations; each verb in a dialog."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vanthu.office.access import operations, policies
from vanthu.office.organizations import queries as organizations
from vanthu.office.organizations.states import PositionLevel
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.signatures import operations as signatures
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.administration import (
    AuthoriseForm,
    ByOrderForm,
    CustodyForm,
    EndCertificateForm,
    HoldForm,
    LinesForm,
    PositionForm,
    TakenBackForm,
    WhyForm,
    begin_of,
    end_of,
)
from vanthu.office.web.forms.calendar import CalendarDayForm
from vanthu.office.web.forms.verbs import NothingForm, ReasonForm
from vanthu.office.web.forms.way_rules import WayRuleForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import administration as shown
from vanthu.office.web.shown.signing_keys import enrolled, not_given_back
from vanthu.office.web.verbs import Asked, ask
from vanthu.office.web.views import administration_calendar, administration_certificates, administration_ways
from vanthu.runtime import clock

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def require_administrator(request: OfficeRequest, at: datetime) -> None:
    """Raise NotAllowed for anybody who does not administer the agency."""
    policies.may_administer(request.person, at=at).require(_("Mở trang quản trị"))


@require_safe
@signed_in
def home(request: OfficeRequest) -> HttpResponse:
    """Lead to the first page of the administration."""
    return redirect("web:positions")


@require_safe
@signed_in
def positions(request: OfficeRequest) -> HttpResponse:
    """Show the positions and who holds them."""
    at = clock.now()
    require_administrator(request, at)
    return _page(request, "positions", {"positions": shown.positions(at=at)})


@require_safe
@signed_in
def authority(request: OfficeRequest) -> HttpResponse:
    """Show who signs by order and by authorisation, and whose lines were recorded."""
    at = clock.now()
    require_administrator(request, at)
    return _page(request, "authority", shown.authority(at=at))


@require_safe
@signed_in
def delegations(request: OfficeRequest) -> HttpResponse:
    """Show every delegation of the agency, and how much of a month's work delegates did."""
    at = clock.now()
    require_administrator(request, at)
    since, until = shown.month_of(request.GET.get("thang", ""), at)
    values = {
        "delegations": shown.delegations(None, at=at),
        "month": since.date(),
        "before": (since - timedelta(days=1)).date(),
        "after": until.date() if until <= at else None,
        **shown.share(since, until),
    }
    return _page(request, "delegations", values)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, slug: str, thing_id: UUID | None = None) -> HttpResponse:
    """Ask for what a verb of the administration needs, or do it."""
    asked, page = ASKED.get(slug, (None, ""))
    if asked is None:
        raise Http404
    require_administrator(request, clock.now())
    back = reverse(f"web:{page}")
    initial = _initial(slug, thing_id)
    return ask(
        request,
        asked,
        thing_id or request.person.pk,
        make=lambda data: _form(asked, data, initial),
        about={},
        after=lambda: back,
        back=back,
    )


@require_safe
@signed_in
def certificates(request: OfficeRequest) -> HttpResponse:
    """Show the certificates in use, how long they are good, and who holds the devices."""
    at = clock.now()
    require_administrator(request, at)
    return _page(request, "certificates", {"enrolled": enrolled(at=at), "not_given_back": not_given_back()})


def _page(request: OfficeRequest, name: str, values: dict[str, Any]) -> HttpResponse:
    return render(request, f"web/administration/{name}.html", {"tabs": shown.tabs(name), **values})


def _form(asked: Asked, data: Any, initial: dict[str, Any]) -> Any:
    return asked.form(data, initial=initial)


def _initial(slug: str, thing_id: UUID | None) -> dict[str, Any]:
    if slug == "sua-chuc-vu" and thing_id:
        one = organizations.position(thing_id)
        return {
            "title": one.title,
            "level": one.level,
            "unit": str(one.unit_id or ""),
            "collective": one.collective,
            "collective_types": one.collective_types,
        }
    if slug == "ghi-rieng" and thing_id:
        person = organizations.person(thing_id)
        reason = person.signing_authority_reason
        return {"person": str(person.pk), "lines": person.signing_authority, "reason": reason}
    return {}


def _position(position_id: UUID | None, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.set_position(
        position_id,
        title=typed["title"],
        level=PositionLevel(typed["level"]),
        unit_id=_uuid(typed["unit"]),
        collective=typed["collective"],
        collective_types=typed["collective_types"],
        by=by,
        at=at,
    )
    return _("Đã lưu chức vụ.")


def _new_position(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    return _position(None, typed, by, at)


def _end_position(position_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.end_position(position_id, by=by, at=at)
    return _("Đã bỏ chức vụ.")


def _hold(position_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.hold_position(
        UUID(typed["person"]), position_id, acting=typed["acting"], fields=typed["fields_"], by=by, at=at
    )
    return _("Đã giao chức vụ.")


def _leave(holding_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.leave_position(holding_id, by=by, at=at)
    return _("Đã cho thôi giữ chức vụ.")


def _by_order(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.let_sign_by_order(
        unit_id=_uuid(typed["unit"]),
        types=typed["types"],
        deputies=typed["deputies"],
        drafted_elsewhere=typed["drafted_elsewhere"],
        basis=typed["basis"],
        valid_to=end_of(typed["until"]) if typed["until"] else None,
        by=by,
        at=at,
    )
    return _("Đã ghi quy định ký thừa lệnh.")


def _end_by_order(rule_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.end_by_order(rule_id, by=by, at=at)
    return _("Quy định ký thừa lệnh đã hết hiệu lực.")


def _authorise(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.authorise(
        grantor=organizations.person(UUID(typed["grantor"])),
        grantee=organizations.person(UUID(typed["grantee"])),
        types=typed["types"],
        content=typed["content"],
        reference=typed["reference"],
        valid_from=begin_of(typed["since"]),
        valid_to=end_of(typed["until"]),
        by=by,
        at=at,
    )
    return _("Đã ghi văn bản ủy quyền ký.")


def _revoke_authorisation(authorisation_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.revoke_authorisation(authorisation_id, reason=typed["reason"], by=by, at=at)
    return _("Đã thôi ủy quyền ký.")


def _hand_device(identity_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    signatures.hand_device(identity_id, holder_id=UUID(typed["person"]), basis=typed["basis"], by=by, at=at)
    return _("Đã ghi việc giao thiết bị.")


def _take_device_back(identity_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    signatures.take_device_back(identity_id, basis=typed["basis"], by=by, at=at)
    return _("Đã ghi việc thu hồi thiết bị.")


def _lines(_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    lines = typed["lines"].splitlines()
    operations.record_lines(UUID(typed["person"]), lines=lines, reason=typed["reason"], by=by, at=at)
    return _("Đã lưu dòng quyền hạn, chức vụ ghi riêng.")


def _end_route(route_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    outgoing.end_route(route_id, by=by, at=at)
    return _("Quy trình đã hết hiệu lực; văn bản đang trình vẫn đi tiếp các bước đã giao.")


def _end_delegation(delegation_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.revoke(delegation_id, reason=typed["reason"], by=by, at=at)
    return _("Đã thôi ủy quyền.")


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None


_SAVE, _END = gettext_lazy("Lưu"), gettext_lazy("Hết hiệu lực")
ASKED: dict[str, tuple[Asked, str]] = {
    "them-chuc-vu": (Asked(gettext_lazy("Thêm chức vụ"), _SAVE, PositionForm, _new_position), "positions"),
    "sua-chuc-vu": (Asked(gettext_lazy("Sửa chức vụ"), _SAVE, PositionForm, _position), "positions"),
    "bo-chuc-vu": (
        Asked(gettext_lazy("Bỏ chức vụ này?"), gettext_lazy("Bỏ chức vụ"), NothingForm, _end_position, grave=True),
        "positions",
    ),
    "giao-chuc-vu": (Asked(gettext_lazy("Giao chức vụ"), gettext_lazy("Giao"), HoldForm, _hold), "positions"),
    "thoi-giu": (
        Asked(gettext_lazy("Cho thôi giữ chức vụ?"), gettext_lazy("Thôi giữ"), NothingForm, _leave, grave=True),
        "positions",
    ),
    "them-thua-lenh": (
        Asked(gettext_lazy("Thêm quy định ký thừa lệnh (TL.)"), _SAVE, ByOrderForm, _by_order),
        "authority",
    ),
    "het-thua-lenh": (
        Asked(gettext_lazy("Quy định ký thừa lệnh hết hiệu lực?"), _END, NothingForm, _end_by_order, grave=True),
        "authority",
    ),
    "them-uy-quyen-ky": (
        Asked(gettext_lazy("Ghi văn bản ủy quyền ký (TUQ.)"), _SAVE, AuthoriseForm, _authorise),
        "authority",
    ),
    "thoi-uy-quyen-ky": (
        Asked(gettext_lazy("Thôi ủy quyền ký"), _END, ReasonForm, _revoke_authorisation, grave=True),
        "authority",
    ),
    "ghi-rieng": (
        Asked(gettext_lazy("Ghi riêng dòng quyền hạn, chức vụ"), _SAVE, LinesForm, _lines),
        "authority",
    ),
    "giao-thiet-bi": (
        Asked(gettext_lazy("Giao thiết bị ký"), gettext_lazy("Ghi việc giao"), CustodyForm, _hand_device),
        "certificates",
    ),
    "thu-hoi-thiet-bi": (
        Asked(gettext_lazy("Thu hồi thiết bị ký"), gettext_lazy("Ghi việc thu hồi"), TakenBackForm, _take_device_back),
        "certificates",
    ),
    "thoi-dung-chung-thu": (
        Asked(
            gettext_lazy("Thôi dùng chứng thư số này?"),
            gettext_lazy("Thôi dùng"),
            EndCertificateForm,
            administration_certificates.end,
            grave=True,
        ),
        "certificates",
    ),
    "het-quy-trinh": (
        Asked(gettext_lazy("Quy trình hết hiệu lực?"), _END, NothingForm, _end_route, grave=True),
        "routes",
    ),
    "them-cach-gui": (
        Asked(gettext_lazy("Thêm quy định về cách gửi"), _SAVE, WayRuleForm, administration_ways.set_rule),
        "ways",
    ),
    "het-cach-gui": (
        Asked(gettext_lazy("Quy định hết hiệu lực?"), _END, NothingForm, administration_ways.end_rule, grave=True),
        "ways",
    ),
    "them-ngay": (
        Asked(gettext_lazy("Thêm ngày làm việc khác thường"), _SAVE, CalendarDayForm, administration_calendar.set_day),
        "calendar",
    ),
    "bo-ngay": (
        Asked(
            gettext_lazy("Bỏ ngày này khỏi lịch làm việc?"),
            gettext_lazy("Bỏ ngày"),
            NothingForm,
            administration_calendar.forget_day,
            grave=True,
        ),
        "calendar",
    ),
    "thoi-uy-quyen": (
        Asked(gettext_lazy("Thôi ủy quyền xử lý"), gettext_lazy("Thôi ủy quyền"), WhyForm, _end_delegation, grave=True),
        "delegations",
    ),
}
"""Every verb of these pages with the page it belongs to."""
