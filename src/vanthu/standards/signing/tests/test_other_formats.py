"""Documents signed by other tools: judged by a named profile, or honestly KHÔNG XÁC ĐỊNH."""

import copy
import zipfile
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7, pkcs12
from lxml import etree
from signxml import XMLSigner, methods
from signxml.algorithms import CanonicalizationMethod, SignatureMethod
from signxml.xades import XAdESSigner

from vanthu.standards import signing
from vanthu.standards.signing import Outcome, Role
from vanthu.standards.signing.cms_parts import signed_attributes, signed_data
from vanthu.standards.signing.tests.conftest import LATER, Desk

Codes = Callable[[signing.Verdict], set[str]]
LETTER = "Công văn số 05".encode()
AGENCY = frozenset({Role.AGENCY})
DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"


def beside(desk: Desk, content: bytes, name: str = "so-noi-vu") -> bytes:
    """A detached CAdES signature of an agency over any file, with a time stamp."""
    key = desk.key(name)
    attributes = signed_attributes(key.certificate, sha256(content).digest())
    value = key.sign(attributes)
    token = desk.tsa().token(signing.timestamp_imprint(value))
    return signed_data(key.certificate, attributes, value, timestamp_token=token)


def judged(desk: Desk, data: bytes, *, p7s: bytes | None = None) -> signing.Verdict:
    return signing.verify(data, desk.trust, at=LATER, expected=AGENCY, beside=p7s)


def test_a_signature_beside_any_file_is_judged_over_its_bytes(desk: Desk, codes: Codes) -> None:
    p7s = beside(desk, LETTER)
    verdict = judged(desk, LETTER, p7s=p7s)
    assert verdict.outcome is Outcome.VALID, verdict.sentence
    assert verdict.signatures[0].profile == "CAdES tách rời (.p7s)"
    assert verdict.signatures[0].timestamp_at is not None
    changed = judged(desk, LETTER + b".", p7s=p7s)
    assert (changed.outcome, codes(changed)) == (Outcome.INVALID, {"CONTENT_CHANGED"})


def test_a_signature_without_the_file_it_signs_is_unknown(desk: Desk, codes: Codes) -> None:
    verdict = judged(desk, beside(desk, LETTER))
    assert (verdict.outcome, codes(verdict)) == (Outcome.UNKNOWN, {"SIGNED_FILE_MISSING"})
    assert verdict.etsi == "INDETERMINATE/SIGNED_DATA_NOT_FOUND"
    assert verdict.signatures[0].signer_name == "Sở Nội vụ tỉnh Thử Nghiệm"


def test_a_signature_that_carries_another_file_does_not_sign_this_one(desk: Desk, codes: Codes) -> None:
    key, certificate = private_key(desk)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(LETTER).add_signer(certificate, key, hashes.SHA256())
    carrying = builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    assert judged(desk, carrying).outcome is Outcome.VALID
    verdict = judged(desk, b"another", p7s=carrying)
    assert (verdict.outcome, codes(verdict)) == (Outcome.INVALID, {"CONTENT_CHANGED"})


def private_key(desk: Desk) -> tuple[Any, x509.Certificate]:
    """The agency's key and certificate themselves, for tools other than ours."""
    pin = desk.pki.holder("so-noi-vu").pin or ""
    opened = pkcs12.load_pkcs12(desk.pki.p12_bytes("so-noi-vu"), pin.encode())
    assert opened.cert is not None
    return opened.key, opened.cert.certificate


def xml_signed(desk: Desk, *, uri: str | None = None, own: str = ' Id="B0"') -> bytes:
    key, certificate = private_key(desk)
    root = etree.fromstring(f'<vanban{own}><so>05</so><noidung Id="B1">Chi 1 triệu</noidung></vanban>')
    signer = XMLSigner(
        method=methods.enveloped,
        signature_algorithm=SignatureMethod.ECDSA_SHA256,
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_1,
    )
    pem = certificate.public_bytes(Encoding.PEM).decode()
    return etree.tostring(signer.sign(root, key=key, cert=pem, reference_uri=uri))


@pytest.mark.parametrize(("own", "uri"), [(' Id="B0"', "#B0"), ("", "")], ids=["by the Id of the root", "as a whole"])
def test_an_xml_signature_over_the_whole_document_is_valid(desk: Desk, codes: Codes, own: str, uri: str) -> None:
    signed = xml_signed(desk, own=own)
    assert f'URI="{uri}"'.encode() in signed
    verdict = judged(desk, signed)
    assert verdict.outcome is Outcome.VALID, verdict.sentence
    assert verdict.signatures[0].profile == "XML-DSig"
    changed = judged(desk, signed.replace(b"<so>05</so>", b"<so>06</so>"))
    assert (changed.outcome, codes(changed)) == (Outcome.INVALID, {"CONTENT_CHANGED"})


def test_wrapping_an_xml_signature_is_seen(desk: Desk, codes: Codes) -> None:
    """The signed part moves aside, a forged one stands in its place: a reference by Id would still hold."""
    partly = judged(desk, xml_signed(desk, uri="#B1"))
    assert (partly.outcome, codes(partly)) == (Outcome.UNKNOWN, {"XML_NOT_WHOLE"})
    root = etree.fromstring(xml_signed(desk))
    inner = root.find(f"{DS}Signature")
    wrapped = etree.fromstring("<vanban><so>99</so><gói/></vanban>")
    wrapped[1].append(root)
    for place in (wrapped[1], wrapped):
        place.append(inner)
        verdict = judged(desk, etree.tostring(wrapped))
        assert verdict.outcome in (Outcome.UNKNOWN, Outcome.INVALID), verdict.sentence
    twice = etree.fromstring(xml_signed(desk))
    twice.append(etree.fromstring(etree.tostring(twice.find(f"{DS}Signature"))))
    assert codes(judged(desk, etree.tostring(twice))) == {"XML_NOT_WHOLE"}


def xades_signed(desk: Desk) -> Any:
    key, certificate = private_key(desk)
    root = etree.fromstring('<vanban Id="B0"><so>05</so></vanban>')
    signer = XAdESSigner(
        method=methods.enveloped,
        signature_algorithm=SignatureMethod.ECDSA_SHA256,
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_1,
    )
    return signer.sign(root, key=key, cert=certificate.public_bytes(Encoding.PEM).decode(), reference_uri="#B0")


def properties(root: Any) -> Any:
    return root.find(f".//{XADES}QualifyingProperties")


def test_a_xades_signature_says_when_it_was_made_in_what_it_signs(desk: Desk, codes: Codes) -> None:
    root = xades_signed(desk)
    verdict = judged(desk, etree.tostring(root))
    assert verdict.outcome is Outcome.VALID, verdict.sentence
    (found,) = verdict.signatures
    assert (found.profile, found.signed_at is not None) == ("XAdES", True)
    root.find(f".//{XADES}SigningTime").text = "2020-01-01T00:00:00Z"
    changed = judged(desk, etree.tostring(root))
    assert (changed.outcome, codes(changed)) == (Outcome.INVALID, {"CONTENT_CHANGED"})


def test_nothing_is_believed_that_stands_in_an_xml_signature_unsigned(desk: Desk, codes: Codes) -> None:
    """What is inside the signature itself is left out of its digest: time and text put there are nobody's."""
    forged = copy.deepcopy(properties(xades_signed(desk)))
    forged.find(f".//{XADES}SigningTime").text = "2020-01-01T00:00:00Z"
    plain = etree.fromstring(xml_signed(desk))
    place = etree.SubElement(plain.find(f"{DS}Signature"), f"{DS}Object")
    place.append(forged)
    noted = etree.fromstring(xml_signed(desk))
    etree.SubElement(noted.find(f"{DS}Signature"), f"{DS}Object").text = "Số tiền: 9 tỷ đồng"
    moved = xades_signed(desk)
    real = properties(moved)
    second = etree.fromstring(etree.tostring(forged).replace(b'Id="', b'Id="x'))
    real.getparent().insert(0, second)
    outside = xades_signed(desk)
    outside.append(properties(outside))
    for root in (plain, noted, moved, outside):
        verdict = judged(desk, etree.tostring(root))
        assert verdict.outcome in (Outcome.UNKNOWN, Outcome.INVALID), verdict.sentence
        assert "2020" not in str(verdict.signatures[0].signed_at)


def test_a_xades_signature_names_the_certificate_it_was_made_with(desk: Desk, codes: Codes) -> None:
    """The same key may be certified twice; the digest of the certificate is signed, what KeyInfo shows is not."""
    root = xades_signed(desk)
    key, certificate = private_key(desk)
    signed_info = root.find(f".//{DS}SignedInfo")
    signed_info.remove(signed_info.findall(f"{DS}Reference")[2])
    r, s = decode_dss_signature(key.sign(etree.tostring(signed_info, method="c14n"), ec.ECDSA(hashes.SHA256())))
    root.find(f".//{DS}SignatureValue").text = b64encode(r.to_bytes(32) + s.to_bytes(32)).decode()
    assert judged(desk, etree.tostring(root)).outcome is Outcome.VALID
    shown = root.find(f".//{DS}X509Certificate")
    shown.text = b64encode(recertified(certificate, key).public_bytes(Encoding.DER)).decode()
    assert "SIGNATURE_BROKEN" in codes(judged(desk, etree.tostring(root)))


def recertified(certificate: x509.Certificate, key: Any) -> x509.Certificate:
    """A certificate for the same key that somebody gave himself."""
    made = x509.CertificateBuilder().subject_name(certificate.subject).issuer_name(certificate.subject)
    made = made.public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(certificate.not_valid_before_utc).not_valid_after(certificate.not_valid_after_utc)
    return made.sign(key, hashes.SHA256())


@pytest.mark.parametrize(
    "bomb",
    [
        b'<!DOCTYPE a [<!ENTITY b "ccc">]><a>&b;</a>',
        b"<a>" * 400 + b"</a>" * 399,
        b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\x00" * 9,
        b"PK\x03\x04" + b"\x00" * 40,
    ],
    ids=["entities", "not closed", "cms", "zip"],
)
def test_what_is_malformed_is_unknown_and_raises_nothing(desk: Desk, bomb: bytes) -> None:
    assert judged(desk, bomb).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("name", [b"ds:SignatureMethod", b"ds:CanonicalizationMethod", b"ds:DigestMethod"])
def test_an_xml_signature_that_is_not_as_its_schema_has_it_is_malformed(desk: Desk, codes: Codes, name: bytes) -> None:
    verdict = judged(desk, xml_signed(desk).replace(name, b"ds:Other"))
    assert (verdict.outcome, codes(verdict)) == (Outcome.UNKNOWN, {"MALFORMED"})


def test_a_certificate_of_no_known_version_is_malformed(desk: Desk, codes: Codes) -> None:
    _, certificate = private_key(desk)
    der = certificate.public_bytes(Encoding.DER)
    version = der.index(b"\xa0\x03\x02\x01\x02")
    other = der[: version + 4] + b"\x06" + der[version + 5 :]
    root = etree.fromstring(xml_signed(desk))
    root.find(f".//{DS}X509Certificate").text = b64encode(other).decode()
    verdict = judged(desk, etree.tostring(root))
    assert (verdict.outcome, codes(verdict)) == (Outcome.UNKNOWN, {"MALFORMED"})


def office_file(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def test_a_signature_in_an_office_file_is_told_but_not_believed(desk: Desk, codes: Codes) -> None:
    verdict = judged(desk, office_file(_xmlsignatures__sig1=xml_signed(desk)))
    assert verdict.outcome is Outcome.UNKNOWN
    assert codes(verdict) == {"PACKED_SIGNATURE"}
    assert verdict.signatures[0].signer_name == "Sở Nội vụ tỉnh Thử Nghiệm"
    assert codes(judged(desk, office_file(_xmlsignatures__sig1=b"<none/>"))) == {"PACKED_SIGNATURE"}
    assert judged(desk, office_file()).outcome is Outcome.UNSIGNED
