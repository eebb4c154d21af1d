"""A clerk makes an evidence file of a document; a stranger checks it without the office."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from vanthu.office.audit import queries as audit
from vanthu.office.documents import queries as documents
from vanthu.office.files import operations as keeping
from vanthu.office.files import queries as files
from vanthu.office.journeys import evidencing
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing.tests import stories
from vanthu.office.signatures import operations, ports, queries
from vanthu.office.signatures.states import EvidenceState
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys, OurTsa
from vanthu.standards.evidence.findings import Outcome
from vanthu.standards.evidence_file.checking import check
from vanthu.standards.evidence_file.findings import FileVerdict
from vanthu.standards.evidence_file.trust import FileTrust
from vanthu.standards.signing import errors


class World:
    """An issued letter, the clock of the time stamp authority, and the trust folder of the office."""

    def __init__(self, office: Cast, keys: Keys, trust: Path, folder: Path) -> None:
        self.office, self.keys, self.trust, self.folder = office, keys, trust, folder
        self.now = office.after(hours=2)

    def issued(self) -> Any:
        document = outgoing.issue(stories.sealed(self.office).pk, by=self.office.chi, at=self.office.after(hours=1))
        for issuer in ("root", "people-ca", "agencies-ca"):
            (self.trust / "crls" / f"{issuer}.crl").write_bytes(self.keys.pki.crl(issuer, at=self.now))
        return document

    def make(self, document: Any, *, pin: str | None = None, by: Any = None) -> Any:
        version = documents.latest_version(document.pk)
        assert version is not None
        pin = self.keys.seal_pin if pin is None else pin
        return evidencing.make(document.pk, version.pk, pin=pin, by=by or self.office.chi, at=self.now)

    def stranger(self, made: Any, *, at: datetime) -> FileVerdict:
        """Check it with the CAs' certificates alone: no list of revocation but those in the file."""
        root = self.keys.pki.directory / "certs" / "root.pem"
        assert made.result_id is not None
        return check(files.read(made.result_id), FileTrust.of([root]), at=at, folder=self.folder)


class Away:
    """A time stamp authority that cannot be reached."""

    def stamp(self, digest: bytes) -> Any:
        raise errors.TimestampUnreachable("http://tsa.example/")


@pytest.fixture
def world(in_snv: Cast, signing_keys: Keys, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    trust = Path(shutil.copytree(signing_keys.pki.trust_dir, tmp_path / "trust"))
    signing = settings.OFFICE.signing.model_copy(update={"trust_dir": trust})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": signing})
    stories.know_correspondents(in_snv.at)
    made = World(in_snv, signing_keys, trust, tmp_path / "stranger")
    monkeypatch.setattr(ports, "timestamper", lambda: OurTsa(signing_keys.pki, made.now))
    return made


def test_a_stranger_can_prove_the_letter_from_the_evidence_file_alone(world: World) -> None:
    document = world.issued()
    signed = world.make(document)
    assert (signed.state, signed.result_id) == (EvidenceState.PACKING, None), "no request waits for a time stamp"
    assert operations.make_evidence_due(at=world.now) == 1
    (made,) = queries.evidence_files(document.pk)
    assert (made.state, made.stamped_by) == (EvidenceState.DONE, "http://tsa.example/")

    verdict = world.stranger(made, at=world.now + timedelta(days=400))
    assert verdict.outcome is Outcome.PROVED, [item.sentence for item in verdict.findings]
    assert verdict.about is not None
    assert verdict.about["Số, ký hiệu"] == document.document.code_text
    assert verdict.agency == verdict.maker.signer_name if verdict.maker else False
    verbs = [fact.verb for fact in audit.facts_about([document.pk])]
    assert verbs[-2:] == ["sign_evidence_file", "make_evidence_file"]


def test_a_wrong_pin_leaves_what_was_prepared_and_the_same_is_signed_next(world: World) -> None:
    document = world.issued()
    with pytest.raises(ports.WrongPin):
        world.make(document, pin="0000")
    waiting = apps.get_model("signatures", "EvidenceFile").objects.get()
    assert waiting.state == EvidenceState.PREPARED
    assert world.make(document).pk == waiting.pk
    with pytest.raises(MovedMeanwhile):
        operations.sign_evidence(waiting.pk, pin=world.keys.seal_pin, by=world.office.chi, at=world.now)


def test_only_who_uses_the_agency_s_key_makes_one(world: World) -> None:
    document = world.issued()
    with pytest.raises(NotAllowed):
        world.make(document, by=world.office.an)


@pytest.mark.parametrize("device", ["vgca", "smartca"])
def test_where_the_key_signs_documents_only_a_time_stamp_alone_proves_the_file_and_it_says_what_not(
    world: World, device: str
) -> None:
    document = world.issued()
    world.keys.register("snv", None, device=device, reference="012345678901")
    asked = world.make(document, pin="")
    assert (asked.state, asked.identity) == (EvidenceState.PACKING, None)
    assert world.make(document, pin="").pk == asked.pk, "a second click asks for no second file"
    assert operations.make_evidence_due(at=world.now) == 1
    (made,) = queries.evidence_files(document.pk)
    assert (made.state, made.stamped_by) == (EvidenceState.DONE, "http://tsa.example/")

    verdict = world.stranger(made, at=world.now + timedelta(days=400))
    assert (verdict.outcome, verdict.sealed) == (Outcome.PROVED, False), [item.sentence for item in verdict.findings]
    assert "Không cơ quan nào ký số trên cả tệp" in " ".join(verdict.not_proved)
    verbs = [fact.verb for fact in audit.facts_about([document.pk])]
    assert verbs[-2:] == ["pack_evidence_file", "make_evidence_file"]


def test_with_neither_a_key_at_hand_nor_a_time_stamp_authority_it_is_refused_in_words_and_nothing_is_prepared(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = world.issued()
    world.keys.register("snv", None, device="vgca")
    monkeypatch.setattr(ports, "timestamper", lambda: None)
    with pytest.raises(operations.NothingToProveWith, match="khai báo máy chủ dấu thời gian"):
        world.make(document)
    assert apps.get_model("signatures", "EvidenceFile").objects.count() == 0


def test_when_no_time_stamp_came_in_all_the_time_allowed_it_ends_and_says_what_to_do(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    document = world.issued()
    world.make(document)
    monkeypatch.setattr(ports, "timestamper", Away)
    late = world.now + timedelta(hours=settings.OFFICE.signing.tsa_give_up_after_hours)
    operations.make_evidence_due(at=late)
    (ended,) = queries.evidence_files(document.pk)
    assert (ended.state, ended.error_code) == (EvidenceState.FAILED, "VT-CHUNG-CU-KHONG-DAU")
    assert "tự thử lại" not in ended.error_sentence


def test_without_a_time_stamp_authority_the_file_is_made_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "timestamper", lambda: None)
    document = world.issued()
    world.make(document)
    operations.make_evidence_due(at=world.now)
    (made,) = queries.evidence_files(document.pk)
    verdict = world.stranger(made, at=world.now + timedelta(hours=1))
    assert verdict.outcome is Outcome.PROVED
    assert any("chưa chứng minh được" in one.casefold() for one in verdict.not_proved)


def test_a_time_stamp_authority_that_is_away_is_asked_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    document = world.issued()
    world.make(document)
    with monkeypatch.context() as patch:
        patch.setattr(ports, "timestamper", Away)
        assert operations.make_evidence_due(at=world.now) == 0
    (waiting,) = queries.evidence_files(document.pk)
    assert (waiting.state, waiting.error_code) == (EvidenceState.PACKING, "VT-CHUNG-CU-CHO")
    world.now = waiting.due_at
    assert operations.make_evidence_due(at=world.now) == 1


def test_bytes_that_were_lost_meanwhile_end_it_in_words(world: World) -> None:
    document = world.issued()
    signed = world.make(document)
    keeping.destroy(signed.verdict.file_id)
    operations.make_evidence_due(at=world.now)
    (ended,) = queries.evidence_files(document.pk)
    assert ended.state == EvidenceState.FAILED
    assert ended.error_sentence
