"""Keys in files and on tokens; a wrong PIN is always told from a wrong file."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from vanthu.standards import signing
from vanthu.standards.signing import errors, keys, pki
from vanthu.standards.signing.pki import issuing
from vanthu.standards.signing.tests.conftest import AT, LATER, Desk

SOFTHSM = next(
    (
        p
        for p in map(Path, ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"))
        if p.is_file()
    ),
    None,
)
needs_softhsm = pytest.mark.skipif(SOFTHSM is None, reason="SoftHSM2 is not installed (apt-get install softhsm2)")


def test_the_right_pin_opens_key_certificate_and_chain(desk: Desk) -> None:
    key = desk.key("dung")
    assert (key.certificate.name, key.certificate.organization) == ("Phạm Thị Dũng", "Sở Nội vụ")
    assert key.certificate.issuer == "CA thử nghiệm cho cá nhân"
    assert len(key.certificate.chain) == 1, "the issuing CA, without the root"


@pytest.mark.parametrize("pin", ["", "12345679", "mật khẩu"])
def test_a_wrong_pin_is_named(desk: Desk, pin: str) -> None:
    with pytest.raises(errors.WrongPin):
        signing.open_pkcs12(desk.pki.p12_bytes("dung"), pin)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x30\x03\x02\x01\x03", bytes(range(256)) * 2])
def test_what_is_no_key_file_is_not_called_a_wrong_pin(data: bytes) -> None:
    with pytest.raises(errors.KeyUnreadable):
        signing.open_pkcs12(data, "12345678")


def test_a_key_file_cut_short_is_unreadable(desk: Desk) -> None:
    with pytest.raises(errors.KeyUnreadable):
        signing.open_pkcs12(desk.pki.p12_bytes("dung")[:-10], "12345678")


def test_a_key_file_without_a_private_key_or_of_another_kind_is_refused(desk: Desk) -> None:
    certificate = desk.key("dung").certificate.parsed
    only = pkcs12.serialize_java_truststore(
        [pkcs12.PKCS12Certificate(certificate, b"x")], serialization.BestAvailableEncryption(b"1")
    )
    with pytest.raises(errors.KeyUnreadable):
        signing.open_pkcs12(only, "1")
    assert ed25519 is not None


def test_the_key_never_shows_in_print(desk: Desk) -> None:
    assert "private" not in repr(desk.key("dung"))


@dataclass(frozen=True)
class Token:
    """A SoftHSM2 token with two keys of the PKI on it."""

    label: str
    pin: str


@pytest.fixture(scope="module")
def token(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Token]:
    """A token of its own folder; keys and certificates put on it through PKCS#11."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    made = Token("VanThu", "246810")
    init = ["softhsm2-util", "--init-token", "--free", "--label", made.label, "--pin", made.pin, "--so-pin", "13579135"]
    subprocess.run(init, check=True, capture_output=True)
    _fill(made, desk)
    yield made
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def _fill(token: Token, desk: Desk) -> None:
    """A person's RSA key and the agency's P-256 key; tokens hold the leaf certificate alone."""
    import pkcs11
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key

    parent = desk.pki.issued("people-ca")
    entry = pki.Holder("token", "person", "Trần Văn Thẻ", "1", "Sở Nội vụ", title="Giám đốc")
    person = issuing.holder(entry, "rsa-2048", parent, "people-ca", desk.pki.addresses, at=AT)
    agency = desk.key("so-noi-vu")
    items = [("leader", person.key, person.certificate), ("agency", agency.private, agency.certificate.parsed)]
    with pkcs11.lib(str(SOFTHSM)).get_token(token_label=token.label).open(rw=True, user_pin=token.pin) as session:
        for number, (label, key, certificate) in enumerate(items):
            is_rsa = isinstance(key, rsa.RSAPrivateKey)
            form = serialization.PrivateFormat.TraditionalOpenSSL
            der = key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
            attributes = decode_rsa_private_key(der) if is_rsa else decode_ec_private_key(der)
            identity = {
                pkcs11.Attribute.LABEL: label,
                pkcs11.Attribute.ID: bytes([number + 1]),
                pkcs11.Attribute.TOKEN: True,
            }
            session.create_object(
                {**attributes, **identity, pkcs11.Attribute.SIGN: True, pkcs11.Attribute.SENSITIVE: True}
            )
            session.create_object(_certificate_object(certificate) | identity)


def _certificate_object(certificate: x509.Certificate) -> dict[object, object]:
    import pkcs11

    return {
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
        pkcs11.Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
    }


@needs_softhsm
def test_a_letter_is_signed_and_sealed_with_keys_that_stay_on_a_token(desk: Desk, token: Token) -> None:
    pdf = desk.reserved()
    for field in ("leader", "agency"):
        if field == "agency":
            pdf = signing.fill_number(pdf, number="05", issued_on=date(2026, 3, 9))
        with signing.open_pkcs11(SOFTHSM, pin=token.pin, token_label=token.label, key_label=field) as key:
            prepared = signing.begin(pdf, field=field, certificate=key.certificate, image_png=None, at=AT)
            raw = key.sign(prepared.signed_attributes)
        pdf = signing.complete(prepared, raw, timestamper=desk.tsa())
    verdict = desk.verify(pdf)
    assert verdict.outcome is signing.Outcome.VALID, verdict.sentence
    assert [finding.signer_name for finding in verdict.signatures] == ["Trần Văn Thẻ", "Sở Nội vụ tỉnh Thử Nghiệm"]


@needs_softhsm
def test_a_wrong_pin_of_the_token_is_named(token: Token) -> None:
    with pytest.raises(errors.WrongPin), signing.open_pkcs11(SOFTHSM, pin="000000", token_label=token.label):
        pytest.fail("opened")


@needs_softhsm
def test_an_unplugged_token_or_an_unknown_key_is_named(token: Token) -> None:
    with pytest.raises(errors.TokenNotFound), signing.open_pkcs11(SOFTHSM, pin=token.pin, token_label="Khác"):
        pytest.fail("opened")
    with (
        pytest.raises(errors.TokenNotFound),
        signing.open_pkcs11(SOFTHSM, pin=token.pin, token_label=token.label, key_label="không có"),
    ):
        pytest.fail("opened")


@needs_softhsm
def test_two_keys_on_a_token_must_be_told_apart(token: Token) -> None:
    with pytest.raises(errors.TokenNotFound), signing.open_pkcs11(SOFTHSM, pin=token.pin, token_label=token.label):
        pytest.fail("opened")


def test_a_missing_module_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.TokenNotFound), signing.open_pkcs11(tmp_path / "khong-co.so", pin="1"):
        pytest.fail("opened")


def _certificate(**subject: str) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    oids = {
        "cn": "2.5.4.3",
        "o": "2.5.4.10",
        "title": "2.5.4.12",
        "uid": "0.9.2342.19200300.100.1.1",
        "oid": "2.5.4.97",
    }
    parts = [x509.NameAttribute(x509.ObjectIdentifier(oids[kind]), value) for kind, value in subject.items()]
    builder = x509.CertificateBuilder().subject_name(x509.Name(parts)).issuer_name(x509.Name(parts))
    builder = builder.public_key(key.public_key()).serial_number(1).not_valid_before(AT).not_valid_after(LATER)
    return builder.sign(key, hashes.SHA256())


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        ({"cn": "Nguyễn Văn An", "o": "Sở Nội vụ", "uid": "CCCD:001099000001"}, signing.Role.PERSON),
        ({"cn": "Nguyễn Văn An", "o": "Sở Nội vụ", "title": "Giám đốc"}, signing.Role.PERSON),
        ({"cn": "Nguyễn Văn An", "o": "Sở Nội vụ"}, signing.Role.PERSON),
        ({"cn": "Trương Thị Bộ", "o": "Sở Nội vụ"}, signing.Role.PERSON),
        ({"cn": "Đoàn Vũ Ban", "o": "Sở Nội vụ"}, signing.Role.PERSON),
        ({"cn": "Sở Nội vụ tỉnh X", "o": "UBND tỉnh X"}, signing.Role.AGENCY),
        ({"cn": "ỦY BAN NHÂN DÂN XÃ Y", "o": "UBND huyện"}, signing.Role.AGENCY),
        ({"cn": "Văn An Co., Ltd 2", "o": "Văn An Co., Ltd 2"}, signing.Role.AGENCY),
        ({"cn": "Văn thư điện tử", "o": "A", "uid": "MST:0100109106"}, signing.Role.AGENCY),
        ({"cn": "Đơn vị Một", "o": "A", "oid": "H37.02"}, signing.Role.AGENCY),
        ({"cn": "Nguyễn Văn An"}, signing.Role.UNKNOWN),
        ({"cn": "server 01", "o": "A"}, signing.Role.UNKNOWN),
        ({"o": "A"}, signing.Role.UNKNOWN),
    ],
)
def test_a_certificate_tells_whether_a_person_or_an_agency_holds_it(
    subject: dict[str, str], role: signing.Role
) -> None:
    assert keys.SigningCertificate.of(_certificate(**subject)).role is role
