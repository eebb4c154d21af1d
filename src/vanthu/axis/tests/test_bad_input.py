"""What a caller may do wrong, each over a real socket, each with its own code and a Vietnamese sentence."""

import hashlib
import socket
import threading
from dataclasses import replace
from datetime import date

import pytest

from vanthu.axis.testing import sdk
from vanthu.axis.testing.fixtures import SECRET_SNV
from vanthu.axis.testing.messages import document, status
from vanthu.axis.testing.server import RunningAxis, peak_memory
from vanthu.standards import edxml
from vanthu.standards.vxp import Client, VxpRefused

ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY a "'
    + b"x" * 1000
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 50) for i in range(8))
    + b']><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">&i;</edXML>'
)


def logical(package: bytes, **changes: str) -> dict[str, str]:
    values = {
        "systemid": "TINH",
        "timestamp": sdk.STALE,
        "Content-Type": "application/octet-stream",
        "from": "H37.02",
        "servicetype": "eDoc",
        "messagetype": "edoc",
        "hash-file": hashlib.sha256(package).hexdigest(),
    }
    return values | {name.replace("_", "-"): value for name, value in changes.items()}


def send(axis: RunningAxis, package: bytes, *, secret: str = SECRET_SNV, **changes: str) -> sdk.RawReply:
    return sdk.post(
        axis.port, "/vxp/sendEdoc", sdk.signed_lines(logical(package, **changes), secret), package + b"\r\n"
    )


def refused(reply: sdk.RawReply, code: str, name: str, *words: str) -> None:
    members = reply.members
    assert (reply.status, members["status"], members["ErrorCode"]) == (200, "FAIL", code), members
    assert reply.headers["x-vanthu-error"] == name
    assert members["DocId"] == ""
    assert all(word in members["ErrorDesc"] for word in words), members["ErrorDesc"]
    assert "Traceback" not in members["ErrorDesc"]


def test_a_wrong_hash(axis):
    package = edxml.write_bytes(document("H37.02", "G09"))
    refused(send(axis, package, hash_file="0" * 64), "10", "VT-TRUC-SAI-BAM", "hash-file")


def test_a_package_cut_short_on_the_way(axis):
    package = edxml.write_bytes(document("H37.02", "G09"))
    lines = sdk.signed_lines(logical(package), SECRET_SNV)
    reply = sdk.post(axis.port, "/vxp/sendEdoc", lines, package[:500], expect=False, length=len(package))
    # The server may close such a connection without an answer; if it answers, then with a named failure.
    assert reply.body == b"" or reply.members["status"] == "FAIL"
    assert send(axis, package).members["status"] == "OK"


def test_an_empty_body(axis):
    refused(send(axis, b""), "10", "VT-TRUC-RONG")


@pytest.mark.parametrize("content", [b"<edXML", b"no xml at all", b"\x00\xff\xfe", b"<html><body/></html>"])
def test_what_is_no_edxml(axis, content):
    refused(send(axis, content), "10", "VT-TRUC-KHONG-DOC-DUOC")


def test_an_entity_bomb(axis):
    refused(send(axis, ENTITY_BOMB), "10", "VT-TRUC-KHONG-DOC-DUOC")


def test_an_unknown_system(axis):
    package = edxml.write_bytes(document("H37.02", "G09"))
    refused(send(axis, package, systemid="NOBODY"), "15", "VT-TRUC-XAC-THUC")


def test_a_wrong_secret(axis):
    package = edxml.write_bytes(document("H37.02", "G09"))
    refused(send(axis, package, secret="wrong"), "15", "VT-TRUC-XAC-THUC", "hash-header")


def test_no_signed_headers_at_all(axis):
    reply = sdk.post(axis.port, "/vxp/sendEdoc", ["Content-Type: application/octet-stream"], b"x")
    refused(reply, "15", "VT-TRUC-XAC-THUC", "XroadVnpt-sign-header")


def test_letters_outside_ascii_in_the_headers_are_told_from_a_wrong_secret(axis):
    values = logical(b"x") | {"description": "Đã xong"}
    refused(
        sdk.post(axis.port, "/vxp/sendEdoc", sdk.signed_lines(values, SECRET_SNV), b"x"),
        "15",
        "VT-TRUC-XAC-THUC",
        "ASCII",
    )


def test_an_unknown_sender(axis):
    package = edxml.write_bytes(document("H99", "G09"))
    refused(send(axis, package, **{"from": "H99"}), "19", "VT-TRUC-BEN-GUI", "H99", "chưa đăng ký")


def test_a_sender_of_another_system(axis):
    package = edxml.write_bytes(document("G09", "H37.02"))
    refused(send(axis, package, **{"from": "G09"}), "19", "VT-TRUC-BEN-GUI", "TINH")


def test_a_header_that_names_another_sender_than_the_package(axis):
    package = edxml.write_bytes(document("H37.02", "G09"))
    refused(send(axis, package, **{"from": "H37.05"}), "22", "VT-TRUC-SAI-THAM-SO", "H37.05", "H37.02")


def test_a_status_announced_as_a_document(axis):
    package = edxml.write_bytes(status("H37.02", document("G09", "H37.02")))
    refused(send(axis, package), "22", "VT-TRUC-SAI-THAM-SO", "messagetype")


def test_an_unknown_recipient(axis):
    refused(send(axis, edxml.write_bytes(document("H37.02", "G09", "H98"))), "18", "VT-TRUC-BEN-NHAN", "H98")


def test_a_recipient_that_nobody_serves(axis):
    refused(send(axis, edxml.write_bytes(document("H37.02", "G88"))), "18", "VT-TRUC-BEN-NHAN", "G88")


def test_a_closed_recipient_is_told_with_its_successor(axis):
    refused(send(axis, edxml.write_bytes(document("H37.02", "G07"))), "18", "VT-TRUC-BEN-NHAN", "G07", "G09")


def test_a_locked_recipient(axis):
    refused(send(axis, edxml.write_bytes(document("H37.02", "G13"))), "23", "VT-TRUC-BEN-NHAN-KHOA", "G13")


def test_a_recipient_in_the_header_that_is_not_in_the_package(axis):
    package = edxml.write_bytes(document("H37.02", "G09"))
    refused(send(axis, package, to='["H37.05"]'), "40", "VT-TRUC-NGOAI-DANH-SACH", "H37.05")


@pytest.mark.parametrize("to", ["H37.05", "[1]", "{}"])
def test_a_recipient_header_that_is_no_list(axis, to):
    refused(send(axis, edxml.write_bytes(document("H37.02", "G09")), to=to), "40", "VT-TRUC-THAM-SO", "to")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"subject": ""}, "N.MessageHeader.Subject"),
        ({"code": edxml.Code("1", "")}, "N.MessageHeader.Code.CodeNotation"),
        ({"promulgation_date": None}, "PromulgationDate"),
        ({"promulgation_date": date(2999, 1, 1)}, "R.MessageHeader.PromulgationInfo.PromulgationDate"),
        ({"recipients": ()}, "N.MessageHeader.To"),
        ({"recipients": (edxml.Organization("G09"),) * 2}, "M.MessageHeader.To.OrganId"),
        ({"other": edxml.OtherInfo(priority=9)}, "Priority"),
        ({"attachments": ()}, "Attachment"),
        ({"business": edxml.Business(edxml.BusinessType.RECALL, "Nhầm")}, "DocumentId"),
        ({"business": edxml.Business(edxml.BusinessType.REPLACE, "Thay")}, "ReplacementInfo"),
        ({"subject": "x" * 2001}, "R.MessageHeader.Subject"),
    ],
)
def test_a_document_that_breaks_a_rule_of_the_hub(axis, change, code):
    package = edxml.write_bytes(replace(document("H37.02", "G09"), **change))
    refused(send(axis, package), "22", "VT-TRUC-SAI-CHUAN", code)


def test_a_status_that_breaks_a_rule_of_the_hub(axis):
    about_nothing = edxml.ResponseFor("G09", "1/A", "")
    package = edxml.write_bytes(replace(status("H37.02", document("G09", "H37.02")), response_for=about_nothing))
    refused(send(axis, package, messagetype="status"), "22", "VT-TRUC-SAI-CHUAN")


@pytest.mark.slow
def test_a_body_of_200_mb_is_refused_without_being_kept_in_memory(axis, tmp_path):
    """Sent without asking first (no Expect), as most clients would: the answer must still reach them."""
    package = b"<edXML>" + b"x" * (200 * 1024 * 1024)
    reply = sdk.post(axis.port, "/vxp/sendEdoc", sdk.signed_lines(logical(package), SECRET_SNV), package, expect=False)
    refused(reply, "10", "VT-TRUC-QUA-LON", "50 MB")
    assert peak_memory(axis.pid) < 200 * 1024 * 1024
    assert list((axis.folder / "data" / "packages" / "incoming").iterdir()) == []


@pytest.mark.slow
def test_an_announced_size_beyond_the_limit_is_refused_before_the_body_is_sent(axis):
    lines = sdk.signed_lines(logical(b"x"), SECRET_SNV)
    head = ["POST /vxp/sendEdoc HTTP/1.1", "Host: truc", f"Content-Length: {200 * 1024 * 1024}"]
    with socket.create_connection(("127.0.0.1", axis.port), timeout=30) as connection:
        connection.sendall("\r\n".join([*head, *lines, "Expect: 100-continue", "", ""]).encode())
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"VT-TRUC-QUA-LON" in answer


def test_an_unknown_operation_and_an_unknown_address(axis):
    lines = sdk.signed_lines(logical(b"{}"), SECRET_SNV)
    reply = sdk.post(axis.port, "/vxp/dropEverything", lines, b"{}")
    assert (reply.status, reply.members["ErrorCode"]) == (200, "44")
    assert sdk.post(axis.port, "/elsewhere", lines, b"{}").status == 404


def test_a_missing_parameter_is_named(tinh, axis):
    service = sdk.SdkService(axis.port, "TINH", SECRET_SNV)
    members = service.call("getEdoc", {}).members
    assert (members["ErrorCode"], "docId" in members["ErrorDesc"]) == ("40", True)


@pytest.mark.parametrize("doc_id", ["no-such-id", "01a2011c-e8e0-76b0-83e0-18300382d316", "x" * 5000])
def test_an_unknown_doc_id(tinh, doc_id, tmp_path):
    for call in (tinh.get_edoc, tinh.sent, lambda key: tinh.download(key, tmp_path / "f")):
        with pytest.raises(VxpRefused) as caught:
            call(doc_id)
        assert caught.value.error_code == "44"


def test_a_body_that_is_no_json_where_json_is_asked_for(axis):
    service = sdk.SdkService(axis.port, "TINH", SECRET_SNV)
    for body in (b"", b"[]", b"{" * 100_000):
        assert service.call("registerAgency", {}, body).members["ErrorCode"] == "40"


def test_refusals_leave_nothing_to_fetch_and_are_counted(axis, bo: Client, fresh):
    before = bo.count_received("edoc")
    send(axis, edxml.write_bytes(document("H37.02", fresh, "H98")))
    assert bo.received("edoc", to=fresh) == []
    assert bo.count_received("edoc") == before


def test_a_failure_nobody_foresaw_has_a_number_and_no_stack_trace(axis):
    """A NUL in a signed value passes every check and PostgreSQL would refuse it; here it is only an unknown id."""
    service = sdk.SdkService(axis.port, "TINH", SECRET_SNV)
    members = service.call("getSentEdocList", {"docId": "a", "messagetype": "edoc"}).members
    assert members["ErrorCode"] == "44"
    assert "Traceback" not in axis.log()


def test_sixteen_refusals_at_once_are_sixteen_answers(axis):
    package = edxml.write_bytes(document("H37.02", "H98"))
    codes: list[str] = []
    threads = [
        threading.Thread(target=lambda: codes.append(send(axis, package).members["ErrorCode"])) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["18"] * 16
