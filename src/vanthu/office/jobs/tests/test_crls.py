"""Revocation lists are replaced by newer ones of the same issuer, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from vanthu.office.jobs import crls
from vanthu.office.jobs.cache import file_name
from vanthu.office.jobs.fetching import Fetcher
from vanthu.office.jobs.tests.outside import asking as asking_any

URL = "http://ca.example/ca.crl"
MORNING = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


@cache
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def a_list(issued: datetime = MORNING, issuer: str = "CA 1") -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)])
    builder = x509.CertificateRevocationListBuilder(name, issued, issued + timedelta(days=1))
    return builder.sign(key(), hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def asking(answer: Callable[[httpx.Request], httpx.Response], *urls: str) -> Fetcher:
    return asking_any(answer, *(urls or (URL,)))


def serving(content: bytes, status: int = 200) -> Fetcher:
    return asking(lambda request: httpx.Response(status, content=content))


def kept(folder: Path) -> bytes:
    return (folder / file_name(URL, ".crl")).read_bytes()


def test_a_list_is_fetched_and_then_replaced_by_a_newer_one(tmp_path: Path) -> None:
    first, second = a_list(), a_list(MORNING + timedelta(hours=6))
    assert crls.refresh([URL], tmp_path / "crls", serving(first)) == 1
    assert crls.refresh([URL], tmp_path / "crls", serving(first)) == 0
    assert crls.refresh([URL], tmp_path / "crls", serving(second)) == 1
    assert kept(tmp_path / "crls") == second
    assert [path.suffix for path in (tmp_path / "crls").iterdir()] == [".crl"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"<html>not found</html>", 200),
        (b"", 200),
        (a_list(MORNING + timedelta(days=1)), 503),
        (a_list(MORNING - timedelta(days=1)), 200),
        (a_list(MORNING + timedelta(days=1), issuer="CA 2"), 200),
    ],
    ids=["a page", "nothing", "an error", "an older list", "another issuer"],
)
def test_whatever_else_comes_the_old_list_stays(tmp_path: Path, content: bytes, status: int) -> None:
    crls.refresh([URL], tmp_path, serving(a_list()))
    before = kept(tmp_path)
    assert crls.refresh([URL], tmp_path, serving(content, status)) == 0
    assert kept(tmp_path) == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_list_without_end_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crls, "MOST_BYTES", 100)
    assert crls.refresh([URL], tmp_path, serving(a_list())) == 0
    assert not list(tmp_path.iterdir())


def test_one_address_out_of_reach_does_not_stop_the_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["Host"] == "down.example":
            raise httpx.ConnectError("no route")
        return httpx.Response(200, content=a_list())

    urls = ["http://down.example/x.crl", URL]
    assert crls.refresh(urls, tmp_path, asking(answer, *urls)) == 1
    assert "down.example" in caplog.text
