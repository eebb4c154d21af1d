"""Between begin and complete may lie minutes, a phone, a restart; what comes back must be the right signature."""

from dataclasses import replace

import pytest
from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from vanthu.standards import signing
from vanthu.standards.signing import errors
from vanthu.standards.signing.cms_parts import der, signed_attributes, signed_data
from vanthu.standards.signing.raw import holds, sign_sha256
from vanthu.standards.signing.tests.conftest import AT, LATER, Desk


@pytest.fixture
def prepared(desk: Desk) -> signing.Prepared:
    certificate = desk.key("dung").certificate
    return signing.begin(desk.reserved(), field="leader", certificate=certificate, image_png=desk.blue, at=AT)


def test_a_stored_signing_can_be_completed_elsewhere(desk: Desk, prepared: signing.Prepared) -> None:
    stored = prepared.to_bytes()
    again = signing.Prepared.from_bytes(stored)
    assert again == prepared
    assert (again.field, again.certificate) == ("leader", desk.key("dung").certificate)
    raw = desk.key("dung").sign(again.signed_attributes)
    assert desk.verify(signing.complete(again, raw)).signatures[0].outcome is signing.Outcome.VALID


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b"x" + b, lambda b: b[:500] + b"?" + b[501:], lambda _: b""]
)
def test_a_damaged_store_is_noticed(prepared: signing.Prepared, damage: object) -> None:
    with pytest.raises(errors.PreparedUnreadable):
        signing.Prepared.from_bytes(damage(prepared.to_bytes()))


def test_a_signature_over_something_else_is_refused(desk: Desk, prepared: signing.Prepared) -> None:
    key = desk.key("dung")
    for raw in (
        key.sign(prepared.signed_attributes + b" "),
        desk.key("old").sign(prepared.signed_attributes),
        b"",
        b"0" * 64,
    ):
        with pytest.raises(errors.SignatureMismatch):
            signing.complete(prepared, raw)


def test_a_failed_timestamp_leaves_the_signing_usable(desk: Desk, prepared: signing.Prepared) -> None:
    """Signed, waiting for the timestamp: the raw signature is kept and the token fetched later."""

    class Broken:
        def token(self, digest: bytes) -> bytes:
            raise errors.TimestampTimeout("test")

    raw = desk.key("dung").sign(prepared.signed_attributes)
    with pytest.raises(errors.TimestampTimeout):
        signing.complete(prepared, raw, timestamper=Broken())
    token = desk.tsa().token(signing.timestamp_imprint(raw))
    finding = desk.verify(signing.complete(prepared, raw, timestamp_token=token)).signatures[0]
    assert finding.timestamp_at == AT


def test_what_does_not_fit_is_named_and_nothing_is_written(desk: Desk, prepared: signing.Prepared) -> None:
    raw = desk.key("dung").sign(prepared.signed_attributes)
    with pytest.raises(errors.SignatureTooLarge):
        signing.complete(prepared, raw, timestamp_token=der(0x30, b"\x04\x82\x40\x00" + b"0" * 0x4000))


def test_the_signature_is_pades_with_the_attributes_of_cades(desk: Desk, prepared: signing.Prepared) -> None:
    key = desk.key("dung")
    message = signed_data(key.certificate, prepared.signed_attributes, key.sign(prepared.signed_attributes))
    data = cms.ContentInfo.load(message, strict=True)["content"]
    attributes = {item["type"].native for item in data["signer_infos"][0]["signed_attrs"]}
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}
    assert b"/ETSI.CAdES.detached" in prepared.pdf
    signed = signing.complete(prepared, key.sign(prepared.signed_attributes))
    assert desk.verify(signed).signatures[0].signed_at == AT, "the time of signing is in the signature dictionary"


def test_certificates_go_in_byte_for_byte_whatever_their_length(desk: Desk) -> None:
    """A length whose last byte is 0x80 is taken for an indefinite one by asn1crypto, which then encodes anew."""
    certificate = _certificate_of_awkward_length(desk)
    assert certificate.der[2:4][-1] == 0x80
    attributes = signed_attributes(certificate, b"\1" * 32)
    message = signed_data(certificate, attributes, b"\2" * 70, timestamp_token=desk.tsa().token(b"\3" * 32))
    assert certificate.der in message
    assert core.Sequence.load(message, strict=True)
    assert cms.ContentInfo.load(message)["content"]["signer_infos"][0]["signed_attrs"].untag().dump() == attributes


def _certificate_of_awkward_length(desk: Desk) -> signing.SigningCertificate:
    key, parent = desk.key("dung").private, desk.pki.issued("people-ca")
    for padding in range(1, 2000):
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A")])
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(parent.certificate.subject)
        builder = builder.public_key(key.public_key()).serial_number(7).not_valid_before(AT).not_valid_after(LATER)
        filler = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.9"), b"x" * (padding % 300))
        encoded = (
            builder.add_extension(filler, critical=False).sign(parent.key, hashes.SHA256()).public_bytes(Encoding.DER)
        )
        if encoded[3] == 0x80 and encoded[1] == 0x82:
            return signing.SigningCertificate(encoded)
    pytest.fail("no certificate of that length was made")


@pytest.mark.parametrize(("length", "header"), [(0, "3000"), (127, "307f"), (128, "308180"), (256, "30820100")])
def test_lengths_are_definite_and_as_short_as_can_be(length: int, header: str) -> None:
    assert der(0x30, b"x" * length).startswith(bytes.fromhex(header))


def test_both_kinds_of_key_sign_and_only_their_own_certificate_agrees(desk: Desk) -> None:
    leader, agency = desk.key("dung"), desk.key("so-noi-vu")
    raw = sign_sha256(leader.private, b"van ban")
    assert holds(leader.certificate.parsed, raw, b"van ban")
    assert not holds(agency.certificate.parsed, raw, b"van ban")
    assert not holds(leader.certificate.parsed, raw, b"van bam")


def test_a_prepared_signing_is_frozen(prepared: signing.Prepared) -> None:
    with pytest.raises(AttributeError):
        prepared.pdf = b""
    assert replace(prepared, pdf=b"").pdf == b""
