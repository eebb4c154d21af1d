"""HỢP LỆ only when everything holds; what is not known is not called valid, what is broken is not called unknown."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509

from vanthu.standards import signing
from vanthu.standards.signing import Outcome, errors, stores
from vanthu.standards.signing.tests import attacks
from vanthu.standards.signing.tests.conftest import AT, LATER, Desk, make_pki
from vanthu.standards.signing.tests.test_the_order_of_the_three_marks import encrypted

Codes = Callable[[signing.Verdict], set[str]]


@pytest.mark.parametrize(
    ("attack", "outcome", "code"),
    [
        (attacks.replace_content, Outcome.INVALID, "CHANGED_AFTER_SIGNING"),
        (attacks.overlay_annotation, Outcome.INVALID, "CHANGED_AFTER_SIGNING"),
        (attacks.refill_number, Outcome.INVALID, "CHANGED_AFTER_SIGNING"),
        (attacks.flip_a_byte, Outcome.INVALID, "CONTENT_CHANGED"),
        (attacks.junk_at_the_end, Outcome.INVALID, "CONTENT_AFTER_SIGNATURE"),
        (attacks.junk_with_a_tail, Outcome.INVALID, "CONTENT_AFTER_SIGNATURE"),
        (attacks.widen_gap, Outcome.INVALID, "CONTENT_CHANGED"),
        (attacks.zero_contents, Outcome.UNKNOWN, "MALFORMED"),
        (attacks.drop_byte_range, Outcome.UNKNOWN, "MALFORMED"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_forgery_after_both_signatures_is_seen(
    desk: Desk, issued: bytes, codes: Codes, attack: object, outcome: Outcome, code: str
) -> None:
    forged = attack(issued)
    assert forged != issued
    verdict = desk.verify(forged)
    assert verdict.outcome is outcome, verdict.sentence
    assert code in codes(verdict)


def test_a_rewritten_file_is_never_valid(desk: Desk, issued: bytes, codes: Codes) -> None:
    verdict = desk.verify(attacks.rewrite(issued))
    assert verdict.outcome is Outcome.INVALID, verdict.sentence
    assert "CONTENT_CHANGED" in codes(verdict)


def test_a_page_changed_before_the_seal_breaks_the_leaders_signature_though_the_seal_holds(
    desk: Desk, numbered: bytes, codes: Codes
) -> None:
    """The agency's key signed by force what our own `begin` refuses: the seal alone says nothing."""
    forged = force_seal(desk, attacks.replace_content(numbered))
    leader, agency = desk.verify(forged).signatures
    assert (leader.outcome, agency.outcome) == (Outcome.INVALID, Outcome.VALID)
    verdict = desk.verify(forged)
    assert verdict.outcome is Outcome.INVALID
    assert "CHANGED_AFTER_SIGNING" in codes(verdict)


def force_seal(desk: Desk, pdf: bytes) -> bytes:
    from vanthu.standards.signing.documents import open_writer
    from vanthu.standards.signing.signing import prepare

    key = desk.key("so-noi-vu")
    prepared = prepare(open_writer(pdf), "agency", key.certificate, None, at=AT)
    return signing.complete(prepared, key.sign(prepared.signed_attributes), timestamper=desk.tsa())


def test_a_third_signature_after_the_lock_breaks_the_seal(desk: Desk, issued: bytes, codes: Codes) -> None:
    verdict = desk.verify(third_signature(desk, issued))
    assert len(verdict.signatures) == 3
    assert verdict.outcome is Outcome.INVALID
    assert verdict.signatures[1].outcome is Outcome.INVALID
    assert "CHANGED_AFTER_SIGNING" in codes(verdict)


def third_signature(desk: Desk, pdf: bytes) -> bytes:
    from io import BytesIO

    from pyhanko.sign.fields import SigFieldSpec, append_signature_field
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    from vanthu.standards.signing.cms_parts import signed_attributes, signed_data

    writer = attacks._writer(pdf)
    append_signature_field(writer, SigFieldSpec("Them", box=(50, 50, 150, 100)))
    embedder = PdfCMSEmbedder().write_cms("Them", writer, existing_fields_only=True)
    next(embedder)
    embedder.send(SigObjSetup(SignatureObject(timestamp=AT, bytes_reserved=16384)))
    out, key = BytesIO(), desk.key("dung")
    digest, _ = embedder.send(SigIOSetup("sha256", output=out))
    attributes = signed_attributes(key.certificate, digest.document_digest)
    digest.fill_with_cms(out, signed_data(key.certificate, attributes, key.sign(attributes)))
    return out.getvalue()


def test_a_revoked_signer_is_invalid(desk: Desk, codes: Codes) -> None:
    verdict = desk.verify(desk.issued("revoked"))
    assert verdict.outcome is Outcome.INVALID
    assert codes(verdict) == {"SIGNER_REVOKED"}


def test_a_revocation_after_the_timestamp_does_not_reach_back(desk: Desk, issued: bytes, tmp_path: Path) -> None:
    import shutil

    copied = shutil.copytree(desk.pki.directory, tmp_path / "pki")
    later = signing.pki.Pki.open(copied).revoke("dung", at=AT + timedelta(hours=5))
    verdict = signing.verify(issued, signing.Trust.from_dir(later.trust_dir), at=LATER)
    assert verdict.outcome is Outcome.VALID, verdict.sentence


def test_a_revocation_after_signing_without_timestamp_is_invalid(desk: Desk, tmp_path: Path, codes: Codes) -> None:
    import shutil

    pdf = desk.issued(tsa=None)
    copied = shutil.copytree(desk.pki.directory, tmp_path / "pki")
    later = signing.pki.Pki.open(copied).revoke("dung", at=AT + timedelta(hours=5))
    verdict = signing.verify(pdf, signing.Trust.from_dir(later.trust_dir), at=LATER)
    assert verdict.outcome is Outcome.INVALID
    assert codes(verdict) == {"SIGNER_REVOKED"}


def test_without_revocation_lists_nothing_is_valid(desk: Desk, issued: bytes, codes: Codes) -> None:
    verdict = signing.verify(issued, replace(desk.trust, crls=()), at=LATER)
    assert verdict.outcome is Outcome.UNKNOWN
    assert "NO_REVOCATION_DATA" in codes(verdict)


def test_a_stale_revocation_list_does_not_count(desk: Desk, codes: Codes) -> None:
    verdict = desk.verify(desk.issued(tsa=None), at=AT + timedelta(days=60))
    assert verdict.outcome is Outcome.UNKNOWN
    assert codes(verdict) == {"NO_REVOCATION_DATA"}


def test_a_certificate_that_ended_after_the_timestamp_is_still_good(desk: Desk) -> None:
    verdict = desk.verify(desk.issued("old"), at=AT + timedelta(days=10))
    assert verdict.outcome is Outcome.VALID, verdict.sentence


def test_a_certificate_that_ended_meanwhile_needs_a_timestamp(desk: Desk, codes: Codes) -> None:
    verdict = desk.verify(desk.issued("old", tsa=None), at=AT + timedelta(days=10))
    assert verdict.outcome is Outcome.UNKNOWN
    assert codes(verdict) == {"EXPIRED_NO_TIMESTAMP"}


def test_a_signature_made_after_the_end_of_the_certificate_is_invalid(desk: Desk, codes: Codes) -> None:
    """Signed with a clock set back while the TSA told the true time."""
    verdict = desk.verify(desk.issued("old", tsa=desk.tsa(AT + timedelta(days=5))), at=AT + timedelta(days=6))
    assert verdict.outcome is Outcome.INVALID
    assert codes(verdict) == {"SIGNER_EXPIRED"}
    assert {note.code for note in verdict.notes} == {"CLOCK_DIFFERS"}


def test_signers_of_an_unknown_root_are_unknown(issued: bytes, tmp_path: Path, codes: Codes) -> None:
    stranger = signing.Trust.from_dir(make_pki(tmp_path / "other").trust_dir)
    verdict = signing.verify(issued, stranger, at=LATER)
    assert verdict.outcome is Outcome.UNKNOWN
    assert {"UNTRUSTED_CHAIN", "TIMESTAMP_UNTRUSTED"} <= codes(verdict)
    assert all(finding.timestamp_at is None for finding in verdict.signatures)


def test_a_timestamp_taken_from_another_signature_is_invalid(desk: Desk, codes: Codes) -> None:
    key, pdf = desk.key("dung"), desk.reserved()
    prepared = signing.begin(pdf, field="leader", certificate=key.certificate, image_png=None, at=AT)
    foreign = desk.tsa().token(b"\0" * 32)
    signed = signing.complete(prepared, key.sign(prepared.signed_attributes), timestamp_token=foreign)
    assert "TIMESTAMP_BROKEN" in codes(desk.verify(signed))
    assert desk.verify(signed).outcome is Outcome.INVALID


def test_a_letter_without_the_seal_is_not_valid(desk: Desk, numbered: bytes, codes: Codes) -> None:
    verdict = desk.verify(numbered)
    assert verdict.outcome is Outcome.UNKNOWN
    assert codes(verdict) == {"AGENCY_SIGNATURE_MISSING"}
    assert verdict.signatures[0].outcome is Outcome.VALID


def test_a_copy_needs_the_agencys_signature_alone(desk: Desk, issued: bytes) -> None:
    assert (
        signing.verify(issued, desk.trust, at=LATER, expected=frozenset({signing.Role.AGENCY})).outcome is Outcome.VALID
    )


def test_no_signature_is_said_so(desk: Desk, codes: Codes) -> None:
    for pdf in (desk.draft, desk.reserved()):
        verdict = desk.verify(pdf)
        assert verdict.outcome is Outcome.UNSIGNED
        assert codes(verdict) == {"NOT_SIGNED"}


@pytest.mark.parametrize(("name", "code"), [("junk", "NOT_A_PDF"), ("empty", "NOT_A_PDF"), ("cut", "NOT_A_PDF"),
                                            ("encrypted", "PDF_ENCRYPTED")])  # fmt: skip
def test_what_cannot_be_read_is_unknown_and_raises_nothing(
    desk: Desk, issued: bytes, codes: Codes, name: str, code: str
) -> None:
    files = {"junk": b"xin chao", "empty": b"", "cut": issued[:2000], "encrypted": encrypted(desk.draft)}
    verdict = desk.verify(files[name])
    assert verdict.outcome is Outcome.UNKNOWN
    assert codes(verdict) == {code}
    assert "Không kiểm tra được" in verdict.sentence


def test_no_cut_of_a_signed_file_is_valid_or_raises(desk: Desk, issued: bytes) -> None:
    for length in range(len(issued) - 1, 0, -len(issued) // 23):
        assert desk.verify(issued[:length]).outcome is not Outcome.VALID


@pytest.mark.slow
def test_no_changed_byte_of_a_signed_file_is_valid_or_raises(desk: Desk, issued: bytes) -> None:
    """One byte in every stretch is turned over, outside the padding of the signature values."""
    start, end = attacks._last_contents(issued)
    for at in range(7, len(issued), len(issued) // 19):
        if issued[at : at + 1] == b"0" and issued[at - 4 : at + 4] == b"0" * 8:
            continue
        changed = issued[:at] + bytes([issued[at] ^ 0x20]) + issued[at + 1 :]
        if start <= at < end and changed[start:end].upper() == issued[start:end].upper():
            continue
        assert desk.verify(changed).outcome is not Outcome.VALID, at


def test_archive_data_may_follow_the_seal(desk: Desk, issued: bytes) -> None:
    from io import BytesIO

    from pyhanko.sign.validation.dss import DocumentSecurityStore

    writer = attacks._writer(issued)
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, certs=list(desk.trust.intermediates), crls=list(desk.trust.crls)
    )
    out = BytesIO()
    writer.write(out)
    verdict = desk.verify(out.getvalue())
    assert verdict.outcome is Outcome.VALID, verdict.sentence
    assert {note.code for note in verdict.notes} == {"LONG_TERM_DATA"}
    junked = desk.verify(attacks.junk_with_a_tail(out.getvalue()))
    assert junked.outcome is Outcome.INVALID


def test_a_missing_timestamp_is_noted_but_no_fault(desk: Desk) -> None:
    verdict = desk.verify(desk.issued(tsa=None))
    assert verdict.outcome is Outcome.VALID
    assert {note.code for note in verdict.notes} == {"NO_TIMESTAMP"}
    assert "theo đồng hồ của máy ký" in verdict.signatures[0].sentence


def test_local_time_written_as_utc_is_recognised(desk: Desk) -> None:
    """Seen in Vietnamese tools: seven hours ahead of the timestamp."""
    verdict = desk.verify(desk.issued(tsa=desk.tsa(AT - timedelta(hours=7))))
    assert {note.code for note in verdict.notes} == {"CLOCK_ZONE"}


def test_a_verdict_survives_storage(desk: Desk, issued: bytes) -> None:
    for pdf in (issued, desk.draft, attacks.replace_content(issued)):
        verdict = desk.verify(pdf)
        assert signing.Verdict.from_json(verdict.to_json()) == verdict
        assert json.loads(verdict.to_json())["outcome"] == verdict.outcome.value


def test_the_sentence_says_who_and_when_in_vietnamese_time(desk: Desk, issued: bytes) -> None:
    leader, agency = desk.verify(issued).signatures
    assert leader.sentence == (
        "Chữ ký số của cá nhân Phạm Thị Dũng (Giám đốc, Sở Nội vụ): HỢP LỆ; "
        "thời gian ký 09/03/2026 08:00:00 (có dấu thời gian)."
    )
    assert agency.sentence.startswith("Chữ ký số của cơ quan, tổ chức Sở Nội vụ tỉnh Thử Nghiệm: HỢP LỆ")


def test_the_version_of_the_trust_follows_its_files(desk: Desk, tmp_path: Path) -> None:
    import shutil

    copied = shutil.copytree(desk.pki.trust_dir, tmp_path / "trust")
    assert signing.Trust.from_dir(copied).version == desk.trust.version
    (copied / "crls" / "root.crl").unlink()
    assert signing.Trust.from_dir(copied).version != desk.trust.version


def test_an_empty_or_broken_trust_is_an_error_not_a_verdict(tmp_path: Path) -> None:
    with pytest.raises(errors.TrustUnreadable):
        signing.Trust.from_dir(tmp_path)
    (tmp_path / "stores" / "public").mkdir(parents=True)
    (tmp_path / "stores" / "public" / "manifest.toml").write_bytes(b"khong phai ban ke")
    with pytest.raises(errors.TrustUnreadable):
        signing.Trust.from_dir(tmp_path)


@pytest.mark.parametrize("accepted", [False, True])
def test_sha1_signed_certificates_count_only_where_the_trust_names_their_issuer(
    desk: Desk, tmp_path: Path, codes: Codes, accepted: bool
) -> None:
    """The first generation of the Government's CA signed with SHA-1; accepting it is a decision of the office."""
    import shutil

    trust = Path(shutil.copytree(desk.pki.trust_dir, tmp_path / "trust"))
    store = stores.read_store(trust / "stores" / "development")
    rows = {item.file: item for item in store.certificates}
    until = {"root.pem": LATER.date()} if accepted else {}
    write = [
        stores.Listing(
            rows[name].certificate if name == "root.pem" else _signed_with_sha1(desk.pki, name.removesuffix(".pem")),
            name, rows[name].role, rows[name].purposes, until.get(name),
        )
        for name in rows
    ]  # fmt: skip
    stores.write_store(trust / "stores" / "development", write, version="2", valid_from=AT.date())
    # The letter brings no CA certificates of its own, as real ones do not.
    verdict = signing.verify(desk.issued(chain=False), signing.Trust.from_dir(trust), at=LATER)
    assert verdict.outcome is (Outcome.VALID if accepted else Outcome.UNKNOWN), verdict.sentence
    assert ("WEAK_ALGORITHM" in codes(verdict)) is not accepted


def _signed_with_sha1(made: signing.pki.Pki, name: str) -> x509.Certificate:
    """The same certificate, signed again by the root with SHA-1."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    certificate = x509.Certificate.load(made.certificate(name).public_bytes(Encoding.DER))
    body = certificate["tbs_certificate"]
    body["signature"] = certificate["signature_algorithm"] = {"algorithm": "sha1_ecdsa"}
    certificate["signature_value"] = made.issued("root").key.sign(body.dump(), ec.ECDSA(hashes.SHA1()))
    return certificate


@pytest.mark.slow
def test_the_isolated_check_says_the_same(desk: Desk, issued: bytes, tmp_path: Path) -> None:
    path = tmp_path / "issued.pdf"
    path.write_bytes(issued)
    assert signing.verify_isolated(path, desk.pki.trust_dir, at=LATER) == desk.verify(issued)


@pytest.mark.slow
def test_a_check_beyond_its_limits_is_unknown(desk: Desk, issued: bytes, tmp_path: Path, codes: Codes) -> None:
    path = tmp_path / "issued.pdf"
    path.write_bytes(issued)
    for limits in ({"memory_mb": 40}, {"seconds": 0.01}):
        verdict = signing.verify_isolated(path, desk.pki.trust_dir, at=LATER, **limits)
        assert verdict.outcome is Outcome.UNKNOWN
        assert codes(verdict) == {"CHECK_FAILED"}


def test_verifying_opens_no_connection(desk: Desk, issued: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates name addresses of CRL and OCSP; none of them is ever followed."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    logging.disable(logging.NOTSET)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert signing.verify(issued, replace(desk.trust, crls=()), at=LATER).outcome is Outcome.UNKNOWN
    assert desk.verify(issued).outcome is Outcome.VALID


def test_every_reason_has_an_outcome_and_a_whole_sentence() -> None:
    from vanthu.standards.signing import reasons

    assert set(reasons.SENTENCES) == set(reasons.OUTCOMES) | set(reasons.NOTES)
    for code, sentence in reasons.SENTENCES.items():
        assert sentence.endswith("."), code
        assert sentence[0].isupper(), code


def test_the_date_of_the_letter_is_not_the_time_of_the_signature(desk: Desk) -> None:
    """Number and date are data of the office; the verdict speaks of the signatures only."""
    signed = desk.sign(desk.reserved(), "leader", "dung")
    pdf = desk.sign(signing.fill_number(signed, number="05", issued_on=date(2026, 3, 10)), "agency", "so-noi-vu")
    assert desk.verify(pdf).signatures[1].timestamp_at == AT
