"""Biên bản and agreements: several people sign in their order, then number and seal (ND30 PL III mẫu 1.9)."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import pytest

from vanthu.office.documents import queries as documents
from vanthu.office.journeys import signing
from vanthu.office.kernel.permission import NotAllowed
from vanthu.office.outgoing import operations as outgoing
from vanthu.office.outgoing import queries
from vanthu.office.outgoing.operations import DraftRefused
from vanthu.office.outgoing.queries import Beside
from vanthu.office.outgoing.states import OutgoingState
from vanthu.office.outgoing.tests import stories
from vanthu.office.outgoing.tests.conftest import office as letters_office
from vanthu.office.outgoing.tests.test_types import TEMPLATES
from vanthu.office.signatures import operations as signatures
from vanthu.office.signatures import queries as signature_queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import PIN, SEAL_PIN, Keys
from vanthu.runtime.clock import VIETNAM
from vanthu.standards import letter
from vanthu.standards.letter.model import Minutes, Signer
from vanthu.standards.signing import Outcome

__all__ = ["letters_office"]


@cache
def minutes() -> bytes:
    """A biên bản as another program prints it, with places for secretary and chair."""
    values = letter.Letter(
        kind="bien_ban",
        agency_name="Sở Nội vụ",
        notation="BB-SNV",
        place="Thử Nghiệm",
        year=2026,
        subject="họp giao ban tháng 3",
        body=("Các ý kiến đã nêu tại cuộc họp.",),
        signer_authority=("CHỦ TỌA",),
        signer_name="Phạm Tiến Dũng",
        recipients=("Lưu: VT, Hồ sơ",),
        particulars=Minutes(
            opened="08 giờ 00, ngày 09 tháng 3 năm 2026",
            venue="Phòng họp",
            present=("Các phòng thuộc Sở",),
            chair="Phạm Tiến Dũng",
            secretary="Trần Thị Bình",
            closed="09 giờ 00, ngày 09 tháng 3 năm 2026",
            signed_by_secretary=Signer(("THƯ KÝ",), "Trần Thị Bình"),
        ),
    )
    return letter.compose(values, at=datetime(2026, 3, 9, tzinfo=VIETNAM)).pdf


@pytest.fixture
def office(letters_office: Cast, keys: Keys) -> Cast:
    """Bình, who is competent for nothing, has a certificate of her own."""
    keys.register("binh", letters_office.binh)
    return letters_office


def fields(cast: Cast, **changed: Any) -> outgoing.DraftFields:
    beside = (Beside(cast.binh.pk, "Thư ký"),)
    return stories.fields(cast, **{"type_code": "bien_ban", "addressed_to": (), "cosigners": beside, **changed})


def approved(cast: Cast, source: str = "uploaded") -> Any:
    if source == "composed":
        written = {**TEMPLATES["1.9"], "cosigners": (Beside(cast.binh.pk, "Thư ký"),)}
        return stories.approved(cast, **written)
    begun = outgoing.upload_draft(fields(cast), minutes(), "bien-ban.pdf", by=cast.an, at=cast.at)
    return stories.approved(cast, begun=begun)


@pytest.mark.parametrize("source", ["composed", "uploaded"])
def test_secretary_then_chair_then_number_and_seal(office: Cast, source: str) -> None:
    document = approved(office, source)
    at = office.after(minutes=20)
    assert [one.place for one in queries.turns_to_sign(document)] == ["leader_2", "leader"]
    assert [row.document_id for row in queries.desk(office.binh, at=at).to_sign] == [document.pk]
    assert queries.desk(office.dung, at=at).to_sign == ()
    with pytest.raises(NotAllowed) as refusal:
        signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=at)
    assert "chờ Trần Thị Bình ký" in refusal.value.sentence

    assert signing.sign_as_leader(document.pk, pin=PIN, by=office.binh, at=at).done
    assert queries.get(office.binh, document.pk, at=at).state == OutgoingState.APPROVED
    assert queries.desk(office.binh, at=at).to_sign == ()
    assert [row.document_id for row in queries.desk(office.dung, at=at).to_sign] == [document.pk]
    assert signing.sign_as_leader(document.pk, pin=PIN, by=office.dung, at=office.after(minutes=21)).done
    signing.number_and_seal(document.pk, pin=SEAL_PIN, by=office.chi, at=office.after(minutes=25))

    version = documents.latest_version(document.pk)
    assert version is not None
    kept = signatures.judge(file_sha256=version.file_id, document_id=document.pk, at=office.after(minutes=26))
    verdict = signature_queries.verdict(kept.pk)
    names = [one.signer_name for one in verdict.signatures]
    assert (verdict.outcome, names) == (Outcome.VALID, ["Trần Thị Bình", "Phạm Tiến Dũng", "Sở Nội vụ"])
    assert outgoing.issue(document.pk, by=office.chi, at=office.after(minutes=30)).state == OutgoingState.ISSUED


def test_sent_back_after_the_first_signature_everybody_signs_anew(office: Cast) -> None:
    document = approved(office)
    signing.sign_as_leader(document.pk, pin=PIN, by=office.binh, at=office.after(minutes=20))
    outgoing.return_to_drafter(document.pk, reason="sai giờ", by=office.dung, at=office.after(minutes=21))
    again = stories.approved(office, begun=document)
    assert [one.signed_at for one in queries.turns_to_sign(again)] == [None, None]
    assert signing.sign_as_leader(document.pk, pin=PIN, by=office.binh, at=office.after(minutes=40)).done


def test_who_signs_beside_is_part_of_what_is_approved(office: Cast) -> None:
    document = outgoing.upload_draft(fields(office), minutes(), "bien-ban.pdf", by=office.an, at=office.at)
    assert queries.content_of(document)["cosigners"][0]["name"] == "Trần Thị Bình (Thư ký)"
    letter_alone = stories.draft(office)
    assert "cosigners" not in queries.content_of(letter_alone)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"type_code": "cong_van"}, "VT-DI-CUNG-KY-KHONG-DUNG-LOAI"),
        ({"twice": True}, "VT-DI-CUNG-KY-TRUNG"),
    ],
)
def test_who_may_not_sign_beside(office: Cast, changed: dict[str, Any], code: str) -> None:
    twice = changed.pop("twice", False)
    if twice:
        changed = {"cosigners": (Beside(office.dung.pk, "Thư ký"),)}
    with pytest.raises(DraftRefused) as refusal:
        outgoing.upload_draft(fields(office, **changed), minutes(), "bien-ban.pdf", by=office.an, at=office.at)
    assert code in {one.code for one in refusal.value.problems}


def test_without_a_certificate_or_a_title_it_is_not_submitted(office: Cast) -> None:
    beside = (Beside(office.an.pk, " "),)
    found = {one.code for one in outgoing.problems(fields(office, cosigners=beside), by=office.an, at=office.at)}
    assert {"VT-DI-CUNG-KY-CHUA-CO-CHUNG-THU", "VT-DI-CUNG-KY-THIEU-TU-CACH"} <= found
