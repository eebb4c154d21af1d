"""VXP 7.4 and 6.4: what sendEdoc takes, what it must refuse, and what a repeated package becomes."""

import hashlib
import json

from vanthu.standards.vxp.conformance import packages
from vanthu.standards.vxp.conformance.hub.probes import NotApplicable, demand, is_success, probe, refused, rows, told
from vanthu.standards.vxp.conformance.hub.session import Session, short_spelling
from vanthu.standards.vxp.conformance.hub.story import Letter, letter, new_document, parties
from vanthu.standards.vxp.conformance.model import Level, Paragraph
from vanthu.standards.vxp.conformance.packages import Package
from vanthu.standards.vxp.conformance.raw import Answer
from vanthu.standards.vxp.conformance.requests import Manner

NOBODY = "ZZ9.KTKN"


@probe(
    "hub.send.accepted",
    Paragraph.OPERATIONS,
    "sendEdoc nhận văn bản đúng quy chuẩn, thân là gói tin rồi CRLF, và trả DocId khác rỗng.",
)
def accepted(hub: Session) -> str:
    """The plain case."""
    parties(hub)
    try:
        return f"DocId {letter(hub).doc_id}"
    except NotApplicable as reason:
        demand(False, str(reason))
        raise


@probe("hub.send.full-hash", Paragraph.HASH_FILE, "hash-file viết đủ 64 chữ số thập lục phân được nhận.")
def full_hash(hub: Session) -> str:
    """As everybody but the SDK writes it."""
    package = _document(hub)
    return _taken(hub.send(package, sender=parties(hub).sender, hash_file=package.sha256))


@probe(
    "hub.send.sdk-hash",
    Paragraph.HASH_FILE,
    "hash-file theo cách viết của SDK (không đệm số 0 trước byte nhỏ hơn 16) được nhận.",
)
def sdk_hash(hub: Session) -> str:
    """As Integer.toHexString prints each byte."""
    package = _document(hub)
    return _taken(hub.send(package, sender=parties(hub).sender, hash_file=short_spelling(package.sha256)))


@probe("hub.send.wrong-hash", Paragraph.HASH_FILE, "Gói tin có hash-file không khớp nội dung bị từ chối.")
def wrong_hash(hub: Session) -> str:
    """The body is protected by nothing else."""
    other = hashlib.sha256(b"khac").hexdigest()
    return refused(hub.send(new_document(hub), sender=parties(hub).sender, hash_file=other))


@probe(
    "hub.send.without-crlf",
    Paragraph.OPERATIONS,
    "Gói tin không có CRLF theo sau cũng được nhận (phần mềm không dùng SDK).",
    Level.SHOULD,
)
def without_crlf(hub: Session) -> str:
    """CRLF is a left-over of the SDK."""
    return _taken(hub.send(_document(hub), sender=parties(hub).sender, tail=b""))


@probe(
    "hub.send.repeated",
    Paragraph.DUPLICATES,
    "Gửi lại đúng gói tin cũ (SDK tự gửi lại khi lỗi mạng) trả cùng DocId và không tạo thêm lượt giao.",
)
def repeated(hub: Session) -> str:
    """The answer to the first try may have been lost."""
    first = letter(hub)
    before = _deliveries(hub, first)
    again = hub.send(first.package, sender=parties(hub).sender)
    _taken(again)
    doc_id = (again.members or {}).get("DocId")
    demand(doc_id == first.doc_id, f"lần đầu {first.doc_id}, lần sau {doc_id}")
    after = _deliveries(hub, first)
    demand(after == before, f"trước {before} lượt giao, sau {after}")
    return f"cùng DocId, {after} lượt giao"


@probe(
    "hub.send.to-header",
    Paragraph.OPERATIONS,
    "Tham số “to” (mảng JSON) giới hạn việc giao vào một phần danh sách nơi nhận của gói tin.",
)
def to_header(hub: Session) -> str:
    """Used when one recipient of several failed."""
    who = parties(hub)
    other = hub.target.also_to or who.sender
    if other == who.recipient:
        raise NotApplicable("cần nơi nhận thứ hai (--also-to) khác với nơi nhận thứ nhất")
    letter(hub)
    package = new_document(hub, who.recipient, other)
    answer = hub.send(package, sender=who.sender, to=json.dumps([who.recipient], separators=(",", ":")))
    _taken(answer)
    some = Letter(package, answer, str((answer.members or {}).get("DocId")))
    codes = sorted({str(row.get("toCode")) for row in _rows(hub, some)})
    demand(codes == [who.recipient], f"đã giao cho {', '.join(codes) or 'không ai'}")
    return f"chỉ giao cho {who.recipient}"


@probe(
    "hub.send.unknown-recipient",
    Paragraph.OPERATIONS,
    "Văn bản gửi tới mã không có trong danh mục bị từ chối.",
)
def unknown_recipient(hub: Session) -> str:
    """Nothing may vanish."""
    return refused(hub.send(new_document(hub, NOBODY), sender=parties(hub).sender))


@probe("hub.send.unknown-sender", Paragraph.OPERATIONS, "Văn bản của cơ quan gửi chưa đăng ký bị từ chối.")
def unknown_sender(hub: Session) -> str:
    """Nobody sends as nobody."""
    package = packages.document(NOBODY, [parties(hub).recipient], at=hub.today())
    return refused(hub.send(package, sender=NOBODY))


@probe(
    "hub.send.foreign-sender",
    Paragraph.OPERATIONS,
    "Hệ thống không gửi được văn bản dưới tên cơ quan do hệ thống khác phục vụ.",
)
def foreign_sender(hub: Session) -> str:
    """The signature proves the system, so the hub must know whom it speaks for."""
    who = parties(hub)
    if not hub.has_second:
        raise NotApplicable("cần hệ thống thứ hai (--second-system)")
    package = packages.document(who.recipient, [who.sender], at=hub.today())
    return refused(hub.send(package, sender=who.recipient))


@probe("hub.send.unreadable", Paragraph.PACKAGE, "Nội dung không phải là XML đọc được bị từ chối.")
def unreadable(hub: Session) -> str:
    """Half a file."""
    whole = new_document(hub)
    broken = Package(whole.message, whole.data[: len(whole.data) // 2])
    return refused(hub.send(broken, sender=parties(hub).sender))


@probe(
    "hub.send.status",
    Paragraph.STATUS_PACKAGE,
    "Gói tin trạng thái (messagetype=status) được giao cho ResponseFor/OrganId, nằm trong danh sách trạng thái.",
)
def status(hub: Session) -> str:
    """The receiver reports 01 and the issuer finds it."""
    who, about = parties(hub), letter(hub)
    package = packages.status(
        who.recipient, about.package.document, "01", at=hub.today(), description="Kiểm tra kết nối"
    )
    answer = hub.send(package, sender=who.recipient, message_type="status", receiver=True)
    _taken(answer)
    parameters = {"servicetype": "eDoc", "messagetype": "status"}
    waiting = [row for row in rows(hub.call("getReceivedEdocList", parameters)) if row.get("from") == who.recipient]
    demand(waiting, "bên gửi văn bản không thấy trạng thái trong getReceivedEdocList(status)")
    kinds = {str(row.get("messageType")) for row in waiting}
    demand(kinds == {"status"}, f"messageType của các dòng: {', '.join(kinds)}")
    for row in waiting:
        doc_id = str(row.get("docId"))
        given = hub.call("downloadEdoc", {"docId": doc_id})
        if given.members is None and about.package.document.document_id.encode() in given.body:
            hub.call("updateStatus", {"docId": doc_id, "status": "done"})
            return f"trạng thái đến với docId {doc_id}"
    demand(False, "không có trạng thái nào trong danh sách nói về văn bản thử")
    return ""


@probe(
    "hub.send.error-codes",
    Paragraph.ERROR_CODES,
    "Mã lỗi theo bảng đã công bố: 15 sai khóa, 18 không có nơi nhận, 19 không có bên gửi, 10 hoặc 22 gói tin hỏng.",
    Level.SHOULD,
)
def error_codes(hub: Session) -> str:
    """Clients act upon these numbers: some mean try later, others ask a person."""
    who = parties(hub)
    letter(hub)
    nobody = packages.document(NOBODY, [who.recipient], at=hub.today())
    tried = {
        "sai khóa": (hub.call("countReceiveEdoc", manner=Manner(secret=f"{hub.target.secret}-sai")), {"15"}),
        "nơi nhận không có": (hub.send(new_document(hub, NOBODY), sender=who.sender), {"18"}),
        "bên gửi không có": (hub.send(nobody, sender=NOBODY), {"19"}),
        "gói tin hỏng": (hub.send(Package(nobody.message, b"<edXML"), sender=who.sender), {"10", "22"}),
    }
    wrong = [f"{word}: {_code(answer)}" for word, (answer, good) in tried.items() if _code(answer) not in good]
    demand(not wrong, "; ".join(wrong))
    return "15, 18, 19, 10 hoặc 22 như bảng"


def _document(hub: Session) -> Package:
    """A package of its own, once plain sending is known to work."""
    letter(hub)
    return new_document(hub)


def _taken(answer: Answer) -> str:
    demand(is_success(answer), told(answer))
    return told(answer)


def _rows(hub: Session, some: Letter) -> list[dict[str, object]]:
    answer = hub.sent_list(some.doc_id)
    if not is_success(answer):
        raise NotApplicable(f"getSentEdocList không dùng được: {told(answer)}")
    return rows(answer)


def _deliveries(hub: Session, some: Letter) -> int:
    return len(_rows(hub, some))


def _code(answer: Answer) -> str:
    return str((answer.members or {}).get("ErrorCode", "không có"))


PROBES = (
    accepted,
    full_hash,
    sdk_hash,
    wrong_hash,
    without_crlf,
    repeated,
    to_header,
    unknown_recipient,
    unknown_sender,
    foreign_sender,
    unreadable,
    status,
    error_codes,
)
