"""Registering certificates of people and of the agency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from vanthu.office.audit import operations as audit
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations import queries as organizations
from vanthu.office.signatures import policies, queries
from vanthu.office.signatures.models import Custody, SigningIdentity
from vanthu.office.signatures.operations.errors import CertificateNotYours, CertificateUnreadable
from vanthu.runtime.transactions import write
from vanthu.standards.signing import SigningCertificate
from vanthu.standards.signing.errors import TrustUnreadable
from vanthu.standards.signing.stores import read_stores
from vanthu.standards.signing.trust import STORES

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person


def add_identity(
    *,
    person: Person | None,
    certificate: bytes,
    key_reference: str,
    device: str = "pkcs12",
    image: bytes | None = None,
    image_width_mm: float = 36,
    by: Person | None,
    at: datetime,
) -> SigningIdentity:
    """Register the certificate of a person, or of the agency in force (person None); it replaces the one in use.

    `certificate` is PEM, or DER; certificates above it may follow, else they are sought among the trusted ones.
    The same again changes nothing. Raises CertificateUnreadable, CertificateNotYours (CT07-1c).
    """
    owner = person.full_name if person else organizations.agency(current_agency()).name
    bundle = _with_chain(certificate, owner)
    _require_theirs(bundle, person, owner)
    values: Any = {
        "label": bundle.name,
        "device": device,
        "key_reference": key_reference,
        "certificate": pem_of(bundle),
        "image": image,
        "image_width_mm": image_width_mm,
    }
    with write():
        present = queries.identity_for(person) if person else queries.seal_identity()
        if present is not None:
            if all(_same(getattr(present, name), value) for name, value in values.items()):
                return present
            retire_identity(present, by=by, at=at)
        made = SigningIdentity.objects.create(person=person, **values)
        if present is not None and present.device == device:
            _stays_with_its_holder(present, made, at=at)
        audit.record(
            verb="add_identity", subject=made, by=by, at=at, owner=owner, serial=bundle.serial, issuer=bundle.issuer
        )
    return made


def _stays_with_its_holder(before: SigningIdentity, made: SigningIdentity, *, at: datetime) -> None:
    """A new certificate in the same kind of device: whoever holds it goes on holding it (ND30-A32)."""
    held = Custody.objects.filter(identity=before, until__isnull=True).first()
    if held is not None:
        Custody.objects.filter(pk=held.pk).update(until=at)
        Custody.objects.create(identity=made, holder_id=held.holder_id, basis=held.basis, since=at)


def retire_identity(identity: SigningIdentity, *, reason: str = "", by: Person | None, at: datetime) -> None:
    """End the use of a certificate; what was signed with it stays as it is."""
    told = {"reason": reason} if reason else {}
    with write():
        if SigningIdentity.objects.filter(pk=identity.pk, active=True).update(active=False):
            audit.record(verb="retire_identity", subject=identity, by=by, at=at, label=identity.label, **told)


def _require_theirs(bundle: SigningCertificate, person: Person | None, owner: str) -> None:
    if person is not None:
        fits = policies.belongs_to_person(bundle, person)
    else:
        fits = policies.belongs_to_agency(bundle, organizations.agency(current_agency()))
    if not fits:
        raise CertificateNotYours(certificate=bundle.name, owner=owner)


def _with_chain(certificate: bytes, owner: str) -> SigningCertificate:
    try:
        leaf, *given = queries.parsed(certificate)
    except ValueError as error:
        raise CertificateUnreadable(owner=owner) from error
    return bundled([leaf, *given])


def bundled(certificates: Sequence[x509.Certificate]) -> SigningCertificate:
    """Return the first certificate with those above it; where none are given, as the trusted ones tell."""
    leaf, *given = certificates
    return SigningCertificate.of(leaf, tuple(given) or above(leaf, _intermediates()))


def above(leaf: x509.Certificate, known: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Find the certificates above one among known ones, nearest first."""
    chain: list[x509.Certificate] = []
    current = leaf
    while (issuer := next((item for item in known if item.subject == current.issuer), None)) and issuer not in chain:
        chain.append(issuer)
        current = issuer
    return tuple(chain)


def _intermediates() -> list[x509.Certificate]:
    """Those of the stores; none while there is no trust yet, for the certificate may bring its own chain."""
    try:
        stores = read_stores(settings.OFFICE.signing.trust_dir / STORES)
    except TrustUnreadable:
        return []
    listed = (item for store in stores for item in store.certificates if not item.is_anchor)
    return [x509.load_der_x509_certificate(item.certificate.dump()) for item in listed]


def pem_of(bundle: SigningCertificate) -> bytes:
    """Return a certificate and those above it, as they are kept."""
    parsed = (x509.load_der_x509_certificate(der) for der in (bundle.der, *bundle.chain))
    return b"".join(item.public_bytes(Encoding.PEM) for item in parsed)


def _same(kept: object, value: object) -> bool:
    return (bytes(kept) if isinstance(kept, memoryview) else kept) == value
