"""A certificate that an administrator brings: whose it is, what does not fit, put in force, ended.

What is brought holds no secret: a file with a private key is refused and not kept (ND30-A32).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from asn1crypto import pkcs12
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7

from vanthu.office.access import policies as access
from vanthu.office.kernel.permission import NotFound
from vanthu.office.kernel.scope import current_agency
from vanthu.office.organizations import queries as organizations
from vanthu.office.signatures import policies, queries
from vanthu.office.signatures.models import SigningIdentity
from vanthu.office.signatures.operations.errors import (
    CertificateDoesNotFit,
    CertificateFileWrong,
    PrivateKeyGiven,
)
from vanthu.office.signatures.operations.identities import above, add_identity, bundled, pem_of, retire_identity
from vanthu.office.signatures.operations.validity import Remark, remark_on
from vanthu.runtime.clock import VIETNAM
from vanthu.standards.signing import SigningCertificate
from vanthu.standards.signing.errors import ImageUnusable
from vanthu.standards.signing.stamps import require_usable

if TYPE_CHECKING:
    from vanthu.office.organizations.models import Person

OWN = "agency"
"""As the owner of a certificate: the agency in force."""


@dataclass(frozen=True)
class Examined:
    """What was found about a certificate before it is put in force (CT07-1c, ND23-A13…A15)."""

    certificate: SigningCertificate
    pem: bytes
    """With those above it, as it may be handed in again."""
    owner: Person | None
    """The person it names; None for the agency's, and where nobody was found."""
    owner_name: str
    """Empty where nobody was found."""
    replaces: SigningIdentity | None
    remarks: tuple[Remark, ...]

    @property
    def in_use(self) -> bool:
        """Whether it is the certificate in use itself."""
        return self.replaces is not None and queries.certificate_of(self.replaces).der == self.certificate.der

    @property
    def hindrance(self) -> str:
        """Why it cannot be put in force; empty when nothing hinders."""
        return next((remark.sentence for remark in self.remarks if remark.hinders), "")


def examine(content: bytes, *, owner: str = "", at: datetime) -> Examined:
    """Read a certificate (PEM, DER, PKCS#7) and tell whose it is and what does not fit; nothing is kept.

    `owner`: the id of a person or `OWN`; empty: who it names. Raises CertificateFileWrong, PrivateKeyGiven,
    TrustMissing, NotFound.
    """
    bundle = bundled(_certificates(content))
    person, agency, found = _owner(bundle, owner)
    replaces = queries.identity_for(person) if person else queries.seal_identity() if agency else None
    remarks = [
        *found,
        *([standing] if (standing := remark_on(bundle, at=at)) else []),
        *([] if found else _fitting(bundle, person)),
        *_beside_present(bundle, replaces),
    ]
    name = person.full_name if person else organizations.agency(current_agency()).name if agency else ""
    remarks.sort(key=lambda one: not one.hinders)
    return Examined(bundle, pem_of(bundle), person, name, replaces, tuple(remarks))


def enrol(
    content: bytes,
    *,
    owner: str,
    device: str,
    key_reference: str,
    image: bytes | None = None,
    image_width_mm: float | None = None,
    by: Person,
    at: datetime,
) -> SigningIdentity:
    """Put a certificate in force; it replaces the one in use, whose image stays where no new one is given.

    Raises NotAllowed, CertificateDoesNotFit and what `examine` raises.
    """
    access.may_administer(by, at=at).require("Đưa chứng thư số vào dùng")
    found = examine(content, owner=owner, at=at)
    if found.hindrance:
        raise CertificateDoesNotFit(sentence=found.hindrance)
    if image is not None:
        _require_image(image)
    before = found.replaces
    if image is None and before is not None and before.image is not None:
        image = bytes(before.image)
    return add_identity(
        person=found.owner,
        certificate=found.pem,
        key_reference=key_reference,
        device=device,
        image=image,
        image_width_mm=image_width_mm or (before.image_width_mm if before else 36),
        by=by,
        at=at,
    )


def _require_image(image: bytes) -> None:
    try:
        require_usable(image)
    except ImageUnusable as error:
        raise CertificateDoesNotFit(sentence=error.sentence) from error


def end(identity_id: UUID, *, reason: str, by: Person, at: datetime) -> None:
    """End the use of a certificate that was lost, revoked or is needed no more; raises NotAllowed, NotFound."""
    access.may_administer(by, at=at).require("Thôi dùng chứng thư số")
    identity = SigningIdentity.objects.filter(pk=identity_id, active=True).first()
    if identity is None:
        raise NotFound(what="chứng thư số đang dùng")
    retire_identity(identity, reason=reason, by=by, at=at)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _certificates(content: bytes) -> list[x509.Certificate]:
    """Return the certificate of a file, then those above it."""
    if _has_key(content):
        raise PrivateKeyGiven
    try:
        found = _parsed(content)
    except ValueError as error:
        raise CertificateFileWrong(why="không phải là chứng thư số dạng PEM, DER, P7B, hoặc đã hỏng") from error
    leaves = [one for one in found if not _is_ca(one)]
    if not leaves:
        raise CertificateFileWrong(why="chỉ có chứng thư của tổ chức chứng thực, không có chứng thư của người ký")
    if len(leaves) > 1:
        raise CertificateFileWrong(why=f"có {len(leaves)} chứng thư của người ký; mỗi lần chỉ nạp một chứng thư")
    return [leaves[0], *above(leaves[0], [one for one in found if _is_ca(one)])]


def _has_key(content: bytes) -> bool:
    if b"PRIVATE KEY-----" in content:
        return True
    try:
        return bool(pkcs12.Pfx.load(content, strict=True)["version"].native == "v3")
    except (ValueError, TypeError, KeyError):
        return False


def _parsed(content: bytes) -> list[x509.Certificate]:
    text = content.lstrip()
    if text.startswith(b"-----BEGIN PKCS7"):
        return pkcs7.load_pem_pkcs7_certificates(text)
    try:
        return queries.parsed(content)
    except ValueError:
        return pkcs7.load_der_pkcs7_certificates(content)


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


# ── whose it is, and what does not fit ───────────────────────────────────────────────────────────────────────────────


def _owner(bundle: SigningCertificate, owner: str) -> tuple[Person | None, bool, list[Remark]]:
    """Return the person, or that it is the agency's, and what is wrong with that."""
    agency = organizations.agency(current_agency())
    if owner == OWN:
        fits = policies.belongs_to_agency(bundle, agency)
        return None, True, [] if fits else [_not_of(bundle, agency.name)]
    if owner:
        person = organizations.person(UUID(owner))
        return person, False, [] if policies.belongs_to_person(bundle, person) else [_not_of(bundle, person.full_name)]
    if policies.belongs_to_agency(bundle, agency):
        return None, True, []
    named = [one for one in organizations.people() if policies.belongs_to_person(bundle, one)]
    if len(named) == 1:
        return named[0], False, []
    why = (
        f"Chứng thư mang tên «{bundle.name}», không trùng tên cơ quan hay họ tên của ai đang công tác ở cơ quan."
        if not named
        else f"Có {len(named)} người cùng tên «{bundle.name}»; hãy chọn người được cấp chứng thư."
    )
    return None, False, [Remark(why, hinders=True)]


def _not_of(bundle: SigningCertificate, owner: str) -> Remark:
    return Remark(f"Chứng thư mang tên «{bundle.name}», không phải của {owner}.", hinders=True)


def _fitting(bundle: SigningCertificate, person: Person | None) -> list[Remark]:
    """Title and organisation are compared with what is known here; certificates follow appointments late (ND23-A14)."""
    if person is None:
        return []
    said = []
    if title := policies.other_title(bundle, person):
        here = f"hồ sơ cán bộ ghi «{person.position}»"
        said.append(f"Chứng thư ghi chức danh «{title}», {here}; nếu đã đổi chức vụ thì xin cấp lại.")
    if other := policies.other_organization(bundle, organizations.agency(current_agency())):
        said.append(f"Chứng thư ghi cơ quan «{other}», khác tên cơ quan này.")
    return [Remark(sentence, hinders=False) for sentence in said]


def _beside_present(bundle: SigningCertificate, present: SigningIdentity | None) -> list[Remark]:
    if present is None:
        return []
    old = queries.certificate_of(present)
    if old.der == bundle.der:
        return [Remark("Chứng thư này đang được dùng; đưa vào dùng lại chỉ đổi nơi giữ khóa và ảnh.", hinders=False)]
    if old.not_after > bundle.not_after:
        day = f"{old.not_after.astimezone(VIETNAM):%d/%m/%Y}"
        return [Remark(f"Chứng thư đang dùng có hạn dài hơn (đến {day}).", hinders=False)]
    return []
