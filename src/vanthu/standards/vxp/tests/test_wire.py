"""Requests and replies as they stand on the wire."""

import base64
import json
from datetime import datetime

import pytest

from vanthu.standards.vxp import operations as ops
from vanthu.standards.vxp.codes import ErrorCode, MessageType, TransferStatus
from vanthu.standards.vxp.errors import ParameterRefused, VxpRefused, VxpUnreachable
from vanthu.standards.vxp.headers import VIETNAM
from vanthu.standards.vxp.replies import dumps, loads, streamed_edoc
from vanthu.standards.vxp.wire import from_members, to_members

MOMENT = datetime(2026, 3, 9, 14, 5, 33, tzinfo=VIETNAM)


def test_send_edoc_has_the_names_of_the_standard():
    request = ops.SendEdoc(from_code="H37.02", message_type=MessageType.EDOC, hash_file="ab", to=("G22", "H37.05"))
    assert to_members(request) == {
        "from": "H37.02",
        "messagetype": "edoc",
        "hash-file": "ab",
        "to": '["G22","H37.05"]',
        "servicetype": "eDoc",
    }
    assert from_members(ops.SendEdoc, to_members(request)) == request


def test_what_is_absent_is_left_out_and_never_null():
    assert to_members(ops.GetReceivedEdocList()) == {"messagetype": "edoc", "servicetype": "eDoc"}
    assert None not in to_members(ops.SentItem(sender_doc_id="a", receiver_doc_id="b")).values()


def test_the_dates_of_a_query_are_written_day_first():
    request = ops.GetReceivedEdocList(from_date=MOMENT, page_size=20, status=TransferStatus.DONE)
    members = to_members(request)
    assert (members["fromDate"], members["pageSize"], members["status"]) == ("09/03/2026 14:05:33", "20", "done")
    assert from_members(ops.GetReceivedEdocList, members) == request


@pytest.mark.parametrize(
    ("name", "value"),
    [("fromDate", "2026-03-09"), ("pageSize", "many"), ("status", "read"), ("messagetype", "mail")],
)
def test_a_parameter_that_cannot_be_read_is_named(name, value):
    with pytest.raises(ParameterRefused) as caught:
        from_members(ops.GetReceivedEdocList, {name: value})
    assert caught.value.name == name


@pytest.mark.parametrize("value", ["H37.02", '{"a":1}', "[1]", "[" * 50_000])
def test_a_list_of_recipients_that_is_no_list_of_texts_is_refused(value):
    with pytest.raises(ParameterRefused, match="to"):
        from_members(ops.SendEdoc, {"from": "a", "messagetype": "edoc", "hash-file": "b", "to": value})


def test_a_missing_parameter_is_named():
    with pytest.raises(ParameterRefused, match="docId"):
        from_members(ops.GetEdoc, {})


def test_upper_case_statuses_of_other_hubs_are_read():
    item = from_members(
        ops.ReceivedItem, {"docId": "1", "status": "INITIAL", "messageType": "EDOC", "status_desc": None}
    )
    assert (item.status, item.message_type, item.status_desc) == (TransferStatus.INITIAL, MessageType.EDOC, "")


@pytest.mark.parametrize("text", ["2026/03/09 14:05:33", "2026-03-09 14:05:33.123", "09/03/2026 14:05:33"])
def test_times_of_lists_are_read_in_the_forms_hubs_write(text):
    assert from_members(ops.ReceivedItem, {"docId": "1", "created_time": text}).created_time == MOMENT


def test_a_time_nobody_understands_does_not_hide_the_delivery():
    assert from_members(ops.ReceivedItem, {"docId": "1", "created_time": "Mon Mar 9"}).created_time is None


@pytest.mark.parametrize("operation", ops.OPERATIONS.values(), ids=ops.OPERATIONS.keys())
def test_a_failure_has_every_member_the_sdk_needs(operation):
    members = ops.failure_members(operation.name, ErrorCode.SYSTEM_ERROR, "Lỗi hệ thống")
    assert (members["status"], members["ErrorCode"], members["ErrorDesc"]) == ("FAIL", "20", "Lỗi hệ thống")
    assert members.get("DocId") == ("" if operation.name == "sendEdoc" else None)
    with pytest.raises(VxpRefused) as caught:
        loads(operation, dumps(members))
    assert (caught.value.error_code, caught.value.error_desc) == ("20", "Lỗi hệ thống")


def test_replies_are_ascii():
    assert dumps(ops.failure_members("sendEdoc", "18", "không tồn tại")).isascii()


def test_a_typed_reply_comes_back_from_its_json():
    unit = ops.Unit(
        id="1", code="H37.02", name="Sở Nội vụ", version=4, deleted=True, modify_date=MOMENT, is_agency=False
    )
    reply = ops.UnitList(data=(unit,))
    assert loads(ops.GET_SYNCHRONIZE_UNIT, dumps(ops.success_members(reply))) == reply


def test_an_empty_list_is_an_array():
    assert ops.success_members(ops.ReceivedList())["data"] == []


@pytest.mark.parametrize("size", [0, 1, 2, 3, 1000, 1001, 1002])
def test_get_edoc_streams_the_same_json_as_a_whole_reply(size):
    data = bytes(range(256)) * 4
    data = data[:size]
    pieces = [data[i : i + 7] for i in range(0, size, 7)]
    whole = json.loads(b"".join(streamed_edoc(pieces)))
    assert base64.b64decode(whole["data"]) == data
    assert (whole["status"], whole["ErrorCode"]) == ("OK", "0")


def test_an_empty_answer_to_the_list_of_deliveries_is_an_empty_list():
    assert loads(ops.GET_RECEIVED_EDOC_LIST, b"\r\n").data == ()


@pytest.mark.parametrize("content", [b"<html>", b"[]", b"", b"[" * 100_000])
def test_what_is_no_reply_of_a_hub_counts_as_unreachable(content):
    with pytest.raises(VxpUnreachable):
        loads(ops.SEND_EDOC, content)


def test_a_reply_without_its_data_counts_as_unreachable():
    with pytest.raises(VxpUnreachable, match="data"):
        loads(ops.GET_EDOC, b'{"status":"OK","ErrorCode":"0","ErrorDesc":""}')


def test_codes_that_pass_are_told_from_codes_that_stay():
    assert VxpRefused("20", "").temporary
    assert not VxpRefused("18", "").temporary
