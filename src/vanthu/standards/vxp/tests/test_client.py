"""The client, against a hub that is a function."""

import hashlib
import json
from datetime import datetime

import httpx
import pytest

from vanthu.standards.vxp import Client, VxpRefused, VxpUnreachable, headers
from vanthu.standards.vxp import operations as ops

MOMENT = datetime(2026, 3, 9, 14, 5, 33, 7000, tzinfo=headers.VIETNAM)
OK = {"status": "OK", "ErrorCode": "0", "ErrorDesc": ""}


class Hub:
    """Remembers what came, answers what it was told to; an exception in place of an answer is raised."""

    def __init__(self, *answers):
        self.answers, self.calls, self.pauses = list(answers), [], []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append((request, request.read()))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)

    def client(self, **options) -> Client:
        transport = httpx.MockTransport(self)
        return Client(
            "http://hub/api/",
            "SYS.1",
            "s",
            transport=transport,
            now=lambda: MOMENT,
            pause=self.pauses.append,
            **options,
        )

    def signed(self, index: int = 0) -> headers.Signed:
        raw = {name.decode().lower(): value for name, value in self.calls[index][0].headers.raw}
        return headers.check(headers.read(raw), secret="s")


def test_a_package_goes_out_with_its_hash_and_crlf_after_it(tmp_path):
    file = tmp_path / "a.edxml"
    file.write_bytes(b"<edXML/>" * 100_000)
    hub = Hub(OK | {"DocId": "hub-1"})
    assert hub.client().send_edoc(file, from_code="H37.02", message_type="edoc", to=["G22"]) == "hub-1"
    request, body = hub.calls[0]
    assert str(request.url) == "http://hub/api/sendEdoc"
    assert body == file.read_bytes() + b"\r\n"
    assert "Transfer-Encoding" not in request.headers
    signed = hub.signed()
    assert signed.get("hash-file") == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (signed.get("from"), signed.get("to"), signed.timestamp) == ("H37.02", '["G22"]', "09032026T140533+0007")


def test_a_package_is_sent_again_from_its_start_when_the_line_broke():
    hub = Hub(httpx.ReadError("gone"), OK | {"DocId": "hub-1"})
    assert hub.client().send_edoc(b"abc", from_code="G22") == "hub-1"
    assert [body for _, body in hub.calls] == [b"abc\r\n", b"abc\r\n"]
    assert hub.pauses == [0.2]


def test_a_registration_is_not_repeated_because_nobody_knows_whether_it_worked():
    hub = Hub(httpx.ReadError("gone"), OK)
    with pytest.raises(VxpUnreachable):
        hub.client().register_agency(ops.AgencyRegistration(code="H37.02", name="Sở Nội vụ", pcode="H37"))
    assert len(hub.calls) == 1
    assert json.loads(hub.calls[0][1])["name"] == "Sở Nội vụ"


@pytest.mark.parametrize("answer", [httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.Response(502, text="bad")])
def test_a_hub_that_does_not_answer_is_unreachable_after_all_attempts(answer):
    hub = Hub(*[answer] * 3)
    with pytest.raises(VxpUnreachable):
        hub.client(attempts=3).count_received("edoc")
    assert len(hub.calls) == 3


def test_a_refusal_is_not_repeated():
    hub = Hub({"status": "FAIL", "ErrorCode": "18", "ErrorDesc": "Nơi nhận không tồn tại", "DocId": ""})
    with pytest.raises(VxpRefused) as caught:
        hub.client().send_edoc(b"abc", from_code="G22")
    assert (caught.value.error_code, len(hub.calls)) == ("18", 1)


def test_a_failure_told_with_http_500_is_still_the_hubs_own_refusal():
    hub = Hub(httpx.Response(500, json={"status": "FAIL", "ErrorCode": "20", "ErrorDesc": "x"}))
    with pytest.raises(VxpRefused) as caught:
        hub.client().agencies()
    assert caught.value.temporary


def test_a_description_travels_without_vietnamese_marks():
    hub = Hub(OK)
    hub.client().update_status("d1", "fail", "Không đọc được tệp")
    assert hub.signed().get("description") == "Khong doc duoc tep"
    assert (hub.signed().get("docId"), hub.signed().get("status")) == ("d1", "fail")


def test_lists_come_back_typed():
    row = {"docId": "d1", "serviceType": "eDoc", "messageType": "edoc", "from": "G22", "to": "H37", "status": "initial"}
    hub = Hub(OK | {"data": [row]}, OK | {"data": [{"senderDocId": "p", "receiverDocId": "d1", "toCode": "H37"}]})
    client = hub.client()
    assert [(item.doc_id, item.from_code, item.to_code) for item in client.received("edoc")] == [("d1", "G22", "H37")]
    assert [(item.receiver_doc_id, item.to_code) for item in client.sent("p")] == [("d1", "H37")]


def test_a_download_appears_only_when_it_is_whole(tmp_path):
    hub = Hub(httpx.Response(200, content=b"<edXML/>" * 1000), httpx.ReadError("gone"), httpx.ReadError("gone"))
    path = hub.client().download("a/../b", tmp_path)
    assert path == tmp_path / "a____b.edxml"
    assert path.read_bytes() == b"<edXML/>" * 1000
    with pytest.raises(VxpUnreachable):
        hub.client().download("d2", tmp_path / "d2.edxml")
    assert [item.name for item in tmp_path.iterdir()] == ["a____b.edxml"]


def test_a_refused_download_leaves_no_file(tmp_path):
    hub = Hub({"status": "FAIL", "ErrorCode": "44", "ErrorDesc": "không có"})
    with pytest.raises(VxpRefused):
        hub.client().download("d1", tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert hub.calls[0][0].method == "GET"


def test_get_edoc_gives_bytes():
    assert Hub(OK | {"data": "PGVkWE1MLz4="}).client().get_edoc("d1") == b"<edXML/>"
