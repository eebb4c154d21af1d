"""The small verbs of the registers: keeping and cancelling numbers, the post, kept copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vanthu.office.outgoing import queries as outgoing
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.registers import operations
from vanthu.office.reports.states import BookKey
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.registers import (
    ExtendForm,
    LendForm,
    PostForm,
    RemarkForm,
    ReserveForm,
    SignPostForm,
    UseForm,
)
from vanthu.office.web.forms.verbs import NothingForm, ReasonForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.books import place_of
from vanthu.office.web.verbs import Asked, ask
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class Deed:
    """A verb of a register: its dialog, how its form is made, and the register one returns to."""

    asked: Asked
    make: Callable[[Any, OfficeRequest], forms.Form]
    book: BookKey


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """Add a line to a register."""
    return _asked(request, NEW, slug, request.person.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, slug: str, row_id: UUID) -> HttpResponse:
    """Do something with a line of a register."""
    return _asked(request, OF_LINE, slug, row_id)


def _asked(request: OfficeRequest, deeds: dict[str, Deed], slug: str, row_id: UUID) -> HttpResponse:
    deed = deeds.get(slug)
    if deed is None:
        raise Http404
    back = place_of(deed.book)
    return ask(
        request,
        deed.asked,
        row_id,
        make=lambda data: deed.make(data, request),
        about={},
        after=lambda: back,
        back=back,
    )


def _today() -> Any:
    return clock.now().astimezone(VIETNAM).date()


def _reserve(_row: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    taken = operations.reserve(
        series=typed["series"], reason=typed["reason"], due_on=typed["due_on"], by=by, at=at
    )  # fmt: skip
    return _("Đã giữ số %(number)02d.") % {"number": taken.number}


def _use(number_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    document = outgoing.get(by, UUID(typed["document"]), at=at)
    taken = operations.use_reserved(number_id, document_id=document.pk, on=_today(), by=by, at=at)
    return _("Số %(number)02d dành cho văn bản đã chọn; bước tiếp theo là cấp số và đóng dấu.") % {
        "number": taken.number
    }


def _extend(number_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.extend(number_id, due_on=typed["due_on"], reason=typed["reason"], by=by, at=at)
    return _("Đã gia hạn.")


def _cancel(number_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    taken = operations.cancel_number(number_id, reason=typed["reason"], by=by, at=at)
    return _("Đã hủy số %(number)02d; số này còn trong sổ và không dùng lại.") % {"number": taken.number}


def _post(_row: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.post(**typed, by=by, at=at)
    return _("Đã ghi sổ gửi bưu điện.")


def _sign_post(entry_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.sign_post(entry_id, signed_by=typed["signed_by"], on=typed["on"], by=by, at=at)
    return _("Đã ghi ký nhận.")


def _strike(entry_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.strike_post(entry_id, reason=typed["reason"], by=by, at=at)
    return _("Đã gạch dòng ghi nhầm.")


def _lend(_row: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.lend(
        code_text=typed["code_text"],
        borrower_id=UUID(typed["borrower"]),
        permitted_by_id=UUID(typed["permitted_by"]),
        file_code=typed["file_code"],
        remark=typed["remark"],
        by=by,
        at=at,
    )
    return _("Đã ghi cho mượn bản lưu.")


def _sign_loan(loan_id: UUID, _typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.sign_loan(loan_id, by=by, at=at)
    return _("Đã ký nhận.")


def _give_back(loan_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.give_back(loan_id, remark=typed["remark"], by=by, at=at)
    return _("Đã nhận lại bản lưu.")


def _waiting(request: OfficeRequest) -> Any:
    rows = outgoing.desk(request.person, at=clock.now()).to_issue
    return [row for row in rows if row.state == OutgoingState.SIGNED]


def _plain(form: type[forms.Form]) -> Callable[[Any, OfficeRequest], forms.Form]:
    return lambda data, _request: form(data)


def _dialog(title: str | Promise, button: str | Promise, form: type[forms.Form], do: Any, intro: str = "") -> Asked:
    return Asked(title, button, form, do, intro=intro)


_l = gettext_lazy
NEW = {
    "giu-so": Deed(
        _dialog(_l("Giữ số kế tiếp"), _l("Giữ số"), ReserveForm, _reserve, "web/registers/reserve.html"),
        lambda data, _request: ReserveForm(data, today=_today()),
        BookKey.OUTGOING,
    ),
    "buu-dien": Deed(
        _dialog(_l("Ghi sổ gửi văn bản đi bưu điện"), _l("Ghi sổ"), PostForm, _post),
        lambda data, _request: PostForm(data, initial={"sent_on": _today(), "envelopes": 1}),
        BookKey.POST,
    ),
    "cho-muon": Deed(
        _dialog(_l("Cho mượn bản lưu"), _l("Cho mượn"), LendForm, _lend),
        lambda data, _request: LendForm(data, at=clock.now()),
        BookKey.COPIES,
    ),
}
OF_LINE = {
    "dung-so": Deed(
        _dialog(_l("Dùng số giữ chỗ"), _l("Dùng số này"), UseForm, _use, "web/registers/use.html"),
        lambda data, request: UseForm(data, waiting=_waiting(request)),
        BookKey.OUTGOING,
    ),
    "gia-han": Deed(
        _dialog(_l("Gia hạn giữ số"), _l("Gia hạn"), ExtendForm, _extend), _plain(ExtendForm), BookKey.OUTGOING
    ),
    "huy-so": Deed(
        _dialog(_l("Hủy số"), _l("Hủy số"), ReasonForm, _cancel, "web/registers/cancel.html"),
        _plain(ReasonForm),
        BookKey.OUTGOING,
    ),
    "ky-nhan-buu-dien": Deed(
        _dialog(_l("Ký nhận của bưu điện"), _l("Ghi ký nhận"), SignPostForm, _sign_post),
        lambda data, _request: SignPostForm(data, initial={"on": _today()}),
        BookKey.POST,
    ),
    "gach": Deed(_dialog(_l("Gạch dòng ghi nhầm"), _l("Gạch"), ReasonForm, _strike), _plain(ReasonForm), BookKey.POST),
    "ky-nhan-ban-luu": Deed(
        _dialog(_l("Ký nhận bản lưu"), _l("Ký nhận"), NothingForm, _sign_loan), _plain(NothingForm), BookKey.COPIES
    ),
    "nhan-lai": Deed(
        _dialog(_l("Nhận lại bản lưu"), _l("Nhận lại"), RemarkForm, _give_back), _plain(RemarkForm), BookKey.COPIES
    ),
}
