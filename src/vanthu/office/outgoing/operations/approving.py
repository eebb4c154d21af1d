"""The way of a draft to its signer: two checks, each by a named person (ND30-A12)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max

from vanthu.office.access import policies as access
from vanthu.office.audit import operations as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.organizations import queries as organizations
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.models import ApprovalRound, ApprovalStep, OutgoingDocument
from vanthu.office.outgoing.operations import checking, composing, routing
from vanthu.office.outgoing.operations.common import admitted, end_round, fact, given_reason, lock, moved, require_file
from vanthu.office.outgoing.operations.countersigning import judge_upload, require_upload_valid
from vanthu.office.outgoing.operations.errors import ChangedAfterApproval, NobodyForStep, NoClerk, NoUnitHead
from vanthu.office.outgoing.operations.uploading import page_count, page_of, reserve_upload
from vanthu.office.outgoing.states import RoleKind, SourceKind, StepKind, StepState
from vanthu.runtime.transactions import write
from vanthu.standards import letter, signing

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def submit(document_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Lay the letter out, reserve its places, and send it along its route, resolved to people as they are now.

    Raises DraftRefused (everything that is missing), NotCompetent, LetterNotPrintable, Upload… errors, NoUnitHead,
    NoClerk, NobodyForStep, SignedElsewhereNotValid, StillConverting, ConversionFailed.
    """
    outgoing = admitted(document_id, "submit", by, at)
    require_file(outgoing)
    amends = document_queries.amends(document_id)
    fields, text = queries.fields_of(outgoing), queries.file_text(outgoing) if amends else ""
    checking.refuse_unless_complete(fields, source=outgoing.source, amends=amends, file_text=text, by=by, at=at)
    routing.ensure_default(at=at)
    plan = queries.plan(outgoing, at=at)
    _require_people(plan, outgoing)
    capacity = _capacity(outgoing, at)
    require_upload_valid(outgoing, at=at)
    pdf, slots, pages = _laid_out(outgoing, at)
    with write():
        moved(outgoing, "submit", at, slots=composing.stored(slots), capacity=composing.stored_capacity(capacity))
        documents.change_metadata(document_id, signer_position=capacity.title)
        sha256 = _keep_pdf(outgoing, pdf, pages, by, at)
        opened = _open_round(outgoing, plan, sha256, at)
        details: dict[str, Any] = {"revision": outgoing.revision, "content": opened.content_hash}
        fact(outgoing, "submit", by, at, **details, route=plan.route.name)
        _pass_on(outgoing, by, at)
    judge_upload(outgoing, at=at)  # the file as reserved, for the page that shows it
    return outgoing


def approve(
    document_id: UUID, *, opinion: str = "", revision: int | None = None, by: Person, at: datetime
) -> OutgoingDocument:
    """Agree at one's step of the route; when every step of the last stage has agreed, the document is ready to sign.

    `revision`: the one the person has read; raises MovedMeanwhile when the draft has changed since, and
    ChangedAfterApproval when its content is not what was submitted.
    """
    outgoing = admitted(document_id, "approve", by, at)
    if revision not in {None, outgoing.revision}:
        raise MovedMeanwhile(verb=policies.LABELS["approve"])
    with write():
        lock(document_id)
        step, delegator = _turn_of(outgoing, by, at)
        content_hash = require_as_submitted(outgoing)
        decided: dict[str, Any] = {"opinion": checking.clean(opinion), "content_hash": content_hash}
        _decide(step, StepState.APPROVED, by, at, instead_of=delegator, **decided)
        with audit.instead_of(delegator):
            fact(outgoing, "approve", by, at, step=step.kind, revision=step.revision, opinion=decided["opinion"])
        _pass_on(outgoing, by, at)
    return outgoing


def return_to_drafter(document_id: UUID, *, reason: str, by: Person, at: datetime) -> OutgoingDocument:
    """Send the draft back with a reason that everybody on the route sees; raises ReasonMissing."""
    outgoing = admitted(document_id, "return", by, at)
    reason = given_reason(reason)
    with write():
        lock(document_id)
        step, delegator = _step_of(outgoing, by, at)
        moved(outgoing, "return", at)
        ApprovalStep.objects.filter(pk=step.pk).update(
            state=StepState.RETURNED, person=by, instead_of=delegator, decided_at=at, opinion=reason
        )
        end_round(outgoing)
        with audit.instead_of(delegator):
            fact(outgoing, "return", by, at, step=step.kind, revision=outgoing.revision, reason=reason)
    return outgoing


def withdraw(document_id: UUID, *, reason: str, by: Person, at: datetime) -> OutgoingDocument:
    """Give a draft up for good; nothing of it is deleted. Raises ReasonMissing."""
    outgoing = admitted(document_id, "withdraw", by, at)
    reason = given_reason(reason)
    with write():
        moved(outgoing, "withdraw", at)
        end_round(outgoing)
        fact(outgoing, "withdraw", by, at, reason=reason)
    return outgoing


def require_as_submitted(outgoing: OutgoingDocument) -> str:
    """Return the hash of the content when it is what was submitted; raises ChangedAfterApproval (ND30-A11).

    A document submitted before contents were kept is guarded by its revision alone.
    """
    submitted = queries.last_round_of(outgoing)
    if submitted is None or submitted.revision != outgoing.revision:
        return ""
    content = queries.content_of(outgoing)
    if queries.hash_of(content) != submitted.content_hash:
        differing = ", ".join(one.label for one in queries.changes(submitted.content, content))
        raise ChangedAfterApproval(parts=differing.lower())
    return submitted.content_hash


def require_as_approved(outgoing: OutgoingDocument, *, at: datetime) -> None:
    """Raise ChangedAfterApproval unless content, file and capacity are what everybody of the route agreed to."""
    agreed = {step.content_hash for step in outgoing.steps.filter(revision=outgoing.revision, state=StepState.APPROVED)}
    content_hash = require_as_submitted(outgoing)
    if not content_hash:
        return
    if agreed - {"", content_hash}:
        raise ChangedAfterApproval(parts="nội dung đã đồng ý")
    submitted = queries.last_round_of(outgoing)
    laid_out = document_queries.latest_version(outgoing.pk, _kind_of(outgoing))
    if submitted is None or laid_out is None or laid_out.file_id != submitted.pdf:
        raise ChangedAfterApproval(parts="tệp văn bản")
    if outgoing.capacity and list(_capacity(outgoing, at).lines) != outgoing.capacity["lines"]:
        raise ChangedAfterApproval(parts="quyền hạn, chức vụ của người ký")


def _capacity(outgoing: OutgoingDocument, at: datetime) -> access.Capacity:
    signer, fields = organizations.person(outgoing.signer_id), queries.fields_of(outgoing)
    return access.capacity(signer, type_code=queries.type_code_of(fields), unit_id=fields.unit_id, at=at)


def _require_people(plan: queries.Plan, outgoing: OutgoingDocument) -> None:
    """Raise for the first step that leads to nobody."""
    for step in plan.troubles:
        if step.role == RoleKind.UNIT_HEAD and "vắng" not in step.trouble:
            raise NoUnitHead(unit=outgoing.unit.name)
        if step.duty == "clerk" and "vắng" not in step.trouble:
            raise NoClerk
        raise NobodyForStep(
            stage=step.stage,
            kind=step.kind_label.lower(),
            role=step.role_label,
            trouble=step.trouble,
            route=plan.route.name,
        )


def _laid_out(outgoing: OutgoingDocument, at: datetime) -> tuple[bytes, dict[str, letter.Slot], int]:
    if outgoing.source == SourceKind.UPLOADED:
        pdf, slots = reserve_upload(
            files.read(outgoing.source_file),
            file_name=outgoing.source_file_name,
            page=page_of(queries.fields_of(outgoing)),
        )
        return pdf, slots, page_count(pdf)
    fields = queries.fields_of(outgoing)
    images = composing.images_of(outgoing)
    composed = composing.composed(fields, images=images, agency_id=outgoing.agency_id, at=at)
    kind = letter.document_type(queries.type_code_of(fields))
    slots = composing.places_to_reserve(composed.slots, kind)
    return signing.reserve(composed.pdf, slots, dated=kind.dated), slots, composed.pages


def _kind_of(outgoing: OutgoingDocument) -> VersionKind:
    return VersionKind.UPLOADED if outgoing.source == SourceKind.UPLOADED else VersionKind.COMPOSED


def _keep_pdf(outgoing: OutgoingDocument, pdf: bytes, pages: int, by: Person, at: datetime) -> str:
    uploaded = outgoing.source == SourceKind.UPLOADED
    version = documents.add_version(
        outgoing.pk,
        kind=_kind_of(outgoing),
        content=pdf,
        file_name=outgoing.source_file_name if uploaded else f"du-thao-{outgoing.revision}.pdf",
        by=by,
        at=at,
    )
    documents.change_metadata(outgoing.pk, page_amount=pages)
    return version.file_id


def _open_round(outgoing: OutgoingDocument, plan: queries.Plan, sha256: str, at: datetime) -> ApprovalRound:
    number = (outgoing.steps.aggregate(Max("round"))["round__max"] or 0) + 1
    content = queries.content_of(outgoing)
    opened = ApprovalRound.objects.create(
        outgoing=outgoing,
        number=number,
        revision=outgoing.revision,
        route=plan.route,
        content=content,
        content_hash=queries.hash_of(content),
        pdf=sha256,
        opened_at=at,
    )
    for ordinal, step in enumerate(plan.steps, start=1):
        _open_step(outgoing, number, ordinal, step, at)
    return opened


def _open_step(outgoing: OutgoingDocument, number: int, ordinal: int, step: queries.PlannedStep, at: datetime) -> None:
    assert step.person is not None, "steps without a person were refused"
    ApprovalStep.objects.create(
        outgoing=outgoing,
        round=number,
        ordinal=ordinal,
        stage=step.stage,
        kind=step.kind,
        role=step.role_label,
        duty=step.duty,
        person=step.person,
        substituted=step.substituted,
        revision=outgoing.revision,
        state=StepState.SKIPPED if step.skipped else StepState.WAITING,
        decided_at=at if step.skipped else None,
        opinion=step.skipped,
    )


def _pass_on(outgoing: OutgoingDocument, by: Person, at: datetime) -> None:
    """Make the document ready to sign once nothing but the signature is waited for."""
    if not _waiting_checks(outgoing):
        moved(outgoing, "approve", at)


def _waiting_checks(outgoing: OutgoingDocument) -> bool:
    waiting = ApprovalStep.objects.filter(outgoing=outgoing, state=StepState.WAITING)
    return waiting.exclude(kind=StepKind.SIGNATURE).exists()


def _turn_of(outgoing: OutgoingDocument, by: Person, at: datetime) -> tuple[ApprovalStep, Person | None]:
    """Return the step whose turn it is, looked up again under the lock; raises MovedMeanwhile when it moved on."""
    outgoing.refresh_from_db(fields=["state", "revision"])
    found = queries.turn(outgoing, queries.desk_of(by, at=at))
    if found is None or found[0].revision != outgoing.revision:
        raise MovedMeanwhile(verb=policies.LABELS["approve"])
    return found


def _decide(
    step: ApprovalStep, state: StepState, by: Person, at: datetime, *, instead_of: Person | None, **values: str
) -> None:
    rows = ApprovalStep.objects.filter(pk=step.pk, state=StepState.WAITING)
    if rows.update(state=state, person=by, instead_of=instead_of, decided_at=at, **values) != 1:
        raise MovedMeanwhile(verb=policies.LABELS["approve"])


def _step_of(outgoing: OutgoingDocument, by: Person, at: datetime) -> tuple[ApprovalStep, Person | None]:
    """Return the step at which this person sends back, and in whose place: the open one, or the one he decided."""
    desk = queries.desk_of(by, at=at)
    if found := queries.turn(outgoing, desk):
        return found
    steps = [one for one in queries.last_round(outgoing.steps.all()) if one.state != StepState.SKIPPED]
    if own := [one for one in steps if one.person_id == by.pk and one.instead_of_id is None]:
        return own[-1], None
    for step in reversed(steps):
        delegator = queries.stands_in(outgoing, step, desk)
        if step.instead_of_id == by.pk or delegator is not None:
            return step, delegator
        if step.instead_of_id and step.person_id == by.pk:
            return step, step.instead_of
    raise MovedMeanwhile(verb=policies.LABELS["return"])
