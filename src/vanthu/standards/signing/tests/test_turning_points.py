"""What was found about a certificate is kept while nothing turns, and never where it could be otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding

from vanthu.standards import signing
from vanthu.standards.signing import chains
from vanthu.standards.signing.algorithms import AlgorithmPolicy
from vanthu.standards.signing.tests.conftest import AT, LATER, Desk

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Asked:
    """How often the chains were really looked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times, self._path_of = 0, chains.path_of
        monkeypatch.setattr(chains, "path_of", self)

    async def __call__(self, *given: Any, **how: Any) -> Any:
        self.times += 1
        return await self._path_of(*given, **how)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


def certificate(desk: Desk, name: str) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(desk.pki.certificate(name).public_bytes(Encoding.DER))


def word(desk: Desk, name: str, trust: signing.Trust, at: datetime) -> str | None:
    return asyncio.run(chains.judge(certificate(desk, name), (), trust, moment=at))


def fresh(trust: signing.Trust) -> signing.Trust:
    """The same trust, of which nothing is known yet."""
    return replace(trust)


def test_a_certificate_is_judged_once_between_two_turning_points(desk: Desk, asked: Asked) -> None:
    trust = fresh(desk.trust)
    assert {word(desk, "dung", trust, LATER + minutes * timedelta(minutes=1)) for minutes in range(20)} == {None}
    assert asked.times == 1


def test_two_files_of_the_same_signers_are_judged_by_what_is_known(desk: Desk, issued: bytes, asked: Asked) -> None:
    trust, other = fresh(desk.trust), desk.issued()
    assert signing.verify(issued, trust, at=LATER).outcome is signing.Outcome.VALID
    first = asked.times
    assert signing.verify(other, trust, at=LATER + SECOND).outcome is signing.Outcome.VALID
    assert asked.times == first


def moments(desk: Desk) -> Iterator[datetime]:
    """Just before, at and after everything that could turn, and in between."""
    points = sorted(desk.trust.known_words._points)
    for name in ("dung", "revoked", "old", "ended"):
        validity = certificate(desk, name)["tbs_certificate"]["validity"]
        points += [validity["not_before"].native, validity["not_after"].native]
    for point in sorted({*points, AT, AT - timedelta(hours=2), LATER}):
        if datetime(2000, 1, 1, tzinfo=UTC) < point < datetime(2200, 1, 1, tzinfo=UTC):
            yield from (point + seconds * SECOND for seconds in (-DAY.total_seconds(), -3, -1, 0, 1, 3, 600))


@pytest.mark.parametrize("name", ["dung", "revoked", "old", "ended", "so-noi-vu"])
def test_what_is_kept_is_what_would_be_found_at_any_moment(desk: Desk, name: str) -> None:
    knowing = fresh(desk.trust)
    for at in moments(desk):
        assert word(desk, name, knowing, at) == word(desk, name, fresh(desk.trust), at), at


def test_a_revoked_certificate_is_looked_at_each_time(desk: Desk, asked: Asked) -> None:
    """Whether it was revoked before or after a moment is a question of that moment."""
    trust = fresh(desk.trust)
    assert [word(desk, "revoked", trust, AT + hours * timedelta(hours=1)) for hours in (-3, -1, 1)] == [
        None,
        "revoked",
        "revoked",
    ]
    assert asked.times == 3


def test_another_list_of_revoked_certificates_is_another_trust(desk: Desk) -> None:
    trust = fresh(desk.trust)
    assert word(desk, "dung", trust, LATER) is None
    without = replace(trust, crls=())
    assert word(desk, "dung", without, LATER) == "no_revocation_data"
    assert word(desk, "dung", trust, LATER) is None


def test_the_last_day_of_an_algorithm_is_a_turning_point(desk: Desk) -> None:
    day = LATER.date()
    table = desk.trust.algorithms
    ending = AlgorithmPolicy("x", table.valid_from, dict.fromkeys(table.digests, day), table.keys)
    trust = replace(desk.trust, algorithms=ending)
    assert word(desk, "dung", trust, LATER) is None
    assert word(desk, "dung", trust, LATER + DAY) == "weak"


def test_for_another_purpose_it_is_judged_anew(desk: Desk) -> None:
    trust, leader = fresh(desk.trust), certificate(desk, "dung")
    assert word(desk, "dung", trust, LATER) is None
    assert asyncio.run(chains.judge(leader, (), trust, moment=LATER, time_stamping=True)) is not None


def test_what_is_kept_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanthu.standards.signing.turning_points.MOST_WORDS", 2)
    trust = fresh(desk.trust)
    for name in ("dung", "so-noi-vu", "old"):
        word(desk, name, trust, LATER)
    assert len(trust.known_words._words) == 2
