"""What a client's sendEdoc must be like, and what it does when its answer is lost or a failure (VXP 6.1, 7.1, 7.4)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from vanthu.standards import edxml
from vanthu.standards.edxml import EdxmlRefused
from vanthu.standards.vxp.conformance import packages
from vanthu.standards.vxp.conformance.client.ledger import Ledger
from vanthu.standards.vxp.conformance.client.player import Player
from vanthu.standards.vxp.conformance.client.request import RawRequest
from vanthu.standards.vxp.conformance.model import Check, Level, Paragraph
from vanthu.standards.vxp.headers import hash_matches

CONTENT_TYPE = Check(
    "client.send.content-type", Paragraph.OPERATIONS, "sendEdoc có Content-Type là application/octet-stream."
)
HASH = Check(
    "client.send.hash",
    Paragraph.HASH_FILE,
    "hash-file là SHA-256 của gói tin, tính trước khi thêm CRLF (viết đủ hoặc theo kiểu SDK).",
)
CRLF = Check("client.send.crlf", Paragraph.OPERATIONS, "Sau gói tin có CRLF như SDK.", Level.SHOULD)
DOCUMENT = Check(
    "client.send.document",
    Paragraph.PACKAGE,
    "Văn bản gửi đi (messagetype=edoc) là gói tin đúng quy chuẩn.",
)
STATUS = Check(
    "client.send.status",
    Paragraph.STATUS_PACKAGE,
    "Trạng thái gửi đi (messagetype=status) là gói tin trạng thái đúng quy chuẩn.",
)
FROM = Check("client.send.from", Paragraph.OPERATIONS, "Tham số from trùng với From/OrganId trong gói tin.")
TO = Check(
    "client.send.to",
    Paragraph.OPERATIONS,
    "Tham số to, nếu dùng, là mảng JSON các mã nằm trong danh sách nơi nhận của gói tin.",
)
LOST_REPLY = Check(
    "client.case.lost-reply",
    Paragraph.DUPLICATES,
    "Mất trả lời của sendEdoc: gửi lại đúng những byte đó, không tạo gói tin mới cho cùng văn bản.",
)
SEND_FAILS = Check(
    "client.case.send-fails",
    Paragraph.ERROR_CODES,
    "sendEdoc bị từ chối tạm thời (mã 20): gửi lại sau, đúng những byte đó.",
)
STATUS_01 = Check(
    "client.case.status-01",
    Paragraph.STATUS_PACKAGE,
    "Nhận văn bản xong tự gửi trạng thái 01 (đã đến) về bên gửi, đúng DocumentId.",
)
STATUS_ONCE = Check(
    "client.case.status-once",
    Paragraph.DUPLICATES,
    "Văn bản được giao lại không làm phần mềm gửi trạng thái 01 lần thứ hai.",
)
CHECKS = (
    CONTENT_TYPE,
    HASH,
    CRLF,
    DOCUMENT,
    STATUS,
    FROM,
    TO,
    LOST_REPLY,
    SEND_FAILS,
    STATUS_01,
    STATUS_ONCE,
)


@dataclass(frozen=True)
class Sent:
    """One call of sendEdoc as understood; `message` is None when it cannot be read."""

    sha256: str
    message: edxml.Message | None

    @property
    def about(self) -> str:
        """Return what tells one thing a client wants to send from another."""
        if isinstance(self.message, edxml.StatusMessage):
            return f"{self.message.response_for.document_id}#{self.message.status_code}"
        return self.message.document_id if self.message else self.sha256


@dataclass
class Trouble:
    """A call that was answered with trouble, and when; it is over when the same bytes came again."""

    sent: Sent
    since: float
    over: bool = False


@dataclass
class Outbox:
    """Takes what the client sends. The first answer is lost, the second is a failure, the rest are good."""

    player: Player
    ledger: Ledger
    now: Callable[[], datetime]
    clock: Callable[[], float]
    letter_id: str
    ids: dict[str, str] = field(default_factory=dict)
    inbox_statuses: set[str] = field(default_factory=set)
    lost: Trouble | None = None
    failing: Trouble | None = None

    def take(self, request: RawRequest) -> str | None:
        """Return the hub id, "" for a temporary failure, None when the answer is to be lost."""
        sent = self._judged(request)
        self._look_at_status(sent)
        if sent.sha256 in self.ids:
            self._repeated(sent)
            return self.ids[sent.sha256]
        for check, trouble in ((LOST_REPLY, self.lost), (SEND_FAILS, self.failing)):
            if trouble and not trouble.over and trouble.sent.about == sent.about:
                if trouble.sent.sha256 == sent.sha256:
                    break
                self.ledger.failed(check, f"gói tin khác cho cùng {sent.about}")
                trouble.over = True
        if self.lost is None:
            self.lost = Trouble(sent, self.clock())
            self.ids[sent.sha256] = self._new_id()
            return None
        if self.failing is None:
            self.failing = Trouble(sent, self.clock())
            self.inbox_statuses.discard(sent.sha256)  # what the hub did not take was not reported
            return ""
        if self.failing.sent.sha256 == sent.sha256 and not self.failing.over:
            self.failing.over = True
            self.ledger.passed(SEND_FAILS, "đã gửi lại đúng gói tin cũ")
        self.ids[sent.sha256] = self._new_id()
        return self.ids[sent.sha256]

    def finish(self) -> None:
        """Judge what never came."""
        for check, trouble in ((LOST_REPLY, self.lost), (SEND_FAILS, self.failing)):
            if trouble and not trouble.over and self.clock() - trouble.since >= self.player.grace_seconds:
                self.ledger.failed(
                    check, f"không gửi lại {trouble.sent.about} trong {self.player.grace_seconds:g} giây"
                )

    def status_missing(self, since: float) -> None:
        """Judge that no status 01 came although the letter was marked done at a moment."""
        if not self.ledger.known(STATUS_01) and self.clock() - since >= self.player.grace_seconds:
            self.ledger.failed(STATUS_01, f"không thấy trạng thái 01 trong {self.player.grace_seconds:g} giây")

    def delivered_again(self) -> None:
        """Judge, after the letter was given twice, that its arrival was reported once."""
        if len(self.inbox_statuses) == 1:
            self.ledger.passed(STATUS_ONCE, "một trạng thái 01")

    def _repeated(self, sent: Sent) -> None:
        if self.lost and self.lost.sent.sha256 == sent.sha256 and not self.lost.over:
            self.lost.over = True
            self.ledger.passed(LOST_REPLY, "đã gửi lại đúng gói tin cũ")

    def _new_id(self) -> str:
        return f"ktkn-gui-{len(self.ids) + 1}"

    def _judged(self, request: RawRequest) -> Sent:
        self.ledger.judge(CONTENT_TYPE, _content_type_fault(request))
        file, fault = _file(request)
        self.ledger.judge(HASH, fault)
        self.ledger.judge(CRLF, "" if request.body.endswith(b"\r\n") else "thân kết thúc ngay sau gói tin")
        message = self._message(request, file)
        if message is not None:
            sender = message.sender.organ_id
            named = request.get("from")
            self.ledger.judge(FROM, "" if named == sender else f"from {named}, trong gói tin {sender}")
            self.ledger.judge(TO, _to_fault(request, message))
        return Sent(hashlib.sha256(file).hexdigest(), message)

    def _message(self, request: RawRequest, file: bytes) -> edxml.Message | None:
        check = STATUS if request.get("messagetype") == "status" else DOCUMENT
        try:
            message = packages.understood(file)
        except EdxmlRefused as error:
            self.ledger.failed(check, error.sentence)
            return None
        if isinstance(message, edxml.StatusMessage) is not (check is STATUS):
            self.ledger.failed(check, f"messagetype {request.get('messagetype')} không đúng với gói tin")
            return message
        faults = packages.findings(file, at=self.now())
        self.ledger.judge(check, "; ".join(faults))
        return message

    def _look_at_status(self, sent: Sent) -> None:
        message = sent.message
        if not isinstance(message, edxml.StatusMessage) or message.status_code.lstrip("0") != "1":
            return
        if message.response_for.document_id.strip() != self.letter_id:
            return
        self.inbox_statuses.add(sent.sha256)
        organ = message.response_for.organ_id
        good = organ == self.player.partner
        self.ledger.judge(STATUS_01, "" if good else f"ResponseFor/OrganId là {organ}", "đã gửi 01")
        if len(self.inbox_statuses) > 1:
            self.ledger.failed(STATUS_ONCE, f"{len(self.inbox_statuses)} gói tin trạng thái 01 khác nhau")


def _content_type_fault(request: RawRequest) -> str:
    sent = (request.header("Content-Type") or b"").decode("latin-1")
    return "" if sent.partition(";")[0].strip() == "application/octet-stream" else f"Content-Type {sent}"


def _file(request: RawRequest) -> tuple[bytes, str]:
    """Return the file in the body, and what is wrong with its hash."""
    claimed = request.get("hash-file") or ""
    candidates = [request.body.removesuffix(b"\r\n"), request.body]
    for file in candidates:
        if hash_matches(claimed, hashlib.sha256(file).hexdigest()):
            fault = "" if file == candidates[0] else "tính cả CRLF"
            return candidates[0], fault
    return candidates[0], f"hash-file {claimed or '(thiếu)'} không phải của gói tin"


def _to_fault(request: RawRequest, message: edxml.Message) -> str | None:
    text = request.get("to")
    if text is None or not isinstance(message, edxml.DocumentMessage):
        return None
    try:
        codes = json.loads(text)
    except ValueError:
        return f"không phải JSON: {text[:60]}"
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        return f"không phải mảng các chuỗi: {text[:60]}"
    strangers = set(codes) - {recipient.organ_id for recipient in message.recipients}
    return f"ngoài danh sách nơi nhận: {', '.join(sorted(strangers))}" if strangers else ""
