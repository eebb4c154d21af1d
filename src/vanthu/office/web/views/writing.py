"""Writing a letter: the form left, the page itself right."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vanthu.office.access import policies as access
from vanthu.office.documents import queries as documents
from vanthu.office.exchange import queries as exchange
from vanthu.office.outgoing import operations, policies, queries
from vanthu.office.outgoing.states import SourceKind
from vanthu.office.signatures import queries as signatures
from vanthu.office.web import paper
from vanthu.office.web.access import signed_in
from vanthu.office.web.forms.letter import AttachForm, LetterForm, PictureForm, UploadForm, initial_of, sketch
from vanthu.office.web.requests import OfficeRequest
from vanthu.office.web.searching import words_of
from vanthu.office.web.shown.comments import comments_shown
from vanthu.office.web.shown.conflict import Conflict, conflict
from vanthu.runtime import clock
from vanthu.runtime.errors import VanThuError

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person
    from vanthu.office.outgoing.models import OutgoingDocument
    from vanthu.office.outgoing.operations import Images

PREVIEW_WIDTH = 900


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: OfficeRequest) -> HttpResponse:
    """Begin a document, composed here or uploaded."""
    policies.may_start(request.person, at=clock.now()).require(_("Soạn văn bản"))
    if "doi-loai" in request.POST:
        return _editor(request, _retyped(request), UploadForm())
    form = _form(request, initial={"urgency": 0})
    upload = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method != "POST":
        return _editor(request, form, upload)
    error: VanThuError | None = None
    if form.is_savable() and upload.is_valid():
        try:
            made = _begin(request, form, upload.cleaned_data["pdf"])
            operations.choose_ways(made.pk, form.chosen, by=request.person, at=clock.now())
            return _saved(request, made.pk)
        except VanThuError as refused:
            error = refused
    return _editor(request, form, upload, error=error)


@require_http_methods(["GET", "POST"])
@signed_in
def rewrite(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Change a draft; why it was returned stands on top."""
    outgoing = queries.get(request.person, document_id, at=clock.now())
    policies.may(request.person, "change", outgoing, at=clock.now()).require(_("Sửa dự thảo"))
    if "doi-loai" in request.POST:
        return _editor(request, _retyped(request), UploadForm(), outgoing)
    fields = queries.fields_of(outgoing)
    form = _form(request, initial=initial_of(fields))
    if request.method != "POST":
        form.show_recipients_of(fields, queries.ways(outgoing, at=clock.now()))
        if "thieu" in request.GET:
            form.say(_missing(request, fields, outgoing))
        return _editor(request, form, UploadForm(), outgoing)
    upload = UploadForm(request.POST, request.FILES)
    error: VanThuError | None = None
    meanwhile: Conflict | None = None
    if form.is_savable() and upload.is_valid():
        try:
            _change(request, outgoing, form, upload.cleaned_data["pdf"])
            operations.choose_ways(document_id, form.chosen, by=request.person, at=clock.now())
            return _saved(request, document_id)
        except operations.SavedMeanwhile as refused:
            error, meanwhile = refused, conflict(form, outgoing, refused, at=clock.now())
        except VanThuError as refused:
            error = refused
    return _editor(request, form, upload, outgoing, error, meanwhile)


@require_POST
@signed_in
def preview(request: OfficeRequest) -> HttpResponse:
    """Answer the page as it would be printed now; nothing is stored."""
    form = LetterForm(request.person, _signers(), sketch(request.POST))
    if not form.is_valid():
        return render(request, "web/writing/no_preview.html", {"form": form})
    return _drawn(request, form.value(), form, images=_images(request))


@require_POST
@signed_in
def by_type(request: OfficeRequest) -> HttpResponse:
    """Answer the fields of the type chosen, with what was typed already; the page is then drawn again."""
    answer = render(request, "web/writing/by_type.html", {"form": _retyped(request)})
    answer["HX-Trigger-After-Settle"] = "loai"
    return answer


@require_safe
@signed_in
def draft_preview(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Answer the page of a draft that has not been laid out yet."""
    outgoing = queries.get(request.person, document_id, at=clock.now())
    if outgoing.source == SourceKind.UPLOADED:
        return render(request, "web/writing/uploaded.html", {"outgoing": outgoing})
    return _drawn(request, queries.fields_of(outgoing), images=operations.images_of(outgoing))


@require_safe
@signed_in
def recipients(request: OfficeRequest) -> HttpResponse:
    """Answer organisations of the axis whose name or code holds the words typed."""
    text = words_of(request, "tim")
    found = exchange.correspondents(text, 12) if len(text) >= 2 else []
    own = {request.person.agency.code, request.person.agency.old_code}
    values = {"found": [one for one in found if one.code not in own], "text": text}
    return render(request, "web/writing/found.html", values)


@require_POST
@signed_in
def recipient_rows(request: OfficeRequest) -> HttpResponse:
    """Answer the recipients chosen so far, each with its way and why."""
    return render(request, "web/writing/recipients.html", {"form": _retyped(request)})


@require_http_methods(["GET", "POST"])
@signed_in
def attachments(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Show, add or take off the files that go with a draft."""
    outgoing = queries.get(request.person, document_id, at=clock.now())
    form = AttachForm(request.POST or None, request.FILES or None)
    error: VanThuError | None = None
    if request.method == "POST":
        try:
            form = _changed_attachments(request, outgoing, form)
        except VanThuError as refused:
            error = refused
    values = {"outgoing": outgoing, "attachments": documents.attachments(document_id), "form": form, "error": error}
    status = error.http_status if error else 422 if form.is_bound and form.errors else 200
    return render(request, "web/writing/attachments.html", values, status=status)


def _changed_attachments(request: OfficeRequest, outgoing: OutgoingDocument, form: AttachForm) -> AttachForm:
    removed = request.POST.get("bo")
    if removed:
        operations.detach(outgoing.pk, UUID(removed), by=request.person, at=clock.now())
        return AttachForm()
    if not form.is_valid():
        return form
    file = form.cleaned_data["file"]
    operations.attach(
        outgoing.pk,
        file.read(),
        file.name,
        media_type=file.content_type or "application/octet-stream",
        description=form.cleaned_data["description"],
        by=request.person,
        at=clock.now(),
    )
    return AttachForm()


def _form(request: OfficeRequest, initial: dict[str, Any] | None = None) -> LetterForm:
    data = request.POST if request.method == "POST" else None
    return LetterForm(request.person, _signers(), data, initial=initial)


def _retyped(request: OfficeRequest) -> LetterForm:
    """The form of another type, filled in with what was typed so far; nothing is judged yet."""
    form = LetterForm(request.person, _signers(), initial=request.POST.dict())
    form.take_recipients(request.POST)
    return form


def _missing(
    request: OfficeRequest, fields: operations.DraftFields, outgoing: OutgoingDocument
) -> list[operations.Problem]:
    """What hinders submitting, but what is told while one types."""
    by, at = request.person, clock.now()
    told = operations.typing_problems(fields)
    amends = documents.amends(outgoing.pk)
    text = queries.file_text(outgoing) if amends else ""
    found = operations.problems(fields, source=outgoing.source, amends=amends, file_text=text, by=by, at=at)
    return [problem for problem in found if problem not in told]


def _signers() -> list[Person]:
    """Whoever may sign some kind of document, those with a certificate first: only they can."""
    able = access.signers(at=clock.now())
    return sorted(able, key=lambda person: signatures.identity_for(person) is None)


def _begin(request: OfficeRequest, form: LetterForm, pdf: Any) -> OutgoingDocument:
    by, at = request.person, clock.now()
    if pdf:
        return operations.upload_draft(form.value(), pdf.read(), pdf.name, by=by, at=at)
    return operations.start_draft(form.value(), by=by, at=at)


def _change(request: OfficeRequest, outgoing: OutgoingDocument, form: LetterForm, pdf: Any) -> None:
    file, opened = (pdf.read(), pdf.name) if pdf else None, request.POST.get("revision", "")
    revision = int(opened) if opened.isdecimal() else None
    operations.change_draft(outgoing.pk, form.value(), file=file, revision=revision, by=request.person, at=clock.now())


def _saved(request: OfficeRequest, document_id: UUID) -> HttpResponse:
    """Go on after saving: to the document, or send it on its way at once when that was the button."""
    if "trinh" in request.POST:
        try:
            operations.submit(document_id, by=request.person, at=clock.now())
            messages.success(request, _("Đã trình."))
        except VanThuError as error:
            messages.error(request, f"{_('Đã lưu dự thảo nhưng chưa trình được.')} {error.sentence} ({error.code})")
            return redirect(f"{reverse('web:rewrite', kwargs={'document_id': document_id})}?thieu=1")
    else:
        messages.success(request, _("Đã lưu dự thảo."))
    return redirect("web:outgoing_document", document_id=document_id)


def _editor(
    request: OfficeRequest,
    form: LetterForm,
    upload: UploadForm,
    outgoing: OutgoingDocument | None = None,
    error: VanThuError | None = None,
    meanwhile: Conflict | None = None,
) -> HttpResponse:
    problems = getattr(error, "problems", ())
    form.say(problems)
    values = {
        "form": form,
        "upload": upload,
        "outgoing": outgoing,
        "error": None if problems or meanwhile else error,
        "conflict": meanwhile,
        "refusal": error,
        "revision": _revision(request, outgoing, meanwhile),
        "problems": problems,
        "said": comments_shown(request.person, outgoing, at=clock.now()) if outgoing else None,
        "returned": queries.last_return(outgoing) if outgoing else None,
        "attachments": documents.attachments(outgoing.pk) if outgoing else (),
        "attach": AttachForm(),
        "pictures": queries.pictures(outgoing) if outgoing else (),
        "picture": PictureForm(),
    }
    status = error.http_status if error else 422 if form.errors else 200
    return render(request, "web/writing/editor.html", values, status=status)


def _revision(request: OfficeRequest, outgoing: OutgoingDocument | None, meanwhile: Conflict | None) -> int | str:
    """The revision that the next saving is meant to follow: the one that was opened, or that was shown since."""
    if meanwhile is not None:
        return meanwhile.revision
    return request.POST.get("revision") or (outgoing.revision if outgoing else "")


def _images(request: OfficeRequest) -> Images:
    """The pictures of the draft that is being changed; a document that is not there yet has none."""
    try:
        document_id = UUID(request.POST.get("document", ""))
    except ValueError:
        return ()
    return operations.images_of(queries.get(request.person, document_id, at=clock.now()))


def _drawn(request: OfficeRequest, fields: Any, form: LetterForm | None = None, *, images: Images = ()) -> HttpResponse:
    at, by = clock.now(), request.person
    values: dict[str, Any] = {"form": form}
    if form is not None:
        form.say(operations.typing_problems(fields))
    try:
        pdf = operations.preview(fields, images=images, by=by, at=at)
        drawn = paper.preview(pdf, PREVIEW_WIDTH)
        values["pictures"] = [base64.b64encode(picture).decode() for picture in drawn]
    except VanThuError as error:
        values["error"] = error
    return render(request, "web/writing/preview.html", values)
