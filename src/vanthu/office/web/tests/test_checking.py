"""The public page that checks signatures: for anybody, keeping nothing, not too often."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from vanthu.office.documents import queries as documents
from vanthu.office.files import queries as files
from vanthu.office.journeys import evidencing
from vanthu.office.outgoing.tests import stories
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import ports, queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys, OurTsa
from vanthu.office.web.tests.conftest import text_of
from vanthu.office.web.views import checking
from vanthu.runtime import clock
from vanthu.standards import signing

PAGE = "/kiem-tra-chu-ky"


@pytest.fixture
def asked(office: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the verifier was asked; it answers that nothing is signed."""
    seen: list[Any] = []

    def verify(path: Any, trust: Any, *, at: Any, expected: Any, beside: Any, **limits: Any) -> signing.Verdict:
        seen.append((path, path.read_bytes(), beside and beside.read_bytes(), expected, limits))
        return signing.verify(path, signing.Trust.from_dir(trust), at=at)

    monkeypatch.setattr(signing, "verify_isolated", verify)
    return seen


def upload(content: bytes = b"%PDF-1.7 none", name: str = "cv <b>.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_anybody_gets_the_verdict_and_nothing_is_kept(asked: list[Any]) -> None:
    stored = apps.get_model("files", "StoredFile").objects.count
    before, verdicts = stored(), apps.get_model("signatures", "VerdictKept").of_all_agencies.count()
    client = Client(enforce_csrf_checks=True)
    assert "Kiểm tra chữ ký số" in text_of(client.get(PAGE))
    answer = client.post(PAGE, {"file": upload(), "kind": "van-ban"})
    assert answer.status_code == 200
    assert "KHÔNG XÁC ĐỊNH" in text_of(answer)
    assert "cv &lt;b&gt;.pdf" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    path, content, beside, expected, limits = asked[0]
    assert (content, beside, expected) == (b"%PDF-1.7 none", None, {signing.Role.PERSON, signing.Role.AGENCY})
    assert limits["seconds"] <= 20
    assert not path.exists()
    assert (stored(), apps.get_model("signatures", "VerdictKept").of_all_agencies.count()) == (before, verdicts)


def test_a_copy_needs_the_agency_alone_and_a_signature_may_lie_beside(asked: list[Any]) -> None:
    Client().post(PAGE, {"file": upload(), "kind": "ban-sao", "signature": upload(b"p7s", "a.p7s")})
    assert asked[0][2:4] == (b"p7s", {signing.Role.AGENCY})


def test_after_too_many_checks_one_address_waits_and_others_do_not(
    asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "CHECKS", 2)
    codes = [Client().post(PAGE, {"file": upload()}, REMOTE_ADDR="10.0.0.1").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert Client().post(PAGE, {"file": upload()}, REMOTE_ADDR="10.0.0.2").status_code == 200


def test_a_file_too_large_is_refused_before_it_is_read(asked: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_BYTES", -(1 << 20))
    answer = Client().post(PAGE, {"file": upload()})
    assert answer.status_code == 413
    assert asked == []


def test_without_a_file_it_says_what_to_do(asked: list[Any]) -> None:
    answer = Client().post(PAGE, {"kind": "van-ban"})
    assert (answer.status_code, "Hãy chọn tệp cần kiểm tra." in text_of(answer)) == (422, True)


def test_when_all_room_is_taken_the_next_one_waits(asked: list[Any]) -> None:
    with checking._room, checking._room:
        assert Client().post(PAGE, {"file": upload()}).status_code == 429
    assert Client().post(PAGE, {"file": upload()}).status_code == 200


def test_an_evidence_file_is_told_apart_and_one_made_to_deceive_is_refused_in_words(asked: list[Any]) -> None:
    answer = Client().post(PAGE, {"file": upload(b"PK\x03\x04 cut", "chung-cu.asice")})
    text = text_of(answer)
    assert answer.status_code == 200
    assert "KHÔNG ĐÚNG" in text
    assert "bị cắt cụt" in text
    assert asked == [], "it is not judged as a document"


@pytest.mark.parametrize("device", ["pkcs12", "vgca"])
def test_an_evidence_file_of_the_office_is_proved_to_anybody(
    in_snv: Cast, signing_keys: Keys, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, device: str
) -> None:
    """Sealed by the agency; or, where its key is on the clerk's machine, with a time stamp alone, and it says so."""
    trust = Path(shutil.copytree(signing_keys.pki.trust_dir, tmp_path / "trust"))
    told = settings.OFFICE.signing.model_copy(update={"trust_dir": trust})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": told})
    now = clock.now()
    for issuer in ("root", "people-ca", "agencies-ca"):
        (trust / "crls" / f"{issuer}.crl").write_bytes(signing_keys.pki.crl(issuer, at=now))
    stories.know_correspondents(in_snv.at)
    issued = stories.issued(in_snv)
    version = documents.latest_version(issued.pk)
    assert version is not None
    sealed = device == "pkcs12"
    if not sealed:
        signing_keys.register("snv", None, device=device)
        monkeypatch.setattr(ports, "timestamper", lambda: OurTsa(signing_keys.pki, now))
    evidencing.make(issued.pk, version.pk, pin=signing_keys.seal_pin, by=in_snv.chi, at=now)
    signatures.make_evidence_due(at=now)
    (made,) = queries.evidence_files(issued.pk)
    assert made.result_id is not None
    text = text_of(Client().post(PAGE, {"file": upload(files.read(made.result_id), "chung-cu.asice")}))
    assert "CHỨNG MINH ĐƯỢC" in text, text
    assert issued.document.code_text in text
    assert "Phạm Tiến Dũng" in text
    assert ("không cơ quan nào ký những dòng này" in text) is not sealed
