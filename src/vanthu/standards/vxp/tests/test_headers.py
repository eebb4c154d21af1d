"""The header signing of VXP, with its vectors."""

import json
from datetime import datetime, timedelta

import pytest

from vanthu.standards.vxp import headers
from vanthu.standards.vxp.errors import HeaderNotAscii, HeadersRefused

SECRET = "test-secret"
SIGN_HEADER = (
    '{"XroadVnpt-systemid":"TEST.SYS.01","XroadVnpt-timestamp":"17102025T160055+0123",'
    '"XroadVnpt-Content-Type":"application/json","XroadVnpt-servicetype":"eDoc","XroadVnpt-messagetype":"edoc"}'
)
HASH_HEADER = "b020a91abd84468e9185c29ad5099ef8e4aa774a1bf1d99a5e36eb6f0e4babd9"
LOGICAL = {
    "systemid": "TEST.SYS.01",
    "timestamp": "17102025T160055+0123",
    "Content-Type": "application/json",
    "servicetype": "eDoc",
    "messagetype": "edoc",
}
MOMENT = datetime(2025, 10, 17, 16, 0, 55, 123000, tzinfo=headers.VIETNAM)


def raw(signed: dict[str, str]) -> dict[str, bytes]:
    return {name.lower(): value.encode() for name, value in signed.items()}


def resigned(named: dict[str, str], key: str, sent: dict[str, str] | None = None) -> dict[str, bytes]:
    """Headers as a client other than ours might build them, with a right HMAC."""
    sign_header = json.dumps(named, ensure_ascii=False)
    return raw(
        {
            **(named if sent is None else sent),
            "XroadVnpt-sign-header-key": key,
            "XroadVnpt-sign-header": sign_header,
            "XroadVnpt-hash-header": headers._hmac(SECRET, sign_header.encode()),
        }
    )


def test_signing_gives_the_published_vector():
    signed = headers.sign(LOGICAL, secret=SECRET)
    assert signed["XroadVnpt-sign-header"] == SIGN_HEADER
    assert signed["XroadVnpt-hash-header"] == HASH_HEADER
    assert signed["XroadVnpt-sign-header-key"] == "systemid;timestamp;Content-Type;servicetype;messagetype"
    assert signed["XroadVnpt-version"] == "3.0.201608"
    assert signed["User-Agent"] == "JAVASDKAgent/1.0.0 XRoad/VPCP"
    assert signed["Content-Type"] == "application/json"


def test_the_timestamp_carries_milliseconds_and_no_zone():
    assert headers.timestamp_text(MOMENT) == "17102025T160055+0123"
    assert headers.parse_timestamp("17102025T160055+0123") == MOMENT


@pytest.mark.parametrize("text", ["", "2025-10-17T16:00:55", "32102025T160055+0123", "17102025T160055+01234"])
def test_a_timestamp_of_another_form_is_refused(text):
    with pytest.raises(HeadersRefused):
        headers.parse_timestamp(text)


def test_both_spellings_of_a_hash_are_known():
    full = "97157e62b7226b142d8e92218f0ef2921310b8392973cead2365a9bc45fb056f"
    bare = "97157e62b7226b142d8e92218fef2921310b8392973cead2365a9bc45fb56f"
    assert headers.hash_spellings(full) == (full, bare)
    assert headers.hash_matches(full.upper(), full)
    assert headers.hash_matches(f" {bare}", full)
    assert not headers.hash_matches(full[:-1] + "0", full)


def test_what_a_client_signs_a_hub_accepts():
    claim = headers.read(raw(headers.sign(LOGICAL, secret=SECRET)))
    assert claim.system_id == "TEST.SYS.01"
    signed = headers.check(claim, secret=SECRET)
    assert (signed.get("messagetype"), signed.get("MESSAGETYPE"), signed.get("docId")) == ("edoc", "edoc", None)


def test_another_secret_is_refused():
    with pytest.raises(HeadersRefused):
        headers.check(headers.read(raw(headers.sign(LOGICAL, secret="other"))), secret=SECRET)


def test_a_header_changed_on_the_way_is_refused():
    changed = raw(headers.sign(LOGICAL, secret=SECRET)) | {"xroadvnpt-messagetype": b"status"}
    with pytest.raises(HeadersRefused, match="messagetype"):
        headers.read(changed)


def test_a_signed_text_changed_on_the_way_is_refused():
    signed = headers.sign(LOGICAL, secret=SECRET)
    signed["XroadVnpt-messagetype"] = "status"
    signed["XroadVnpt-sign-header"] = signed["XroadVnpt-sign-header"].replace('"edoc"', '"status"')
    with pytest.raises(HeadersRefused):
        headers.check(headers.read(raw(signed)), secret=SECRET)


@pytest.mark.parametrize("missing", ["sign-header", "sign-header-key", "hash-header", "systemid"])
def test_a_missing_header_is_refused(missing):
    signed = raw(headers.sign(LOGICAL, secret=SECRET))
    del signed[f"xroadvnpt-{missing}"]
    with pytest.raises(HeadersRefused, match=missing):
        headers.read(signed)


@pytest.mark.parametrize("text", ["no json", "[1]", '"x"', "[" * 100_000, "{" + " " * 300_000])
def test_a_sign_header_that_is_no_object_is_refused(text):
    signed = raw(headers.sign(LOGICAL, secret=SECRET)) | {"xroadvnpt-sign-header": text.encode()}
    with pytest.raises(HeadersRefused):
        headers.read(signed)


def test_a_name_listed_but_not_signed_is_refused():
    signed = headers.sign(LOGICAL, secret=SECRET)
    signed["XroadVnpt-sign-header-key"] += ";docId"
    signed["XroadVnpt-docId"] = "anything"
    with pytest.raises(HeadersRefused, match="docId"):
        headers.read(raw(signed))


def test_the_order_of_the_names_and_the_spacing_of_the_json_are_free():
    named = {f"XroadVnpt-{name}": value for name, value in reversed(LOGICAL.items())}
    signed = headers.check(headers.read(resigned(named, ";".join(LOGICAL))), secret=SECRET)
    assert signed.values == LOGICAL


def test_docid_left_over_from_an_earlier_call_does_not_hide_doc_id():
    """One service object keeps its header map: `docid` of an old updateStatus beside `docId` of this call."""
    values = LOGICAL | {"docid": "old", "docId": "new"}
    named = {f"XroadVnpt-{name}": value for name, value in values.items()}
    sent = {name: value for name, value in named.items() if name != "XroadVnpt-docid"}
    signed = headers.check(headers.read(resigned(named, ";".join(values), sent)), secret=SECRET)
    assert signed.get("docId") == "new"


def test_vietnamese_letters_in_a_header_verify_over_the_raw_bytes():
    values = LOGICAL | {"description": "Đã tiếp nhận"}
    named = {f"XroadVnpt-{name}": value for name, value in values.items()}
    signed = headers.check(headers.read(resigned(named, ";".join(values))), secret=SECRET)
    assert signed.get("description") == "Đã tiếp nhận"


def test_without_a_window_an_old_timestamp_passes():
    claim = headers.read(raw(headers.sign(LOGICAL, secret=SECRET)))
    assert headers.check(claim, secret=SECRET, now=MOMENT + timedelta(days=400)).system_id == "TEST.SYS.01"


@pytest.mark.parametrize("minutes", [-6, 6])
def test_outside_the_window_a_timestamp_is_refused(minutes):
    claim = headers.read(raw(headers.sign(LOGICAL, secret=SECRET)))
    window = timedelta(minutes=5)
    headers.check(claim, secret=SECRET, now=MOMENT + timedelta(minutes=4), window=window)
    with pytest.raises(HeadersRefused, match="thời gian"):
        headers.check(claim, secret=SECRET, now=MOMENT + timedelta(minutes=minutes), window=window)


@pytest.mark.parametrize("value", ["Sở Nội vụ", "a\r\nb", "tab\t"])
def test_a_value_that_would_not_survive_the_way_is_not_signed(value):
    with pytest.raises(HeaderNotAscii):
        headers.sign(LOGICAL | {"from": value}, secret=SECRET)


def test_ascii_text_takes_the_marks_off():
    assert headers.ascii_text("Đã tiếp nhận,\nđường Nguyễn Ư") == "Da tiep nhan, duong Nguyen U"
