"""An administrator brings a certificate: told whose it is and what does not fit; put in force, replaced, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from django.conf import settings
from django.test import override_settings

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.audit import queries as audit
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.signatures import operations, queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import SPEC, Keys
from vanthu.standards.signing import pki
from vanthu.standards.signing.images import signature_png


@pytest.fixture
def office(in_snv: Cast, keys: Keys) -> Cast:
    """Bình administers Sở Nội vụ; no certificate is registered."""
    access.give_duty(in_snv.binh, Duty.ADMINISTRATOR, by=None, at=in_snv.at)
    return in_snv


def pem(keys: Keys, name: str) -> bytes:
    return (keys.pki.directory / "certs" / f"{name}.pem").read_bytes()


def leaf(keys: Keys, name: str) -> x509.Certificate:
    return keys.pki.certificate(name)


def put(cast: Cast, content: bytes, **changed: Any) -> Any:
    how: dict[str, Any] = {
        "owner": "",
        "device": "vgca",
        "key_reference": "",
        "by": cast.binh,
        "at": cast.at,
        **changed,
    }
    return operations.enrol(content, **how)


def hindrances(found: operations.Examined) -> str:
    return " ".join(one.sentence for one in found.remarks if one.hinders)


def warnings(found: operations.Examined) -> str:
    return " ".join(one.sentence for one in found.remarks if not one.hinders)


def test_a_certificate_in_any_usual_form_finds_whose_it_is(office: Cast, keys: Keys) -> None:
    own = leaf(keys, "dung")
    above = x509.load_pem_x509_certificates(pem(keys, "dung"))[1:]
    forms = [
        pem(keys, "dung"),
        own.public_bytes(Encoding.DER),
        pkcs7.serialize_certificates([*above, own], Encoding.DER),
        pkcs7.serialize_certificates([own], Encoding.PEM),
    ]
    for content in forms:
        found = operations.examine(content, at=office.at)
        assert (found.owner, found.hindrance) == (office.dung, "")
    seal = operations.examine(pem(keys, "snv"), at=office.at)
    assert (seal.owner, seal.owner_name, seal.hindrance) == (None, "Sở Nội vụ", "")


def test_examining_keeps_nothing(office: Cast, keys: Keys) -> None:
    operations.examine(pem(keys, "dung"), at=office.at)
    assert queries.identities() == []


def test_what_does_not_fit_is_told_and_keeps_it_from_use(office: Cast, keys: Keys) -> None:
    cases = {
        "dung-het-han": ("", "đã hết hạn"),
        "giang": ("", "không trùng tên cơ quan hay họ tên"),
        "syt": ("", "không trùng tên cơ quan hay họ tên"),
        "dung": (str(office.chi.pk), f"không phải của {office.chi.full_name}"),
        "binh": (operations.OWN, "không phải của Sở Nội vụ"),
    }
    for name, (owner, words) in cases.items():
        found = operations.examine(pem(keys, name), owner=owner, at=office.at)
        assert words in hindrances(found), name
        with pytest.raises(operations.CertificateDoesNotFit, match="chưa được đưa vào dùng"):
            put(office, pem(keys, name), owner=owner)
        assert "chức danh" not in warnings(found), "of somebody else's certificate only that is told"
    assert queries.identities() == []


def test_a_certificate_of_a_ca_nobody_trusts_is_not_put_in_force(office: Cast, keys: Keys, tmp_path: Any) -> None:
    other = pki.init(tmp_path / "pki", pki.Spec.parse(SPEC), at=office.at - timedelta(days=1), url="http://127.0.0.1:9")
    found = operations.examine(other.certificate("dung").public_bytes(Encoding.PEM), at=office.at)
    assert "không có trong danh sách tin cậy" in hindrances(found)


def test_a_revoked_certificate_is_not_put_in_force(office: Cast, keys: Keys, tmp_path: Any) -> None:
    revoked = pki.init(
        tmp_path / "pki", pki.Spec.parse(SPEC), at=office.at - timedelta(days=1), url="http://127.0.0.1:9"
    ).revoke("dung", at=office.at - timedelta(hours=2))
    told = settings.OFFICE.signing.model_copy(update={"trust_dir": revoked.trust_dir})
    with override_settings(OFFICE=settings.OFFICE.model_copy(update={"signing": told})):
        found = operations.examine(revoked.certificate("dung").public_bytes(Encoding.PEM), at=office.at)
    assert "thu hồi" in found.hindrance


def test_an_image_without_transparency_is_refused(office: Cast, keys: Keys) -> None:
    with pytest.raises(operations.CertificateDoesNotFit, match="trong suốt"):
        put(office, pem(keys, "dung"), image=b"\x89PNG\r\n\x1a\n")
    assert queries.identities() == []


def test_title_and_agency_that_differ_are_warnings_and_hinder_nothing(office: Cast, keys: Keys) -> None:
    person = office.dung
    person.position = "Phó Giám đốc"
    person.save(update_fields=["position"])
    found = operations.examine(pem(keys, "dung"), at=office.at)
    assert "chức danh «Giám đốc»" in warnings(found)
    assert found.hindrance == ""


def test_a_file_with_a_private_key_is_refused_and_one_that_is_no_certificate_too(office: Cast, keys: Keys) -> None:
    for content in (keys.pki.p12_bytes("dung"), b"-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n"):
        with pytest.raises(operations.PrivateKeyGiven):
            operations.examine(content, at=office.at)
    for content in (b"", b"%PDF-1.7", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n", b"\x30\x82\xff"):
        with pytest.raises(operations.CertificateFileWrong):
            operations.examine(content, at=office.at)
    both = leaf(keys, "dung").public_bytes(Encoding.PEM) + leaf(keys, "binh").public_bytes(Encoding.PEM)
    with pytest.raises(operations.CertificateFileWrong, match="2 chứng thư"):
        operations.examine(both, at=office.at)


def test_put_in_force_replaced_and_ended_each_leave_a_fact(office: Cast, keys: Keys) -> None:
    image = signature_png("Phạm Tiến Dũng")
    first = put(office, pem(keys, "dung"), image=image, image_width_mm=30)
    assert queries.identity_for(office.dung) == first
    found = operations.examine(pem(keys, "dung"), at=office.at)
    assert found.replaces == first
    assert "đang được dùng" in warnings(found)
    second = put(office, pem(keys, "dung"), device="mysign", key_reference="dung/1")
    assert queries.identity_for(office.dung) == second
    assert (bytes(second.image), second.image_width_mm) == (image, 30), "the image in use stays"
    operations.end(second.pk, reason="Mất thiết bị", by=office.binh, at=office.after(hours=1))
    assert queries.identity_for(office.dung) is None
    facts = [(one.verb, one.by, one.details.get("reason")) for one in audit.facts_about([first.pk, second.pk])]
    assert facts == [
        ("add_identity", office.binh, None),
        ("retire_identity", office.binh, None),
        ("add_identity", office.binh, None),
        ("retire_identity", office.binh, "Mất thiết bị"),
    ]
    with pytest.raises(NotFound):
        operations.end(second.pk, reason="lần nữa", by=office.binh, at=office.after(hours=2))


def test_only_the_administrator_puts_in_force_and_ends(office: Cast, keys: Keys) -> None:
    with pytest.raises(NotAllowed):
        put(office, pem(keys, "dung"), by=office.dung)
    made = put(office, pem(keys, "dung"))
    with pytest.raises(NotAllowed):
        operations.end(made.pk, reason="…", by=office.dung, at=office.at)
