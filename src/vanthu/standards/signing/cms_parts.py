"""CMS signed data with the attributes of CAdES: what is signed, and how it is wrapped (ETSI EN 319 122-1, RFC 5652).

The wrapping is put together from DER bytes, not with asn1crypto objects: asn1crypto takes any length that ends in the
byte 0x80 for an indefinite one, encodes that part anew, and in a freshly built structure does so twice a level. One
certificate in a hundred or so then took a minute to sign with, and its bytes need not have come out the same.
"""

from datetime import UTC, datetime
from hashlib import sha256

from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.raw import mechanism_of

SEQUENCE, SET, OCTETS, EXPLICIT_0, IMPLICIT_1 = 0x30, 0x31, 0x04, 0xA0, 0xA1
SHA256 = bytes.fromhex("300b0609608648016503040201")
"""AlgorithmIdentifier of SHA-256 without parameters (RFC 5754)."""


def der(tag: int, *parts: bytes) -> bytes:
    """Tag, definite length, content."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def signed_attributes(
    certificate: SigningCertificate, digest: bytes, content_type: str = "data", *, signed_at: datetime | None = None
) -> bytes:
    """The DER bytes a key signs: content type, digest of the content, and which certificate (signing-certificate-v2).

    `signed_at` is for CAdES (ETSI EN 319 122-1, level B-B): PAdES puts it into the PDF's signature dictionary.
    """
    issuer, serial = _issuer_and_serial(certificate.der)
    general_names = der(SEQUENCE, der(0xA4, issuer))
    reference = der(SEQUENCE, der(OCTETS, sha256(certificate.der).digest()), der(SEQUENCE, general_names, serial))
    attributes = [
        _attribute("content_type", cms.ContentType(content_type).dump()),
        _attribute("message_digest", der(OCTETS, digest)),
        _attribute("signing_certificate_v2", der(SEQUENCE, der(SEQUENCE, reference))),
    ]
    if signed_at is not None:
        moment = core.UTCTime(signed_at.astimezone(UTC).replace(microsecond=0))
        attributes.append(_attribute("signing_time", moment.dump()))
    return der(SET, *sorted(attributes))


def _attribute(name: str, value: bytes) -> bytes:
    return der(SEQUENCE, cms.CMSAttributeType(name).dump(), der(SET, value))


def _issuer_and_serial(certificate: bytes) -> tuple[bytes, bytes]:
    """Both as the certificate has them, byte for byte."""
    body = asn1_x509.Certificate.load(certificate)["tbs_certificate"]
    return der(SEQUENCE, body["issuer"].chosen.contents), body["serial_number"].dump()


def signed_data(
    certificate: SigningCertificate,
    attributes: bytes,
    signature: bytes,
    *,
    timestamp_token: bytes | None = None,
    content: bytes | None = None,
) -> bytes:
    """Wrap a raw signature over `attributes`; `content` is given for timestamps only, a PDF's bytes stay outside."""
    if content is None:
        version, encapsulated = 1, der(SEQUENCE, cms.ContentType("data").dump())
    else:
        inner = der(EXPLICIT_0, der(OCTETS, content))
        version, encapsulated = 3, der(SEQUENCE, cms.ContentType("tst_info").dump(), inner)
    body = der(
        SEQUENCE,
        _integer(version),
        der(SET, SHA256),
        encapsulated,
        der(EXPLICIT_0, *sorted({certificate.der, *certificate.chain})),
        der(SET, _signer_info(certificate, attributes, signature, timestamp_token)),
    )
    return der(SEQUENCE, cms.ContentType("signed_data").dump(), der(EXPLICIT_0, body))


def _signer_info(
    certificate: SigningCertificate, attributes: bytes, signature: bytes, timestamp_token: bytes | None
) -> bytes:
    unsigned = b""
    if timestamp_token is not None:
        unsigned = der(IMPLICIT_1, _attribute("signature_time_stamp_token", timestamp_token))
    return der(
        SEQUENCE,
        _integer(1),
        der(SEQUENCE, *_issuer_and_serial(certificate.der)),
        SHA256,
        bytes([EXPLICIT_0]) + attributes[1:],  # the same SET under its implicit tag
        mechanism_of(certificate.parsed).dump(),
        der(OCTETS, signature),
        unsigned,
    )


def _integer(value: int) -> bytes:
    return der(0x02, bytes([value]))
