"""Sign: begin (what is to be signed), complete (the signature put in). The key may be anywhere in between."""

from collections.abc import Collection
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest, SignatureObject

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.cms_parts import signed_attributes, signed_data
from vanthu.standards.signing.documents import (
    MALFORMED,
    AppendingWriter,
    form_fields,
    open_writer,
    signatures,
    still_holds,
)
from vanthu.standards.signing.errors import (
    AlreadySigned,
    CertificateOfWrongKind,
    LeaderSignatureMissing,
    NumberMissing,
    PdfAltered,
    PlaceMissing,
    SignatureMismatch,
    SignatureTooLarge,
)
from vanthu.standards.signing.findings import Outcome, Role
from vanthu.standards.signing.forms import is_numbered, unsigned, waits_for_partners
from vanthu.standards.signing.places import is_signer, is_signer_field, signature_field
from vanthu.standards.signing.prepared import Prepared
from vanthu.standards.signing.raw import holds
from vanthu.standards.signing.stamps import check_image, image_appearance
from vanthu.standards.signing.timestamps import Timestamper, timestamp_imprint
from vanthu.standards.signing.trust import Trust

Who = str
"""Whose signature: "leader", "leader_2"… of those who sign in person, "agency", or "stamp" (`begin_stamp`)."""

RESERVED = 24_576
"""Hexadecimal characters kept for a signature: RSA-3072 with chain and timestamp takes half. PDF/A allows 65,534."""


def begin(
    pdf: bytes,
    *,
    field: Who,
    certificate: SigningCertificate,
    image_png: bytes | None,
    at: datetime,
    reason: str | None = None,
    trust: Trust | None = None,
    elsewhere: Collection[str] = (),
    certify: bool = True,
) -> Prepared:
    """Prepare a signer's or the agency's signature on a reserved PDF; nothing is signed yet.

    The first one is a certification that allows filling forms and further signatures; the agency's covers all and
    locks the file unless other parties sign after it, and is refused (`LeaderSignatureMissing`) unless those of all
    signers are there and intact (ND30-A32) — with `trust` given, also unless they do not verify as invalid — and the
    number filled in (`NumberMissing`). `elsewhere`: our fields left empty because a program signed in one of its own.
    `certify` False: the first signature is an ordinary one, since after a certification no program could add its field.
    Raises also `PlaceMissing`, `AlreadySigned`, `PdfAltered`, `PdfUnreadable`, `PdfEncrypted`, `ImageUnusable`,
    `CertificateExpired`, `CertificateNotYetValid`, `CertificateNotForSigning`, `CertificateOfWrongKind`.
    """
    require_fitting(certificate, field, at=at)
    if image_png is not None:
        check_image(image_png)
    writer = open_writer(pdf)
    require_turn(writer, field, elsewhere)
    if field == "agency" and trust is not None:
        require_leader_trusted(pdf, trust, elsewhere, at=at)
    try:
        return prepare(writer, field, certificate, image_png, at=at, reason=reason, certify=certify)
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error


def require_fitting(certificate: SigningCertificate, field: Who, *, at: datetime) -> None:
    """Raise unless the certificate may be used now and is of the kind that signs there."""
    certificate.require_usable(at=at)
    if certificate.role is (Role.AGENCY if is_signer(field) else Role.PERSON):
        raise CertificateOfWrongKind(f"{field}: {certificate.name}")


def require_turn(writer: AppendingWriter, field: Who, elsewhere: Collection[str] = ()) -> None:
    """Those who sign, then number and date, then seal; each once, and only on what is still as it was signed."""
    try:
        fields = form_fields(writer)
        made = {item.field_name: item for item in signatures(writer.prev)}
    except MALFORMED as error:
        raise PdfAltered(repr(error)) from error
    if signature_field(field) not in fields:
        raise PlaceMissing(signature_field(field))
    if signature_field(field) in made:
        raise AlreadySigned(field)
    if field == "agency" and (missing := unsigned(fields, {*made, *elsewhere})):
        raise LeaderSignatureMissing(f"not signed: {', '.join(missing)}")
    if not all(still_holds(item) for item in made.values()):
        raise (LeaderSignatureMissing if field == "agency" else PdfAltered)("signature broken")
    if field == "agency" and not is_numbered(writer):
        raise NumberMissing


def require_leader_trusted(pdf: bytes, trust: Trust, elsewhere: Collection[str] = (), *, at: datetime) -> None:
    """Raise `LeaderSignatureMissing` when the signature of somebody who signed in person verifies as invalid."""
    from vanthu.standards.signing.verification import verify

    found = verify(pdf, trust, at=at).signatures
    people = [item for item in found if is_signer_field(item.field) or (elsewhere and item.role is not Role.AGENCY)]
    if not people or any(item.outcome is Outcome.INVALID for item in people):
        raise LeaderSignatureMissing("; ".join(reason.code for item in people for reason in item.reasons))


def prepare(
    writer: AppendingWriter,
    field: Who,
    certificate: SigningCertificate,
    image_png: bytes | None,
    *,
    at: datetime,
    reason: str | None = None,
    last: bool = True,
    certify: bool = True,
) -> Prepared:
    """Make the place for a signature in a field that is there; what may be signed when is for the caller to know.

    `last`: the agency signs for the last time, and locks the file unless other parties sign after it.
    """
    made = {item.field_name for item in signatures(writer.prev)}
    last = last and not waits_for_partners(form_fields(writer), made)
    embedder = PdfCMSEmbedder().write_cms(signature_field(field), writer, existing_fields_only=True)
    widget = next(embedder).get_object()
    if image_png is not None:
        left, bottom, right, top = (float(value) for value in widget["/Rect"])
        widget["/AP"][pdf_name("/N")] = image_appearance(writer, image_png, right - left, top - bottom)
    placeholder = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        name=certificate.name or None,
        reason=reason,
        bytes_reserved=RESERVED,
    )
    embedder.send(
        SigObjSetup(sig_placeholder=placeholder, mdp_setup=_permissions(field, first=certify and not made, last=last))
    )
    output = BytesIO()
    digest, _ = embedder.send(SigIOSetup(md_algorithm="sha256", output=output))
    return Prepared.of(
        output.getvalue(),
        signed_attributes(certificate, digest.document_digest),
        certificate,
        field,
        (digest.reserved_region_start, digest.reserved_region_end),
    )


def _permissions(field: Who, *, first: bool, last: bool) -> SigMDPSetup:
    if is_signer(field):
        # A certification must be the first signature of a file; what it allows holds for those who sign after.
        perms = MDPPerm.FILL_FORMS if first else None
        return SigMDPSetup(md_algorithm="sha256", certify=first, docmdp_perms=perms)
    if not last:
        return SigMDPSetup(md_algorithm="sha256")
    lock = FieldMDPSpec(FieldMDPAction.ALL)
    return SigMDPSetup(md_algorithm="sha256", field_lock=lock, docmdp_perms=MDPPerm.NO_CHANGES)


def complete(
    prepared: Prepared,
    raw_signature: bytes,
    *,
    timestamp_token: bytes | None = None,
    timestamper: Timestamper | None = None,
) -> bytes:
    """Put the raw signature in; with a token or a timestamper the result is PAdES B-T, else B-B.

    Raises `SignatureMismatch` when the signature is not over `prepared.signed_attributes` by its certificate,
    `SignatureTooLarge`, and the errors of the timestamper; `prepared` stays usable after each of them.
    """
    certificate = prepared.certificate
    if not holds(certificate.parsed, raw_signature, prepared.signed_attributes):
        raise SignatureMismatch(prepared.field)
    if timestamp_token is None and timestamper is not None:
        timestamp_token = timestamper.token(timestamp_imprint(raw_signature))
    message = signed_data(certificate, prepared.signed_attributes, raw_signature, timestamp_token=timestamp_token)
    return _filled(prepared, message)


def _filled(prepared: Prepared, message: bytes) -> bytes:
    start, end = prepared.reserved
    if len(message) * 2 > end - start - 2:
        raise SignatureTooLarge(f"{len(message) * 2} > {end - start - 2}")
    output = BytesIO(prepared.pdf)
    region: Any = PreparedByteRangeDigest(b"", start, end)
    region.fill_with_cms(output, message)
    return output.getvalue()
