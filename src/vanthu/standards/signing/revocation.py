"""OCSP: the question about one certificate, and whether an answer may be kept. No network here (RFC 6960, RFC 5019)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from vanthu.standards.signing.errors import RevocationAnswerBad

if TYPE_CHECKING:
    from vanthu.standards.signing.trust import Trust

CLOCKS = timedelta(minutes=5)
"""By how much the responder's clock may run before ours."""


def responders_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """The addresses of OCSP responders that a certificate names; whoever asks them decides whether it may."""
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(
        str(one.access_location.value) for one in access if one.access_method == AuthorityInformationAccessOID.OCSP
    )


def question(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    """The request, DER. SHA-1 names the certificate (nothing relies on it): responders need know no other."""
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())
    return builder.build().public_bytes(Encoding.DER)


def require_answer(data: bytes, certificate: x509.Certificate, issuer: x509.Certificate, *, at: datetime) -> datetime:
    """Check that an answer is about this certificate, signed by its issuer or a responder of it, and current.

    Gives when the next one is due. Raises `RevocationAnswerBad`.
    """
    try:
        answer = ocsp.load_der_ocsp_response(data)
        if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise RevocationAnswerBad(str(answer.response_status))
        begins, ends = answer.this_update_utc, answer.next_update_utc
        if answer.serial_number != certificate.serial_number:
            raise RevocationAnswerBad("about another certificate")
        if answer.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
            raise RevocationAnswerBad("the responder does not know the certificate")
        _require_signed(answer, issuer)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise RevocationAnswerBad(repr(error)) from error
    if ends is None or not begins - CLOCKS <= at <= ends:
        raise RevocationAnswerBad(f"from {begins} to {ends}")
    return ends


def speaks_of(trust: Trust, certificate: x509.Certificate, *, at: datetime) -> bool:
    """Whether a current answer is about a certificate, or a current list is its issuer's; nothing is verified here."""
    issuer = certificate.issuer.public_bytes()
    lists = (one["tbs_cert_list"] for one in trust.crls if one.issuer.dump() == issuer)
    if any(_is_current(one, at) for one in lists):
        return True
    singles = (single for answer in trust.ocsps for single in answer.response_data["responses"])
    return any(_names(one["cert_id"], certificate, issuer) and _is_current(one, at) for one in singles)


def _is_current(told: Any, at: datetime) -> bool:
    end = told["next_update"].native
    return end is not None and bool(told["this_update"].native - CLOCKS <= at <= end)


def _names(named: Any, certificate: x509.Certificate, issuer: bytes) -> bool:
    digest = hashlib.new(named["hash_algorithm"]["algorithm"].native, issuer).digest()
    return bool(
        named["serial_number"].native == certificate.serial_number and named["issuer_name_hash"].native == digest
    )


def is_newer(data: bytes, old: bytes) -> bool:
    """Whether an answer may take the place of one kept earlier."""
    return ocsp.load_der_ocsp_response(data).this_update_utc >= ocsp.load_der_ocsp_response(old).this_update_utc


def half_way(data: bytes) -> datetime:
    """When an answer is to be asked for anew: in the middle of its time."""
    answer = ocsp.load_der_ocsp_response(data)
    begins, ends = answer.this_update_utc, answer.next_update_utc
    return begins if ends is None else begins + (ends - begins) / 2


def ends(data: bytes) -> datetime:
    """Until when an answer counts; one that does not say counts as of its own day."""
    answer = ocsp.load_der_ocsp_response(data)
    return answer.next_update_utc or answer.this_update_utc


def _require_signed(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> None:
    if any(_holds(answer, signer) for signer in (issuer, *_delegates(answer, issuer))):
        return
    raise RevocationAnswerBad("not signed by the issuer or by a responder of it")


def _delegates(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> list[x509.Certificate]:
    """Certificates beside the answer that the issuer made for answering (RFC 6960 §4.2.2.2)."""
    return [one for one in answer.certificates if _may_answer(one) and _is_issued_by(one, issuer)]


def _may_answer(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usage


def _is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _holds(answer: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    key, digest = signer.public_key(), answer.signature_hash_algorithm
    if digest is None:
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True
