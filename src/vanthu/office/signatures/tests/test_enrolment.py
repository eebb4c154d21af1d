"""Certificates in use: told of before they end, their titles compared, their devices handed over in writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from vanthu.office.notices import queries as notices
from vanthu.office.signatures import operations, policies, queries
from vanthu.office.testing.cast import Cast
from vanthu.office.testing.keys import Keys
from vanthu.runtime import clock
from vanthu.standards.signing import SigningCertificate


@pytest.fixture
def office(in_snv: Cast, signing_keys: Keys) -> Cast:
    return in_snv


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
