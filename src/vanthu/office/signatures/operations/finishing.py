"""From the raw signature to the signed file: time stamp, embedding, the end of the pending signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.moves import MovedMeanwhile, make_move
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.notices import operations as notices
from vanthu.office.signatures import ports, queries
from vanthu.office.signatures.models import PendingSignature
from vanthu.office.signatures.operations.errors import office_errors
from vanthu.office.signatures.operations.preparing import working_time
from vanthu.office.signatures.states import MOVES, PendingState
from vanthu.runtime import leases
from vanthu.runtime.transactions import write
from vanthu.standards import signing

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version
    from vanthu.office.organizations.models import Person


@dataclass(frozen=True)
class Completed:
    """A signed PDF, and the server that gave its time stamp; empty when it carries none."""

    pdf: bytes
    stamped_by: str = ""


def complete(pending: PendingSignature, *, at: datetime) -> Completed:
    """Get the time stamp and put the signature together; nothing is written. Call it outside transactions.

    Raises TimestampUnavailable (postpone it), SigningRefused (fail it), MovedMeanwhile when it was not provided.
    """
    if pending.state != PendingState.AWAITING_TIMESTAMP or pending.raw_signature is None:
        raise MovedMeanwhile(verb="complete")
    raw, stamper = bytes(pending.raw_signature), ports.timestamper()
    with office_errors(certificate=pending.identity.label):
        stamp = stamper.stamp(signing.timestamp_imprint(raw)) if stamper else None
        prepared = signing.Prepared.from_bytes(bytes(pending.prepared))
        pdf = signing.complete(prepared, raw, timestamp_token=stamp.token if stamp else None)
    return Completed(pdf, stamp.server if stamp else "")


def finish(
    pending: PendingSignature, *, version: Version | None, stamped_by: str = "", at: datetime
) -> PendingSignature:
    """End the signature with the version it made (none: it is on an attachment), in the caller's transaction.

    `stamped_by`: the server that gave the time stamp, for the record.
    Raises MovedMeanwhile when another process finished it or took it over; then nothing may be kept.
    """
    return _end(pending, "finish", at=at, told={"stamped_by": stamped_by} if stamped_by else {}, result=version)


def fail(pending: PendingSignature, *, code: str, sentence: str, at: datetime) -> PendingSignature:
    """End the signature without a result and keep why; the person may begin again. Raises MovedMeanwhile."""
    return _end(pending, "fail", at=at, error_code=code, error_sentence=sentence)


def give_up(pending: PendingSignature, *, code: str, sentence: str, at: datetime) -> PendingSignature:
    """End a signature for which no time stamp could be had in all the time allowed; whoever signed is told.

    The document is as before and may be signed again. Raises MovedMeanwhile.
    """
    with write():
        ended = _end(pending, "give_up", at=at, error_code=code, error_sentence=sentence)
        title = f"Chữ ký không thành, cần ký lại: {ended.document.code_text or ended.document.subject}"
        target = (ended.document.direction, ended.document_id)
        notices.post([ended.by], "signature", title, text=sentence, target=target, key=f"given_up:{ended.pk}", at=at)
    return ended


def is_over(pending: PendingSignature, *, at: datetime) -> bool:
    """Tell whether a signature has waited for its time stamp as long as it may."""
    return at >= pending.begun_at + timedelta(hours=settings.OFFICE.signing.tsa_give_up_after_hours)


def cancel(pending_id: UUID, *, by: Person, at: datetime) -> PendingSignature:
    """Give up a signature that waits for its device; raises NotAllowed, NotFound, MovedMeanwhile."""
    pending = queries.pending(pending_id)
    if pending.by_id != by.pk:
        raise NotAllowed(verb="Hủy phiên ký", why=f"phiên ký này do {pending.by.full_name} mở")
    with write():
        make_move(PendingSignature.objects.filter(pk=pending_id), "cancel", MOVES, finished_at=at)
        audit.record(verb="cancel_signature", subject=pending, by=by, at=at, document=pending.document_id)
    return queries.pending(pending_id)


def lease_due(*, at: datetime, limit: int = 5) -> list[PendingSignature]:
    """Take signatures of all agencies that wait for their time stamp and are due; put each one's agency in force."""
    waiting = PendingSignature.of_all_agencies.filter(state=PendingState.AWAITING_TIMESTAMP)
    seconds = int(working_time().total_seconds())
    return leases.lease(waiting.select_related("identity", "by", "version"), at=at, seconds=seconds, limit=limit)


def lease_one(pending_id: UUID, *, at: datetime) -> PendingSignature | None:
    """Take one signature of the agency in force that waits for its time stamp; None when another process has it."""
    waiting = PendingSignature.objects.filter(pk=pending_id, state=PendingState.AWAITING_TIMESTAMP)
    seconds = int(working_time().total_seconds())
    return next(iter(leases.lease(waiting.select_related("identity", "by", "version"), at=at, seconds=seconds)), None)


def postpone(pending: PendingSignature, *, code: str, sentence: str, at: datetime) -> None:
    """Give a leased signature back for a later try and keep why; raises LeaseLost."""
    with write():
        leases.postpone(pending, at=at, error_code=code, error_sentence=sentence)


def _end(
    pending: PendingSignature, verb: str, *, at: datetime, told: Mapping[str, str] | None = None, **changes: Any
) -> PendingSignature:
    rows = PendingSignature.objects.filter(pk=pending.pk, lease=pending.lease)
    with write():
        make_move(rows, verb, MOVES, finished_at=at, lease=None, leased_until=None, **changes)
        about = {"document": pending.document_id, "role": pending.role, **(told or {})}
        details = {name: changes[name] for name in ("error_code", "error_sentence") if name in changes}
        audit.record(verb=f"{verb}_signature", subject=pending, by=pending.by, at=at, **about, **details)
    return queries.pending(pending.pk)
