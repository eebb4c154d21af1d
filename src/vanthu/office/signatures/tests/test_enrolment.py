"""Certificates in use: told of before they end, their titles compared, their devices handed over in writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from vanthu.office.access import operations as access
from vanthu.office.access.states import Duty
from vanthu.office.kernel.permission import NotFound
from vanthu.office.notices import queries as notices
from vanthu.office.signatures import operations, policies, queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.runtime import clock
from vanthu.standards.signing import SigningCertificate


@pytest.fixture
def office(in_snv: Cast, signing_keys: Keys) -> Cast:
    return in_snv


@pytest.fixture
def admin(office: Cast) -> Any:
    access.give_duty(office.binh, Duty.ADMINISTRATOR, by=None, at=office.at)
    return office.binh


def mine(cast: Cast) -> SigningCertificate:
    identity = queries.identity_for(cast.dung)
    assert identity is not None
    return queries.certificate_of(identity)


def told(person: Any) -> list[str]:
    return [one.title for one in notices.listing(person).rows if one.kind == "certificate"]


def test_the_end_of_a_certificate_is_told_sixty_thirty_and_seven_days_ahead_once_each(office: Cast) -> None:
    end = mine(office).not_after
    counts = []
    for days in (61, 60, 59, 31, 30, 8, 7, 1):
        operations.warn_due(at=end - timedelta(days=days))
        operations.warn_due(at=end - timedelta(days=days))
        counts.append(len(told(office.dung)))
    operations.warn_due(at=end + timedelta(days=1))
    assert (counts, len(told(office.dung))) == ([0, 1, 1, 1, 2, 2, 3, 3], 3)
    assert f"hết hạn ngày {end.astimezone(clock.VIETNAM):%d/%m/%Y}" in told(office.dung)[0]
    assert any("Sở Nội vụ" in one for one in told(office.chi)), "the clerk hears of the seal"
    assert not any("Phạm Tiến Dũng" in one for one in told(office.chi))


def test_a_certificate_that_comes_late_is_told_of_once_not_three_times(office: Cast) -> None:
    operations.warn_due(at=mine(office).not_after - timedelta(days=3))
    assert len(told(office.dung)) == 1


@pytest.mark.parametrize(("position", "other"), [("giám đốc ", None), ("Phó Giám đốc", "Giám đốc")])
def test_a_title_that_is_not_the_position_is_a_warning(office: Cast, position: str, other: str | None) -> None:
    office.dung.position = position
    assert policies.other_title(mine(office), office.dung) == other
    assert replace(mine(office)).title == "Giám đốc"


def test_who_holds_the_seal_and_who_held_it_is_kept(office: Cast) -> None:
    seal = queries.seal_identity()
    assert seal is not None
    for minutes, holder in ((1, office.chi), (2, office.an)):
        operations.hand_device(
            seal.pk, holder_id=holder.pk, basis="Biên bản số 1", by=office.dung, at=office.after(minutes=minutes)
        )
    now, before = queries.custody()[seal.pk]
    assert (now.holder, now.until) == (office.an, None)
    assert (before.holder, before.until) == (office.chi, office.after(minutes=2))


def test_a_device_whose_certificate_is_replaced_stays_with_its_holder(office: Cast, keys: Keys) -> None:
    before = queries.seal_identity()
    assert before is not None
    operations.hand_device(before.pk, holder_id=office.chi.pk, basis="Biên bản số 1", by=office.dung, at=office.at)
    operations.add_identity(
        person=None, certificate=bytes(before.certificate), key_reference="khóa mới", device=before.device,
        by=office.dung, at=office.after(hours=1),
    )  # fmt: skip
    seal = queries.seal_identity()
    assert seal is not None
    assert [(one.holder, one.basis, one.until) for one in queries.custody()[seal.pk]] == [
        (office.chi, "Biên bản số 1", None)
    ]
    assert queries.not_given_back() == []


def test_a_device_of_a_certificate_no_longer_used_is_missed_until_it_comes_back(office: Cast) -> None:
    seal = queries.seal_identity()
    assert seal is not None
    operations.hand_device(seal.pk, holder_id=office.chi.pk, basis="Biên bản số 1", by=office.dung, at=office.at)
    operations.retire_identity(seal, by=office.dung, at=office.after(hours=1))
    assert [one.pk for one in queries.not_given_back()] == [seal.pk]
    operations.take_device_back(seal.pk, basis="Biên bản số 2", by=office.dung, at=office.after(hours=2))
    assert queries.not_given_back() == []
    assert queries.custody()[seal.pk][0].until == office.after(hours=2)
    with pytest.raises(NotFound):
        operations.take_device_back(seal.pk, basis="Biên bản số 2", by=office.dung, at=office.after(hours=3))


def warnings(person: Any) -> list[tuple[str, str]]:
    return [(one.title, one.text) for one in notices.listing(person).rows if one.kind == "trust"]


def test_administrators_hear_when_revocation_lists_run_out_once_a_week(office: Cast, admin: Any) -> None:
    assert operations.warn_of_trust(at=office.at) == 0
    later = office.at + timedelta(days=40)
    assert operations.warn_of_trust(at=later) == 1
    assert operations.warn_of_trust(at=later + timedelta(hours=1)) == 0
    [(title, text)] = warnings(admin)
    assert "cần xem lại" in title
    assert "Không có danh sách thu hồi còn hiệu lực" in text
    assert "vanthu office trust check" in text
    assert warnings(office.chi) == []
    assert operations.warn_of_trust(at=later + timedelta(days=7)) == 1


def test_a_trust_folder_that_cannot_be_read_is_told_of(office: Cast, admin: Any, settings: Any, tmp_path: Path) -> None:
    signing = settings.OFFICE.signing.model_copy(update={"trust_dir": tmp_path / "nowhere"})
    settings.OFFICE = settings.OFFICE.model_copy(update={"signing": signing})
    assert operations.warn_of_trust(at=office.at) == 1
    assert "Không đọc được danh sách chứng thư tin cậy" in warnings(admin)[0][1]
