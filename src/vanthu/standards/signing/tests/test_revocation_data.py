"""Revocation is known from our own lists and OCSP answers; what a document names is never asked."""

import shutil
import socket
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509 import ocsp

from vanthu.standards import signing
from vanthu.standards.signing import Outcome, pki, revocation
from vanthu.standards.signing.pki import responders
from vanthu.standards.signing.tests.conftest import AT, LATER, SPEC, Codes, Desk


def answers(desk: Desk, made: pki.Pki, *keys: str) -> tuple[bytes, ...]:
    """OCSP answers about certificates, given at LATER."""
    responder = {f"ocsp-{name}": made.issued(f"ocsp-{name}") for name in pki.folder.ISSUERS}
    issuers = {entry.key: made.certificate(entry.issuer) for entry in made.entries}
    asked = (revocation.question(made.certificate(key), issuers[key]) for key in keys)
    return tuple(responders.ocsp_answer(one, made, responder, at=LATER) for one in asked)


def with_answers(desk: Desk, folder: Path, made: pki.Pki, *keys: str) -> signing.Trust:
    """Trust that knows of revocation by OCSP alone."""
    shutil.copytree(made.trust_dir, folder)
    for crl in (folder / "crls").iterdir():
        crl.unlink()
    (folder / "ocsp").mkdir()
    for number, answer in enumerate(answers(desk, made, *keys)):
        (folder / "ocsp" / f"{number}.ors").write_bytes(answer)
    return signing.Trust.from_dir(folder)


EVERYBODY = ("dung", "so-noi-vu", "people-ca", "agencies-ca", "tsa")


def test_ocsp_answers_do_where_there_are_no_lists(desk: Desk, issued: bytes, tmp_path: Path) -> None:
    trust = with_answers(desk, tmp_path / "trust", desk.pki, *EVERYBODY)
    assert signing.verify(issued, trust, at=LATER).outcome is Outcome.VALID
    assert trust.version != desk.trust.version


def test_a_certificate_that_no_answer_is_about_is_unknown(
    desk: Desk, issued: bytes, tmp_path: Path, codes: Codes
) -> None:
    trust = with_answers(desk, tmp_path / "trust", desk.pki, *EVERYBODY[1:])
    verdict = signing.verify(issued, trust, at=LATER)
    assert codes(verdict) == {"NO_REVOCATION_DATA"}
    (told,) = verdict.signatures[0].unheard
    assert x509.load_der_x509_certificate(b64decode(told)) == desk.pki.certificate("dung")
    assert verdict.signatures[1].unheard == ()
    assert signing.Verdict.from_json(verdict.to_json()) == verdict


def test_of_a_time_stamp_it_is_told_too_whose_certificate_is_open(desk: Desk, issued: bytes, tmp_path: Path) -> None:
    trust = with_answers(desk, tmp_path / "trust", desk.pki, *(one for one in EVERYBODY if one != "tsa"))
    for finding in signing.verify(issued, trust, at=LATER).signatures:
        certificates = [x509.load_der_x509_certificate(b64decode(told)) for told in finding.unheard]
        assert desk.pki.certificate("tsa") in certificates


def test_what_speaks_of_a_certificate_is_a_current_answer_or_a_list_of_its_issuer(desk: Desk, tmp_path: Path) -> None:
    answered = with_answers(desk, tmp_path / "trust", desk.pki, "dung")
    dung, seal = desk.pki.certificate("dung"), desk.pki.certificate("so-noi-vu")
    assert revocation.speaks_of(answered, dung, at=LATER)
    assert not revocation.speaks_of(answered, seal, at=LATER)
    assert not revocation.speaks_of(answered, dung, at=LATER + timedelta(days=400))
    assert revocation.speaks_of(desk.trust, seal, at=LATER)


def test_an_answer_tells_of_a_revocation(desk: Desk, tmp_path: Path, codes: Codes) -> None:
    trust = with_answers(desk, tmp_path / "trust", desk.pki, *EVERYBODY, "revoked")
    signed = desk.sign(desk.reserved(), "leader", "revoked")
    assert "SIGNER_REVOKED" in codes(signing.verify(signed, trust, at=LATER))


def test_an_answer_from_before_the_certificates_end_counts_after_it(desk: Desk, tmp_path: Path) -> None:
    """CAs drop ended certificates from their lists, but an answer given in time has said what there was to say."""
    pdf = desk.issued("old")
    trust = replace(desk.trust, ocsps=(with_answers(desk, tmp_path / "trust", desk.pki, "old").ocsps))
    verdict = signing.verify(pdf, trust, at=AT + timedelta(days=10))
    assert verdict.outcome is Outcome.VALID, verdict.sentence


@pytest.mark.parametrize("spoiled", ["late", "early", "foreign", "empty"])
def test_an_answer_that_is_not_in_order_is_refused(desk: Desk, spoiled: str) -> None:
    (answer,) = answers(desk, desk.pki, "dung")
    about = desk.pki.certificate("dung")
    issuer = desk.pki.certificate("agencies-ca" if spoiled == "foreign" else "people-ca")
    at = {"late": LATER + timedelta(hours=2), "early": LATER - timedelta(hours=2)}.get(spoiled, LATER)
    with pytest.raises(signing.SigningError, match="revocation_answer_bad"):
        revocation.require_answer(b"" if spoiled == "empty" else answer, about, issuer, at=at)
    good = revocation.require_answer(answer, about, desk.pki.certificate("people-ca"), at=LATER)
    assert good == ocsp.load_der_ocsp_response(answer).next_update_utc


def test_verifying_asks_nobody_whatever_addresses_a_document_names(tmp_path: Path, desk: Desk, codes: Codes) -> None:
    """Every certificate names CRL, OCSP and CA addresses of a server that listens; nothing is known without it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        made = pki.init(tmp_path / "pki", SPEC, at=AT - timedelta(days=1), url=url)
        for crl in (made.trust_dir / "crls").iterdir():
            crl.unlink()
        elsewhere = replace(desk, pki=made, trust=signing.Trust.from_dir(made.trust_dir))
        assert url.encode() in made.certificate("dung").public_bytes(pki.folder.Encoding.DER)
        assert "NO_REVOCATION_DATA" in codes(elsewhere.verify(elsewhere.issued()))
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
