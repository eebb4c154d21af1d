"""A signed file is kept checkable for decades: proofs, archive time stamps, renewal; still the same document, PDF/A."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import ades, policy_decl
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from vanthu.standards import signing
from vanthu.standards.signing import Outcome, Trust, errors, long_term, pki
from vanthu.standards.signing.changes import POLICY
from vanthu.standards.signing.pki import issuing
from vanthu.standards.signing.pki.issuing import Issued
from vanthu.standards.signing.tests.conftest import AT, LATER, SPEC, Codes, Desk, LocalTsa

RENEWED, YEARS_ON, DECADE = (AT + timedelta(days=days) for days in (4 * 365, 5 * 365 - 30, 6 * 365))
"""The signers' certificates end after two years, that of the first TSA after five."""


@dataclass(frozen=True)
class Server:
    """A TSA by the name the long-term functions ask for."""

    tsa: LocalTsa

    def stamp(self, digest: bytes) -> signing.Stamp:
        return signing.Stamp(self.tsa.token(digest), "http://tsa.example/")


@dataclass(frozen=True)
class Kept:
    """One letter at every level, with the trust of the day."""

    sent: bytes
    lt: bytes
    lta: bytes
    renewed: bytes
    second_root: Issued


def trust_on(desk: Desk, folder: Path, at: datetime) -> signing.Trust:
    """The trust folder after the revocation lists were fetched that day."""
    shutil.copytree(desk.pki.trust_dir, folder)
    for issuer in ("root", "people-ca", "agencies-ca"):
        (folder / "crls" / f"{issuer}.crl").write_bytes(desk.pki.crl(issuer, at=at))
    return signing.Trust.from_dir(folder)


@pytest.fixture(scope="module")
def day_after(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> signing.Trust:
    return trust_on(desk, tmp_path_factory.mktemp("after") / "trust", LATER)


@pytest.fixture(scope="module")
def kept(desk: Desk, issued: bytes, day_after: signing.Trust, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    lt = long_term.add_proofs(issued, day_after, at=LATER)
    lta, server = long_term.add_archive_stamp(lt, day_after, Server(desk.tsa(LATER)), at=LATER)
    assert server == "http://tsa.example/"
    years_on = trust_on(desk, tmp_path_factory.mktemp("years") / "trust", RENEWED)
    root = issuing.root("p-256", "Thế hệ thứ hai", at=RENEWED - timedelta(days=2))
    successor = issuing.service(
        "TSA thứ hai", "Thế hệ thứ hai", ExtendedKeyUsageOID.TIME_STAMPING, "p-256", root, "root",
        desk.pki.addresses, at=RENEWED - timedelta(days=1),
    )  # fmt: skip
    anchor = asn1_x509.Certificate.load(root.certificate.public_bytes(Encoding.DER))
    years_on = replace(years_on, anchors=(*years_on.anchors, anchor), crls=(*years_on.crls, empty_list(root, RENEWED)))
    second = Server(LocalTsa(successor, RENEWED))
    renewed, _ = long_term.add_archive_stamp(lta, years_on, second, at=RENEWED)
    return Kept(issued, lt, lta, renewed, root)


def test_proofs_wait_until_the_issuers_have_spoken_since_the_signing(desk: Desk, issued: bytes) -> None:
    with pytest.raises(errors.ProofsMissing):
        long_term.add_proofs(issued, desk.trust, at=LATER)


def test_every_step_only_appends(kept: Kept) -> None:
    assert kept.lt.startswith(kept.sent)
    assert kept.lta.startswith(kept.lt)
    assert kept.renewed.startswith(kept.lta)


def test_only_what_is_needed_is_put_in(kept: Kept) -> None:
    """Root, two CAs, two signers and the TSA; the lists of the three issuers."""
    with pikepdf.open(BytesIO(kept.lt)) as pdf:
        store = pdf.Root.DSS
        assert (len(store.Certs), len(store.CRLs), "/OCSPs" in store) == (6, 3, False)


def test_the_verdict_stays_and_tells_of_the_data(kept: Kept, day_after: signing.Trust) -> None:
    for pdf in (kept.lt, kept.lta):
        verdict = signing.verify(pdf, day_after, at=LATER)
        assert verdict.outcome is Outcome.VALID, verdict.sentence
        assert "LONG_TERM_DATA" in {note.code for note in verdict.notes}


def empty_list(issuer: Issued, at: datetime) -> crl.CertificateList:
    """Nothing is revoked."""
    name = issuer.certificate.subject
    builder = x509.CertificateRevocationListBuilder(name, at, at + timedelta(days=30))
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    signed = builder.add_extension(authority, critical=False).sign(issuer.key, hashes.SHA256())
    return crl.CertificateList.load(signed.public_bytes(Encoding.DER))


def in_years(pdf: bytes, desk: Desk, root: Issued, at: datetime) -> list[object]:
    """ETSI's long-term validation (EN 319 102-1, 5.6.3) by pyHanko, without a network.

    Known are the anchors, the file, and of that day the lists of the roots alone, under which the TSAs stand.
    """
    second = asn1_x509.Certificate.load(root.certificate.public_bytes(Encoding.DER))
    path = CertValidationPolicySpec(
        SimpleTrustManager.build(trust_roots=[*desk.trust.anchors, second]),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
        algorithm_usage_policy=desk.trust.policy(),
    )
    gathering = policy_decl.RevocationInfoGatheringSpec(policy_decl.RevinfoOnlineFetchingRule.LOCAL_ONLY)
    lists = [CRLContainer(empty_list(one, at)) for one in (desk.pki.issued("root"), root)]
    known = policy_decl.LocalKnowledge(known_crls=lists)
    spec = policy_decl.SignatureValidationSpec(path, revinfo_gathering_policy=gathering, local_knowledge=known)
    whole = policy_decl.PdfSignatureValidationSpec(spec, diff_policy=POLICY)
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    reader = PdfFileReader(BytesIO(pdf), strict=False)
    found = [item for item in reader.embedded_signatures if item.sig_object_type == "/Sig"]
    return [asyncio.run(ades.ades_lta_validation(item, whole, timing_info=timing)).ades_subindic for item in found]


def test_years_after_the_signers_certificates_have_ended_the_file_proves_itself(kept: Kept, desk: Desk) -> None:
    for pdf in (kept.lta, kept.renewed):
        assert in_years(pdf, desk, kept.second_root, YEARS_ON) == [AdESPassed.OK, AdESPassed.OK]


def test_without_an_archive_stamp_it_would_not(kept: Kept, desk: Desk) -> None:
    assert AdESPassed.OK not in in_years(kept.lt, desk, kept.second_root, YEARS_ON)


def in_a_decade(desk: Desk, kept: Kept, folder: Path) -> signing.Trust:
    """What an office has then: lists of the day, on which ended certificates stand no more, and both roots."""
    trust = trust_on(desk, folder, DECADE)
    second = asn1_x509.Certificate.load(kept.second_root.certificate.public_bytes(Encoding.DER))
    return replace(trust, anchors=(*trust.anchors, second), crls=(*trust.crls, empty_list(kept.second_root, DECADE)))


def test_our_verdict_holds_when_every_certificate_but_the_last_has_ended(
    kept: Kept, desk: Desk, tmp_path: Path, codes: Codes
) -> None:
    then = in_a_decade(desk, kept, tmp_path / "trust")
    verdict = signing.verify(kept.renewed, then, at=DECADE)
    assert verdict.outcome is Outcome.VALID, verdict.sentence
    assert [one.timestamp_at for one in verdict.signatures] == [AT, AT]
    assert "TIMESTAMP_UNTRUSTED" in codes(signing.verify(kept.lta, then, at=DECADE))
    assert "TIMESTAMP_UNTRUSTED" in codes(signing.verify(kept.lt, then, at=DECADE))


@pytest.fixture(scope="module")
def unstamped(desk: Desk) -> bytes:
    """Signed by leader and agency with programs that left the time stamps out."""
    return desk.issued(tsa=None)


def test_signatures_without_time_stamps_are_kept_by_one_over_the_file(
    unstamped: bytes, kept: Kept, desk: Desk, day_after: signing.Trust, tmp_path: Path, codes: Codes
) -> None:
    proved, _ = long_term.add_archive_stamp(unstamped, desk.trust, Server(desk.tsa(AT)), at=AT)
    assert signing.verify(proved, desk.trust, at=LATER).outcome is Outcome.VALID
    with pytest.raises(errors.ProofsMissing):
        long_term.add_proofs(proved, desk.trust, at=LATER)
    lt = long_term.add_proofs(proved, day_after, at=LATER)
    lta, _ = long_term.add_archive_stamp(lt, day_after, Server(desk.tsa(LATER)), at=LATER)
    years_on = trust_on(desk, tmp_path / "years", RENEWED)
    assert "EXPIRED_NO_TIMESTAMP" in codes(signing.verify(unstamped, years_on, at=RENEWED))
    verdict = signing.verify(lta, years_on, at=RENEWED)
    assert verdict.outcome is Outcome.VALID, verdict.sentence


def test_a_forged_stamp_over_the_file_makes_no_old_list_count(
    desk: Desk, tmp_path: Path, codes: Codes, day_after: signing.Trust
) -> None:
    """The thief of a revoked key has no time stamp of before the theft, so he makes a TSA of his own give one."""
    signed = desk.sign(desk.reserved(), "leader", "revoked", tsa=None)
    noon = empty_list(desk.pki.issued("people-ca"), AT - timedelta(hours=13))
    own = pki.init(tmp_path / "pki", SPEC, at=AT - timedelta(days=1), url="http://127.0.0.1:9")
    forged = Server(LocalTsa(own.issued("tsa"), AT - timedelta(hours=14)))
    early, _ = long_term.add_archive_stamp(signed, day_after, forged, at=AT)
    listed = long_term._with_proofs(early, long_term._Proofs(lists=(noon,)))
    thief, _ = long_term.add_archive_stamp(listed, Trust.from_dir(own.trust_dir), Server(desk.tsa(LATER)), at=LATER)
    forgotten = replace(day_after, crls=tuple(one for one in day_after.crls if one.issuer != noon.issuer))
    verdict = signing.verify(thief, forgotten, at=LATER + timedelta(hours=1))
    assert "NO_REVOCATION_DATA" in codes(verdict), verdict.sentence


def test_a_list_in_the_file_from_before_the_signing_proves_nothing(
    desk: Desk, tmp_path: Path, codes: Codes, day_after: signing.Trust
) -> None:
    """A stolen key, revoked at 23:00, signs at 01:00; the thief puts a list of noon in and has all stamped."""
    signed = desk.sign(desk.reserved(), "leader", "revoked")
    noon = empty_list(desk.pki.issued("people-ca"), AT - timedelta(hours=13))
    thief, _ = long_term.add_archive_stamp(
        long_term._with_proofs(signed, long_term._Proofs(lists=(noon,))), day_after, Server(desk.tsa(LATER)), at=LATER
    )
    forgotten = replace(day_after, crls=tuple(one for one in day_after.crls if one.issuer != noon.issuer))
    verdict = signing.verify(thief, forgotten, at=LATER + timedelta(hours=1))
    assert "NO_REVOCATION_DATA" in codes(verdict), verdict.sentence


def test_poppler_still_calls_both_signatures_valid(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "kept.pdf"
    path.write_bytes(kept.renewed)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2
    assert "Total document signed" in said.rpartition("Signature #")[2]


def test_it_is_still_pdf_a(kept: Kept) -> None:
    """ISO 19005-2: the same metadata and output intent, no long strings, every annotation printed, no actions."""
    strings = (len(found) - 2 for found in re.findall(rb"<[0-9a-fA-F]{1000,}>", kept.renewed))
    assert max(strings) <= 65_534
    with pikepdf.open(BytesIO(kept.sent)) as before, pikepdf.open(BytesIO(kept.renewed)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert b"<pdfaid:part>2</pdfaid:part>" in after.Root.Metadata.read_bytes()
        assert after.Root.OutputIntents[0].S == before.Root.OutputIntents[0].S
        for annotation in annotations(after):
            flags = int(annotation.get("/F", 0))
            assert flags & 4, "printed"
            assert not flags & (1 | 2 | 32 | 256), "neither hidden nor invisible, no view toggled"
            assert "/A" not in annotation
            width, height = (float(annotation.Rect[i + 2]) - float(annotation.Rect[i]) for i in (0, 1))
            assert "/AP" in annotation or (width, height) == (0.0, 0.0)


def annotations(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in pdf.pages:
        yield from page.get("/Annots", [])


def test_a_stamp_ages_with_its_certificates_or_with_its_algorithms(kept: Kept, day_after: signing.Trust) -> None:
    ends = long_term.stamp_good_until(kept.lta, day_after, at=LATER)
    assert ends == AT - timedelta(days=1, hours=1) + timedelta(days=365 * 5)
    early = replace(day_after.algorithms, digests={"sha256": LATER.date() + timedelta(days=100)})
    ends = long_term.stamp_good_until(kept.lta, replace(day_after, algorithms=early), at=LATER)
    assert ends.date() == LATER.date() + timedelta(days=100)


def test_a_renewal_comes_before_the_end_and_never_in_a_hurry() -> None:
    made, margin = datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=180)
    assert long_term.renewal_due(datetime(2031, 1, 1, tzinfo=UTC), made_at=made, margin=margin) == datetime(
        2030, 7, 5, tzinfo=UTC
    )
    soon = made + timedelta(days=100)
    assert long_term.renewal_due(soon, made_at=made, margin=margin) == made + timedelta(days=50)


def test_what_cannot_be_kept_says_why(desk: Desk, day_after: signing.Trust, kept: Kept) -> None:
    with pytest.raises(errors.SignatureUnstamped):
        long_term.add_proofs(desk.issued(tsa=None), day_after, at=LATER)
    with pytest.raises(errors.NotKeepable):
        long_term.add_proofs(desk.sign(desk.reserved(), "leader", "revoked"), day_after, at=LATER)
    with pytest.raises(errors.PdfAltered):
        long_term.add_proofs(kept.sent.replace(b"/Rect", b"/Rext", 1), day_after, at=LATER)
    with pytest.raises(errors.NotKeepable):
        long_term.stamp_good_until(kept.lt, day_after, at=LATER)
    with pytest.raises(errors.NotKeepable):
        long_term.add_archive_stamp(kept.lta, day_after, Server(desk.tsa(DECADE)), at=DECADE)
