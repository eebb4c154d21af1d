"""VXP 7.4 and 6.1: the lists of what waits and of what was sent, and fetching a delivery in both ways."""

import base64
import binascii
import re
from datetime import timedelta

from vanthu.standards import edxml
from vanthu.standards.edxml import EdxmlRefused
from vanthu.standards.vxp.conformance import packages
from vanthu.standards.vxp.conformance.hub.probes import (
    NotApplicable,
    demand,
    probe,
    refused,
    rows,
    succeeded,
    told,
)
from vanthu.standards.vxp.conformance.hub.session import Session
from vanthu.standards.vxp.conformance.hub.story import Letter, delivery, fetched, letter, parties
from vanthu.standards.vxp.conformance.model import Level, Paragraph

NO_ID = "00000000-0000-7000-8000-00000000ffff"
TIME = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d")
LISTED = ("docId", "messageType", "from", "to", "status")
SENT = ("senderDocId", "receiverDocId", "toCode", "receiveStatus")


@probe(
    "hub.list.row",
    Paragraph.OPERATIONS,
    "getReceivedEdocList(edoc) có dòng của văn bản vừa gửi, đủ docId, messageType, from, to, status.",
)
def row_of_letter(hub: Session) -> str:
    """The receiver's only way to learn of it."""
    row, who = _row(hub), parties(hub)
    missing = [name for name in LISTED if not isinstance(row.get(name), str)]
    demand(not missing, f"thiếu hoặc không phải chuỗi: {', '.join(missing)}")
    said = {name: row[name] for name in LISTED[1:]}
    demand(said == {"messageType": "edoc", "from": who.sender, "to": who.recipient, "status": "initial"}, f"{said}")
    return f"docId {row['docId']}, status initial"


@probe(
    "hub.list.by-kind",
    Paragraph.LIFE_CYCLE,
    "Danh sách trạng thái (messagetype=status) không lẫn văn bản.",
)
def by_kind(hub: Session) -> str:
    """One kind a call."""
    doc_id = delivery(hub)
    waiting = rows(hub.received("status"))
    demand(doc_id not in {row.get("docId") for row in waiting}, f"văn bản {doc_id} nằm trong danh sách trạng thái")
    kinds = {str(row.get("messageType")) for row in waiting}
    demand(kinds <= {"status"}, f"messageType của các dòng: {', '.join(sorted(kinds))}")
    return f"{len(waiting)} dòng"


@probe(
    "hub.list.times",
    Paragraph.SDK,
    "created_time và updated_time viết dạng yyyy/MM/dd HH:mm:ss.",
    Level.SHOULD,
)
def times(hub: Session) -> str:
    """What the SDK's own example prints."""
    row = _row(hub)
    for name in ("created_time", "updated_time"):
        demand(TIME.fullmatch(str(row.get(name))), f"{name}: {row.get(name)!r}")
    return str(row["created_time"])


@probe(
    "hub.list.narrowed",
    Paragraph.OPERATIONS,
    "Tham số tùy chọn của getReceivedEdocList thu hẹp danh sách: pageSize, fromDate, to, status.",
    Level.SHOULD,
)
def narrowed(hub: Session) -> str:
    """Seen in one implementation, but clients that use them count on them."""
    doc_id, who = delivery(hub), parties(hub)
    tomorrow = f"{hub.today() + timedelta(days=1):%d/%m/%Y %H:%M:%S}"
    one = rows(hub.received(pageSize="1", pageIndex="0"))
    demand(len(one) <= 1, f"pageSize=1 cho {len(one)} dòng")
    late = rows(hub.received(fromDate=tomorrow))
    demand(not late, f"fromDate ngày mai cho {len(late)} dòng")
    ours = rows(hub.received(to=who.recipient))
    demand({row.get("to") for row in ours} == {who.recipient}, "to không lọc theo nơi nhận")
    done = {row.get("docId") for row in rows(hub.received(status="done"))}
    demand(doc_id not in done, "status=done liệt kê gói tin chưa hoàn thành")
    return "đúng cả bốn"


@probe(
    "hub.list.until-done",
    Paragraph.LIFE_CYCLE,
    "Gói tin đã tải mà chưa báo done vẫn được liệt kê lại.",
)
def until_done(hub: Session) -> str:
    """The receiver may have died after fetching it."""
    fetched(hub, delivery(hub))
    _row(hub)
    return "vẫn có trong danh sách sau khi tải"


@probe(
    "hub.sent.row",
    Paragraph.OPERATIONS,
    "getSentEdocList cho đúng một dòng mỗi nơi nhận, với senderDocId, receiverDocId, toCode, receiveStatus.",
)
def sent_row(hub: Session) -> str:
    """What became of it."""
    some, who = letter(hub), parties(hub)
    found = rows(hub.sent_list(some.doc_id))
    demand(len(found) == 1, f"{len(found)} dòng cho một nơi nhận")
    missing = [name for name in SENT if not isinstance(found[0].get(name), str)]
    demand(not missing, f"thiếu hoặc không phải chuỗi: {', '.join(missing)}")
    same = (found[0]["senderDocId"], found[0]["toCode"]) == (some.doc_id, who.recipient)
    demand(same, f"senderDocId {found[0]['senderDocId']}, toCode {found[0]['toCode']}")
    return f"receiverDocId {found[0]['receiverDocId']}, receiveStatus {found[0]['receiveStatus']}"


@probe(
    "hub.get.base64",
    Paragraph.OPERATIONS,
    "getEdoc (kèm filePath như SDK) trả “data” là Base64 của gói tin, giữ nguyên nội dung và tệp đính kèm.",
)
def get_base64(hub: Session) -> str:
    """`filePath` is the client's own note."""
    answer = hub.call("getEdoc", {"docId": delivery(hub), "filePath": "C:/edoc/goi-tin.edxml"}, receiver=True)
    data = succeeded(answer).get("data")
    demand(isinstance(data, str) and data, "“data” trống hoặc không phải chuỗi")
    try:
        content = base64.b64decode(str(data), validate=False)
    except binascii.Error as error:
        demand(False, f"“data” không phải Base64: {error}")
        raise
    return _same(content, letter(hub))


@probe(
    "hub.download.file",
    Paragraph.OPERATIONS,
    "downloadEdoc bằng GET trả chính tệp gói tin (không phải JSON), giữ nguyên nội dung và tệp đính kèm.",
)
def download_file(hub: Session) -> str:
    """For packages too large for Base64 in JSON."""
    answer = hub.call("downloadEdoc", {"docId": delivery(hub)}, method="GET", receiver=True)
    demand(answer.status == 200 and answer.members is None, told(answer))
    return _same(answer.body, letter(hub))


@probe(
    "hub.get.trace",
    Paragraph.FORWARDING,
    "Trục thêm TraceHeader của mình vào văn bản đi qua, sau TraceHeader của bên gửi.",
    Level.SHOULD,
)
def trace(hub: Session) -> str:
    """Loops between hubs are seen by it."""
    sent = letter(hub).package.document
    message = _read(fetched(hub, delivery(hub)))
    headers = message.trace if isinstance(message, edxml.DocumentMessage) else ()
    added = [header.organ_id for header in headers[len(sent.trace) :]]
    demand(added and all(added), f"TraceHeader: {[header.organ_id for header in headers]}")
    return f"thêm {', '.join(str(code) for code in added)}"


@probe(
    "hub.get.unknown",
    Paragraph.SDK,
    "getEdoc và downloadEdoc với docId không tồn tại trả JSON status FAIL.",
)
def get_unknown(hub: Session) -> str:
    """Anything but FAIL must have data, or the SDK throws."""
    said = ""
    for operation in ("getEdoc", "downloadEdoc"):
        said = refused(hub.call(operation, {"docId": NO_ID}, receiver=True))
    return said


@probe(
    "hub.get.foreign",
    Paragraph.OPERATIONS,
    "Hệ thống khác không lấy được gói tin và không đánh dấu được gói tin không gửi cho mình.",
)
def get_foreign(hub: Session) -> str:
    """The sender's system has no business with the receiver's delivery."""
    if not hub.has_second:
        raise NotApplicable("cần hệ thống thứ hai (--second-system)")
    doc_id = delivery(hub)
    refused(hub.call("getEdoc", {"docId": doc_id}))
    refused(hub.call("downloadEdoc", {"docId": doc_id}))
    return refused(hub.call("updateStatus", {"docId": doc_id, "status": "processing"}))


def _row(hub: Session) -> dict[str, object]:
    doc_id = delivery(hub)
    for more in ({}, {"to": parties(hub).recipient}):
        for row in rows(hub.received(**more)):
            if row.get("docId") == doc_id:
                return row
    demand(False, f"không có dòng docId {doc_id}")
    return {}


def _read(content: bytes) -> edxml.Message:
    try:
        return packages.understood(content)
    except EdxmlRefused as error:
        demand(False, f"gói tin nhận về không đọc được: {error.sentence}")
        raise


def _same(content: bytes, some: Letter) -> str:
    """Compare what a receiver acts upon; a hub may write the XML anew."""
    sent, got = some.package.document, _read(content)
    demand(isinstance(got, edxml.DocumentMessage), "gói tin nhận về không phải văn bản")
    assert isinstance(got, edxml.DocumentMessage)
    parts = {
        "DocumentId": (sent.document_id, got.document_id),
        "số, ký hiệu": (sent.code, got.code),
        "trích yếu": (sent.subject, got.subject),
        "bên gửi": (sent.sender.organ_id, got.sender.organ_id),
        "nơi nhận": ([item.organ_id for item in sent.recipients], [item.organ_id for item in got.recipients]),
        "tệp đính kèm": (
            [(item.name, item.content) for item in sent.attachments],
            [(item.name, item.content) for item in got.attachments],
        ),
    }
    changed = [word for word, (before, after) in parts.items() if before != after]
    demand(not changed, f"đã thay đổi: {', '.join(changed)}")
    return f"{len(content)} byte, nội dung như đã gửi"


PROBES = (
    row_of_letter,
    by_kind,
    times,
    narrowed,
    until_done,
    sent_row,
    get_base64,
    download_file,
    trace,
    get_unknown,
    get_foreign,
)
