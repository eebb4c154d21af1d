"""Evidence files of agencies whose key signs only documents: a time stamp over the manifest, and nobody's seal."""

import shutil
import subprocess
import zipfile
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import tsp

from vanthu.standards import signing
from vanthu.standards.evidence.findings import Outcome
from vanthu.standards.evidence_file import outside
from vanthu.standards.evidence_file.container import MANIFEST_ENTRY, SIGNATURE_ENTRY, STAMP_ENTRY, pack
from vanthu.standards.evidence_file.isolation import check_isolated
from vanthu.standards.evidence_file.making import (
    PAGE_ENTRY,
    Unstamped,
    begin_stamped,
    complete_stamped,
    digests_of,
)
from vanthu.standards.evidence_file.tests.conftest import CHECKED, MADE, Maker, told, why
from vanthu.standards.evidence_file.tests.test_hostile_files import files_of, replaced, zipped
from vanthu.standards.signing import Role
from vanthu.standards.signing.cms_parts import SEQUENCE, der
from vanthu.standards.signing.errors import SignatureMismatch
from vanthu.standards.signing.pki import responders
from vanthu.standards.signing.pki.issuing import Issued
from vanthu.standards.signing.tests.conftest import LocalTsa, make_pki

YEAR = timedelta(days=365)


def token(maker: Maker, digest: bytes, *, algorithm: str = "sha256") -> bytes:
    imprint = {"hash_algorithm": {"algorithm": algorithm}, "hashed_message": digest}
    request = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump()
    answer = tsp.TimeStampResp.load(responders.timestamp(request, maker.desk.pki.issued("tsa"), at=MADE))
    return der(SEQUENCE, answer["time_stamp_token"].contents)


def test_what_the_file_proves_and_that_nobody_sealed_it(maker: Maker, tmp_path: Path) -> None:
    verdict = maker.check(maker.stamped_file(), tmp_path)
    assert verdict.outcome is Outcome.PROVED, why(verdict)
    assert (verdict.sealed, verdict.maker, verdict.as_of) == (False, None, MADE)
    assert [item.code for item in verdict.findings if item.holds is None] == ["FILE_SIGNATURE"]
    assert "Không cơ quan nào ký số trên cả tệp" in verdict.not_proved[0]
    assert {"FILE_STAMP", "FILE_TIME", "DOCUMENT", "VERDICT"} <= {one.code for one in verdict.findings if one.holds}


def test_who_trusts_the_root_alone_learns_the_same_a_year_later(maker: Maker, tmp_path: Path) -> None:
    verdict = maker.check(maker.stamped_file(), tmp_path, maker.ca_pem, at=CHECKED + YEAR)
    assert (verdict.outcome, verdict.as_of) == (Outcome.PROVED, MADE), why(verdict)
    assert told(verdict)["TIMESTAMP_SINCE"] is None


def test_who_names_nobody_he_trusts_is_told_that_the_time_is_the_file_s_own_word(maker: Maker, tmp_path: Path) -> None:
    verdict = maker.check(maker.stamped_file(), tmp_path, nobody=True)
    assert verdict.outcome is Outcome.OPEN
    assert (told(verdict)["FILE_STAMP"], told(verdict)["FILE_TIME"], told(verdict)["DOCUMENT"]) == (True, None, None)


def test_a_time_stamp_of_a_server_that_is_not_trusted_proves_nothing(maker: Maker, tmp_path: Path) -> None:
    """Neither where the checker trusts other CAs, nor where the forger puts his own CA into the file."""
    other = make_pki(tmp_path / "other")
    assert maker.check(maker.stamped_file(), tmp_path / "a", other.trust_dir).outcome is not Outcome.PROVED
    strange = LocalTsa(other.issued("tsa"), MADE)
    folder = {path.relative_to(other.trust_dir).as_posix(): path for path in other.trust_dir.rglob("*.pem")}
    own = {f"tin-cay/{name}".replace(".pem", "-la.pem"): path.read_bytes() for name, path in folder.items()}
    verdict = maker.check(maker.stamped_file(maker.entries(sealed=False) | own, tsa=strange), tmp_path / "b")
    assert verdict.outcome is not Outcome.PROVED
    assert told(verdict)["FILE_TIME"] is None, why(verdict)


def test_a_certificate_that_is_no_time_stamp_authority_s_is_not_believed(maker: Maker, tmp_path: Path) -> None:
    agency = Issued(maker.desk.key("so-noi-vu").private, maker.desk.pki.certificate("so-noi-vu"))
    wrong = LocalTsa(agency, MADE)
    verdict = maker.check(maker.stamped_file(tsa=wrong), tmp_path)
    assert (verdict.outcome, told(verdict)["FILE_TIME"]) == (Outcome.OPEN, None), why(verdict)


def test_a_token_over_another_manifest_is_refuted(maker: Maker, tmp_path: Path) -> None:
    another = dict(files_of(maker.stamped_file(maker.entries(sealed=False, agency="Bộ Nội vụ"))))[STAMP_ENTRY]
    verdict = maker.check(replaced(maker.stamped_file(), STAMP_ENTRY, another), tmp_path)
    assert (verdict.outcome, told(verdict)["FILE_STAMP"]) == (Outcome.REFUTED, False)


def test_a_foreign_manifest_with_its_own_token_does_not_fit_the_entries(maker: Maker, tmp_path: Path) -> None:
    foreign = dict(files_of(maker.stamped_file(maker.entries(sealed=False, agency="Bộ Nội vụ"))))
    file = maker.stamped_file()
    for name in (MANIFEST_ENTRY, STAMP_ENTRY):
        file = replaced(file, name, foreign[name])
    assert "khác mã băm" in " ".join(maker.check(file, tmp_path).refuted)


def test_a_token_changed_by_a_byte_proves_nothing(maker: Maker, tmp_path: Path) -> None:
    file = maker.stamped_file()
    original = dict(files_of(file))[STAMP_ENTRY]
    for place in range(0, len(original), max(1, len(original) // 40)):
        changed = original[:place] + bytes([original[place] ^ 1]) + original[place + 1 :]
        verdict = maker.check(replaced(file, STAMP_ENTRY, changed), tmp_path / str(place))
        assert verdict.outcome is not Outcome.PROVED or verdict.as_of == MADE, place


def test_a_token_over_a_hash_that_can_be_forged_is_refuted(
    maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = maker.entries(sealed=False)
    unstamped = begin_stamped(digests_of(entries), document="van-ban.pdf", at=MADE)
    over = unstamped.imprint
    monkeypatch.setattr(outside, "WEAK", {"sha256"})
    covered = {**entries, MANIFEST_ENTRY: unstamped.manifest, STAMP_ENTRY: token(maker, over)}
    verdict = maker.check(pack(covered, at=MADE), tmp_path)
    assert (verdict.outcome, told(verdict)["FILE_STAMP"]) == (Outcome.REFUTED, False)


def test_a_seal_taken_off_leaves_a_file_that_says_it_has_none(maker: Maker, tmp_path: Path) -> None:
    """Anybody may ask for a time stamp; whoever takes an agency's seal off takes its word off too."""
    entries = {name: one for name, one in files_of(maker.file()) if name not in ("mimetype", MANIFEST_ENTRY)}
    del entries[SIGNATURE_ENTRY]
    verdict = maker.check(maker.stamped_file(entries), tmp_path)
    assert not verdict.sealed
    assert told(verdict)["FILE_SIGNATURE"] is None
    assert told(verdict)["FILE_PAGE"] is None, "its page still speaks of a seal"


def test_a_page_that_tells_people_otherwise_than_the_verdict_is_told(maker: Maker, tmp_path: Path) -> None:
    entries = maker.entries(sealed=False)
    assert "FILE_PAGE" not in told(maker.check(maker.stamped_file(entries), tmp_path / "a"))
    entries[PAGE_ENTRY] = entries[PAGE_ENTRY].replace(b"05/SNV-CCVC", b"06/SNV-CCVC")
    assert told(maker.check(maker.stamped_file(entries), tmp_path / "b"))["FILE_PAGE"] is None


def test_a_file_that_nobody_answers_for_cannot_ask_for_no_signature(maker: Maker, tmp_path: Path) -> None:
    letter = maker.desk.sign(maker.desk.reserved(), "leader", "dung")
    expected: frozenset[Role] = frozenset()
    judged = signing.verify(letter, maker.desk.trust, at=MADE, expected=expected)
    entries = maker.entries(letter, sealed=False, expected=expected, verdict=judged)
    verdict = maker.check(maker.stamped_file(entries), tmp_path)
    assert verdict.outcome is not Outcome.PROVED, why(verdict)
    assert told(verdict)["DOCUMENT"] is not True


def test_a_copy_needs_the_agency_alone_and_the_sentence_says_so(maker: Maker, tmp_path: Path) -> None:
    only = frozenset({Role.AGENCY})
    copy = maker.entries(
        expected=only, verdict=signing.verify(maker.document, maker.desk.trust, at=MADE, expected=only)
    )
    for number, file in enumerate((maker.file(copy), maker.stamped_file(copy))):
        verdict = maker.check(file, tmp_path / str(number))
        assert any("chỉ đòi chữ ký của cơ quan" in one for one in verdict.proved), why(verdict)
    assert not any("chỉ đòi" in one for one in maker.check(maker.file(), tmp_path / "both").proved)


def test_what_waits_for_its_time_stamp_is_not_completed_with_other_bytes(maker: Maker) -> None:
    entries = maker.entries(sealed=False)
    waiting = begin_stamped(digests_of(entries), document="van-ban.pdf", at=MADE)
    unstamped = Unstamped.from_bytes(waiting.to_bytes())
    assert unstamped == waiting
    good = token(maker, unstamped.imprint)
    assert complete_stamped(unstamped, entries, good) == complete_stamped(unstamped, entries, good)
    for given, proof in (({**entries, "van-ban.pdf": b"%PDF"}, good), (entries, token(maker, sha256(b"").digest()))):
        with pytest.raises(SignatureMismatch):
            complete_stamped(unstamped, given, proof)


def test_a_check_runs_confined_and_the_page_says_what_is_not_proved(maker: Maker, tmp_path: Path) -> None:
    path = tmp_path / "chung-cu.asice"
    path.write_bytes(maker.stamped_file())
    verdict = check_isolated(path, [maker.desk.pki.trust_dir], at=CHECKED)
    assert (verdict.outcome, verdict.sealed) == (Outcome.PROVED, False), why(verdict)
    page = dict(files_of(path.read_bytes()))[PAGE_ENTRY].decode()
    assert "KHÔNG ký số trên cả tệp" in page
    assert "signature.p7s" not in page


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_openssl_checks_the_time_stamp_over_the_manifest(maker: Maker, tmp_path: Path) -> None:
    with zipfile.ZipFile(BytesIO(maker.stamped_file())) as archive:
        archive.extractall(tmp_path)
    asked = ["openssl", "ts", "-verify", "-token_in", "-in", str(tmp_path / STAMP_ENTRY)]
    asked += ["-data", str(tmp_path / MANIFEST_ENTRY), "-CAfile", str(maker.ca_pem)]
    asked += ["-attime", str(int(MADE.timestamp()))]
    done = subprocess.run(asked, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    listed = (tmp_path / MANIFEST_ENTRY).read_text("utf-8")
    assert f'URI="{STAMP_ENTRY}" MimeType="application/vnd.etsi.timestamp-token"' in listed


def test_bytes_changed_in_the_zip_are_refused_as_in_a_sealed_file(maker: Maker, tmp_path: Path) -> None:
    file = maker.stamped_file()
    assert maker.check(zipped(files_of(file)), tmp_path / "a").outcome is Outcome.PROVED, "packed anew, the same file"
    values: dict[str, Any] = dict(files_of(file))
    values["van-ban.pdf"] += b"\n"
    verdict = maker.check(zipped(list(values.items())), tmp_path / "b")
    assert "khác mã băm" in " ".join(verdict.refuted)
