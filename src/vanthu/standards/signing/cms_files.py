"""Signatures that lie beside a file or around it: PKCS#7 and CAdES (.p7s, .p7m)."""

from datetime import datetime
from hashlib import new

from asn1crypto import cms, core, pem, x509
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from vanthu.standards.signing.errors import SignatureFileUnreadable
from vanthu.standards.signing.findings import Reason
from vanthu.standards.signing.reasons import reason
from vanthu.standards.signing.signers import WEAK, Signed

MOST_SIGNERS = 20
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


def is_cms(data: bytes) -> bool:
    """Whether the bytes look like CMS signed data, DER or PEM."""
    head = data[:64].lstrip()
    return _SIGNED_DATA in data[:64] or head.startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS"))


def cms_signatures(signature: bytes, content: bytes | None) -> list[Signed]:
    """The signatures of a CMS file over `content`, or over what it carries itself.

    Raises `SignatureFileUnreadable`, and what `MALFORMED` lists.
    """
    signed_data = _read(signature)
    carried = signed_data["encap_content_info"]["content"]
    inside = bytes(carried) if isinstance(carried, core.OctetString | core.ParsableOctetString) else None
    over = content if content is not None else inside
    return [_signed(signed_data, signer, over) for signer in _signers(signed_data)]


def _read(signature: bytes) -> cms.SignedData:
    try:
        der = pem.unarmor(signature)[2] if pem.detect(signature) else signature
        info = cms.ContentInfo.load(der)
        if info["content_type"].native != "signed_data":
            raise SignatureFileUnreadable(info["content_type"].native)
        return info["content"]
    except (ValueError, TypeError, KeyError) as error:
        raise SignatureFileUnreadable(repr(error)) from error


def _signers(signed_data: cms.SignedData) -> list[cms.SignerInfo]:
    return list(signed_data["signer_infos"])[:MOST_SIGNERS]


def _signed(signed_data: cms.SignedData, signer: cms.SignerInfo, over: bytes | None) -> Signed:
    certificates = [item.chosen for item in signed_data["certificates"] if isinstance(item.chosen, x509.Certificate)]
    own = next((item for item in certificates if _is_of(item, signer)), None)
    if own is None:
        raise SignatureFileUnreadable("the signer's certificate is not in the file")
    detached = signed_data["encap_content_info"]["content"].native is None
    form = "CAdES" if _has(signer, "signing_certificate_v2") else "PKCS#7"
    return Signed(
        name="",
        profile=f"{form} {'tách rời (.p7s)' if detached else 'bao gồm nội dung (.p7m)'}",
        certificate=own,
        others=tuple(item for item in certificates if item is not own),
        signer_info=signer,
        signed_at=_signing_time(signer),
        problems=tuple(_problems(signed_data, signer, own, over)),
        coverage="unclear" if over is None else "entire_file",
    )


def _problems(
    signed_data: cms.SignedData, signer: cms.SignerInfo, own: x509.Certificate, over: bytes | None
) -> list[Reason]:
    if over is None:
        return [reason("SIGNED_FILE_MISSING")]
    algorithm = signer["digest_algorithm"]["algorithm"].native
    intact, valid = validate_sig_integrity(
        signer,
        own,
        expected_content_type=signed_data["encap_content_info"]["content_type"].native,
        actual_digest=new(algorithm, over).digest(),
    )
    checks = {"SIGNATURE_BROKEN": not valid, "CONTENT_CHANGED": not intact, "WEAK_ALGORITHM": algorithm in WEAK}
    return [reason(code) for code, failed in checks.items() if failed]


def _is_of(certificate: x509.Certificate, signer: cms.SignerInfo) -> bool:
    named = signer["sid"]
    if named.name == "subject_key_identifier":
        return bool(certificate.key_identifier == named.chosen.native)
    return bool(
        certificate.issuer == named.chosen["issuer"]
        and certificate.serial_number == named.chosen["serial_number"].native
    )


def _has(signer: cms.SignerInfo, name: str) -> bool:
    return any(item["type"].native == name for item in signer["signed_attrs"] or ())


def _signing_time(signer: cms.SignerInfo) -> datetime | None:
    times = [item["values"][0].native for item in signer["signed_attrs"] or () if item["type"].native == "signing_time"]
    return times[0] if times else None
