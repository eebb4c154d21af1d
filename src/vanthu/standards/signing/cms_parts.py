"""CMS signed data with the attributes of CAdES: what is signed, and how it is wrapped (ETSI EN 319 122-1, RFC 5652)."""

from hashlib import sha256

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509

from vanthu.standards.signing.certificates import SigningCertificate
from vanthu.standards.signing.raw import mechanism_of


def signed_attributes(certificate: SigningCertificate, digest: bytes, content_type: str = "data") -> bytes:
    """The DER bytes a key signs: content type, digest of the content, and which certificate (signing-certificate-v2).

    No signing time: PAdES puts it into the PDF's signature dictionary.
    """
    parsed = asn1_x509.Certificate.load(certificate.der)
    issuer = {
        "issuer": [asn1_x509.GeneralName(name="directory_name", value=parsed.issuer)],
        "serial_number": parsed.serial_number,
    }
    reference = tsp.ESSCertIDv2({"cert_hash": sha256(certificate.der).digest(), "issuer_serial": issuer})
    attributes = [
        {"type": "content_type", "values": [content_type]},
        {"type": "message_digest", "values": [digest]},
        {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [reference]})]},
    ]
    return bytes(cms.CMSAttributes([cms.CMSAttribute(item) for item in attributes]).dump())


def signed_data(
    certificate: SigningCertificate,
    attributes: bytes,
    signature: bytes,
    *,
    timestamp_token: bytes | None = None,
    content: bytes | None = None,
) -> cms.ContentInfo:
    """Wrap a raw signature over `attributes`; `content` is given for timestamps only, a PDF's bytes stay outside."""
    parsed = asn1_x509.Certificate.load(certificate.der)
    digest_algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            {"issuer_and_serial_number": {"issuer": parsed.issuer, "serial_number": parsed.serial_number}}
        ),
        "digest_algorithm": digest_algorithm,
        "signed_attrs": cms.CMSAttributes.load(attributes),
        "signature_algorithm": mechanism_of(certificate.parsed),
        "signature": signature,
    }
    if timestamp_token is not None:
        token = cms.ContentInfo.load(timestamp_token)
        signer["unsigned_attrs"] = [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})]
    encapsulated = {"content_type": "data"} if content is None else {"content_type": "tst_info"}
    if content is not None:
        encapsulated["content"] = core.ParsableOctetString(content)
    data = {
        "version": "v1" if content is None else "v3",
        "digest_algorithms": [digest_algorithm],
        "encap_content_info": encapsulated,
        "certificates": [parsed, *(asn1_x509.Certificate.load(der) for der in certificate.chain)],
        "signer_infos": [signer],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)})
