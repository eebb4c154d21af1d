"""The marks of a văn bản đi: signatures of people, number with date, the agency's signature (ND30-A13…A17).

The agency's signature is on each appendix in a file of its own too, as text (S4), and on electronic copies (S5).

Devices and time stamp authorities are called with no transaction open, the latter by the worker alone: a signature that
needs a time stamp stays stored, the request ends, and `complete_due` goes on with it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from vanthu.office.audit import operations as audit
from vanthu.office.copies import operations as copies
from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.scope import agency_in_force
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import policies
from vanthu.office.outgoing import queries as outgoing_queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.office.signatures.operations import AsText, TimestampUnavailable
from vanthu.office.signatures.ports import DeviceFailed, ServiceAway, WrongPin
from vanthu.office.signatures.states import PendingState, Role
from vanthu.runtime.errors import VanThuError
from vanthu.runtime.transactions import write
from vanthu.standards.signing.places import FIRST_SIGNER

if TYPE_CHECKING:
    from vanthu.office.documents.models import Version
    from vanthu.office.organizations.models import Person
    from vanthu.office.signatures.models import PendingSignature
    from vanthu.office.signatures.ports import UnlockedKey

log = logging.getLogger("vanthu.signing")

ROUND = 10
"""How many signatures one round of the worker completes at most."""

_MADE_BY = {
    Role.LEADER: VersionKind.LEADER_SIGNED,
    Role.NUMBER: VersionKind.NUMBERED,
    Role.AGENCY: VersionKind.SEALED,
    Role.COPY: VersionKind.SEALED,
}
_RECORD: dict[Role, Callable[..., object]] = {
    Role.LEADER: outgoing.record_signed,
    Role.NUMBER: outgoing.record_number_signed,
    Role.AGENCY: outgoing.record_sealed,
    Role.COPY: copies.record_made,
}


class ChangedWhileSigning(VanThuError):
    """The document was changed or went back while its signature was being made; the signature is not used."""

    code = "VT-KY-VAN-BAN-DA-DOI"
    template = (
        "Văn bản đã được sửa hoặc trả lại trong khi ký nên chữ ký này không được dùng. Hãy tải lại trang, xem bản mới "
        "nhất rồi ký lại nếu đồng ý."
    )


@dataclass(frozen=True)
class SigningProgress:
    """How far one signature has come; `label` is its state in words, `sentence` why it waits or failed."""

    document_id: UUID
    pending_id: UUID
    role: str
    state: str
    label: str
    done: bool
    sentence: str


def sign_as_leader(
    document_id: UUID, *, pin: str, revision: int | None = None, by: Person, at: datetime
) -> SigningProgress:
    """Sign an approved document as the person named to sign it, or as one who signs beside him (ND30-A13).

    `revision`: the one the person has read; raises MovedMeanwhile when the draft has changed since, and
    ChangedAfterApproval when content, file or capacity are not what was approved (ND30-A11). Raises what
    `signatures.operations.begin` and `provide` raise (WrongPin, NoSigningIdentity, CertificateUnusable …).
    """
    return _sign(leader_step(document_id, revision=revision, by=by, at=at), pin, by, at)


@dataclass(frozen=True)
class Step:
    """One signature that is to be made now: by whom is known, with what key is not."""

    document_id: UUID
    role: Role
    field: str = FIRST_SIGNER
    as_text: AsText | None = None
    attachment_id: UUID | None = None

    def begun(self, *, by: Person, at: datetime) -> PendingSignature:
        """Prepare it on the latest version; raises what `signatures.operations.begin` raises."""
        return signatures.begin(version_id=_latest(self.document_id).pk, by=by, at=at, **vars(self))


def leader_step(document_id: UUID, *, revision: int | None, by: Person, at: datetime) -> Step:
    """Return the signature of a person on an approved document; raises as `sign_as_leader` does."""
    document = outgoing.admitted(document_id, "sign", by, at)
    if revision not in {None, document.revision}:
        raise MovedMeanwhile(verb=policies.LABELS["sign"])
    outgoing.require_as_approved(document, at=at)
    turn = outgoing_queries.next_to_sign(document)
    return Step(document_id, Role.LEADER, field=turn.place if turn else outgoing_queries.LAST)


@dataclass(frozen=True)
class Batch:
    """How a queue was signed: what is done, what waits for its time stamp, what was left out and why."""

    signed: tuple[UUID, ...] = ()
    waiting: tuple[UUID, ...] = ()
    left_out: tuple[tuple[UUID, str], ...] = ()
    stopped: VanThuError | None = None
    """Why the device went no further; what was not reached lies on the pile as before."""


def sign_queue(document_ids: Sequence[UUID], *, pin: str, by: Person, now: Callable[[], datetime]) -> Batch:
    """Sign many approved documents with one unlocking of the key; `now` tells when each is signed.

    A document that changed or went back meanwhile is left out and told; when the device fails half-way, what is signed
    stays signed, and doing it again goes on with the rest. Raises WrongPin, DeviceFailed, NoSigningIdentity and
    CertificateNotYours when nothing could be signed at all.
    """
    signed, waiting, left_out = list[UUID](), list[UUID](), list[tuple[UUID, str]]()
    with signatures.unlocked(Role.LEADER, pin=pin, by=by, at=now()) as key:
        for document_id in document_ids:
            try:
                step = leader_step(document_id, revision=None, by=by, at=now())
                done = _sign(step, "", by, now(), key=key)
            except (DeviceFailed, ServiceAway, WrongPin) as error:
                return Batch(tuple(signed), tuple(waiting), tuple(left_out), error)
            except VanThuError as error:
                left_out.append((document_id, error.sentence))
            else:
                (signed if done.done else waiting).append(document_id)
    return Batch(tuple(signed), tuple(waiting), tuple(left_out))


def number_and_seal(document_id: UUID, *, pin: str, by: Person, at: datetime) -> SigningProgress:
    """Give a signed document its number and date unless it has them, then sign it for the agency (ND30-A17, A32).

    Its appendices in files of their own come first (S4), so that after a failure doing it again goes on with the rest;
    in a file that another party signed first the number is signed too, as text, since it cannot be written.
    Raises what `outgoing.operations.give_number` and the signing of `sign_as_leader` raise; a number once given stays,
    but none is given to what the agency's certificate could not seal.
    """
    steps = seal_steps(document_id, by=by, at=at)
    with audit.instead_of(policies.instead_of(by, "seal", at=at)):
        for step in steps:
            done = _sign(step, pin, by, at)
            if step.role is Role.NUMBER and not done.done:
                break
    return done


def seal_steps(document_id: UUID, *, by: Person, at: datetime) -> tuple[Step, ...]:
    """Number a signed document unless it is, and return what the agency has still to sign; raises as above."""
    if outgoing_queries.get(by, document_id, at=at).state == OutgoingState.SIGNED:
        signatures.require_certificate(Role.AGENCY, by=by, at=at)
        outgoing.give_number(document_id, by=by, at=at)
    document = outgoing.admitted(document_id, "seal", by, at)
    appendices = outgoing.appendices_to_sign(document)
    number = outgoing.number_to_sign(document)
    return (
        *(Step(document_id, Role.APPENDIX, as_text=one.as_text, attachment_id=one.pk) for one in appendices),
        *([Step(document_id, Role.NUMBER, as_text=number)] if number else ()),
        Step(document_id, Role.AGENCY),
    )


def make_copy(document_id: UUID, *, pin: str, by: Person, at: datetime) -> SigningProgress:
    """Number an electronic copy and sign it for the agency, shown as text in its corner (ND30-A25, S5).

    What was signed is judged as soon as it is complete, for the page. Raises what `copies.operations.prepared` and the
    signing of `sign_as_leader` raise; a number once given stays.
    """
    done = _sign(copy_step(document_id, by=by, at=at), pin, by, at)
    if done.done:
        judge_copy(document_id, at=at)
    return done


def copy_step(document_id: UUID, *, by: Person, at: datetime) -> Step:
    """Number a copy and return its signature; raises as `make_copy` does."""
    signatures.require_certificate(Role.COPY, by=by, at=at)
    _, as_text = copies.prepared(document_id, by=by, at=at)
    return Step(document_id, Role.COPY, as_text=as_text)


def judge_copy(document_id: UUID, *, at: datetime) -> None:
    """Judge a copy that was just signed, and keep it checkable for as long as the original, like which it counts."""
    file_sha256 = _latest(document_id).file_id
    signatures.judge(file_sha256=file_sha256, document_id=document_id, expected=signatures.AGENCY_ALONE, at=at)
    with write():
        signatures.preserve(document_id, {file_sha256}, at=at)


def complete_now(pending_id: UUID, *, at: datetime) -> SigningProgress:
    """Go on with a signature that waits for its time stamp, unless another process is at it."""
    pending = signatures.lease_one(pending_id, at=at)
    return _progress(signature_queries.pending(pending_id)) if pending is None else _complete(pending, at)


def complete_due(*, at: datetime) -> int:
    """Go on with the signatures of all agencies that wait for their time stamp; return how many came to an end."""
    ended = 0
    # One lease at a time, and none once the authorities do not answer: leases would run out while they are waited for.
    while ended < ROUND and (leased := signatures.lease_due(at=at, limit=1)):
        with agency_in_force(leased[0].agency_id):
            if not _ended(leased[0], at):
                break
        ended += 1
    return ended


def _ended(pending: PendingSignature, at: datetime) -> bool:
    try:
        done = _complete(pending, at).done
        if done and pending.role == Role.COPY:
            judge_copy(pending.document_id, at=at)
        return done
    except VanThuError as error:
        # `_complete` has kept it beside the pending signature, where the signer and the clerk see it.
        log.warning("signature %s failed: %s", pending.pk, error)
        return True


def _sign(step: Step, pin: str, by: Person, at: datetime, *, key: UnlockedKey | None = None) -> SigningProgress:
    pending = step.begun(by=by, at=at)
    provided = signatures.provide(pending.pk, pin=pin, key=key, by=by, at=at)
    return _complete(provided, at) if provided.lease else _progress(provided)


def _complete(pending: PendingSignature, at: datetime) -> SigningProgress:
    """Time-stamp and keep a leased signature; raises the error it also kept when the signature cannot be used."""
    try:
        return keep(pending, signatures.complete(pending, at=at), at)
    except TimestampUnavailable as error:
        if signatures.is_over(pending, at=at):
            return _given_up(pending, error, at)
        signatures.postpone(pending, code=error.code, sentence=error.sentence, at=at)
        return _progress(signature_queries.pending(pending.pk))
    except MovedMeanwhile:
        return _overtaken(pending, at)
    except VanThuError as error:
        try:
            signatures.fail(pending, code=error.code, sentence=error.sentence, at=at)
        except MovedMeanwhile:
            return _overtaken(pending, at)
        raise


def keep(pending: PendingSignature, completed: signatures.Completed, at: datetime) -> SigningProgress:
    """Keep what was signed as the next version, and note the mark on the document, all or nothing.

    Raises MovedMeanwhile when the signature was ended meanwhile, ChangedWhileSigning when the document was changed.
    """
    role = Role(pending.role)
    if pending.attachment_id is not None:
        return _kept_on_appendix(pending, pending.attachment_id, completed, at)
    with write():
        if _latest(pending.document_id).pk != pending.version_id:
            raise ChangedWhileSigning
        version = documents.add_version(
            pending.document_id,
            kind=_MADE_BY[role],
            content=completed.pdf,
            file_name=pending.version.file_name,
            by=pending.by,
            at=at,
        )
        _RECORD[role](pending.document_id, by=pending.by, at=at)
        return _progress(signatures.finish(pending, version=version, stamped_by=completed.stamped_by, at=at))


def _kept_on_appendix(
    pending: PendingSignature, attachment_id: UUID, completed: signatures.Completed, at: datetime
) -> SigningProgress:
    with write():
        documents.keep_signed(attachment_id, content=completed.pdf, by=pending.by, at=at)
        return _progress(signatures.finish(pending, version=None, stamped_by=completed.stamped_by, at=at))


def _given_up(pending: PendingSignature, last: TimestampUnavailable, at: datetime) -> SigningProgress:
    """No time stamp for so long: an end that a person sees and acts on, not another try."""
    hours = settings.OFFICE.signing.tsa_give_up_after_hours
    error = signatures.TimestampNever(hours=hours, sentence=last.details["sentence"])
    try:
        return _progress(signatures.give_up(pending, code=error.code, sentence=error.sentence, at=at))
    except MovedMeanwhile:
        return _progress(signature_queries.pending(pending.pk))


def _overtaken(pending: PendingSignature, at: datetime) -> SigningProgress:
    """Another process finished the signature, or the document went another way: then the signature is not used."""
    now = signature_queries.pending(pending.pk)
    if now.state != PendingState.AWAITING_TIMESTAMP:
        return _progress(now)
    error = ChangedWhileSigning()
    signatures.fail(pending, code=error.code, sentence=error.sentence, at=at)
    raise error


def _latest(document_id: UUID) -> Version:
    version = document_queries.latest_version(document_id)
    if version is None:
        raise ChangedWhileSigning
    return version


def _progress(pending: PendingSignature) -> SigningProgress:
    state = PendingState(pending.state)
    return SigningProgress(
        document_id=pending.document_id,
        pending_id=pending.pk,
        role=pending.role,
        state=state.value,
        label=state.label,
        done=state is PendingState.DONE,
        sentence=pending.error_sentence,
    )
