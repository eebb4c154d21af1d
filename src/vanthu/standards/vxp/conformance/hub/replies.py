"""VXP 7.5: what every reply of a run must look like, judged over all of them at the end."""

from collections.abc import Callable, Iterator
from typing import Any

from vanthu.standards.vxp.conformance.hub.probes import Probe, demand, is_success, probe
from vanthu.standards.vxp.conformance.hub.session import Session
from vanthu.standards.vxp.conformance.model import Paragraph
from vanthu.standards.vxp.conformance.raw import Answer

LISTS = frozenset(
    {"getReceivedEdocList", "getSentEdocList", "getAgenciesList", "getAgenciesListQD20", "getSynchronizeUnit"}
)
IDS = frozenset({"docId", "DocId", "senderDocId", "receiverDocId", "id", "pid"})


def _over_all(check_id: str, text: str, fault: Callable[[str, Answer], str]) -> Probe:
    """Return a probe that looks for the first reply with a fault."""

    def trial(hub: Session) -> str:
        for operation, answer in hub.seen:
            said = fault(operation, answer)
            demand(not said, f"{operation}: {said}")
        return f"{len(hub.seen)} trả lời"

    return probe(check_id, Paragraph.SDK, text)(trial)


def _status_code(_: str, answer: Answer) -> str:
    return "" if answer.status in (200, 201) else f"HTTP {answer.status}"


def _json(operation: str, answer: Answer) -> str:
    if answer.members is None and operation != "downloadEdoc":
        return f"không phải JSON: {answer.body[:80]!r}"
    return ""


def _members(_: str, answer: Answer) -> str:
    members = answer.members
    names = () if members is None else ("status", "ErrorCode", "ErrorDesc")
    wrong = [name for name in names if not isinstance((members or {}).get(name), str)]
    if wrong:
        return f"thiếu hoặc không phải chuỗi: {', '.join(wrong)}"
    if members is not None and members["status"] not in ("OK", "FAIL"):
        return f"status là {members['status']!r}"
    return ""


def _agreeing(_: str, answer: Answer) -> str:
    members = answer.members or {}
    status, code = str(members.get("status")), str(members.get("ErrorCode"))
    if (status, code == "0") in (("OK", False), ("FAIL", True)):
        return f"status {status} mà ErrorCode {code}"
    return ""


def _no_null(_: str, answer: Answer) -> str:
    found = next((path for path, value in _walk(answer.members) if value is None), "") if answer.members else ""
    return f"{found} là null" if found else ""


def _ids(_: str, answer: Answer) -> str:
    for path, value in _walk(answer.members) if answer.members else ():
        if path.rpartition(".")[2] in IDS and value is not None and not isinstance(value, str):
            return f"{path} là {value!r}"
    return ""


def _array(operation: str, answer: Answer) -> str:
    if operation in LISTS and is_success(answer) and not isinstance((answer.members or {}).get("data"), list):
        return f"“data” là {str((answer.members or {}).get('data'))[:60]}"
    return ""


def _doc_id(operation: str, answer: Answer) -> str:
    if operation == "sendEdoc" and answer.members is not None and not isinstance(answer.members.get("DocId"), str):
        return f"trả lời {answer.members.get('status')} không có DocId dạng chuỗi"
    return ""


def _ascii(operation: str, answer: Answer) -> str:
    return "có byte ngoài ASCII" if operation == "sendEdoc" and not answer.body.isascii() else ""


def _walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _walk(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, path)


PROBES = (
    _over_all("hub.reply.http-200", "Mọi lời gọi, kể cả khi bị từ chối, được trả lời bằng HTTP 200.", _status_code),
    _over_all("hub.reply.json", "Mọi trả lời là một đối tượng JSON, trừ tệp của downloadEdoc.", _json),
    _over_all(
        "hub.reply.members", "Mọi trả lời có status (OK hoặc FAIL), ErrorCode, ErrorDesc, đều là chuỗi.", _members
    ),
    _over_all("hub.reply.agreeing", "ErrorCode là 0 khi và chỉ khi status là OK.", _agreeing),
    _over_all("hub.reply.no-null", "Không thành phần nào của trả lời là null; thứ không có thì bỏ hẳn.", _no_null),
    _over_all("hub.reply.ids-are-strings", "Mọi mã (docId, DocId, id…) là chuỗi, không phải số.", _ids),
    _over_all("hub.reply.data-array", "“data” của các danh sách là mảng, rỗng thì là [].", _array),
    _over_all("hub.reply.send-docid", "Trả lời của sendEdoc luôn có DocId, thất bại thì là chuỗi rỗng.", _doc_id),
    _over_all(
        "hub.reply.send-ascii", "Trả lời của sendEdoc chỉ gồm ASCII (SDK đọc nó như US-ASCII): dùng \\uXXXX.", _ascii
    ),
)
