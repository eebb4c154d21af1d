"""A văn bản đi as a line of a desk or a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import Urgency
from vanthu.office.outgoing.models import ApprovalStep, Cosigner, OutgoingDocument, Recipient
from vanthu.office.outgoing.queries.replies import Awaited, awaited
from vanthu.office.outgoing.queries.route import open_steps, returned_in
from vanthu.office.outgoing.queries.signers import LAST, next_to_sign
from vanthu.office.outgoing.queries.timing import Lateness, SendingDeadline, deadline, lateness
from vanthu.office.outgoing.states import OPEN_STATES, OutgoingState
from vanthu.office.signatures import queries as signatures

_AT_THE_CLERKS = frozenset({OutgoingState.SIGNED, OutgoingState.NUMBERED, OutgoingState.SEALED})


@dataclass(frozen=True)
class OutgoingRow:
    """What a line shows; `waits_for` is the person or desk that must act next."""

    document_id: UUID
    type_name: str
    code_text: str
    subject: str
    urgency: int
    urgency_label: str
    state: str
    state_label: str
    drafter_name: str
    unit_name: str
    signer_name: str
    recipient_count: int
    first_recipient: str
    waits_for: str
    waiting_since: datetime
    deadline: SendingDeadline | None
    signing_pending: bool
    """A signature has been made and waits for its time stamp."""
    return_reason: str
    due_on: date | None
    awaited: Awaited | None
    """Answers that have not come yet."""
    ended_by: str
    """The document by which it was replaced or repealed, as a letter cites it; "" while it is in force."""
    created_at: datetime
    issued_at: datetime | None
    lateness: Lateness | None
    """How late it was issued."""


def ready(documents: QuerySet[OutgoingDocument]) -> QuerySet[OutgoingDocument]:
    """Join what every line needs to a query; `rows` asks for the rest, once for all lines."""
    return documents.select_related("document", "drafter", "unit", "signer")


def rows(documents: Iterable[OutgoingDocument], *, at: datetime) -> list[OutgoingRow]:
    """Return the lines of documents that came from `ready`, in their order."""
    found = list(documents)
    _with_route([one for one in found if one.state in OPEN_STATES])
    ids = [one.pk for one in found]
    pending, waiting, ended = signatures.awaiting_timestamp(ids), awaited(ids, at=at), _ended_by(ids)
    sent = _recipients(ids)
    return [
        _row(one, at, one.pk in pending, waiting.get(one.pk), ended.get(one.pk, ""), sent.get(one.pk, (0, "")))
        for one in found
    ]


def _with_route(open_ones: Sequence[OutgoingDocument]) -> None:
    """Fetch who checks and signs; of what is done, most of a long list, no line tells it."""
    steps = Prefetch("steps", ApprovalStep.objects.select_related("person"))
    beside = Prefetch("cosigners", Cosigner.objects.select_related("person"))
    prefetch_related_objects(open_ones, steps, beside)


def _recipients(ids: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    """Return how many recipients each of those documents has, and the name of the first."""
    found: dict[UUID, tuple[int, str]] = {}
    named = Recipient.objects.filter(outgoing_id__in=ids).order_by("-ordinal").values_list("outgoing_id", "name")
    for outgoing_id, name in named:
        found[outgoing_id] = (found.get(outgoing_id, (0, ""))[0] + 1, name)
    return found


def _ended_by(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return by what each of those documents that are in force no longer was replaced or repealed."""
    return {pk: document_queries.cited(link.source) for pk, link in document_queries.ended_by(ids).items()}


def _row(
    outgoing: OutgoingDocument,
    at: datetime,
    signing_pending: bool,
    waiting: Awaited | None,
    ended: str,
    recipients: tuple[int, str],
) -> OutgoingRow:
    document = outgoing.document
    waits_for, since = _waiting(outgoing)
    return OutgoingRow(
        document_id=outgoing.pk,
        type_name=document.type_name,
        code_text=document.code_text,
        subject=document.subject,
        urgency=document.urgency,
        urgency_label=Urgency(document.urgency).label,
        state=outgoing.state,
        state_label=OutgoingState(outgoing.state).label,
        drafter_name=outgoing.drafter.full_name,
        unit_name=outgoing.unit.name,
        signer_name=outgoing.signer.full_name,
        recipient_count=recipients[0],
        first_recipient=recipients[1],
        waits_for=waits_for,
        waiting_since=since,
        deadline=deadline(outgoing, at=at),
        signing_pending=signing_pending,
        return_reason=_return_reason(outgoing),
        due_on=document.due_on,
        awaited=waiting,
        ended_by=ended,
        created_at=document.created_at,
        issued_at=outgoing.issued_at,
        lateness=lateness(outgoing),
    )


def _waiting(outgoing: OutgoingDocument) -> tuple[str, datetime]:
    if (signing := next_to_sign(outgoing)) is not None and signing.place != LAST:
        return signing.person.full_name, outgoing.state_since
    steps = list(outgoing.steps.all()) if outgoing.state in OPEN_STATES else []
    if turns := open_steps(outgoing, steps):
        decided = [step.decided_at for step in steps if step.round == turns[0].round and step.decided_at]
        return ", ".join(step.person.full_name for step in turns), max([outgoing.state_since, *decided])
    if outgoing.state in _AT_THE_CLERKS:
        return "Văn thư cơ quan", outgoing.state_since
    return (outgoing.drafter.full_name if outgoing.state == OutgoingState.DRAFT else ""), outgoing.state_since


def _return_reason(outgoing: OutgoingDocument) -> str:
    if outgoing.state != OutgoingState.DRAFT:
        return ""
    step = returned_in(outgoing.steps.all())
    return step.opinion if step else ""
