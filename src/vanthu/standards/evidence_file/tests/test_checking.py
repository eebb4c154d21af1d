"""A stranger checks an evidence file without the office that made it."""

import shutil
import subprocess
import zipfile
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from vanthu.standards import signing
from vanthu.standards.evidence.errors import TrustMissing
from vanthu.standards.evidence.findings import Outcome
from vanthu.standards.evidence_file.container import MANIFEST_ENTRY, MIMETYPE, SIGNATURE_ENTRY
from vanthu.standards.evidence_file.findings import FileVerdict
from vanthu.standards.evidence_file.isolation import check_isolated
from vanthu.standards.evidence_file.making import PAGE_ENTRY, Unsigned, begin, complete, digests_of
from vanthu.standards.evidence_file.tests.conftest import CHECKED, MADE, Maker, told, why
from vanthu.standards.signing.errors import SignatureMismatch
from vanthu.standards.signing.tests.conftest import make_pki

YEAR = timedelta(days=365)


def test_who_trusts_the_ca_has_everything_proved(maker: Maker, tmp_path: Path) -> None:
    verdict = maker.check(maker.file(), tmp_path)
    assert verdict.outcome is Outcome.PROVED, why(verdict)
    assert set(told(verdict).values()) == {True}
    assert verdict.as_of == MADE
    assert verdict.maker is not None
    assert verdict.maker.signer_name == verdict.agency == "Sở Nội vụ tỉnh Thử Nghiệm"
    assert verdict.document is not None
    assert verdict.document.outcome is signing.Outcome.VALID


def test_the_root_alone_is_enough_for_the_rest_is_in_the_file(maker: Maker, tmp_path: Path) -> None:
    verdict = maker.check(maker.file(), tmp_path, maker.ca_pem)
    assert verdict.outcome is Outcome.PROVED, why(verdict)


def test_a_year_later_the_time_stamp_still_says_when_and_what_is_not_known_is_told(
    maker: Maker, tmp_path: Path
) -> None:
    verdict = maker.check(maker.file(), tmp_path, maker.ca_pem, at=CHECKED + YEAR)
    assert verdict.outcome is Outcome.PROVED, why(verdict)
    assert verdict.as_of == MADE
    assert [item.code for item in verdict.findings if item.holds is None] == ["TIMESTAMP_SINCE"]


def test_without_a_time_stamp_nothing_is_proved_once_the_lists_are_old(maker: Maker, tmp_path: Path) -> None:
    file = maker.file(stamped=False)
    fresh = maker.check(file, tmp_path / "a")
    assert (fresh.outcome, told(fresh)["FILE_TIME"]) == (Outcome.PROVED, None), why(fresh)
    assert maker.check(file, tmp_path / "b", at=CHECKED + YEAR).outcome is Outcome.OPEN


def test_who_names_nobody_he_trusts_learns_only_that_the_file_agrees_with_itself(maker: Maker, tmp_path: Path) -> None:
    verdict = maker.check(maker.file(), tmp_path, nobody=True)
    found = told(verdict)
    assert verdict.outcome is Outcome.OPEN
    assert (found["FILE_SIGNATURE"], found["VERDICT"]) == (True, True)
    assert (found["FILE_SIGNER"], found["FILE_TIME"], found["DOCUMENT"]) == (None, None, None)


def test_another_ca_is_not_believed_because_the_file_brings_it(maker: Maker, tmp_path: Path) -> None:
    other = make_pki(tmp_path / "other")
    verdict = maker.check(maker.file(), tmp_path / "f", other.trust_dir)
    assert verdict.outcome is not Outcome.PROVED
    assert told(verdict)["FILE_SIGNER"] is not True
    assert told(verdict)["DOCUMENT"] is not True


def test_a_document_changed_after_it_was_signed_is_not_covered_up(maker: Maker, tmp_path: Path) -> None:
    document = maker.document.replace(b"/ByteRange", b"/ByteRangf", 1)
    verdict = maker.check(maker.file(maker.entries(document)), tmp_path)
    assert verdict.outcome is not Outcome.PROVED
    assert told(verdict)["DOCUMENT"] is not True


def test_a_verdict_better_than_the_document_is_refuted(maker: Maker, tmp_path: Path) -> None:
    good = signing.verify(maker.document, maker.desk.trust, at=MADE)
    unsigned = maker.entries(maker.desk.draft, verdict=good)
    verdict = maker.check(maker.file(unsigned), tmp_path)
    assert (verdict.outcome, told(verdict)["VERDICT"]) == (Outcome.REFUTED, False)


def test_an_evidence_file_signed_by_a_revoked_key_is_refuted(maker: Maker, tmp_path: Path) -> None:
    verdict = maker.check(maker.file(by="revoked"), tmp_path)
    assert (verdict.outcome, told(verdict)["FILE_SIGNER"]) == (Outcome.REFUTED, False)


def test_a_maker_with_another_name_than_the_agency_it_states_is_told(maker: Maker, tmp_path: Path) -> None:
    verdict = maker.check(maker.file(maker.entries(agency="Bộ Nội vụ")), tmp_path)
    assert told(verdict)["FILE_AGENCY"] is None


def test_the_page_shows_the_verdict_and_escapes_what_came_from_outside(maker: Maker) -> None:
    page = maker.entries(name="<script>alert(1)</script>")[PAGE_ENTRY].decode()
    assert "HỢP LỆ" in page
    assert "Phạm Thị Dũng" in page
    assert "<script>" not in page


def test_what_is_signed_can_wait_and_is_not_completed_with_other_bytes(maker: Maker) -> None:
    key, entries = maker.desk.key("so-noi-vu"), maker.entries()
    waiting = begin(digests_of(entries), key.certificate, document="van-ban.pdf", at=MADE).to_bytes()
    unsigned = Unsigned.from_bytes(waiting)
    raw = key.sign(unsigned.signed_attributes)
    assert complete(unsigned, entries, raw) == complete(unsigned, entries, raw)
    with pytest.raises(SignatureMismatch):
        complete(unsigned, {**entries, "van-ban.pdf": b"%PDF"}, raw)
    with pytest.raises(SignatureMismatch):
        complete(unsigned, entries, raw[:-1] + b"\0")


def test_a_check_runs_confined_and_its_verdict_comes_back_whole(maker: Maker, tmp_path: Path) -> None:
    path = tmp_path / "chung-cu.asice"
    path.write_bytes(maker.file())
    verdict = check_isolated(path, [maker.desk.pki.trust_dir], at=CHECKED)
    assert verdict.outcome is Outcome.PROVED, why(verdict)
    assert FileVerdict.from_json(verdict.to_json()) == verdict
    with pytest.raises(TrustMissing):
        check_isolated(path, [tmp_path / "nobody"], at=CHECKED)


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_openssl_reads_the_signature_and_the_manifest_names_every_entry(maker: Maker, tmp_path: Path) -> None:
    """A reader that is not ours: `openssl cms`, and the ZIP by any tool."""
    with zipfile.ZipFile(BytesIO(maker.file())) as archive:
        assert archive.testzip() is None
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == ("mimetype", 0, MIMETYPE.encode())
        archive.extractall(tmp_path)
    asked = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(tmp_path / SIGNATURE_ENTRY)]
    asked += ["-content", str(tmp_path / MANIFEST_ENTRY), "-CAfile", str(maker.ca_pem), "-purpose", "any"]
    asked += ["-attime", str(int(MADE.timestamp())), "-cades", "-out", str(tmp_path / "out")]
    done = subprocess.run(asked, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    listed = (tmp_path / MANIFEST_ENTRY).read_text("utf-8")
    assert 'URI="van-ban.pdf"' in listed
    assert sha256(maker.document).hexdigest() == sha256((tmp_path / "van-ban.pdf").read_bytes()).hexdigest()
