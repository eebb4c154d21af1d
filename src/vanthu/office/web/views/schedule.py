"""The schedule of the agency: the week, an entry, its verbs, print, and the address for a calendar program."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vanthu.office.incoming import queries as incoming
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.notices import operations as notices
from vanthu.office.organizations import queries as organizations
from vanthu.office.schedule import operations, policies, queries
from vanthu.office.schedule.adapters import ical
from vanthu.office.schedule.states import STANDING, EntryState
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.schedule import AnswerForm, ApproveForm, EndForm, EntryForm
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.shown import timeline
from vanthu.office.web.verbs import Asked, ask
from vanthu.runtime import clock
from vanthu.runtime.clock import VIETNAM
from vanthu.runtime.errors import VanThuError
from vanthu.standards.letter.week import WeekLine, WeekSheet, compose_week

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.schedule.models import Entry

SLUGS = {"approve": "duyet", "answer": "tra-loi", "change": "sua", "decline": "khong-duyet", "cancel": "huy"}


@require_safe
@signed_in
def week(request: OfficeRequest) -> HttpResponse:
    """Show a week of the agency or of one person."""
    at = clock.now()
    monday, whose = _monday(request, at), _whose(request)
    shown = queries.week(request.person, monday, at=at, of=whose)
    values = {
        "week": shown,
        "whose": request.GET.get("cua", ""),
        "people": organizations.people(),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "this_week": queries.monday_of(at.astimezone(VIETNAM).date()),
        "today": at.astimezone(VIETNAM).date(),
        "may_publish": bool(policies.may_publish(request.person, at=at)),
        "may_propose": bool(policies.may_propose(request.person, at=at)),
        "unanswered": queries.unanswered(request.person, at=at),
        "waiting": queries.waiting(at=at) if queries.keeps(request.person, at=at) else (),
    }
    return render(request, "web/schedule/week.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: OfficeRequest) -> HttpResponse:
    """Put something into the schedule, perhaps from an invitation that came in."""
    at = clock.now()
    policies.may_propose(request.person, at=at).require(_("Đưa vào lịch công tác"))
    document = _invitation(request, at)
    if request.method == "GET":
        day = request.GET.get("ngay", "")
        begun = {"title": document.subject if document else "", "day": day or at.astimezone(VIETNAM).date()}
        return _form(request, EntryForm(initial=begun), None, document)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _form(request, form, None, document)

    def do() -> Entry:
        how: dict[str, Any] = {
            "document_id": document.pk if document else None,
            "despite": form.cleaned_data["despite"],
            "by": request.person,
            "at": at,
        }
        if form.cleaned_data["repeat_until"]:
            return operations.propose_weekly(form.value(), until=form.cleaned_data["repeat_until"], **how)[0]
        return operations.propose(form.value(), **how)

    return _kept(request, form, do, document)


@require_http_methods(["GET", "POST"])
@signed_in
def rewrite(request: OfficeRequest, entry_id: UUID) -> HttpResponse:
    """Change an entry."""
    at = clock.now()
    found = queries.get(request.person, entry_id, at=at)
    policies.may(request.person, "change", found, at=at).require(policies.LABELS["change"])
    if request.method == "GET":
        return _form(request, EntryForm(initial=_as_typed(found), again=False), None, found.document, found)
    form = EntryForm(request.POST, again=False)
    if not form.is_valid():
        return _form(request, form, None, found.document, found)

    def do() -> Entry:
        despite = form.cleaned_data["despite"]
        return operations.change(entry_id, form.value(), despite=despite, by=request.person, at=at)

    return _kept(request, form, do, found.document, found)


@require_safe
@signed_in
def entry(request: OfficeRequest, entry_id: UUID) -> HttpResponse:
    """Show an entry: who is there, who said what, what clashes."""
    at = clock.now()
    found = queries.get(request.person, entry_id, at=at)
    notices.read_about(request.person, found.pk, at=at)
    values = {
        "entry": found,
        "verbs": [(one, SLUGS[one.name]) for one in policies.verbs(request.person, found, at=at) if one.permission],
        "conflicts": queries.conflicts_of(found) if found.state in STANDING else (),
        "same_day": queries.local(found.starts_at).date() == queries.local(found.ends_at).date(),
        "timeline": timeline.facts(found.pk),
        "document_url": _document_url(request, found, at),
        "back": f"{reverse('web:schedule')}?tuan={queries.monday_of(queries.local(found.starts_at).date())}",
    }
    return render(request, "web/schedule/entry.html", values)


@require_http_methods(["GET", "POST"])
@signed_in
def verb(request: OfficeRequest, entry_id: UUID, slug: str) -> HttpResponse:
    """Ask for what a verb needs, or do it."""
    found = queries.get(request.person, entry_id, at=clock.now())
    asked = ASKED.get(slug)
    if asked is None:
        raise Http404
    here = reverse("web:schedule_entry", kwargs={"entry_id": entry_id})
    later = queries.later_in_series(found, request.person, at=clock.now())
    how: dict[str, Any] = {"weeks": len(later)}
    clashes: list[queries.Conflict] = []
    if slug == "duyet":
        clashes = [clash for one in (found, *later) for clash in queries.conflicts_of(one)]
        how["clashes"] = bool(clashes)
    about = {"entry": found, "conflicts": clashes}
    return ask(request, asked, entry_id, make=partial(asked.form, **how), about=about, after=lambda: here, back=here)


@require_POST
@signed_in
def publish(request: OfficeRequest) -> HttpResponse:
    """Make a week known."""
    at = clock.now()
    monday = _day(request.POST.get("tuan", "")) or queries.monday_of(at.astimezone(VIETNAM).date())
    operations.publish(monday, by=request.person, at=at)
    messages.success(request, _("Đã công bố lịch công tác tuần."))
    return redirect(f"{reverse('web:schedule')}?tuan={monday}")


@require_safe
@signed_in
def printed(request: OfficeRequest) -> HttpResponse:
    """Give the week as PDF."""
    at = clock.now()
    shown = queries.week(request.person, _monday(request, at), at=at, of=_whose(request))
    agency = request.person.agency
    pdf = compose_week(
        WeekSheet(
            governing_name=agency.governing_name,
            agency_name=agency.name,
            monday=shown.monday,
            lines=tuple(
                _line(day.day, half.name, one) for day in shown.days for half in day.halves for one in half.entries
            ),
        ),
        at=at,
    )
    headers = {"Content-Disposition": f'inline; filename="lich-cong-tac-{shown.monday}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "POST"])
@signed_in
def telephone(request: OfficeRequest) -> HttpResponse:
    """Make the secret address by which a calendar program reads the schedule; it is shown once."""
    address = ""
    if request.method == "POST":
        if "thoi" in request.POST:
            operations.give_up_feed(by=request.person, at=clock.now())
            messages.success(request, _("Địa chỉ cũ không dùng được nữa."))
            return redirect("web:schedule_telephone")
        token = operations.new_feed(by=request.person, at=clock.now())
        address = request.build_absolute_uri(reverse("web:schedule_feed", kwargs={"token": token}))
    return render(request, "web/schedule/telephone.html", {"address": address})


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a person's schedule to whoever knows its secret address; nothing tells a wrong address from an old one."""
    found = queries.feed_of(token)
    if found is None:
        raise Http404
    with agency_in_force(found.agency_id):
        entries = queries.feed_entries(found.person, at=clock.now())
        content = ical.calendar(f"Lịch công tác – {found.person.full_name}", entries)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private"})


def _kept(request: OfficeRequest, form: EntryForm, do: Any, document: Any, found: Entry | None = None) -> HttpResponse:
    try:
        made = do()
    except NotFound:
        raise
    except VanThuError as error:
        if isinstance(error, operations.ScheduleConflict):
            form.offer_to_keep()
        return _form(request, form, error, document, found)
    messages.success(request, _("Đã lưu mục lịch."))
    return redirect("web:schedule_entry", entry_id=made.pk)


def _form(
    request: OfficeRequest, form: EntryForm, error: VanThuError | None, document: Any, found: Entry | None = None
) -> HttpResponse:
    status = error.http_status if error else 422 if form.errors else 200
    values = {"form": form, "error": error, "document": document, "entry": found}
    return render(request, "web/schedule/write.html", values, status=status)


def _as_typed(found: Entry) -> dict[str, Any]:
    begin, end = queries.local(found.starts_at), queries.local(found.ends_at)
    return {
        "title": found.title,
        "day": begin.date(),
        "begin": f"{begin:%H:%M}",
        "end": f"{end:%H:%M}",
        "until_day": end.date() if end.date() != begin.date() else None,
        "place": found.place,
        "chair": str(found.chair_id or ""),
        "chair_elsewhere": found.chair_elsewhere,
        "participants": [str(one.person_id) for one in found.participants.all()],
        "others": found.others,
        "preparing": str(found.preparing_id or ""),
    }


def _line(day: date, half: str, one: Entry) -> WeekLine:
    begin, end = queries.local(one.starts_at), queries.local(one.ends_at)
    people = [each.person.full_name for each in one.participants.all()]
    return WeekLine(
        day=day,
        half=half,
        hours=f"{begin:%H:%M}–{end:%H:%M}" if begin.date() == end.date() else f"{begin:%H:%M} – {end:%H:%M %d/%m}",
        title=one.title + (" (ĐÃ HỦY)" if one.state == EntryState.CANCELLED else ""),
        chair=one.chair.full_name if one.chair else one.chair_elsewhere,
        people="; ".join([*people, *([one.others] if one.others else [])]),
        place=one.place,
        preparing=one.preparing.name if one.preparing else "",
    )


def _monday(request: HttpRequest, at: datetime) -> date:
    wanted = _day(request.GET.get("tuan", ""))
    return queries.monday_of(wanted or at.astimezone(VIETNAM).date())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _whose(request: OfficeRequest) -> UUID | None:
    wanted = request.GET.get("cua", "")
    return next((one.pk for one in organizations.people() if str(one.pk) == wanted), None)


def _invitation(request: OfficeRequest, at: datetime) -> Any:
    """The document an entry is to come from, where the person may see it."""
    try:
        wanted = UUID(request.GET.get("van-ban", ""))
    except ValueError:
        return None
    return incoming.get(request.person, wanted, at=at).document


def _document_url(request: OfficeRequest, found: Entry, at: datetime) -> str:
    if (
        found.document_id is None
        or not incoming.visible_to(request.person, at=at).filter(pk=found.document_id).exists()
    ):
        return ""
    return reverse("web:incoming_document", kwargs={"document_id": found.document_id})


def _approve(entry_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.approve(entry_id, later=typed["later"], despite=typed["despite"], by=by, at=at)
    return _("Đã duyệt; người tham dự được báo.")


def _decline(entry_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.decline(entry_id, reason=typed["reason"], later=typed["later"], by=by, at=at)
    return _("Đã trả lời không duyệt; người đề nghị được báo.")


def _cancel(entry_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.cancel(entry_id, reason=typed["reason"], later=typed["later"], by=by, at=at)
    return _("Đã hủy; người tham dự được báo.")


def _answer(entry_id: UUID, typed: dict[str, Any], by: Person, at: datetime) -> str:
    operations.answer(
        entry_id, coming=typed["coming"] == "1", reason=typed["reason"], later=typed["later"], by=by, at=at
    )
    return _("Đã ghi trả lời của ông/bà.")


ASKED = {
    "duyet": Asked(_l("Duyệt mục lịch"), _l("Duyệt"), ApproveForm, _approve, intro="web/schedule/to_approve.html"),
    "khong-duyet": Asked(_l("Không duyệt mục lịch"), _l("Không duyệt"), EndForm, _decline, grave=True),
    "huy": Asked(_l("Hủy mục lịch"), _l("Hủy mục lịch"), EndForm, _cancel, grave=True),
    "tra-loi": Asked(_l("Trả lời mời họp"), _l("Trả lời"), AnswerForm, _answer),
}
