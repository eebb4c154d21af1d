"""The way of a draft to its signer: two checks, each by a named person (ND30-A12)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max

from vanthu.office.access import queries as access
from vanthu.office.access.states import Duty
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.models import ApprovalStep, OutgoingDocument
from vanthu.office.outgoing.operations import checking, composing
from vanthu.office.outgoing.operations.common import admitted, end_round, fact, given_reason, lock, moved
from vanthu.office.outgoing.operations.errors import NoClerk, NoUnitHead
from vanthu.office.outgoing.operations.uploading import page_count, reserve_upload
from vanthu.office.outgoing.queries.route import last_round
from vanthu.office.outgoing.states import OutgoingState, SourceKind, StepKind, StepState
from vanthu.runtime.transactions import write
from vanthu.standards import letter, signing

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def submit(document_id: UUID, *, by: Person, at: datetime) -> OutgoingDocument:
    """Lay the letter out, reserve its places, and send it along its route.

    Raises DraftRefused (everything that is missing), LetterNotPrintable, Upload… errors, NoUnitHead, NoClerk.
    """
    outgoing = admitted(document_id, "submit", by, at)
    checking.refuse_unless_complete(queries.fields_of(outgoing), source=outgoing.source, by=by, at=at)
    route = _route(outgoing, at)
    pdf, slots, pages = _laid_out(outgoing, at)
    with write():
        moved(outgoing, "submit", at, slots=composing.stored(slots))
        _keep_pdf(outgoing, pdf, pages, by, at)
        _open_round(outgoing, route, at)
        fact(outgoing, "submit", by, at, revision=outgoing.revision)
        _pass_on(outgoing, by, at)
    return outgoing


def approve(
    document_id: UUID, *, opinion: str = "", revision: int | None = None, by: Person, at: datetime
) -> OutgoingDocument:
    """Agree at one's step of the route; the last check makes the document ready to sign.

    `revision`: the one the person has read; raises MovedMeanwhile when the draft has changed since.
    """
    outgoing = admitted(document_id, "approve", by, at)
    if revision not in {None, outgoing.revision}:
        raise MovedMeanwhile(verb=policies.LABELS["approve"])
    with write():
        lock(document_id)
        step = _turn_of(outgoing, by, at)
        _decide(step, StepState.APPROVED, by, at, opinion=checking.clean(opinion))
        fact(outgoing, "approve", by, at, step=step.kind, revision=step.revision, opinion=checking.clean(opinion))
        _pass_on(outgoing, by, at)
    return outgoing


def return_to_drafter(document_id: UUID, *, reason: str, by: Person, at: datetime) -> OutgoingDocument:
    """Send the draft back with a reason that everybody on the route sees; raises ReasonMissing."""
    outgoing = admitted(document_id, "return", by, at)
    reason = given_reason(reason)
    with write():
        moved(outgoing, "return", at)
        step = _step_of(outgoing, by, at)
        ApprovalStep.objects.filter(pk=step.pk).update(
            state=StepState.RETURNED, person=by, decided_at=at, opinion=reason
        )
        end_round(outgoing)
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


def _route(outgoing: OutgoingDocument, at: datetime) -> list[tuple[StepKind, Person, str]]:
    """Return kind, person, and why the step is skipped ("" when it is not) of every step."""
    drafter, heads = outgoing.drafter, access.holders(Duty.UNIT_HEAD, at=at, unit_id=outgoing.unit_id)
    clerks = access.holders(Duty.CLERK, at=at)
    if not heads:
        raise NoUnitHead(unit=outgoing.unit.name)
    if not clerks:
        raise NoClerk
    own_content = "Người soạn thảo là trưởng đơn vị" if drafter in heads else ""
    own_form = "Người soạn thảo là văn thư cơ quan" if drafter in clerks else ""
    return [
        (StepKind.CONTENT, drafter if own_content else heads[0], own_content),
        (StepKind.FORM, drafter if own_form else clerks[0], own_form),
        (StepKind.SIGNATURE, outgoing.signer, ""),
    ]


def _laid_out(outgoing: OutgoingDocument, at: datetime) -> tuple[bytes, dict[str, letter.Slot], int]:
    if outgoing.source == SourceKind.UPLOADED:
        pdf, slots = reserve_upload(
            files.read(outgoing.source_file),
            file_name=outgoing.source_file_name,
            signer_name=outgoing.signer.full_name,
        )
        return pdf, slots, page_count(pdf)
    composed = composing.composed(queries.fields_of(outgoing), agency_id=outgoing.agency_id, at=at)
    return signing.reserve(composed.pdf, composed.slots), dict(composed.slots), composed.pages


def _keep_pdf(outgoing: OutgoingDocument, pdf: bytes, pages: int, by: Person, at: datetime) -> None:
    uploaded = outgoing.source == SourceKind.UPLOADED
    documents.add_version(
        outgoing.pk,
        kind=VersionKind.UPLOADED if uploaded else VersionKind.COMPOSED,
        content=pdf,
        file_name=outgoing.source_file_name if uploaded else f"du-thao-{outgoing.revision}.pdf",
        by=by,
        at=at,
    )
    documents.change_metadata(outgoing.pk, page_amount=pages)


def _open_round(outgoing: OutgoingDocument, route: list[tuple[StepKind, Person, str]], at: datetime) -> None:
    number = (outgoing.steps.aggregate(Max("round"))["round__max"] or 0) + 1
    for ordinal, (kind, person, skipped) in enumerate(route, start=1):
        ApprovalStep.objects.create(
            outgoing=outgoing,
            round=number,
            ordinal=ordinal,
            kind=kind,
            person=person,
            revision=outgoing.revision,
            state=StepState.SKIPPED if skipped else StepState.WAITING,
            decided_at=at if skipped else None,
            opinion=skipped,
        )


def _pass_on(outgoing: OutgoingDocument, by: Person, at: datetime) -> None:
    """Make the document ready to sign once nothing but the signature is waited for."""
    if not _waiting_checks(outgoing):
        moved(outgoing, "approve", at)


def _waiting_checks(outgoing: OutgoingDocument) -> bool:
    waiting = ApprovalStep.objects.filter(outgoing=outgoing, state=StepState.WAITING)
    return waiting.exclude(kind=StepKind.SIGNATURE).exists()


def _turn_of(outgoing: OutgoingDocument, by: Person, at: datetime) -> ApprovalStep:
    """Return the step whose turn it is, looked up again under the lock; raises MovedMeanwhile when it moved on."""
    outgoing.refresh_from_db(fields=["state", "revision"])
    step = queries.current_step(outgoing) if outgoing.state == OutgoingState.IN_APPROVAL else None
    if step is None or not policies.may(by, "approve", outgoing, at=at) or step.revision != outgoing.revision:
        raise MovedMeanwhile(verb=policies.LABELS["approve"])
    return step


def _decide(step: ApprovalStep, state: StepState, by: Person, at: datetime, *, opinion: str) -> None:
    rows = ApprovalStep.objects.filter(pk=step.pk, state=StepState.WAITING)
    if rows.update(state=state, person=by, decided_at=at, opinion=opinion) != 1:
        raise MovedMeanwhile(verb=policies.LABELS["approve"])


def _step_of(outgoing: OutgoingDocument, by: Person, at: datetime) -> ApprovalStep:
    """Return the step at which this person sends back: his own, or the form check that any clerk may do."""
    steps = last_round(outgoing.steps.all())
    waiting = next((step for step in steps if step.state == StepState.WAITING), None)
    own = [step for step in steps if step.person_id == by.pk and step.state != StepState.SKIPPED]
    if waiting is not None and waiting.kind == StepKind.FORM and Duty.CLERK in access.duties_of(by, at=at):
        return waiting
    return waiting if waiting in own else own[-1]
