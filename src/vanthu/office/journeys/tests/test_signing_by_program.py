"""A program on the signer's machine signs: secrets used once, uploads believed as far as they prove themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client

from vanthu.office.documents import queries as documents
from vanthu.office.journeys import signing, signing_by_program
from vanthu.office.journeys.signing_by_program import Addresses, Called
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.conftest import office
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.office.signatures.operations import AddressUsed, SigningRefused
from vanthu.office.signatures.ports import DeviceFailed
from vanthu.office.signatures.states import PendingState
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, SEAL_PIN, Keys
from vanthu.runtime import clock
from vanthu.standards.signing import Outcome, SoftwareKey, open_pkcs12
from vanthu.standards.signing.tests.signing_tool import signed_by_tool

__all__ = ["office"]

SECRETS = Addresses(file=lambda secret: f"file:{secret}", upload=lambda secret: f"upload:{secret}")


def with_program(keys: Keys, key: str, person: Any) -> SoftwareKey:
    """Let somebody, or the agency (None), sign with the program from now on; return the key on his token."""
    keys.register(key, person, device="vgca")
    return open_pkcs12(keys.pki.p12_bytes(key), keys.pin if person else keys.seal_pin)


def told(called: Called) -> tuple[list[str], str]:
    """Return the secrets that a call carries: to fetch each file, to upload."""
    message = json.loads(called.call.message)
    files = [one["URL"] for one in message.get("Files", [{"URL": message.get("FileName")}])]
    return [one.removeprefix("file:") for one in files], message["FileUploadHandler"].removeprefix("upload:")


def run(called: Called, key: SoftwareKey, cast: Cast, minutes: int, field: str = "Signature1") -> None:
    """Do what the program does."""
    downloads, upload = told(called)
    for secret in downloads:
        pdf = signatures.fetch(secret, at=cast.after(minutes=minutes))
        signed = signed_by_tool(pdf, key, field=field, at=cast.after(minutes=minutes))
        signing_by_program.take_in(upload, signed, at=cast.after(minutes=minutes))


def call_leader(cast: Cast, documents: Sequence[Any], minutes: int = 20) -> Called:
    ids = [one.pk for one in documents]
    return signing_by_program.sign_as_leader(ids, addresses=SECRETS, by=cast.dung, at=cast.after(minutes=minutes))


def state_of(cast: Cast, document: Any) -> str:
    return queries.get(cast.chi, document.pk, at=cast.at).state


def progress(cast: Cast, called: Called, minutes: int = 22) -> Any:
    return signing_by_program.progress(called.errand_id, by=cast.dung, at=cast.after(minutes=minutes))


def test_leader_and_agency_sign_with_the_program_and_the_letter_is_valid_and_issued(office: Cast, keys: Keys) -> None:
    document = stories.approved(office)
    leader, seal = with_program(keys, "dung", office.dung), with_program(keys, "snv", None)
    called = call_leader(office, [document])
    assert called.call.address == "wss://127.0.0.1:8987/SignApproved"
    assert progress(office, called).state == "waiting"
    run(called, leader, office, 21)
    assert (progress(office, called).state, state_of(office, document)) == ("done", OutgoingState.SIGNED)
    called = signing_by_program.number_and_seal(
        document.pk, addresses=SECRETS, by=office.chi, at=office.after(minutes=25)
    )
    message = json.loads(called.call.message)
    assert (called.call.address[-10:], message["DocNumber"], message["IssuedDate"]) == ("SignIssued", "", "")
    run(called, seal, office, 26, field="Signature2")
    assert state_of(office, document) == OutgoingState.SEALED
    version = documents.latest_version(document.pk)
    assert version is not None
    kept = signatures.judge(file_sha256=version.file_id, document_id=document.pk, at=office.after(minutes=30))
    verdict = signature_queries.verdict(kept.pk)
    assert verdict.outcome is Outcome.VALID, verdict.sentence
    assert outgoing.issue(document.pk, by=office.chi, at=office.after(minutes=30)).state == OutgoingState.ISSUED


def test_our_seal_follows_a_leader_with_the_program_and_the_program_seals_after_our_leader(
    office: Cast, keys: Keys
) -> None:
    first, second = stories.approved(office), stories.approved(office)
    seal = with_program(keys, "snv", None)
    assert signing.sign_as_leader(second.pk, pin=PIN, by=office.dung, at=office.after(minutes=20)).done
    called = signing_by_program.number_and_seal(
        second.pk, addresses=SECRETS, by=office.chi, at=office.after(minutes=21)
    )
    run(called, seal, office, 22)
    assert state_of(office, second) == OutgoingState.SEALED
    keys.register("snv", None)
    leader = with_program(keys, "dung", office.dung)
    run(call_leader(office, [first]), leader, office, 21)
    assert signing.number_and_seal(first.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25)).done


def test_a_queue_goes_to_the_program_in_one_call_and_each_upload_finds_its_document(office: Cast, keys: Keys) -> None:
    letters = [stories.approved(office) for _ in range(2)]
    key = with_program(keys, "dung", office.dung)
    called = call_leader(office, letters)
    assert called.call.address.endswith("/SignFiles")
    downloads, upload = told(called)
    at = office.after(minutes=21)
    files = [signed_by_tool(signatures.fetch(one, at=at), key, at=at) for one in downloads]
    signing_by_program.take_in(upload, files[1], at=at)
    assert [state_of(office, one) for one in letters] == [OutgoingState.APPROVED, OutgoingState.SIGNED]
    signing_by_program.take_in(upload, files[0], at=at)
    assert progress(office, called).state == "done"
    with pytest.raises(AddressUsed):
        signing_by_program.take_in(upload, files[0], at=at)


def test_each_secret_serves_once_and_only_for_a_quarter_of_an_hour(office: Cast, keys: Keys) -> None:
    with_program(keys, "dung", office.dung)
    (download,), upload = told(call_leader(office, [stories.approved(office)]))
    for secret in (upload, "doan-bua"):
        with pytest.raises(AddressUsed):
            signatures.fetch(secret, at=office.after(minutes=21))
    with pytest.raises(AddressUsed):
        signatures.fetch(download, at=office.after(minutes=36))
    signatures.fetch(download, at=office.after(minutes=21))
    with pytest.raises(AddressUsed):
        signatures.fetch(download, at=office.after(minutes=21))
    with pytest.raises(AddressUsed):
        signing_by_program.take_in(upload, b"%PDF-", at=office.after(minutes=36))


def test_an_upload_by_another_hand_is_refused_told_and_uses_the_secret_up(office: Cast, keys: Keys) -> None:
    document = stories.approved(office)
    with_program(keys, "dung", office.dung)
    stranger = open_pkcs12(keys.pki.p12_bytes("giang"), keys.pin)
    called = call_leader(office, [document])
    with pytest.raises(SigningRefused, match="Hoàng Trường Giang"):
        run(called, stranger, office, 21)
    seen = progress(office, called)
    assert (seen.state, "Hoàng Trường Giang" in seen.sentence) == ("failed", True)
    assert state_of(office, document) == OutgoingState.APPROVED
    with pytest.raises(AddressUsed):
        signing_by_program.take_in(told(called)[1], b"%PDF-", at=office.after(minutes=21))


def test_a_signature_for_a_draft_that_went_back_meanwhile_is_not_kept(office: Cast, keys: Keys) -> None:
    document = stories.approved(office)
    key = with_program(keys, "dung", office.dung)
    called = call_leader(office, [document])
    outgoing.return_to_drafter(document.pk, reason="đổi ý", by=office.dung, at=office.after(minutes=21))
    with pytest.raises((MovedMeanwhile, signing.ChangedWhileSigning)):
        run(called, key, office, 22)
    assert progress(office, called, 23).state == "failed"


def test_what_nobody_signs_in_time_expires_and_may_be_begun_again(office: Cast, keys: Keys) -> None:
    document = stories.approved(office)
    key = with_program(keys, "dung", office.dung)
    called = call_leader(office, [document])
    assert signatures.expire_due(at=office.after(minutes=34)) == 0
    assert signatures.expire_due(at=office.after(minutes=35)) == 1
    (pending,) = signature_queries.errand(called.errand_id, by=office.dung)
    assert (pending.state, "hết hạn" in pending.error_sentence) == (PendingState.EXPIRED, True)
    run(call_leader(office, [document], minutes=40), key, office, 41)
    assert state_of(office, document) == OutgoingState.SIGNED


def test_asking_twice_leaves_only_the_last_call_good(office: Cast, keys: Keys) -> None:
    document = stories.approved(office)
    key = with_program(keys, "dung", office.dung)
    first, second = call_leader(office, [document]), call_leader(office, [document], minutes=21)
    with pytest.raises(AddressUsed):
        run(first, key, office, 22)
    run(second, key, office, 22)
    assert state_of(office, document) == OutgoingState.SIGNED


def test_no_pin_typed_here_reaches_the_program(office: Cast, keys: Keys) -> None:
    document = stories.approved(office)
    with_program(keys, "dung", office.dung)
    with pytest.raises(DeviceFailed, match="VGCA"):
        signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))


def test_what_a_program_returns_is_not_read_in_the_process_of_the_office(
    office: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("a foreign file was parsed here")

    document, leader = stories.approved(office), with_program(keys, "dung", office.dung)
    called = call_leader(office, [document])
    (download,), upload = told(called)
    signed = signed_by_tool(
        signatures.fetch(download, at=office.after(minutes=21)), leader, field="Signature1", at=office.after(minutes=21)
    )
    monkeypatch.setattr("vanthu.standards.signing.handing_over.open_reader", never)
    monkeypatch.setattr("vanthu.standards.signing.handing_over.verify", never)
    signing_by_program.take_in(upload, signed, at=office.after(minutes=21))
    assert state_of(office, document) == OutgoingState.SIGNED


def test_the_body_of_an_upload_is_read_only_for_an_open_secret_and_within_its_size(
    office: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever guesses an address makes the server parse nothing; a refused body uses nothing up."""
    document = stories.approved(office)
    with_program(keys, "dung", office.dung)
    _files, secret = told(call_leader(office, [document]))
    monkeypatch.setattr(clock, "now", lambda: office.after(minutes=21))
    read: list[str] = []

    def parse(self: Any, post: Any, body: Any) -> Any:
        read.append(self.path)
        return original(self, post, body)

    original = HttpRequest.parse_file_upload
    monkeypatch.setattr(HttpRequest, "parse_file_upload", parse)

    def answer(secret: str, **said: str) -> dict[str, Any]:
        sent = {"uploadfile": SimpleUploadedFile("van-ban.pdf", b"%PDF-", "application/pdf")}
        return Client().post(f"/ky-so/nop/{secret}", sent, **said).json()  # type: ignore[no-any-return,arg-type]

    assert "đã dùng hoặc đã quá hạn" in answer("doan-mo")["Message"]
    assert "quá lớn" in answer(secret, CONTENT_LENGTH=str(10**12))["Message"]
    assert read == []
    assert "không phải là tệp đã giao" in answer(secret)["Message"]
    assert len(read) == 1
    assert "đã dùng hoặc đã quá hạn" in answer(secret)["Message"]
    assert len(read) == 1
