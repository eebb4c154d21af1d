"""The worker asks servers of the settings alone, within limits of size, time and address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from vanthu.office.jobs import fetching
from vanthu.office.jobs.fetching import FetchRefused
from vanthu.office.jobs.tests.outside import PUBLIC, asking

URL = "http://ca.example/ca.crl"


def got(answer: Callable[[httpx.Request], httpx.Response], url: str = URL) -> bytes:
    return asking(answer, URL).get(url, most_bytes=100)


def never(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"asked {request.url}")


def test_the_address_that_was_looked_at_is_asked_under_the_name() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert (request.url.host, request.headers["Host"]) == (PUBLIC, "ca.example")
        assert request.extensions["sni_hostname"] == "ca.example"
        return httpx.Response(200, content=b"list")

    assert got(answer) == b"list"


@pytest.mark.parametrize(
    "url",
    ["http://elsewhere.example/ca.crl", "ftp://ca.example/ca.crl", "file:///etc/passwd", "http://u:p@ca.example/"],
)
def test_nobody_else_is_asked(url: str) -> None:
    with pytest.raises(FetchRefused):
        got(never, url)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "::1", "fe80::1%eth0", "fc00::2", "0.0.0.0"]
)
def test_a_name_that_leads_inside_is_refused_unless_the_settings_name_it(address: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"list")

    fetcher = replace(asking(answer, URL), resolve=lambda host, port: [PUBLIC, address])
    with pytest.raises(FetchRefused, match="private"):
        fetcher.get(URL, most_bytes=100)
    assert replace(fetcher, private_hosts=frozenset({"ca.example"})).get(URL, most_bytes=100) == b"list"


def test_a_redirect_is_followed_to_servers_of_the_settings_alone() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/ca.crl":
            return httpx.Response(302, headers={"Location": "/new.crl"})
        if request.url.path == "/new.crl":
            return httpx.Response(200, content=b"moved")
        return httpx.Response(301, headers={"Location": "http://elsewhere.example/"})

    assert got(answer) == b"moved"
    with pytest.raises(FetchRefused, match="elsewhere"):
        got(answer, "http://ca.example/away")


def test_redirects_without_end_are_given_up() -> None:
    with pytest.raises(FetchRefused, match="redirects"):
        got(lambda request: httpx.Response(302, headers={"Location": URL}))


def test_an_answer_too_large_or_too_slow_is_cut_off() -> None:
    large = asking(lambda request: httpx.Response(200, content=b"x" * 101), URL)
    with pytest.raises(FetchRefused, match="larger"):
        large.get(URL, most_bytes=100)
    clock = iter((0.0, fetching.TOTAL_SECONDS + 1))
    with pytest.raises(FetchRefused, match="longer"):
        replace(large, seconds=lambda: next(clock)).get(URL, most_bytes=1000)


def test_an_error_of_the_server_is_an_error() -> None:
    with pytest.raises(httpx.HTTPStatusError):
        got(lambda request: httpx.Response(503))
