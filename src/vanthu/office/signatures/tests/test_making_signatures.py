"""One letter signed by its leader and sealed by its clerk, and everything that must hinder it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from vanthu.office.audit import queries as audit
from vanthu.office.documents import operations as documents
from vanthu.office.documents.states import Direction, VersionKind
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.signatures import operations, ports, queries
from vanthu.office.signatures.states import PendingState, Role
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.runtime.transactions import write
from vanthu.standards import signing
from vanthu.standards.letter import Slot
from vanthu.standards.signing import Outcome, errors


@pytest.fixture
def letter(in_snv: Cast, signing_keys: Keys, blank_pdf: bytes) -> Letter:
    return Letter(in_snv, reserved(blank_pdf))


class Letter:
    """A letter of Sở Nội vụ on its way through the signatures."""

    def __init__(self, cast: Cast, pdf: bytes) -> None:
        self.cast = cast
        self.document = documents.create(
            direction=Direction.OUTGOING, type_name="Công văn", subject="rà soát danh mục vị trí việc làm",
            issuer_code="H99.02", issuer_name="Sở Nội vụ", at=cast.at,
        )  # fmt: skip
        self.version = self.add(pdf, VersionKind.COMPOSED)

    @property
    def id(self) -> UUID:
        return self.document.pk

    def add(self, pdf: bytes, kind: VersionKind) -> Any:
        return documents.add_version(
            self.id, kind=kind, content=pdf, file_name="cong-van.pdf", by=None, at=self.cast.at
        )

    def begin(self, role: Role, **other: Any) -> Any:
        by = self.cast.dung if role is Role.LEADER else self.cast.chi
        values = {"document_id": self.id, "version_id": self.version.pk, "by": by, "at": self.cast.at, **other}
        return operations.begin(role=role, **values)

    def signed_by_leader(self) -> bytes:
        pending = operations.provide(self.begin(Role.LEADER).pk, pin="12345678", by=self.cast.dung, at=self.cast.at)
        pdf = operations.complete(pending, at=self.cast.at).pdf
        with write():
            self.version = self.add(pdf, VersionKind.LEADER_SIGNED)
            operations.finish(pending, version=self.version, at=self.cast.at)
        return pdf

    def numbered(self) -> bytes:
        pdf = signing.fill_number(self.signed_by_leader(), number="05", issued_on=date(2026, 3, 9))
        self.version = self.add(pdf, VersionKind.NUMBERED)
        return pdf


def reserved(pdf: bytes) -> bytes:
    slots = {
        "number": Slot("number", 0, 100, 700, 40, 14),
        "day": Slot("day", 0, 300, 680, 20, 14),
        "month": Slot("month", 0, 340, 680, 20, 14),
        "year": Slot("year", 0, 380, 680, 30, 14),
        "leader": Slot("leader", 0, 350, 200, 120, 60),
        "seal": Slot("seal", 0, 280, 190, 102, 102),
    }
    return signing.reserve(pdf, slots, number_suffix="/SNV-CCVC")


@pytest.fixture(scope="session")
def blank_pdf() -> bytes:
    import typst

    return typst.compile(b'#set page(paper: "a4")\nHello', pdf_standards=["a-2b"])


def test_leader_then_number_then_seal_make_a_valid_document(letter: Letter) -> None:
    letter.numbered()
    pending = letter.begin(Role.AGENCY)
    pending = operations.provide(pending.pk, pin="87654321", by=letter.cast.chi, at=letter.cast.at)
    with write():
        letter.version = letter.add(operations.complete(pending, at=letter.cast.at).pdf, VersionKind.SEALED)
        operations.finish(pending, version=letter.version, at=letter.cast.at)
    kept = operations.judge(file_sha256=letter.version.file_id, document_id=letter.id, at=letter.cast.at)
    verdict = queries.verdict(kept.pk)
    assert verdict.outcome is Outcome.VALID, verdict.sentence
    assert [finding.signer_name for finding in verdict.signatures] == ["Phạm Tiến Dũng", "Sở Nội vụ"]
    assert queries.pending_for(letter.id) is None
    assert audit.verify_chain(letter.cast.snv.pk) is None


def test_a_wrong_pin_says_so_and_the_prepared_signature_stays_usable(letter: Letter) -> None:
    pending = letter.begin(Role.LEADER)
    with pytest.raises(ports.WrongPin) as refused:
        operations.provide(pending.pk, pin="00000000", by=letter.cast.dung, at=letter.cast.at)
    assert "Mã PIN không đúng" in refused.value.sentence
    assert queries.pending(pending.pk).state == PendingState.PREPARED
    assert [fact.verb for fact in audit.facts_about([pending.pk])] == ["begin_signature", "wrong_pin"]
    done = operations.provide(pending.pk, pin="12345678", by=letter.cast.dung, at=letter.cast.at)
    assert done.state == PendingState.AWAITING_TIMESTAMP


def test_an_expired_certificate_is_refused_before_anything_is_prepared(letter: Letter, keys: Keys) -> None:
    keys.register("dung-het-han", letter.cast.dung)
    with pytest.raises(operations.CertificateUnusable) as refused:
        letter.begin(Role.LEADER)
    assert "hết hạn" in refused.value.sentence
    assert queries.pending_for(letter.id) is None


@pytest.mark.parametrize(("revoked", "role"), [("dung", Role.LEADER), ("snv", Role.AGENCY)])
def test_a_revoked_certificate_signs_nothing(
    letter: Letter, signing_keys: Keys, revoked: str, role: Role, tmp_path: Path
) -> None:
    """Not even prepared: its owner would learn of it from whoever receives the document (ND23-A15)."""
    if role is Role.AGENCY:
        letter.numbered()
    with (
        signing_keys.revoked(revoked, at=letter.cast.at, folder=tmp_path),
        pytest.raises(operations.CertificateUnusable) as refused,
    ):
        letter.begin(role)
    assert "thu hồi" in refused.value.sentence
    assert queries.pending_for(letter.id) is None


def test_a_certificate_in_another_name_cannot_be_registered(letter: Letter, keys: Keys) -> None:
    with pytest.raises(operations.CertificateNotYours) as refused:
        keys.register("giang", letter.cast.dung)
    assert "Hoàng Trường Giang" in refused.value.sentence


def test_a_leader_whose_name_no_longer_fits_the_certificate_does_not_sign(letter: Letter) -> None:
    from vanthu.office.organizations import operations as organizations

    letter.cast.dung.full_name = "Phạm Tiến Dũng Em"
    organizations.change_person(letter.cast.dung.pk, full_name="Phạm Tiến Dũng Em", by=None, at=letter.cast.at)
    with pytest.raises(operations.CertificateNotYours):
        letter.begin(Role.LEADER)


def test_the_seal_of_another_agency_cannot_be_registered(letter: Letter, keys: Keys) -> None:
    with pytest.raises(operations.CertificateNotYours):
        keys.register("syt", None)


@pytest.mark.parametrize("who", ["an", "binh", "chi", "em", "giang"])
def test_only_the_leader_of_the_agency_signs_as_leader(letter: Letter, who: str) -> None:
    with pytest.raises(NotAllowed):
        letter.begin(Role.LEADER, by=letter.cast.everybody()[who])


@pytest.mark.parametrize("who", ["an", "binh", "dung", "em", "giang"])
def test_only_the_clerk_of_the_agency_uses_its_key(letter: Letter, who: str) -> None:
    letter.numbered()
    with pytest.raises(NotAllowed):
        letter.begin(Role.AGENCY, by=letter.cast.everybody()[who])


def test_the_seal_is_refused_without_the_leaders_signature(letter: Letter) -> None:
    with pytest.raises(operations.SigningRefused) as refused:
        letter.begin(Role.AGENCY)
    assert refused.value.details["standard_code"] == errors.LeaderSignatureMissing.code


def test_the_seal_is_refused_before_the_number(letter: Letter) -> None:
    letter.signed_by_leader()
    with pytest.raises(operations.SigningRefused) as refused:
        letter.begin(Role.AGENCY)
    assert refused.value.details["standard_code"] == errors.NumberMissing.code


def test_a_person_without_a_certificate_is_told_so(letter: Letter) -> None:
    operations.retire_identity(queries.identity_for(letter.cast.dung), by=None, at=letter.cast.at)  # type: ignore[arg-type]
    with pytest.raises(operations.NoSigningIdentity) as refused:
        letter.begin(Role.LEADER)
    assert "Phạm Tiến Dũng" in refused.value.sentence


def test_asking_again_gets_the_same_prepared_signature_while_it_is_fresh(letter: Letter) -> None:
    first = letter.begin(Role.LEADER)
    assert letter.begin(Role.LEADER, at=letter.cast.after(minutes=5)).pk == first.pk


def test_a_stale_prepared_signature_is_given_up_for_a_new_one(letter: Letter) -> None:
    first = letter.begin(Role.LEADER)
    second = letter.begin(Role.LEADER, at=letter.cast.after(minutes=16))
    assert second.pk != first.pk
    assert queries.pending(first.pk).state == PendingState.CANCELLED
    with pytest.raises(MovedMeanwhile):
        operations.provide(first.pk, pin="12345678", by=letter.cast.dung, at=letter.cast.after(minutes=17))


def test_nobody_signs_again_while_a_signature_waits_for_its_time_stamp(letter: Letter) -> None:
    operations.provide(letter.begin(Role.LEADER).pk, pin="12345678", by=letter.cast.dung, at=letter.cast.at)
    with pytest.raises(operations.SignatureUnderWay) as refused:
        letter.begin(Role.LEADER, at=letter.cast.after(hours=5))
    assert "chờ dấu thời gian" in refused.value.sentence


def test_only_who_began_provides_the_signature(letter: Letter) -> None:
    pending = letter.begin(Role.LEADER)
    with pytest.raises(NotAllowed):
        operations.provide(pending.pk, pin="12345678", by=letter.cast.chi, at=letter.cast.at)


def test_a_version_of_another_document_is_not_signed(letter: Letter, blank_pdf: bytes) -> None:
    other = Letter(letter.cast, reserved(blank_pdf))
    with pytest.raises(NotFound):
        letter.begin(Role.LEADER, version_id=other.version.pk)


class NoAuthority:
    def stamp(self, digest: bytes) -> signing.Stamp:
        raise errors.TimestampUnreachable("down")


def test_without_time_stamp_the_signature_waits_and_the_worker_completes_it(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending = operations.provide(letter.begin(Role.LEADER).pk, pin="12345678", by=letter.cast.dung, at=letter.cast.at)
    monkeypatch.setattr(ports, "timestamper", NoAuthority)
    with pytest.raises(operations.TimestampUnavailable) as late:
        operations.complete(pending, at=letter.cast.at)
    operations.postpone(pending, code=late.value.code, sentence=late.value.sentence, at=letter.cast.at)
    assert operations.lease_due(at=letter.cast.at) == []
    monkeypatch.undo()
    (again,) = operations.lease_due(at=letter.cast.after(minutes=1))
    version = letter.add(operations.complete(again, at=letter.cast.at).pdf, VersionKind.LEADER_SIGNED)
    done = operations.finish(again, version=version, at=letter.cast.at)
    assert (done.state, done.result_id) == (PendingState.DONE, version.pk)


def test_a_signature_is_finished_by_one_process_only(letter: Letter) -> None:
    pending = operations.provide(letter.begin(Role.LEADER).pk, pin="12345678", by=letter.cast.dung, at=letter.cast.at)
    assert operations.lease_one(pending.pk, at=letter.cast.at) is None, "the process that provided it has the lease"
    (taken_over,) = operations.lease_due(at=letter.cast.after(hours=1))
    version = letter.add(operations.complete(taken_over, at=letter.cast.at).pdf, VersionKind.LEADER_SIGNED)
    with pytest.raises(MovedMeanwhile):
        operations.finish(pending, version=version, at=letter.cast.at)
    operations.finish(taken_over, version=version, at=letter.cast.at)
    with pytest.raises(MovedMeanwhile):
        operations.finish(taken_over, version=version, at=letter.cast.at)


def test_a_failed_signature_keeps_why_and_the_leader_may_begin_again(letter: Letter) -> None:
    pending = operations.provide(letter.begin(Role.LEADER).pk, pin="12345678", by=letter.cast.dung, at=letter.cast.at)
    failed = operations.fail(pending, code="VT-KHONG-KY-DUOC", sentence="Tệp hỏng.", at=letter.cast.at)
    assert (failed.state, failed.error_sentence) == (PendingState.FAILED, "Tệp hỏng.")
    assert letter.begin(Role.LEADER).pk != pending.pk


def test_a_prepared_signature_can_be_given_up_by_who_began_it(letter: Letter) -> None:
    pending = letter.begin(Role.LEADER)
    with pytest.raises(NotAllowed):
        operations.cancel(pending.pk, by=letter.cast.chi, at=letter.cast.at)
    assert operations.cancel(pending.pk, by=letter.cast.dung, at=letter.cast.at).state == PendingState.CANCELLED


def test_a_device_that_signs_something_else_is_found_out_at_once(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "key_device", lambda name: FakeDevice(lambda: b"not a signature"))
    pending = letter.begin(Role.LEADER)
    with pytest.raises(operations.SigningRefused) as refused:
        operations.provide(pending.pk, pin="x", by=letter.cast.dung, at=letter.cast.at)
    assert refused.value.details["standard_code"] == errors.SignatureMismatch.code
    assert queries.pending(pending.pk).state == PendingState.PREPARED


class FakeDevice:
    """The port `KeyDevice` without a device."""

    def __init__(self, answer: Callable[[], bytes]) -> None:
        self.answer = answer

    def way(self, _reference: str) -> ports.Way:
        return ports.Way.PIN

    @contextmanager
    def unlock(self, *_: Any, pin: str) -> Iterator[Any]:
        yield self

    def sign(self, _attributes: bytes) -> bytes:
        return self.answer()


def test_a_device_nobody_knows_is_named(letter: Letter) -> None:
    with pytest.raises(ports.DeviceUnknown) as refused:
        ports.key_device("la")
    assert "la" in refused.value.sentence


def test_key_files_are_refused_in_production(letter: Letter, settings: Any) -> None:
    from vanthu.office.signatures.apps import software_keys

    assert [message.id for message in software_keys(None)] == ["vanthu.W001"]
    pending = letter.begin(Role.LEADER)
    settings.OFFICE = settings.OFFICE.model_copy(update={"environment": "production"})
    assert [message.id for message in software_keys(None)] == ["vanthu.E001"]
    with pytest.raises(ports.SoftwareKeyForbidden):
        operations.provide(pending.pk, pin="12345678", by=letter.cast.dung, at=letter.cast.at)


def test_certificates_of_the_development_pki_are_refused_in_production(letter: Letter, settings: Any) -> None:
    from vanthu.office.signatures.apps import development_store

    assert development_store(None) == []
    settings.OFFICE = settings.OFFICE.model_copy(update={"environment": "production"})
    assert [message.id for message in development_store(None)] == ["vanthu.E002"]


def test_a_key_file_outside_the_key_folder_is_not_opened(letter: Letter) -> None:
    certificate = queries.certificate_of(queries.identity_for(letter.cast.dung))  # type: ignore[arg-type]
    outside = ports.key_device("pkcs12").unlock("../trust/stores/development/root.pem", certificate, pin="12345678")
    with pytest.raises(ports.DeviceFailed), outside:
        pytest.fail("opened")


def test_a_verdict_is_kept_and_reused_for_the_day(letter: Letter) -> None:
    sha256 = letter.version.file_id
    first = operations.judge(file_sha256=sha256, document_id=letter.id, at=letter.cast.at)
    assert first.outcome == Outcome.UNSIGNED
    assert operations.judge(file_sha256=sha256, at=letter.cast.after(hours=3)).pk == first.pk
    tomorrow = operations.judge(file_sha256=sha256, at=letter.cast.after(days=1))
    assert tomorrow.pk != first.pk
    assert queries.verdict_for(sha256) == tomorrow


def test_a_verdict_on_the_agencys_signature_alone_does_not_answer_for_both(letter: Letter, blank_pdf: bytes) -> None:
    place = operations.AsText("Sao y; Sở Nội vụ", Slot("copy_stamp", 0, 300.0, 800.0, 255.0, 22.0))
    letter.version = letter.add(blank_pdf, VersionKind.UPLOADED)
    pending = operations.provide(
        letter.begin(Role.COPY, as_text=place).pk, pin="87654321", by=letter.cast.chi, at=letter.cast.at
    )
    sealed = letter.add(operations.complete(pending, at=letter.cast.at).pdf, VersionKind.SEALED)
    asked: Any = {"file_sha256": sealed.file_id, "at": letter.cast.after(minutes=1)}
    alone = operations.judge(**asked, expected=operations.AGENCY_ALONE)
    both = operations.judge(**asked)
    again = operations.judge(**asked, expected=operations.AGENCY_ALONE)
    assert (alone.outcome, again.outcome) == (Outcome.VALID, Outcome.VALID)
    assert both.outcome != Outcome.VALID


def test_a_file_changed_after_signing_is_judged_invalid(letter: Letter) -> None:
    pdf = bytearray(letter.signed_by_leader())
    pdf[pdf.index(b"\n") + 2] ^= 1  # the comment of binary bytes on the second line: nothing but the signature sees it
    changed = letter.add(bytes(pdf), VersionKind.UPLOADED)
    assert operations.judge(file_sha256=changed.file_id, at=letter.cast.at).outcome == Outcome.INVALID


def test_without_trusted_certificates_nothing_is_judged(letter: Letter, settings: Any, tmp_path: Any) -> None:
    nowhere = settings.OFFICE.signing.model_copy(update={"trust_dir": tmp_path})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": nowhere})
    with pytest.raises(operations.TrustMissing):
        operations.judge(file_sha256=letter.version.file_id, at=letter.cast.at)
