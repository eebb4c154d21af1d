"""The agency's e-mail: what came, one e-mail with its files, and taking the document out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vanthu.office.documents import queries as documents
from vanthu.office.documents.states import Direction
from vanthu.office.files import queries as files
from vanthu.office.journeys import by_mail
from vanthu.office.journeys.entering import AlreadyHere
from vanthu.office.journeys.suggesting import suggestions
from vanthu.office.kernel.permission import NotFound
from vanthu.office.mailbox import operations, policies, queries
from vanthu.office.mailbox.states import ReceivedState
from vanthu.office.web import paper
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.by_hand import MailForm
from vanthu.office.web.forms.verbs import OpinionForm, ReasonForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown.duplicate import beside
from vanthu.office.web.shown.mail import files_of
from vanthu.office.web.shown.mail import page as shown_page
from vanthu.office.web.shown.queue import following
from vanthu.office.web.undo import Undoable, undoable
from vanthu.office.web.verbs import Asked, ask
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.mailbox.models import MailReceived
    from vanthu.office.organizations.models import Person

TABS = {
    "": (ReceivedState.WAITING, gettext_lazy("Chờ xem")),
    "da-lay": (ReceivedState.TAKEN, gettext_lazy("Đã lấy văn bản")),
    "da-tra": (ReceivedState.RETURNED, gettext_lazy("Đã trả lại")),
    "khong-phai": (ReceivedState.NO_DOCUMENT, gettext_lazy("Không phải văn bản")),
}


@require_safe
@signed_in
def listing(request: OfficeRequest) -> HttpResponse:
    """Show the e-mails of one state, those that wait first."""
    at = clock.now()
    policies.may_upload(request.person, at=at).require(_("Xem thư điện tử của cơ quan"))
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    state = TABS[tab][0]
    waiting = state == ReceivedState.WAITING
    found = queries.waiting(request.person, at=at) if waiting else queries.listing(request.person, [state], at=at)
    shown = {
        "mails": found,
        "tabs": [{"url": f"?tab={key}", "label": label, "here": key == tab} for key, (_state, label) in TABS.items()],
        "waiting": waiting,
        "receives": queries.can_receive(),
    }
    return render(request, "web/mail/list.html", shown)


@require_POST
@signed_in
def upload(request: OfficeRequest) -> HttpResponse:
    """Keep an e-mail that was saved as a file, and open it."""
    given = request.FILES.get("thu")
    if given is None:
        messages.error(request, _("Hãy chọn tệp .eml."))
        return redirect("web:mails")
    try:
        mail = operations.upload(given.read(), given.name or "", by=request.person, at=clock.now())
    except VanThuError as error:
        messages.error(request, error.sentence)
        return redirect("web:mails")
    return redirect("web:mail", mail_id=mail.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def mail(request: OfficeRequest, mail_id: UUID) -> HttpResponse:
    """Show the e-mail with its fields filled in, or register the document in it; Enter registers."""
    at = clock.now()
    found = queries.get(request.person, mail_id, at=at)
    chosen = _place(request)
    error: VanThuError | None = None
    compared: Mapping[str, Any] = {}
    form = _form(request, found, chosen, at)
    if request.method == "POST" and form.is_valid():
        try:
            return _registered(request, found, form, at)
        except NotFound:
            raise
        except AlreadyHere as here:
            error, compared = here, form.compared()
            form = _form(request, found, chosen, at, here=True)
        except VanThuError as refused:
            error = refused
    status = error.http_status if error else 422 if request.method == "POST" and form.errors else 200
    values = _values(request, found, chosen, form, error, compared, at)
    return render(request, "web/mail/page.html", values, status=status)


@require_safe
@signed_in
def file(request: OfficeRequest, mail_id: UUID, place: int) -> HttpResponseBase:
    """Answer the exact bytes of an attachment; never shown in the page, whatever it calls itself."""
    one = _file(request, mail_id, place)
    return _bytes(one["sha256"], one["name"], one["media_type"])


@require_safe
@signed_in
def eml(request: OfficeRequest, mail_id: UUID) -> HttpResponseBase:
    """Answer the exact bytes of the e-mail."""
    found = queries.get(request.person, mail_id, at=clock.now())
    return _bytes(found.eml_id, "thu.eml", "message/rfc822")


@require_safe
@signed_in
def picture(request: OfficeRequest, mail_id: UUID, place: int, page: int, width: int) -> HttpResponseBase:
    """Answer one page of an attachment as PNG."""
    one = _file(request, mail_id, place)
    if width not in paper.WIDTHS or page < 1:
        raise Http404
    drawn = paper.picture(one["sha256"], files.path_of(one["sha256"]), page=page, width=width)
    response = FileResponse(drawn.open("rb"), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, mail_id: UUID, slug: str) -> HttpResponse:
    """Send it back, set it aside, or look at it again."""
    found = queries.get(request.person, mail_id, at=clock.now())
    if slug == "xem-lai" and request.method == "POST":
        operations.look_again(mail_id, by=request.person, at=clock.now())
        return redirect("web:mail", mail_id=mail_id)
    if slug not in ASKED:
        raise Http404
    return ask(
        request,
        ASKED[slug],
        mail_id,
        make=ASKED[slug].form,
        about={"mail": found, "can_answer": queries.can_answer()},
        after=lambda: following(request.person, mail_id, at=clock.now()) or reverse("web:mails"),
        back=reverse("web:mail", kwargs={"mail_id": mail_id}),
    )


def _form(
    request: OfficeRequest, found: MailReceived, chosen: int | None, at: datetime, *, here: bool = False
) -> MailForm:
    today = at.astimezone(VIETNAM).date()
    choices = [(one.place, one.name) for one in files_of(found) if one.url]
    how: dict[str, Any] = {"today": today, "files_in_mail": choices, "here": here or "although" in request.POST}
    if request.method == "POST":
        return MailForm(request.POST, **how)
    main = _main(found, chosen)
    says = suggestions(found.files[main].get("says", {}), on=today) if found.files else {}
    others = [place for place, _name in choices if place != main]
    return MailForm(initial={"main": main, "appendices": others}, suggested=says, **how)


def _main(found: MailReceived, chosen: int | None) -> int:
    """The file that is most likely the document: the one chosen, the first that reads like one, the first PDF."""
    if chosen is not None and 0 <= chosen < len(found.files):
        return chosen
    reads = (place for place, one in enumerate(found.files) if one.get("says", {}).get("number"))
    pdfs = (place for place, one in enumerate(found.files) if one["media_type"] == "application/pdf")
    return next(reads, next(pdfs, 0))


def _registered(request: OfficeRequest, found: MailReceived, form: MailForm, at: datetime) -> HttpResponse:
    done = by_mail.take_up(
        found.pk,
        form.entered(),
        main=form.cleaned_data["main"],
        appendices=form.cleaned_data["appendices"],
        seen=form.seen(),
        by=request.person,
        at=at,
    )
    if done.arrival_number:
        messages.success(request, _("Đã vào sổ, số đến %(number)02d.") % {"number": done.arrival_number})
    else:
        messages.success(request, _("Đã ghép với văn bản đã có."))
    after = following(request.person, found.pk, at=clock.now())
    return redirect(after or reverse("web:incoming_document", kwargs={"document_id": done.pk}))


def _values(
    request: OfficeRequest,
    found: MailReceived,
    chosen: int | None,
    form: MailForm,
    error: VanThuError | None,
    compared: Mapping[str, Any],
    at: datetime,
) -> Mapping[str, Any]:
    waiting = queries.waiting(request.person, at=at)
    place = next((number for number, one in enumerate(waiting, start=1) if one.pk == found.pk), 0)
    duplicate = None
    if isinstance(error, AlreadyHere):
        main = found.files[int(form.data["main"])].get("sha256", "")
        same = main in documents.hashes(error.earlier.pk)
        duplicate = beside(error.earlier, compared, same_file=same)
    return {
        "shown": shown_page(found, chosen=_main(found, chosen) if found.files else None, left=len(waiting)),
        "place": place,
        "form": form,
        "error": error,
        "duplicate": duplicate,
        "may_take": bool(policies.may(request.person, "take", found, at=at)),
        "issuers": documents.issuers(Direction.INCOMING),
    }


def _place(request: OfficeRequest) -> int | None:
    given = request.POST.get("main") or request.GET.get("tep", "")
    return int(given) if given.isdigit() else None


def _file(request: OfficeRequest, mail_id: UUID, place: int) -> dict[str, Any]:
    found = queries.get(request.person, mail_id, at=clock.now())
    one: dict[str, Any] = found.files[place] if place < len(found.files) else {}
    if "sha256" not in one:
        raise Http404
    return one


def _bytes(sha256: str, name: str, media_type: str) -> FileResponse:
    response = FileResponse(files.open_file(sha256), as_attachment=True, filename=name, content_type=media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _turn_away(mail_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.turn_away(mail_id, reason=typed["reason"], by=by, at=at)
    if queries.can_answer():
        return _("Đã trả lại; lý do được gửi tới người gửi thư.")
    return _("Đã trả lại. Hệ thống chưa gửi được thư, hãy báo lý do cho bên gửi bằng cách khác.")


def _set_aside(mail_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> Undoable:
    operations.set_aside(mail_id, reason=typed["opinion"], by=by, at=at)
    return undoable(_("Đã xếp thư vào mục «Không phải văn bản»."), "look_again", mail_id)


ASKED = {
    "tra-lai": Asked(
        gettext_lazy("Trả lại bên gửi"),
        gettext_lazy("Trả lại"),
        ReasonForm,
        _turn_away,
        intro="web/dialogs/return_mail.html",
        grave=True,
    ),
    "khong-phai-van-ban": Asked(gettext_lazy("Không phải văn bản"), gettext_lazy("Xếp lại"), OpinionForm, _set_aside),
}
