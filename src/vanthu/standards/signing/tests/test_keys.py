"""Keys in files; a wrong PIN is always told from a wrong file."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import pkcs12

from vanthu.standards import signing
from vanthu.standards.signing import errors, keys
from vanthu.standards.signing.tests.conftest import AT, LATER, Desk


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
