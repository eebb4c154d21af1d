"""The development PKI: made whole or not at all, never over something else, served, revoked."""

import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import ocsp
from PIL import Image

from vanthu.standards import signing
from vanthu.standards.signing import errors, images, pki
from vanthu.standards.signing.pki import serving
from vanthu.standards.signing.tests.conftest import AT, SPEC, Desk, make_pki


@pytest.fixture
def own(tmp_path: Path) -> pki.Pki:
    return make_pki(tmp_path / "pki")


def test_openssl_agrees_with_every_chain(desk: Desk) -> None:
    folder = desk.pki.directory
    for entry in desk.pki.holders:
        chain = ["-CAfile", folder / "certs" / "root.pem", "-untrusted", folder / "certs" / f"{entry.issuer}.pem"]
        moment = AT - timedelta(days=90) if entry.key == "ended" else AT
        check = [
            "openssl",
            "verify",
            "-attime",
            str(int(moment.timestamp())),
            *chain,
            folder / "certs" / f"{entry.key}.pem",
        ]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        if entry.key == "ended":  # ended before its CA was made: good for nothing, as the tests want it
            assert done.returncode != 0
        else:
            assert done.returncode == 0, done.stderr


def test_people_and_agencies_have_their_own_issuer_and_can_be_told_apart(desk: Desk) -> None:
    assert desk.key("dung").certificate.role is signing.Role.PERSON
    assert desk.key("so-noi-vu").certificate.role is signing.Role.AGENCY
    assert {entry.issuer for entry in desk.pki.holders} == {"people-ca", "agencies-ca"}


def test_the_names_say_that_it_is_a_test(desk: Desk) -> None:
    for key in ("root", "people-ca", "agencies-ca", "tsa"):
        assert "thử nghiệm" in signing.SigningCertificate.of(desk.pki.certificate(key)).name


def test_private_keys_are_for_the_owner_alone(desk: Desk) -> None:
    secret = [
        *desk.pki.directory.glob("keys/*"),
        *desk.pki.directory.glob("*/*.p12"),
        desk.pki.directory / "index.json",
    ]
    assert len(secret) > 8
    assert {oct(path.stat().st_mode & 0o777) for path in secret} == {"0o600"}


def test_a_pki_is_not_overwritten_unasked(own: pki.Pki) -> None:
    root = (own.directory / "certs" / "root.pem").read_bytes()
    with pytest.raises(errors.PkiError, match="--force"):
        pki.init(own.directory, SPEC, at=AT, url=own.url)
    assert (own.directory / "certs" / "root.pem").read_bytes() == root
    pki.init(own.directory, SPEC, at=AT, url=own.url, force=True)
    assert (own.directory / "certs" / "root.pem").read_bytes() != root


def test_another_folder_is_never_replaced_even_by_force(tmp_path: Path) -> None:
    (tmp_path / "tai-lieu.txt").write_text("quan trọng")
    with pytest.raises(errors.PkiError):
        pki.init(tmp_path, SPEC, at=AT, url="http://127.0.0.1:9", force=True)
    assert (tmp_path / "tai-lieu.txt").read_text() == "quan trọng"


def test_a_failed_making_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pki.folder._Making, "_readme", full)
    with pytest.raises(OSError, match="No space"):
        pki.init(tmp_path / "pki", SPEC, at=AT, url="http://127.0.0.1:9")
    assert list(tmp_path.iterdir()) == []


def test_revoking_is_in_the_list_at_once_and_a_second_time_changes_nothing(own: pki.Pki) -> None:
    revoked = own.revoke("dung", at=AT)
    crl = x509.load_der_x509_crl((own.trust_dir / "crls" / "people-ca.crl").read_bytes())
    serial = int(own.holder("dung").serial, 16)
    assert crl.get_revoked_certificate_by_serial_number(serial).revocation_date_utc == AT
    assert revoked.revoke("dung", at=AT + timedelta(days=1)) == revoked
    assert pki.Pki.open(own.directory).holder("dung").revoked_at == AT.isoformat()


def test_the_served_list_and_ocsp_tell_good_from_revoked(own: pki.Pki) -> None:
    with serving.running(own.directory, now=lambda: AT) as url:
        assert _ocsp(own, url, "dung").certificate_status is ocsp.OCSPCertStatus.GOOD
        own.revoke("dung", at=AT - timedelta(minutes=5))
        answer = _ocsp(own, url, "dung")
        assert answer.certificate_status is ocsp.OCSPCertStatus.REVOKED
        assert answer.revocation_time_utc == AT - timedelta(minutes=5)
        assert _ocsp(own, url, "so-noi-vu").certificate_status is ocsp.OCSPCertStatus.GOOD
        crl = x509.load_der_x509_crl(httpx.get(f"{url}/crls/people-ca.crl").content)
        assert len(crl) == 1
        assert crl.is_signature_valid(own.certificate("people-ca").public_key())
        assert x509.load_der_x509_certificate(httpx.get(f"{url}/certs/root.crt").content) == own.certificate("root")


def _ocsp(made: pki.Pki, url: str, key: str) -> ocsp.OCSPResponse:
    builder = ocsp.OCSPRequestBuilder()
    issuer = made.certificate(made.holder(key).issuer)
    request = builder.add_certificate(made.certificate(key), issuer, hashes.SHA256()).build()
    from cryptography.hazmat.primitives.serialization import Encoding

    return ocsp.load_der_ocsp_response(httpx.post(f"{url}/ocsp", content=request.public_bytes(Encoding.DER)).content)


def test_what_is_not_served_is_not_found(own: pki.Pki) -> None:
    with serving.running(own.directory) as url:
        for path in ("/keys/root.pem", "/crls/../keys/root.crl", "/crls/dung.crl", "/index.json"):
            assert httpx.get(url + path).status_code == 404, path
        assert httpx.post(f"{url}/tsa", content=b"x" * 100_000).status_code == 400
        assert ocsp.load_der_ocsp_response(httpx.post(f"{url}/ocsp", content=b"junk").content).response_status is (
            ocsp.OCSPResponseStatus.MALFORMED_REQUEST
        )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[[people]]\nkey = 'a'", "sai cú pháp"),
        ("[[people]]\nkey = 'Tên Xấu'\nname='A'\npin='1'", "không hợp lệ"),
        ("[[people]]\nkey='a'\nname='A'\npin='1'\n[[agencies]]\nkey='a'\nname='B'\npin='1'", "bị trùng"),
        ("algorithm = 'rsa-512'", "rsa-512"),
        ("[[people]]\nkey='a'\nname='A'\npin=''", "mã PIN"),
        ("mau_sac = 'đỏ'", "mau_sac"),
        ("[[people", "sai cú pháp"),
    ],
)
def test_a_wrong_spec_is_refused_with_the_reason(text: str, word: str) -> None:
    with pytest.raises(errors.PkiError, match=word):
        pki.Spec.parse(text)


def test_the_default_spec_has_people_and_agencies() -> None:
    assert {holder.kind for holder in pki.Spec.default().holders} == {"person", "agency"}


def test_the_seal_is_red_round_and_of_its_real_size() -> None:
    image = Image.open(BytesIO(images.seal_png("Ủy ban nhân dân xã Thử Nghiệm")))
    assert image.mode == "RGBA"
    assert image.size == (425, 425), "36 mm at 300 dots per inch"
    assert image.getpixel((2, 2))[3] == 0, "transparent outside the ring"
    red, green, blue, alpha = image.getpixel((212, 212))
    assert (red > 150, green < 80, blue < 80, alpha > 150) == (True, True, True, True), "a star in the middle"


def test_a_signature_is_blue_and_the_same_for_the_same_name() -> None:
    first = images.signature_png("Phạm Thị Dũng")
    assert first == images.signature_png("Phạm Thị Dũng") != images.signature_png("Lê An")
    image = Image.open(BytesIO(first))
    inked = [pixel for pixel in image.convert("RGBA").tobytes()[3::4] if pixel]
    assert 0.01 < len(inked) / (image.width * image.height) < 0.3


def test_every_error_is_in_the_manual_with_its_sentence() -> None:
    manual = Path(__file__).parents[5] / "docs" / "reference" / "errors" / "signing.md"
    if not manual.is_file():
        pytest.skip("the manual is not beside the sources")
    text = manual.read_text("utf-8")
    known = [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, errors.SigningError)]
    assert len(known) > 25
    for error in known:
        assert f"`{error.code}`" in text, error.code
        assert error.sentence in text, error.code
    from vanthu.standards.signing import reasons

    for code, sentence in reasons.SENTENCES.items():
        assert f"`{code}`" in text, code
        assert sentence in text, code
