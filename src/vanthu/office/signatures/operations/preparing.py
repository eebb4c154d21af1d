"""From "sign" to the raw signature: prepare the bytes, let the device sign them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from vanthu.office.audit import operations as audit
from vanthu.office.documents import queries as documents
from vanthu.office.files import queries as files
from vanthu.office.kernel.moves import MovedMeanwhile, make_move
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.organizations import queries as organizations
from vanthu.office.signatures import policies, ports, queries
from vanthu.office.signatures.models import PendingSignature, SigningIdentity
from vanthu.office.signatures.operations.errors import (
    CertificateNotYours,
    NoSigningIdentity,
    SignatureUnderWay,
    office_errors,
)
from vanthu.office.signatures.operations.material import trust_in_force
from vanthu.office.signatures.operations.validity import require_good
from vanthu.office.signatures.states import MOVES, PendingState, Role
from vanthu.runtime.bell import ring_after_commit
from vanthu.runtime.ids import new_id
from vanthu.runtime.transactions import write
from vanthu.standards import signing
from vanthu.standards.signing.places import FIRST_SIGNER
from vanthu.standards.signing.raw import holds

if TYPE_CHECKING:
    from vanthu.office.documents.models import Attachment
    from vanthu.office.organizations.models import Person

FRESH = timedelta(minutes=15)
"""How long a prepared signature waits for its device; afterwards the claimed signing time is no longer true."""

VERB = {
    Role.LEADER: "Ký số văn bản",
    Role.AGENCY: "Ký số của cơ quan",
    Role.APPENDIX: "Ký số của cơ quan trên văn bản kèm theo",
    Role.NUMBER: "Ký số của cơ quan cho số và ngày",
    Role.COPY: "Ký số của cơ quan trên bản sao",
}


@dataclass(frozen=True)
class AsText:
    """How the agency's signature is shown on an appendix or a copy: the words before the time, and where."""

    words: str
    slot: signing.Slot


def begin(
    *,
    document_id: UUID,
    version_id: UUID,
    role: Role,
    field: str = FIRST_SIGNER,
    as_text: AsText | None = None,
    attachment_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> PendingSignature:
    """Prepare the signature of a role on a version; the same person asking again gets the same one while it is fresh.

    `field`: the place of one of several signers ("leader_2"). `as_text`: for an appendix (`attachment_id`), a copy, or
    the number on a file that others signed first.
    Raises NotAllowed, NotFound, NoSigningIdentity, CertificateNotYours, CertificateUnusable, SignatureUnderWay,
    SigningRefused (among others: the leader's signature is missing or broken, ND30-A32).
    """
    role = Role(role)
    policies.may_sign(by, role, beside=field != FIRST_SIGNER, at=at).require(VERB[role])
    require_certificate(role, by=by, at=at)
    identity = identity_in(role, by)
    version = documents.version(version_id)
    if version.document_id != document_id:
        raise NotFound(what="bản của văn bản")
    present = queries.pending_for(document_id, role, attachment_id=attachment_id)
    if present and _usable(present, version_id=version_id, by=by, at=at):
        return present
    pdf = files.read(_attached(document_id, attachment_id).file_id if attachment_id else version.file_id)
    prepared = _made(_Order(document_id, pdf, role, field, as_text, identity), at=at)
    with write():
        _clear_way(present, by=by, at=at)
        values = {"document_id": document_id, "version_id": version_id, "role": role, "identity": identity}
        values |= {"attachment_id": attachment_id, "prepared": prepared.to_bytes()}
        return _created(values, by=by, at=at)


def require_certificate(role: Role, *, by: Person, at: datetime) -> None:
    """Raise unless there is a certificate that a person may sign with now in this role (ND23-A15).

    For what is done before signing and cannot be taken back. Raises as `begin` does of certificates.
    """
    require_good(queries.certificate_of(identity_in(role, by)), at=at)


@contextmanager
def unlocked(role: Role, *, pin: str, by: Person, at: datetime) -> Iterator[ports.UnlockedKey | None]:
    """Give the person's key, or the agency's, for many signatures with one PIN; raises as `begin` and `provide` do.

    None where each is confirmed on a telephone.

    A wrong PIN is recorded; nothing tries again by itself.
    """
    identity = identity_in(role, by)
    device, certificate = ports.key_device(identity.device), queries.certificate_of(identity)
    if ports.way_of(identity) is ports.Way.PHONE:
        yield None
        return
    with ExitStack() as until_done:
        try:
            key = until_done.enter_context(device.unlock(identity.key_reference, certificate, pin=pin))
        except ports.WrongPin:
            with write():
                audit.record(verb="wrong_pin", subject=identity, by=by, at=at, certificate=identity.label)
            raise
        yield key


def provide(
    pending_id: UUID, *, pin: str = "", key: ports.UnlockedKey | None = None, by: Person, at: datetime
) -> PendingSignature:
    """Let the device sign what was prepared. No request waits for a time stamp: the worker gets it and goes on.

    Nor for a telephone: the service is asked, and the worker fetches the signature (`asking`).

    Where none is needed the result is leased to the caller, who goes on with `complete` (`lease` tells).
    `key`: one that `unlocked` gave, instead of a PIN.

    Raises WrongPin (the prepared signature stays usable), DeviceFailed, NotAllowed for anybody but who began it,
    MovedMeanwhile, SigningRefused when the device signed something else.
    """
    pending = queries.pending(pending_id)
    _require_provider(pending, by)
    if pending.state not in MOVES.sources("provide"):
        raise MovedMeanwhile(verb="provide")
    prepared = signing.Prepared.from_bytes(bytes(pending.prepared))
    if ports.way_of(pending.identity) is ports.Way.PHONE:
        return _asked_for(pending, prepared, by=by, at=at)
    raw = _signed(pending, prepared, key, pin, by=by, at=at)
    with office_errors():
        require_made_by(prepared, raw)
    ours: dict[str, Any] = {"lease": new_id(), "leased_until": at + working_time(), "tries": 1}
    if ports.timestamper():
        ours = {}
    with write():
        rows = PendingSignature.objects.filter(pk=pending.pk)
        make_move(rows, "provide", MOVES, raw_signature=raw, due_at=at, **ours)
        ring_after_commit()
        audit.record(verb="provide_signature", subject=pending, by=by, at=at, **about(pending))
    provided = queries.pending(pending_id)
    # The bell has rung: what is leased by now may be a worker's, and is not the caller's to complete.
    provided.lease = ours.get("lease")
    return provided


def require_made_by(prepared: signing.Prepared, raw: bytes) -> None:
    """Raise SignatureMismatch unless the raw signature is over what was prepared, by its certificate."""
    require_raw_holds(prepared.certificate, raw, prepared.signed_attributes)


def require_raw_holds(certificate: signing.SigningCertificate, raw: bytes, signed_attributes: bytes) -> None:
    """Raise SignatureMismatch unless the raw signature over these bytes was made with the key of the certificate."""
    if not holds(certificate.parsed, raw, signed_attributes):
        raise signing.errors.SignatureMismatch


def _asked_for(pending: PendingSignature, prepared: signing.Prepared, *, by: Person, at: datetime) -> PendingSignature:
    """Ask the service of the signer; the worker fetches what it makes."""
    identity, document = pending.identity, pending.document
    digest = sha256(prepared.signed_attributes).digest()
    what = f"{document.type_name} {document.code_text} {document.subject}"[:200]
    service = ports.remote_key(identity.device)
    reference = service.ask(identity.key_reference, prepared.certificate, digest, what=what, at=at)
    with write():
        make_move(
            PendingSignature.objects.filter(pk=pending.pk), "hand_out", MOVES, asked_reference=reference, due_at=at
        )
        ring_after_commit()
        audit.record(verb="ask_signature", subject=pending, by=by, at=at, **about(pending))
    return queries.pending(pending.pk)


def working_time() -> timedelta:
    """Return how long completing may take: the limit of each time stamp authority, and some more."""
    office = settings.OFFICE.signing
    return timedelta(seconds=office.tsa_timeout_seconds * max(len(office.tsa_urls), 1) + 60)


def identity_in(role: Role, by: Person) -> SigningIdentity:
    """Return the certificate of the person, or the agency's; raises NoSigningIdentity, CertificateNotYours."""
    agency = organizations.agency(by.agency_id)
    owner = by.full_name if role is Role.LEADER else agency.name
    identity = queries.identity_for(by) if role is Role.LEADER else queries.seal_identity()
    if identity is None:
        raise NoSigningIdentity(owner=owner)
    certificate = queries.certificate_of(identity)
    fits = (
        policies.belongs_to_person(certificate, by)
        if role is Role.LEADER
        else policies.belongs_to_agency(certificate, agency)
    )
    if not fits:
        raise CertificateNotYours(certificate=certificate.name, owner=owner)
    return identity


def _attached(document_id: UUID, attachment_id: UUID) -> Attachment:
    found = next((one for one in documents.attachments(document_id) if one.pk == attachment_id), None)
    if found is None:
        raise NotFound(what="tệp đính kèm")
    return found


@dataclass(frozen=True)
class _Order:
    """One signature to be prepared."""

    document_id: UUID
    pdf: bytes
    role: Role
    field: str
    as_text: AsText | None
    identity: SigningIdentity

    @property
    def who(self) -> str:
        return "stamp" if self.as_text else self.field if self.role is Role.LEADER else "agency"


def _made(order: _Order, *, at: datetime) -> signing.Prepared:
    certificate = queries.certificate_of(order.identity)
    make = _whole if ports.way_of(order.identity) is ports.Way.PROGRAM else _as_text if order.as_text else _prepared
    with office_errors(certificate=certificate.name):
        return make(order, certificate, at=at)


def _whole(order: _Order, certificate: signing.SigningCertificate, *, at: datetime) -> signing.Prepared:
    if order.role is Role.NUMBER:
        raise ports.DeviceFailed(
            sentence="Số trên tệp bên khác đã ký trước chỉ ký được bằng khóa của cơ quan ở máy chủ."
        )
    elsewhere = queries.signed_elsewhere(order.document_id)
    return signing.hand_over(
        order.pdf, field=order.who, certificate=certificate, at=at, trust=_trust(order), elsewhere=elsewhere
    )


def _as_text(order: _Order, certificate: signing.SigningCertificate, *, at: datetime) -> signing.Prepared:
    assert order.as_text is not None
    how: Any = {"slot": order.as_text.slot, "words": order.as_text.words, "certificate": certificate, "at": at}
    if order.role is Role.NUMBER:
        return signing.begin_number(order.pdf, elsewhere=queries.signed_elsewhere(order.document_id), **how)
    return signing.begin_stamp(order.pdf, **how)


def _prepared(order: _Order, certificate: signing.SigningCertificate, *, at: datetime) -> signing.Prepared:
    image = order.identity.image
    return signing.begin(
        order.pdf,
        field=order.who,
        certificate=certificate,
        image_png=bytes(image) if image else None,
        at=at,
        trust=_trust(order),
        elsewhere=queries.signed_elsewhere(order.document_id),
        certify=not any(queries.is_program(name) for name in ports.PROGRAMS),
    )


def _trust(order: _Order) -> signing.Trust | None:
    return trust_in_force() if order.role is Role.AGENCY else None


def _usable(present: PendingSignature, *, version_id: UUID, by: Person, at: datetime) -> bool:
    mine = present.by_id == by.pk and present.version_id == version_id
    return mine and present.state == PendingState.PREPARED and at - present.begun_at < FRESH


def _clear_way(present: PendingSignature | None, *, by: Person, at: datetime) -> None:
    """Give up a prepared signature that is stale or one's own; raises SignatureUnderWay for any other."""
    if present is None:
        return
    others = present.by_id != by.pk and at - present.begun_at < FRESH
    if present.state not in MOVES.sources("cancel") or others:
        raise SignatureUnderWay(person=present.by.full_name, state=present.get_state_display().lower())
    make_move(PendingSignature.objects.filter(pk=present.pk), "cancel", MOVES, finished_at=at)
    audit.record(verb="cancel_signature", subject=present, by=by, at=at, **about(present))


def _created(values: Any, *, by: Person, at: datetime) -> PendingSignature:
    try:
        with write():
            pending = PendingSignature.objects.create(by=by, begun_at=at, due_at=at, **values)
    except IntegrityError as error:
        # Somebody began at the same moment; the constraint "one signature at a time" decided.
        raise MovedMeanwhile(verb="begin") from error
    audit.record(verb="begin_signature", subject=pending, by=by, at=at, **about(pending))
    return queries.pending(pending.pk)


def _require_provider(pending: PendingSignature, by: Person) -> None:
    if pending.by_id != by.pk:
        raise NotAllowed(verb=VERB[Role(pending.role)], why=f"phiên ký này do {pending.by.full_name} mở")


def _signed(
    pending: PendingSignature,
    prepared: signing.Prepared,
    key: ports.UnlockedKey | None,
    pin: str,
    *,
    by: Person,
    at: datetime,
) -> bytes:
    identity = pending.identity
    device = ports.key_device(identity.device)
    try:
        if key is not None:
            return key.sign(prepared.signed_attributes)
        with device.unlock(identity.key_reference, prepared.certificate, pin=pin) as unlocked_now:
            return unlocked_now.sign(prepared.signed_attributes)
    except ports.WrongPin:
        with write():
            audit.record(verb="wrong_pin", subject=pending, by=by, at=at, **about(pending))
        raise


def about(pending: PendingSignature) -> dict[str, Any]:
    """Return what the audit says of every step of a signature."""
    return {"document": pending.document_id, "role": pending.role, "certificate": pending.identity.label}
