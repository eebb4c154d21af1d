"""What nobody could say for want of revocation data is asked for, and said once it is known; by itself."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from django.apps import apps
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from vanthu.office.audit import queries as audit
from vanthu.office.files import operations as files
from vanthu.office.incoming import queries as incoming
from vanthu.office.incoming.states import LegalValue
from vanthu.office.incoming.tests import stories
from vanthu.office.jobs import material
from vanthu.office.jobs.tests.outside import asking
from vanthu.office.jobs.tests.test_answers import RESPONDER, Responder
from vanthu.office.journeys import rechecking
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, SEAL_PIN, Keys
from vanthu.standards.signing import Outcome

VerdictKept = apps.get_model("signatures", "VerdictKept")
Kept = Any


@pytest.fixture(scope="session")
def letter_of_syt(keys: Keys) -> bytes:
    """A page signed by the director and the seal of Sở Y tế with another program, without time stamps."""
    import typst

    pdf = bytes(typst.compile(b'#set page(paper: "a4")\nHello', pdf_standards=["a-2b"]))
    for name, pin in (("giang", PIN), ("syt", SEAL_PIN)):
        p12 = keys.pki.p12_bytes(name)
        signer = signers.SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=pin.encode())
        assert signer is not None
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        made = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=name), signer=signer, output=BytesIO())
        pdf = bytes(made.getbuffer())
    return pdf


@pytest.fixture
def trust_dir(in_snv: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The trust of the office without a word of the two CAs on revocation; their responder may be asked."""
    place = tmp_path / "trust"
    shutil.copytree(settings.OFFICE.signing.trust_dir, place)
    root = keys.pki.certificate("root").subject
    for path in (place / "crls").iterdir():
        if x509.load_der_x509_crl(path.read_bytes()).issuer != root:
            path.unlink()
    changed = {"trust_dir": place, "ocsp_urls": (RESPONDER,), "crl_urls": (), "trust_list_urls": ()}
    signing = settings.OFFICE.signing.model_copy(update=changed)
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"signing": signing}))
    return place


@pytest.fixture
def arrived(in_snv: Cast, trust_dir: Path, letter_of_syt: bytes) -> Any:
    """A letter that came with a verdict nobody could give."""
    stored = files.keep(letter_of_syt, media_type="application/pdf", at=in_snv.at)
    kept = signatures.judge(file_sha256=stored.sha256, at=in_snv.at)
    assert kept.outcome == Outcome.UNKNOWN
    document = stories.arrived(in_snv, legal_value=LegalValue.REFERENCE)
    type(document).objects.filter(pk=document.pk).update(verdict=kept)
    return incoming.one(document.pk)


def refresh(
    responder: Responder, at: datetime, monkeypatch: pytest.MonkeyPatch, asked: list[httpx.Request] | None = None
) -> None:
    """A round of the worker, without a network."""

    def answer(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(request)
        responder.now = at
        return responder(request)

    fetcher = asking(answer, RESPONDER)
    monkeypatch.setattr(material.Fetcher, "for_urls", lambda *urls: fetcher)
    material.refresh(at=at)


def test_certificates_of_a_received_file_are_asked_about_and_the_open_verdict_becomes_certain(
    in_snv: Cast, keys: Keys, arrived: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = in_snv.after(minutes=61)
    assert rechecking.recheck_due(at=later) == 0  # nobody has said anything yet
    assert VerdictKept.objects.filter(file=arrived.verdict.file_id).count() == 1

    refresh(Responder(keys.pki), later, monkeypatch)
    assert rechecking.recheck_due(at=later) == 1

    document = incoming.one(arrived.pk)
    newest = queries.verdict_for(arrived.verdict.file_id)
    assert newest is not None
    assert (newest.outcome, document.verdict_id, document.legal_value) == (Outcome.VALID, newest.pk, "original")
    assert "judge_again" in {fact.verb for fact in audit.facts_about([arrived.pk])}
    assert rechecking.recheck_due(at=in_snv.after(days=1)) == 0


def test_nothing_is_judged_anew_before_its_time(
    in_snv: Cast, keys: Keys, arrived: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = in_snv.after(minutes=30)
    refresh(Responder(keys.pki), soon, monkeypatch)
    assert rechecking.recheck_due(at=soon) == 0


def test_who_is_not_in_the_settings_is_not_asked_whatever_a_file_says(
    arrived: Any, in_snv: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing = settings.OFFICE.signing.model_copy(update={"ocsp_urls": ("http://ocsp.example/",)})
    monkeypatch.setattr(settings, "OFFICE", settings.OFFICE.model_copy(update={"signing": signing}))
    asked: list[httpx.Request] = []
    refresh(Responder(keys.pki), in_snv.after(minutes=61), monkeypatch, asked)
    assert asked == []


def made_up(keys: Keys) -> x509.Certificate:
    """A certificate that claims to be of the CA of people, and that its responder is the one of the settings."""
    key, begin = ec.generate_private_key(ec.SECP256R1()), datetime(2026, 1, 1, tzinfo=UTC)
    access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(RESPONDER))
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kẻ giả")]))
        .issuer_name(keys.pki.certificate("people-ca").subject)
        .serial_number(4711)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365))
        .public_key(key.public_key())
        .add_extension(x509.AuthorityInformationAccess([access]), critical=False)
        .sign(key, hashes.SHA256())
    )


@pytest.mark.parametrize("told", [
    lambda keys: b64encode(made_up(keys).public_bytes(Encoding.DER)).decode(),
    lambda _: b64encode(b"\x30\x82\xff\xff").decode(),
    lambda _: "không phải Base64",
], ids=["made up", "no certificate", "no Base64"])  # fmt: skip
def test_a_file_cannot_make_us_ask_about_what_no_ca_of_ours_has_signed(
    told: Callable[[Keys], str], arrived: Any, in_snv: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = json.loads(json.dumps(arrived.verdict.findings))
    for finding in findings["signatures"]:
        finding["unheard"] = [told(keys)]
    VerdictKept.objects.create(
        file_id=arrived.verdict.file_id, outcome=Outcome.UNKNOWN, findings=findings, trust_version="x",
        judged_at=in_snv.after(minutes=1), material_id=arrived.verdict.material_id, expected=["agency", "person"],
    )  # fmt: skip
    asked: list[httpx.Request] = []
    refresh(Responder(keys.pki), in_snv.after(minutes=61), monkeypatch, asked)
    serials = {x509.ocsp.load_der_ocsp_request(one.read()).serial_number for one in asked}
    assert 4711 not in serials
    assert keys.pki.certificate("giang").serial_number not in serials
