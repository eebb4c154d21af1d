"""The answers of the services: RFC 3161 timestamps, RFC 6960 OCSP. Bytes in, bytes out; no network here."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.cms_parts import SEQUENCE, der, signed_attributes, signed_data
from vanthu.standards.signing.pki.folder import ISSUERS, Pki
from vanthu.standards.signing.pki.issuing import OCSP, Issued
from vanthu.standards.signing.raw import sign_sha256

TSA_POLICY = "1.3.6.1.4.1.99999.1"
"""A made-up policy identifier: nobody has published a policy for a test TSA."""
DIGESTS = {"sha256": 32, "sha384": 48, "sha512": 64}


def timestamp(request: bytes, issued: Issued, *, at: datetime) -> bytes:
    """Answer a TimeStampReq with a TimeStampResp (granted, or rejected with the reason)."""
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint = asked["message_imprint"]
        algorithm, digest = imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native
        nonce = asked["nonce"]
    except (ValueError, TypeError, KeyError):
        return _rejected("bad_data_format")
    if DIGESTS.get(algorithm) != len(digest):
        return _rejected("bad_alg")
    info = {
        "version": "v1",
        "policy": TSA_POLICY,
        "message_imprint": imprint,
        "serial_number": int.from_bytes(secrets.token_bytes(8), "big"),
        "gen_time": at,
        "accuracy": {"seconds": 1},
    }
    if nonce.native is not None:
        info["nonce"] = nonce
    granted = tsp.PKIStatusInfo({"status": "granted"}).dump()
    return der(SEQUENCE, granted, _signed(tsp.TSTInfo(info).dump(), issued))


def _rejected(reason: str) -> bytes:
    failure = tsp.PKIFailureInfo({reason})
    return der(SEQUENCE, tsp.PKIStatusInfo({"status": "rejection", "fail_info": failure}).dump())


def _signed(content: bytes, issued: Issued) -> bytes:
    certificate = SigningCertificate.of(issued.certificate)
    attributes = signed_attributes(certificate, sha256(content).digest(), "tst_info")
    return signed_data(certificate, attributes, sign_sha256(issued.key, attributes), content=content)


def ocsp_answer(request: bytes, pki: Pki, responders: dict[str, Issued], *, at: datetime) -> bytes:
    """Answer an OCSP request about one certificate: good, revoked or unknown, signed by the issuer's responder."""
    try:
        asked = ocsp.load_der_ocsp_request(request)
        serial, issuer_hash, algorithm = asked.serial_number, asked.issuer_key_hash, asked.hash_algorithm
    except ValueError:
        return _unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    issuer = _issuer(pki, issuer_hash, algorithm)
    if issuer is None:
        return _unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    responder = responders[f"{OCSP}-{issuer}"]
    entry = next((item for item in pki.entries if item.serial == f"{serial:X}" and item.issuer == issuer), None)
    status, revoked_at = ocsp.OCSPCertStatus.UNKNOWN, None
    if entry is not None:
        revoked_at = datetime.fromisoformat(entry.revoked_at) if entry.revoked_at else None
        status = ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD
    builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
        issuer_name_hash=asked.issuer_name_hash,
        issuer_key_hash=issuer_hash,
        serial_number=serial,
        algorithm=algorithm,
        cert_status=status,
        this_update=at,
        next_update=at + timedelta(hours=1),
        revocation_time=revoked_at,
        revocation_reason=x509.ReasonFlags.key_compromise if revoked_at else None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
    builder = builder.certificates([responder.certificate])
    for extension in asked.extensions:
        if isinstance(extension.value, x509.OCSPNonce):
            builder = builder.add_extension(extension.value, critical=False)
    return builder.sign(responder.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _unsuccessful(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


def _issuer(pki: Pki, key_hash: bytes, algorithm: hashes.HashAlgorithm) -> str | None:
    for name in ISSUERS:
        probe = (
            ocsp.OCSPRequestBuilder().add_certificate(pki.certificate(name), pki.certificate(name), algorithm).build()
        )
        if probe.issuer_key_hash == key_hash:
            return name
    return None
