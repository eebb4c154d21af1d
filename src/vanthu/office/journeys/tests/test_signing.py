"""Leader, then number and date, then the agency: the three marks over real keys (ND30-A13…A17, A32)."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from vanthu.office.documents import operations as documents
from vanthu.office.documents import queries as document_queries
from vanthu.office.documents.states import VersionKind
from vanthu.office.files import queries as files
from vanthu.office.journeys import signing
from vanthu.office.kernel.moves import MovedMeanwhile
from vanthu.office.kernel.permission import NotAllowed, NotFound
from vanthu.office.notices import queries as notices
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import policies, queries
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.registers import queries as registers
from vanthu.office.registers.states import RegisterKind
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.office.signatures.operations import CertificateUnusable, SigningRefused
from vanthu.office.signatures.ports import WrongPin
from vanthu.office.signatures.states import PendingState
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, SEAL_PIN, Keys, OurTsa
from vanthu.standards.signing import Outcome, Stamp
from vanthu.standards.signing.errors import TimestampUnreachable


@pytest.fixture
def office(in_snv: Cast, signing_keys: Keys) -> Cast:
    stories.know_correspondents(in_snv.at)
    return in_snv


def state_of(document: Any, cast: Cast) -> str:
    return queries.get(cast.chi, document.pk, at=cast.at).state


def kinds(document: Any) -> list[str]:
    return [version.kind for version in document_queries.versions(document.pk)]


class SilentTsa:
    """A time stamp authority that gives no answer."""

    def stamp(self, digest: bytes) -> Stamp:
        raise TimestampUnreachable


class NeverAsked:
    """A time stamp authority that no request may ask."""

    def stamp(self, digest: bytes) -> Stamp:
        raise AssertionError("a request waits for a time stamp")


@pytest.fixture
def silent_tsa(settings: Any) -> Any:
    settings.TIMESTAMPER = f"{__name__}.SilentTsa"
    return settings


def test_leader_then_number_then_seal_and_both_signatures_verify(office: Cast) -> None:
    document = stories.approved(office)
    one = signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    assert (one.done, one.role, state_of(document, office)) == (True, "leader", OutgoingState.SIGNED)
    two = signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25))
    assert (two.done, two.role, state_of(document, office)) == (True, "agency", OutgoingState.SEALED)
    assert kinds(document) == [
        VersionKind.COMPOSED,
        VersionKind.LEADER_SIGNED,
        VersionKind.NUMBERED,
        VersionKind.SEALED,
    ]
    version = document_queries.latest_version(document.pk)
    assert version is not None
    kept = signatures.judge(file_sha256=version.file_id, document_id=document.pk, at=office.after(minutes=30))
    verdict = signature_queries.verdict(kept.pk)
    assert (verdict.outcome, [finding.outcome for finding in verdict.signatures]) == (
        Outcome.VALID,
        [Outcome.VALID, Outcome.VALID],
    )
    issued = outgoing.issue(document.pk, by=office.chi, at=office.after(minutes=30))
    assert issued.state == OutgoingState.ISSUED


def test_an_uploaded_letter_takes_the_same_three_marks(office: Cast) -> None:
    begun = outgoing.upload_draft(
        stories.fields(office), stories.made_elsewhere(), "du-thao.pdf", by=office.an, at=office.at
    )
    document = stories.approved(office, begun=begun)
    signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25))
    assert outgoing.issue(document.pk, by=office.chi, at=office.after(minutes=30)).state == OutgoingState.ISSUED


def test_a_wrong_pin_signs_nothing_and_may_be_corrected(office: Cast) -> None:
    document = stories.approved(office)
    with pytest.raises(WrongPin):
        signing.sign_as_leader(document.pk, pin="00000000", by=office.dung, at=office.after(minutes=20))
    assert (state_of(document, office), kinds(document)) == (OutgoingState.APPROVED, [VersionKind.COMPOSED])
    assert signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=21)).done


def test_a_wrong_pin_at_the_seal_keeps_the_number_for_the_next_try(office: Cast) -> None:
    document = stories.signed(office)
    with pytest.raises(WrongPin):
        signing.number_and_seal(document.pk, pin="00000000", by=office.chi, at=office.after(minutes=25))
    assert state_of(document, office) == OutgoingState.NUMBERED
    assert signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=26)).done
    assert [taken.number for taken in registers.numbers(RegisterKind.OUTGOING, 2026)] == [1]


def test_an_expired_certificate_signs_nothing(office: Cast, keys: Keys) -> None:
    document = stories.approved(office)
    keys.register("dung-het-han", office.dung)
    with pytest.raises(CertificateUnusable) as refusal:
        signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    assert "hết hạn" in refusal.value.sentence
    assert state_of(document, office) == OutgoingState.APPROVED


def test_no_number_is_spent_on_what_a_revoked_seal_could_not_close(
    office: Cast, signing_keys: Keys, tmp_path: Path
) -> None:
    document = stories.signed(office)
    at = office.after(minutes=25)
    with signing_keys.revoked("snv", at=at, folder=tmp_path), pytest.raises(CertificateUnusable, match="thu hồi"):
        signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=at)
    assert state_of(document, office) == OutgoingState.SIGNED
    assert registers.numbers(RegisterKind.OUTGOING, 2026) == []


@pytest.mark.parametrize("who", ["an", "binh", "chi"])
def test_only_the_person_named_signs(office: Cast, who: str) -> None:
    document = stories.approved(office)
    with pytest.raises(NotAllowed):
        signing.sign_as_leader(document.pk, pin=PIN, by=getattr(office, who), at=office.after(minutes=20))


@pytest.mark.parametrize("who", ["an", "binh", "dung"])
def test_only_a_clerk_numbers_and_seals(office: Cast, who: str) -> None:
    document = stories.signed(office)
    with pytest.raises(NotAllowed):
        signing.number_and_seal(document.pk, pin=SEAL_PIN, by=getattr(office, who), at=office.after(minutes=25))
    assert registers.numbers(RegisterKind.OUTGOING, 2026) == []


def test_a_leader_of_another_agency_does_not_find_the_document(office: Cast) -> None:
    document = stories.approved(office)
    with office.in_syt(), pytest.raises(NotFound):
        signing.sign_as_leader(document.pk, pin=PIN, by=office.giang, at=office.after(minutes=20))


def test_nothing_is_signed_before_it_is_approved_nor_sealed_before_it_is_signed(office: Cast) -> None:
    submitted, approved = stories.submitted(office), stories.approved(office)
    with pytest.raises(MovedMeanwhile):
        signing.sign_as_leader(submitted.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    with pytest.raises(MovedMeanwhile):
        signing.number_and_seal(approved.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25))


def test_a_signature_for_a_revision_that_changed_meanwhile_is_not_made(office: Cast) -> None:
    document = stories.approved(office)
    with pytest.raises(MovedMeanwhile):
        signing.sign_as_leader(
            document.pk, pin=PIN, revision=document.revision + 1, by=office.dung, at=office.after(minutes=20)
        )
    assert state_of(document, office) == OutgoingState.APPROVED


def test_a_pdf_altered_between_the_two_signatures_is_not_sealed(office: Cast) -> None:
    document = stories.numbered(office)
    numbered = stories.latest_pdf(document)
    altered = numbered.replace(b"/Rect", b"/Rext", 1)
    assert altered != numbered
    documents.add_version(
        document.pk, kind=VersionKind.NUMBERED, content=altered, file_name="01.pdf", by=None, at=office.at
    )
    with pytest.raises(SigningRefused) as refusal:
        signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(hours=1))
    assert "chưa được ký" in refusal.value.sentence
    assert state_of(document, office) == OutgoingState.NUMBERED
    assert VersionKind.SEALED not in kinds(document)


def test_no_request_waits_for_a_time_stamp(office: Cast, settings: Any) -> None:
    settings.TIMESTAMPER = f"{__name__}.NeverAsked"
    document = stories.approved(office)
    waiting = signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    assert (waiting.done, waiting.state) == (False, PendingState.AWAITING_TIMESTAMP)


def test_what_a_worker_took_at_once_is_left_to_it(office: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from vanthu.office.signatures.operations import preparing

    settings.TIMESTAMPER = f"{__name__}.NeverAsked"
    document = stories.approved(office)
    taken: list[Any] = []

    def rung() -> None:
        taken.extend(signatures.lease_due(at=office.after(minutes=20), limit=1))

    monkeypatch.setattr(preparing, "ring_after_commit", rung)
    waiting = signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    assert [one.pk for one in taken] == [waiting.pending_id]
    assert waiting.state == PendingState.AWAITING_TIMESTAMP


def test_the_server_that_gave_the_time_stamp_stands_in_the_journal(
    office: Cast, keys: Keys, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vanthu.office.audit import queries as audit
    from vanthu.office.signatures import ports

    document = stories.approved(office)
    monkeypatch.setattr(ports, "timestamper", lambda: OurTsa(keys.pki, office.after(minutes=21)))
    waiting = signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    assert signing.complete_due(at=office.after(minutes=21)) == 1
    (fact,) = [one for one in audit.facts_about([waiting.pending_id]) if one.verb == "finish_signature"]
    assert fact.details["stamped_by"] == "http://tsa.example/"


def test_without_a_time_stamp_the_signature_waits_and_the_worker_completes_it(office: Cast, silent_tsa: Any) -> None:
    document = stories.approved(office)
    waiting = signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    assert (waiting.done, waiting.label) == (False, "Ký xong, chờ dấu thời gian")
    assert state_of(document, office) == OutgoingState.APPROVED
    assert queries.desk(office.dung, at=office.after(minutes=21)).to_sign == ()
    (row,) = queries.listing(office.dung, at=office.after(minutes=21)).rows
    assert row.signing_pending

    assert signing.complete_due(at=office.after(minutes=21)) == 0
    del silent_tsa.TIMESTAMPER
    assert signing.complete_due(at=office.after(hours=2)) == 1
    assert (state_of(document, office), kinds(document)[-1]) == (OutgoingState.SIGNED, VersionKind.LEADER_SIGNED)
    done = signing.complete_now(waiting.pending_id, at=office.after(hours=3))
    assert (done.done, len(kinds(document))) == (True, 2)


def test_a_signature_that_got_no_time_stamp_in_a_day_ends_is_told_and_may_be_made_again(
    office: Cast, silent_tsa: Any
) -> None:
    document = stories.approved(office)
    waiting = signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    assert signing.complete_due(at=office.after(hours=23)) == 0
    ended = signing.complete_now(waiting.pending_id, at=office.after(hours=25))
    assert (ended.state, ended.label) == (PendingState.GIVEN_UP, "Không lấy được dấu thời gian")
    assert "trong 24 giờ" in ended.sentence
    assert state_of(document, office) == OutgoingState.APPROVED
    assert signing.complete_due(at=office.after(hours=30)) == 0
    (notice,) = [one for one in notices.listing(office.dung).rows if one.kind == "signature"]
    assert notice.title.startswith("Chữ ký không thành, cần ký lại")
    del silent_tsa.TIMESTAMPER
    assert signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(hours=31)).done


def test_the_worker_finds_signatures_of_every_agency_by_itself(office: Cast, silent_tsa: Any) -> None:
    document = stories.approved(office)
    signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    del silent_tsa.TIMESTAMPER
    with office.in_syt():
        assert signing.complete_due(at=office.after(hours=2)) == 1
    assert state_of(document, office) == OutgoingState.SIGNED


def test_a_document_whose_signature_waits_for_its_time_stamp_is_neither_changed_nor_sent_back(
    office: Cast, silent_tsa: Any
) -> None:
    document = stories.approved(office)
    signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    with pytest.raises(NotAllowed) as refusal:
        outgoing.return_to_drafter(document.pk, reason="đổi ý", by=office.dung, at=office.after(minutes=21))
    assert "chờ dấu thời gian" in refusal.value.sentence
    with pytest.raises(NotAllowed):
        outgoing.change_draft(document.pk, stories.fields(office), by=office.an, at=office.after(minutes=21))


def test_a_signature_of_a_version_that_is_no_longer_the_latest_is_not_used(office: Cast, silent_tsa: Any) -> None:
    document = stories.approved(office)
    waiting = signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    documents.add_version(
        document.pk,
        kind=VersionKind.COMPOSED,
        content=stories.latest_pdf(document) + b"\n",
        file_name="khac.pdf",
        by=None,
        at=office.at,
    )
    del silent_tsa.TIMESTAMPER
    with pytest.raises(signing.ChangedWhileSigning):
        signing.complete_now(waiting.pending_id, at=office.after(hours=2))
    pending = signature_queries.pending(waiting.pending_id)
    assert (pending.state, pending.error_code) == (PendingState.FAILED, "VT-KY-VAN-BAN-DA-DOI")
    assert state_of(document, office) == OutgoingState.APPROVED


def test_a_signature_that_cannot_be_completed_is_kept_as_failed_and_the_worker_goes_on(
    office: Cast, silent_tsa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vanthu.standards.signing.errors import SignatureTooLarge

    broken, good = stories.approved(office), stories.approved(office)
    waiting = signing.sign_as_leader(broken.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    signing.sign_as_leader(good.pk, pin=PIN, by=office.dung, at=office.after(minutes=21))
    del silent_tsa.TIMESTAMPER
    complete = signatures.complete

    def breaks_once(pending: Any, *, at: Any) -> bytes:
        if pending.pk == waiting.pending_id:
            raise SigningRefused(sentence=SignatureTooLarge.sentence, standard_code=SignatureTooLarge.code)
        return complete(pending, at=at)

    monkeypatch.setattr(signatures, "complete", breaks_once)
    assert signing.complete_due(at=office.after(hours=2)) == 2
    assert signature_queries.pending(waiting.pending_id).state == PendingState.FAILED
    assert (state_of(broken, office), state_of(good, office)) == (OutgoingState.APPROVED, OutgoingState.SIGNED)
    assert policies.may(office.dung, "sign", queries.get(office.dung, broken.pk, at=office.at), at=office.at)


def test_the_draft_and_every_mark_stay_readable_afterwards(office: Cast) -> None:
    document = stories.approved(office)
    before = stories.latest_pdf(document)
    signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=20))
    signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25))
    contents = [files.read(version.file_id) for version in document_queries.versions(document.pk)]
    assert contents[0] == before
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(contents))
