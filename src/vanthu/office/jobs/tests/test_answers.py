"""OCSP answers are asked for at responders of the settings, checked, kept while they hold; lists are only compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from vanthu.office.jobs import answers, lists
from vanthu.office.jobs.fetching import Fetcher
from vanthu.office.jobs.tests.outside import asking
from vanthu.office.testing.cast import MONDAY
from vanthu.office.testing.keys import Keys
from vanthu.standards.signing import stores
from vanthu.standards.signing.pki import Pki, responders

AT = MONDAY
RESPONDER = "http://127.0.0.1:9/ocsp"


class Responder:
    """The OCSP responder of the PKI, without a network."""

    def __init__(self, pki: Pki) -> None:
        self.pki, self.now, self.asked = pki, AT, 0
        self.keys = {f"ocsp-{name}": pki.issued(f"ocsp-{name}") for name in ("root", "people-ca", "agencies-ca")}
        self.spoil = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        data = responders.ocsp_answer(request.read(), self.pki, self.keys, at=self.now)
        return httpx.Response(200, content=data[:-1] + bytes([data[-1] ^ 1]) if self.spoil else data)

    @property
    def fetcher(self) -> Fetcher:
        return asking(self, RESPONDER)


@pytest.fixture
def responder(keys: Keys) -> Responder:
    return Responder(keys.pki)


def ask(
    responder: Responder,
    folder: Path,
    *,
    at: datetime = AT,
    allowed: str = RESPONDER,
    trusted: tuple[str, ...] = ("root", "people-ca", "agencies-ca"),
    about: str = "dung",
) -> int:
    certificate = responder.pki.certificate
    responder.now = at
    return answers.refresh(
        [certificate(about)], [certificate(name) for name in trusted], folder, responder.fetcher,
        allowed=frozenset({allowed}), at=at,
    )  # fmt: skip


def kept(folder: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(folder.glob("*")))


def test_an_answer_is_kept_and_asked_for_again_half_way_through_its_time(responder: Responder, tmp_path: Path) -> None:
    assert ask(responder, tmp_path) == 1
    (first,) = kept(tmp_path)
    assert ask(responder, tmp_path, at=AT + timedelta(minutes=20)) == 0
    assert responder.asked == 1
    assert ask(responder, tmp_path, at=AT + timedelta(minutes=31)) == 1
    assert list(kept(tmp_path)) != [first]


@pytest.mark.parametrize(
    "how",
    [{"allowed": "http://other.example/ocsp"}, {"trusted": ("root", "agencies-ca")}],
    ids=["a responder not in the settings", "an issuer nobody trusts"],
)
def test_nobody_is_asked_about_it(responder: Responder, tmp_path: Path, how: dict[str, str]) -> None:
    assert ask(responder, tmp_path, **how) == 0  # type: ignore[arg-type]
    assert (responder.asked, list(kept(tmp_path))) == (0, [])


def test_an_answer_that_is_not_in_order_leaves_the_old_one(responder: Responder, tmp_path: Path) -> None:
    ask(responder, tmp_path)
    before = list(kept(tmp_path))
    responder.spoil = True
    assert ask(responder, tmp_path, at=AT + timedelta(minutes=40)) == 0
    assert list(kept(tmp_path)) == before


def test_an_answer_about_another_certificate_is_not_kept(responder: Responder, tmp_path: Path) -> None:
    other = Responder(responder.pki)
    mixed = asking(lambda request: httpx.Response(200, content=_about(other, "binh")), RESPONDER)
    people = [responder.pki.certificate("people-ca")]
    wanted = [responder.pki.certificate("dung")]
    assert answers.refresh(wanted, people, tmp_path, mixed, allowed=frozenset({RESPONDER}), at=AT) == 0
    assert list(kept(tmp_path)) == []


def _about(responder: Responder, key: str) -> bytes:
    from vanthu.standards.signing import revocation

    asked = revocation.question(responder.pki.certificate(key), responder.pki.certificate("people-ca"))
    return responders.ocsp_answer(asked, responder.pki, responder.keys, at=AT)


def test_answers_long_over_are_swept(responder: Responder, tmp_path: Path) -> None:
    ask(responder, tmp_path)
    ask(responder, tmp_path, about="binh", at=AT + timedelta(days=32))
    assert len(list(kept(tmp_path))) == 1


def test_a_list_of_a_ca_is_kept_as_certificates(keys: Keys, tmp_path: Path) -> None:
    url, wanted = "http://ca.example/all.p7b", [keys.pki.certificate(name) for name in ("root", "people-ca")]
    bundle = pkcs7.serialize_certificates(wanted, Encoding.DER)
    assert lists.refresh([url], tmp_path, asking(lambda request: httpx.Response(200, content=bundle), url)) == 1
    (pem,) = kept(tmp_path)
    assert sorted(map(stores.fingerprint_of, stores.certificates_in(pem))) == sorted(
        _fingerprint(one) for one in wanted
    )
    broken = asking(lambda request: httpx.Response(200, content=b"<html>"), url)
    assert lists.refresh([url], tmp_path, broken) == 0
    assert list(kept(tmp_path)) == [pem]


def _fingerprint(certificate: x509.Certificate) -> str:
    return stores.fingerprint_of(stores.only_certificate(certificate.public_bytes(Encoding.DER)))
