"""Long replies are written and read row by row."""

import json
from datetime import date

import httpx
import pytest

from vanthu.standards.vxp import Client, Unit, VxpRefused, VxpUnreachable
from vanthu.standards.vxp.replies import streamed_rows

UNITS = [
    Unit(code=f"H37.{number:03}", name=f"Xã số {number}", version=number, valid_from=date(2025, 7, 1))
    for number in range(1, 301)
]


def answering(*chunks: bytes, seen: list[httpx.Request] | None = None, **client: object) -> Client:
    def handler(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        return httpx.Response(200, content=iter(chunks))

    return Client("http://truc/vxp", "S", "secret", transport=httpx.MockTransport(handler), **client)


def test_the_rows_of_a_long_reply_come_back_as_they_were_written():
    written = b"".join(streamed_rows(UNITS))
    assert json.loads(written)["status"] == "OK"
    pieces = [written[start : start + 37] for start in range(0, len(written), 37)]
    assert list(answering(*pieces).each_unit()) == UNITS
    assert answering(written).units() == UNITS


def test_rows_are_given_while_the_rest_is_still_on_its_way():
    written, asked = b"".join(streamed_rows(UNITS * 30)), []

    def slowly():
        for start in range(0, len(written), 500):
            asked.append(start)
            yield written[start : start + 500]

    client = Client(
        "http://t/vxp", "S", "s", transport=httpx.MockTransport(lambda _: httpx.Response(200, content=slowly()))
    )
    rows = client.each_unit()
    assert next(rows) == UNITS[0]
    # httpx hands on what has gathered to one chunk of 256 KiB, no more.
    assert len(asked) <= 1 + 256 * 1024 // 500 < len(written) // 500


def test_an_empty_registry_is_no_rows():
    assert list(answering(b"".join(streamed_rows([]))).each_unit()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>proxy</html>",
        b"[1, 2]",
        b"{}",
        b'{"status":"OK","data":[{"code":"A"},',
        b'{"status":"OK","data":["A"]}',
        b'{"status":"OK","data":[{"code":"A","version":"x"}]}',
        b'\xff\xfe{"status"',
    ],
)
def test_what_is_no_whole_reply_is_said_in_the_end(content):
    with pytest.raises(VxpUnreachable):
        list(answering(content).each_unit())


def test_a_refusal_is_told_wherever_it_stands_in_the_reply():
    for content in (
        b'{"status":"FAIL","ErrorCode":"15","ErrorDesc":"sai"}',
        b'{"data":[],"ErrorDesc":"sai","ErrorCode":"15"}',
    ):
        with pytest.raises(VxpRefused) as refusal:
            list(answering(content).each_unit())
        assert (refusal.value.error_code, refusal.value.error_desc) == ("15", "sai")


def test_a_hub_that_trickles_for_ever_is_given_up():
    with pytest.raises(VxpUnreachable, match="chậm"):
        answering(*[b" "] * 10, deadline=-1.0).units()


def test_days_and_old_codes_travel_and_are_left_out_where_there_are_none():
    (full,) = answering(
        b'{"status":"OK","ErrorCode":"0","data":[{"code":"A","validFrom":"2025-07-01","validUntil":"2026/01/31 00:00",'
        b'"oldCodes":["000.00.00.A"],"replacedBy":"B"}]}'
    ).each_unit()
    assert (full.valid_from, full.valid_until) == (date(2025, 7, 1), date(2026, 1, 31))
    assert (full.old_codes, full.replaced_by) == (("000.00.00.A",), "B")
    assert b"validFrom" not in b"".join(streamed_rows([Unit(code="A")]))
